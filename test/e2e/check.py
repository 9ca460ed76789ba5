"""Checks rolewright's output with tools that we did not write: PyYAML, cfn-lint, and AWS's own API models in botocore."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import botocore.session
import yaml
from botocore.validate import ParamValidator
from report import check, finish

folder = Path(sys.argv[1])

# PyYAML reads YAML 1.1, as CloudFormation does: the two forms must hold the same data.
templates = sorted(folder.glob("*.template.yaml"))
for path in templates:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    check(path.name, None if data == expected else "PyYAML reads other data than the JSON form holds")

# The pictures are XML, and all of their text is inside.
for path in sorted(folder.glob("*.svg")):
    try:
        picture = ElementTree.parse(path).getroot()
        width, height = float(picture.get("width")), float(picture.get("height"))
        outside = [
            text.text
            for text in picture.iter("{http://www.w3.org/2000/svg}text")
            if not (0 < float(text.get("x")) < width and 0 < float(text.get("y")) < height)
        ]
        check(path.name, f"outside of the picture: {outside}" if outside else None)
    except ElementTree.ParseError as error:
        check(path.name, str(error))

# cfn-lint: no error and no warning.
# E3530 is left out in partitions other than aws, aws-cn and aws-us-gov: cfn-lint 1.51 knows no others, and refuses
# every principal of theirs.
KNOWN = ("aws.", "aws-cn.", "aws-us-gov.")
for ignored, paths in (
    ([], [p for p in templates if p.name.startswith(KNOWN)]),
    (["--ignore-checks", "E3530"], [p for p in templates if not p.name.startswith(KNOWN)]),
):
    run = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), "--format", "json", *ignored, "--", *map(str, paths)],
        capture_output=True, text=True,
    )
    try:
        findings = json.loads(run.stdout or "[]")
    except json.JSONDecodeError:
        findings = [{"Filename": "cfn-lint", "Rule": {"Id": "crash"}, "Message": run.stdout + run.stderr}]
    by_file = {}
    for finding in findings:
        by_file.setdefault(Path(finding["Filename"]).name, []).append(f'{finding["Rule"]["Id"]} {finding["Message"]}')
    for path in paths:
        check(f"cfn-lint {path.name}", "; ".join(by_file.pop(path.name, [])))
    for name, messages in by_file.items():
        check(name, "; ".join(messages))

# botocore: each request is one that the API's model takes.
model = botocore.session.get_session().get_service_model("cloudformation")
OPERATIONS = {"create": "CreateStackSet", "instances": "CreateStackInstances", "update": "UpdateStackSet"}
for path in sorted(folder.glob("*.requests.json")):
    requests = json.loads(path.read_text(encoding="utf-8"))
    for kind, operation in OPERATIONS.items():
        report = ParamValidator().validate(requests[kind], model.operation_model(operation).input_shape)
        check(f"{operation} {path.name}", report.generate_report() if report.has_errors() else None)

finish("cfn-lint, PyYAML and botocore")
