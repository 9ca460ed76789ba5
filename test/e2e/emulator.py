"""Deploys rolewright's output into a local AWS emulator with the real AWS CLI and Terraform, and reads back what is there.

Usage: emulator.py ENDPOINT FOLDER [PLUGINS]. PLUGINS is a local mirror of Terraform's providers; without one, Terraform
is asked to fetch them; without Terraform, its checks are left out, and that is said.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from report import check, finish

endpoint, folder = sys.argv[1], Path(sys.argv[2])
plugins = sys.argv[3] if len(sys.argv) > 3 else ""
OWN, MEMBERS = "123456789012", ["111122223333", "444455556666", "777788889999"]
env = {
    **{key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))},
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "IAM_DELAY": "0", "LC_ALL": "C.UTF-8",
}

DESCRIPTIONS = {
    "ecs": {"mode": "ecs", "taskRoleArn": f"arn:aws:iam::{OWN}:role/team/catalogue", "externalId": "e-1:2/3"},
    "irsa": {
        "mode": "irsa", "accountId": OWN, "region": "ap-southeast-2", "oidcId": "A" * 32,
        "namespace": "ops", "serviceAccount": ["reader", "reader.v2"],
    },
    "iam-user": {"mode": "iam-user", "userArn": f"arn:aws:iam::{OWN}:user/catalogue", "externalId": "e-1"},
}
MORE = {
    "roleName": "Reader_1", "rolePath": "/integrations/", "description": "Reads. ${x} %{y} é", "tags": {"a b": "1", "on": "yes"},
    "managedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/SecurityAudit"],
    "stackSet": {"name": "readers"},
}


def run(*words, cwd=None, extra=None, ok=(0,)):
    done = subprocess.run(words, cwd=cwd, env={**env, **(extra or {})}, capture_output=True, text=True)
    if done.returncode not in ok:
        raise RuntimeError(f"{' '.join(words[:6])}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def aws(*words, extra=None):
    return json.loads(run("aws", *words, "--output", "json", extra=extra) or "null")


def rolewright(*words, description):
    path = folder / "description.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    return run("node", "dist/cli/rolewright.cjs", words[0], str(path), *words[1:])


def reset():
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()


def into(account):
    """Credentials in another account."""
    role = ["--role-arn", f"arn:aws:iam::{account}:role/any", "--role-session-name", "check"]
    given = aws("sts", "assume-role", *role)["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }


def check_integration_role(title, account, description, by_terraform=False):
    """The role in an account is the one that the description asks for."""
    name = description.get("roleName", "PortIntegrationRole")
    found = aws("iam", "get-role", "--role-name", name, extra=into(account))["Role"]
    meant = json.loads(rolewright("policy", "--account", account, description=description))
    check(f"{title}: trust policy in {account}", None if found["AssumeRolePolicyDocument"] == meant else str(found))
    check(f"{title}: path", None if found["Path"] == description.get("rolePath", "/") else found["Path"])
    check(f"{title}: description", None if found.get("Description", "") == description.get("description", "") else str(found))
    if not by_terraform:
        return  # The emulator leaves out the managed policies of roles in stacks.
    attached = aws("iam", "list-attached-role-policies", "--role-name", name, extra=into(account))["AttachedPolicies"]
    arns = sorted(policy["PolicyArn"] for policy in attached)
    wanted = sorted(description.get("managedPolicyArns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]))
    check(f"{title}: managed policies in {account}", None if arns == wanted else str(arns))


def check_workload(title, description, by_terraform=False):
    """The workload's role or user is there, with the policies that the description asks for."""
    if description["mode"] == "irsa":
        return
    kind, arn = ("user", description["userArn"]) if "userArn" in description else ("role", description["taskRoleArn"])
    name = arn.rsplit("/", 1)[1]
    found = aws("iam", f"get-{kind}", f"--{kind}-name", name)[kind.capitalize()]
    check(f"{title}: workload", None if found["Arn"] == arn else found["Arn"])
    if kind == "role":
        meant = json.loads(rolewright("policy", "--role", "workload", description=description))
        check(f"{title}: the workload's trust policy", None if found["AssumeRolePolicyDocument"] == meant else str(found))
    if kind == "user" and not by_terraform:
        return  # The emulator leaves out the inline policies of users in stacks.
    [policy] = aws("iam", f"list-{kind}-policies", f"--{kind}-name", name)["PolicyNames"]
    held = aws("iam", f"get-{kind}-policy", f"--{kind}-name", name, "--policy-name", policy)["PolicyDocument"]
    meant = json.loads(rolewright("policy", "--role", "workload", "--document", "permissions", description=description))
    if isinstance(held, str):
        held = ast.literal_eval(held)  # Of a role in a stack, the emulator gives back its own notation.
    check(f"{title}: the workload's permissions", None if held == meant else str(held))


def organization():
    """An organization in the emulator: the ID of a unit, and those of its accounts."""
    aws("organizations", "create-organization", "--feature-set", "ALL")
    root = aws("organizations", "list-roots")["Roots"][0]["Id"]
    unit = aws("organizations", "create-organizational-unit", "--parent-id", root, "--name", "unit")["OrganizationalUnit"]["Id"]
    accounts = []
    for number in range(3):
        made = aws("organizations", "create-account", "--email", f"{number}@example.com", "--account-name", f"a{number}")
        accounts.append(made["CreateAccountStatus"]["AccountId"])
        aws("organizations", "move-account", "--account-id", accounts[-1], "--source-parent-id", root, "--destination-parent-id", unit)
    return unit, accounts


def deploy(stack, text):
    path = folder / f"{stack}.template"
    path.write_text(text, encoding="utf-8")
    capabilities = ["--capabilities", "CAPABILITY_NAMED_IAM"]
    run("aws", "cloudformation", "deploy", "--stack-name", stack, "--template-file", str(path), *capabilities)


skipped = []

for mode, own in DESCRIPTIONS.items():
    # One account: stacks of the workload and of the integration role, as YAML and as JSON, and with parameters.
    for form in ("yaml", "json"):
        reset()
        description = {**own, **MORE}
        if mode != "irsa":
            deploy("workload", rolewright("template", "--role", "workload", "--format", form, description=description))
            check_workload(f"{mode}, {form} stack", description)
        deploy("integration", rolewright("template", "--format", form, description=description))
        check_integration_role(f"{mode}, {form} stack", OWN, description)
    reset()
    single = {**own, **({"serviceAccount": "reader"} if mode == "irsa" else {})}
    path = folder / "reusable.yaml"
    path.write_text(rolewright("template", "--parameters", description=single), encoding="utf-8")
    values = json.loads(rolewright("stackset", "--request", "parameters", description=single))
    body = ["--template-body", f"file://{path}", "--parameters", json.dumps(values), "--capabilities", "CAPABILITY_NAMED_IAM"]
    aws("cloudformation", "create-stack", "--stack-name", "reusable", *body)
    check_integration_role(f"{mode}, parameters", OWN, single)

    # Several accounts: the script, which sends every request with the CLI, twice.
    reset()
    description = {**own, **MORE, "targets": {"accounts": MEMBERS}}
    script = folder / "rollout.sh"
    script.write_text(rolewright("stackset", "--script", description=description), encoding="utf-8")
    run("sh", str(script))
    check_workload(f"{mode}, script", description)
    for account in MEMBERS:
        check_integration_role(f"{mode}, script", account, description)
    states = aws("cloudformation", "list-stack-instances", "--stack-set-name", "readers")["Summaries"]
    check(f"{mode}, script: stacks", None if [s["Status"] for s in states] == ["CURRENT"] * 3 else str(states))

    # An organization: the script, with the management account's own role.
    reset()
    unit, accounts = organization()
    description = {**own, **MORE, "targets": {"organizationalUnits": [unit], "managementAccount": OWN}}
    script.write_text(rolewright("stackset", "--script", description=description), encoding="utf-8")
    run("sh", str(script))
    for account in [OWN, *accounts]:
        check_integration_role(f"{mode}, organization", account, description)

    # The one template of an organization. The emulator has no StackSet resource: its properties go through the API.
    reset()
    unit, accounts = organization()
    description["targets"]["organizationalUnits"] = [unit]
    template = json.loads(rolewright("template", "--organization", "--format", "json", description=description))
    deploy("organization", json.dumps(template))
    check_workload(f"{mode}, one template", description)
    check_integration_role(f"{mode}, one template", OWN, description)
    properties = template["Resources"]["IntegrationRoles"]["Properties"]
    [group] = properties.pop("StackInstancesGroup")
    preferences = properties.pop("OperationPreferences")
    aws("cloudformation", "create-stack-set", "--cli-input-json", json.dumps(properties))
    group |= {"StackSetName": "readers", "OperationPreferences": preferences}
    aws("cloudformation", "create-stack-instances", "--cli-input-json", json.dumps(group))
    for account in accounts:
        check_integration_role(f"{mode}, one template", account, description)
skipped.append("the StackSet resource in a stack: the emulator has none. Its properties were sent through the API instead")
skipped.append("managed policies of roles in stacks: the emulator attaches none. Terraform attaches them below")
skipped.append("inline policies of users in stacks: the emulator leaves them out. Terraform makes them below")
skipped.append("OIDC providers in stacks: the emulator makes none. Terraform makes them below, and cfn-lint reads the templates")

PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""


def terraform_init(path):
    mirror = [f"-plugin-dir={plugins}"] if plugins else []
    run("terraform", "init", "-no-color", "-input=false", *mirror, cwd=path)


def terraform_apply(title, description, *words, values=None):
    """Applies a configuration; then there must be no change left. Gives back what a plan would still change."""
    path = folder / "apply"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    (path / "provider.tf").write_text(PROVIDER, encoding="utf-8")
    (path / "main.tf.json").write_text(rolewright("terraform", *words, description=description), encoding="utf-8")
    if values is not None:
        (path / "terraform.tfvars.json").write_text(values, encoding="utf-8")
    terraform_init(path)
    run("terraform", "apply", "-auto-approve", "-no-color", "-input=false", cwd=path)
    run("terraform", "plan", "-detailed-exitcode", "-no-color", "-input=false", "-out=plan", cwd=path, ok=(0, 2))
    plan = json.loads(run("terraform", "show", "-json", "plan", cwd=path))
    changes = [change for change in plan.get("resource_changes", []) if change["change"]["actions"] != ["no-op"]]
    return [(change["type"], attribute)
            for change in changes
            for attribute, value in change["change"]["after"].items()
            if value != change["change"]["before"].get(attribute)]


def terraform():
    if shutil.which("terraform") is None:
        return "Terraform: it is not on this machine"
    try:
        terraform_init(folder / "terraform")
    except RuntimeError as error:
        return f"Terraform: its AWS provider is to be had neither locally nor from the network ({str(error)[:200]})"
    # Every configuration is a module of one root, so that one call validates all of them.
    report = json.loads(run("terraform", "validate", "-json", cwd=folder / "terraform", ok=(0, 1)))
    modules = json.loads((folder / "terraform/main.tf.json").read_text(encoding="utf-8"))["module"]
    faults = {}
    for diagnostic in report["diagnostics"]:
        where = diagnostic.get("range", {}).get("filename", "").split("/")[0]
        faults.setdefault(where if where in modules else "", []).append(f"{diagnostic['summary']}: {diagnostic.get('detail')}")
    for name in modules:
        check(f"terraform validate {name}", "; ".join(faults.pop(name, [])))
    for messages in faults.values():
        check("terraform validate", "; ".join(messages))

    for mode, own in DESCRIPTIONS.items():
        reset()
        description = {**own, **MORE}
        left = terraform_apply(mode, description)
        check(f"{mode}, Terraform: second plan", left)
        check_workload(f"{mode}, Terraform", description, by_terraform=True)
        check_integration_role(f"{mode}, Terraform", OWN, description, by_terraform=True)
        if mode == "irsa":
            arn = f"arn:aws:iam::{OWN}:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/{'A' * 32}"
            provider = aws("iam", "get-open-id-connect-provider", "--open-id-connect-provider-arn", arn)
            check("OIDC provider", None if provider["ClientIDList"] == ["sts.amazonaws.com"] else str(provider))
        reset()
        single = {**own, **({"serviceAccount": "reader"} if mode == "irsa" else {})}
        values = rolewright("terraform", "--values", description=single)
        left = terraform_apply(mode, single, "--variables", values=values)
        check(f"{mode}, Terraform module: second plan", left)
        check_integration_role(f"{mode}, Terraform module", OWN, single, by_terraform=True)

    # The emulator forgets these arguments of a stack set, so that each plan would set them again.
    forgotten = {"auto_deployment", "capabilities", "managed_execution", "operation_preferences", "tags", "tags_all", "parameters"}
    own = DESCRIPTIONS["ecs"]
    for kind in ("accounts", "organization"):
        reset()
        if kind == "accounts":
            targets, members = {"accounts": MEMBERS}, MEMBERS
        else:
            unit, accounts = organization()
            targets, members = {"organizationalUnits": [unit], "managementAccount": OWN}, [OWN, *accounts]
        description = {**own, **MORE, "targets": targets}
        left = terraform_apply("stack set", description)
        other = [change for change in left if change[0] != "aws_cloudformation_stack_set" or change[1] not in forgotten]
        check("Terraform stack set: second plan", [c for c in other if c[0] != "aws_cloudformation_stack_set"])
        check_workload("Terraform stack set", description, by_terraform=True)
        for account in members:
            check_integration_role("Terraform stack set", account, description)
    return f"that a second plan leaves a stack set alone: the emulator forgets its {', '.join(sorted(forgotten))}"


skipped.append(terraform())
for reason in filter(None, skipped):
    print(f"NOT CHECKED {reason}")
finish("emulator")
