import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { jsonSchemas } from "../scripts/schemas/json-schemas.js";
import { run } from "../src/cli/run.js";
import {
  canonicalJson,
  integrationTemplate,
  organizationTemplate,
  parseIntegration,
  planIntegration,
  prettyJson,
  rolloutScript,
  terraformConfiguration,
  terraformModule,
} from "../src/index.js";
import { version } from "../src/version.js";
import vectors from "./vectors/diagnose.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "rolewright-"));
afterAll(() => rmSync(folder, { recursive: true }));

const description = {
  mode: "ecs",
  taskRoleArn: "arn:aws:iam::111122223333:role/task",
  targets: { accounts: ["444455556666"] },
};
const irsa = {
  mode: "irsa",
  accountId: "111122223333",
  issuer: "issuer.example.com/c",
  namespace: "n",
  serviceAccount: "s",
};
const plan = planIntegration(parseIntegration(description));

function file(content: string | Uint8Array | object): string {
  const path = join(folder, `${Math.random()}.yaml`);
  writeFileSync(path, typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

async function call(args: readonly string[], input = "") {
  let stdout = "";
  let stderr = "";
  const status = await run(args, {
    stdin: async () => Buffer.from(input),
    stdout: (text) => {
      stdout += text;
    },
    colours: false,
    stderr: (text) => {
      stderr += text;
    },
  });
  return { status, stdout, stderr };
}

describe("policy", () => {
  const trust = plan.integrationRole.trustPolicy("444455556666") as never;
  test("prints canonical JSON, from a file and from standard input", async () => {
    const expected = { status: 0, stdout: `${canonicalJson(trust)}\n`, stderr: "" };
    expect(await call(["policy", file(description)])).toStrictEqual(expected);
    expect(await call(["policy", "-"], JSON.stringify(description))).toStrictEqual(expected);
  });
  test("--pretty prints the conventional order", async () => {
    expect((await call(["policy", file(description), "--pretty"])).stdout).toBe(`${prettyJson(trust)}\n`);
  });
  test("--role, --document and --account choose", async () => {
    expect(JSON.parse((await call(["policy", file(description), "--role", "workload"])).stdout)).toHaveProperty([
      "Statement",
      0,
      "Principal",
      "Service",
    ]);
    expect(
      JSON.parse((await call(["policy", file(description), "--role", "workload", "--document", "permissions"])).stdout),
    ).toHaveProperty(["Statement", 0, "Resource"]);
    expect(
      (
        await call([
          "policy",
          file({ ...irsa, targets: { organizationalUnits: ["r-ab12"] } }),
          "--account",
          "012345678901",
        ])
      ).stdout,
    ).toContain("012345678901");
  });
});

describe("template", () => {
  const expected = JSON.parse(JSON.stringify(integrationTemplate(plan)));
  test("prints YAML, or JSON with the same data", async () => {
    expect(parse((await call(["template", file(description)])).stdout)).toStrictEqual(expected);
    expect(JSON.parse((await call(["template", file(description), "--format", "json"])).stdout)).toStrictEqual(
      expected,
    );
  });
  test("--fragment stands under Resources: as it is", async () => {
    for (const input of [description, irsa, { ...description, description: "a\nb: [\n  c" }]) {
      const { stdout } = await call(["template", file(input), "--fragment"]);
      expect(parse(`Resources:\n${stdout}`).Resources).toStrictEqual(
        JSON.parse((await call(["template", file(input), "--format", "json"])).stdout).Resources,
      );
    }
    expect(
      JSON.parse((await call(["template", file(description), "--fragment", "--format", "json"])).stdout),
    ).toStrictEqual(expected.Resources);
  });
  test("--role workload prints the task role", async () => {
    expect(parse((await call(["template", file(description), "--role", "workload"])).stdout).Resources).toHaveProperty(
      "WorkloadRole",
    );
  });
  test("--parameters prints the reusable template", async () => {
    expect(Object.keys(parse((await call(["template", file(irsa), "--parameters"])).stdout).Parameters)).toStrictEqual([
      "RoleName",
      "OIDCIssuerURL",
      "ServiceAccountNamespace",
      "ServiceAccountName",
      "CreateOIDCProvider",
    ]);
  });
  test.each([[["--fragment"]], [["--role", "workload"]]])("--parameters with %j is refused", async (more) => {
    expect(await call(["template", file(irsa), "--parameters", ...more])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("USAGE"),
    });
  });
});

describe("stackset", () => {
  test.each(["create", "instances", "update"])(
    "--request %s prints JSON on stdout and notes on stderr",
    async (request) => {
      const { status, stdout, stderr } = await call(["stackset", file(description), "--request", request]);
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toHaveProperty("StackSetName", "PortIntegrationRole");
      expect(stderr).toMatch(/^note: /);
    },
  );
  test("--request parameters prints the list", async () => {
    expect(JSON.parse((await call(["stackset", file(description), "--request", "parameters"])).stdout)).toHaveLength(3);
  });
});

test("schema prints the shipped file, byte for byte", async () => {
  expect((await call(["schema"])).stdout).toBe(readFileSync("schemas/integration.schema.json", "utf8"));
  expect((await call(["schema", "trust-policy"])).stdout).toBe(
    readFileSync("schemas/trust-policy.schema.json", "utf8"),
  );
});

test("help and version are answers, on stdout", async () => {
  for (const args of [["--help"], ["help"], ["policy", "--help"], ["help", "template"]]) {
    expect(await call(args)).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringContaining("Usage: rolewright"),
    });
  }
  expect(await call(["--version"])).toStrictEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test("the version is the package's", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8"))).toHaveProperty("version", version);
});

test.each([
  ["nothing", []],
  ["an unknown command", ["polcy"]],
  ["no file", ["policy"]],
  ["two files", ["policy", "a", "b"]],
  ["an unknown option", ["policy", "a", "--verbose"]],
  ["a wrong choice", ["policy", "a", "--role", "x"]],
  ["an unknown schema", ["schema", "x"]],
  ["a missing file", ["policy", "/nonexistent/x.yaml"]],
  ["a folder", ["policy", folder]],
])("a wrong call (%s) is status 2, with nothing on stdout", async (_name, args) => {
  const { status, stdout, stderr } = await call(args);
  expect([status, stdout]).toStrictEqual([2, ""]);
  expect(stderr).not.toBe("");
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each([
  [
    "every fault is named",
    { mode: "ecs", taskRoleArn: "x", roleName: "a/b", nope: 1 },
    ["taskRoleArn", "roleName", "nope", "3 faults"],
  ],
  ["no UTF-8", Uint8Array.of(0x6d, 0xff, 0xfe), ["UTF-8"]],
  ["an empty file", "", ["mode"]],
  ["a list", "- a", ["must be a map"]],
  ["a document that is not there", { ...irsa, externalId: "abc" }, ["externalId"]],
])("a wrong description (%s) is status 2, with nothing on stdout", async (_name, content, said) => {
  const { status, stdout, stderr } = await call(["template", file(content)]);
  expect([status, stdout]).toStrictEqual([2, ""]);
  for (const part of said) expect(stderr).toContain(part);
});

test("the order of keys does not change a byte", async () => {
  const shuffled = {
    targets: { accounts: ["444455556666"] },
    tags: { b: "2", a: "1" },
    taskRoleArn: description.taskRoleArn,
    mode: "ecs",
  };
  const ordered = {
    mode: "ecs",
    taskRoleArn: description.taskRoleArn,
    tags: { a: "1", b: "2" },
    targets: { accounts: ["444455556666"] },
  };
  for (const args of [
    ["policy"],
    ["template"],
    ["template", "--format", "json"],
    ["template", "--role", "workload"],
    ["stackset"],
  ] as const) {
    const [command, ...rest] = args;
    expect(await call([command, file(shuffled), ...rest])).toStrictEqual(await call([command, file(ordered), ...rest]));
  }
});

describe("terraform", () => {
  test("prints the configuration, one role of it, a module, and the module's values", async () => {
    const print = async (...options: string[]) => {
      const { status, stdout } = await call(["terraform", file(description), ...options]);
      expect(status).toBe(0);
      return JSON.parse(stdout);
    };
    expect(await print()).toStrictEqual(terraformConfiguration(plan));
    expect(await print("--role", "workload")).toStrictEqual(terraformConfiguration(plan, "workload"));
    expect(await print("--variables")).toStrictEqual(terraformModule(plan));
    expect(await print("--values")).toStrictEqual({
      role_name: "PortIntegrationRole",
      trusted_principal_arn: "arn:aws:iam::111122223333:role/task",
    });
  });

  test("a module of the workload is refused", async () => {
    const { status, stdout, stderr } = await call([
      "terraform",
      file(description),
      "--role",
      "workload",
      "--variables",
    ]);
    expect([status, stdout]).toStrictEqual([2, ""]);
    expect(stderr).toContain("[USAGE]");
  });
});

test("stackset --script prints the script", async () => {
  const { status, stdout } = await call(["stackset", file(description), "--script"]);
  expect([status, stdout]).toStrictEqual([0, rolloutScript(plan)]);
});

describe("template --organization", () => {
  const organization = {
    ...description,
    targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" },
  };
  test("prints the template, and where it belongs", async () => {
    const { status, stdout, stderr } = await call([
      "template",
      file(organization),
      "--organization",
      "--format",
      "json",
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toStrictEqual(organizationTemplate(planIntegration(parseIntegration(organization))));
    expect(stderr).toContain("in the management account, 111122223333");
  });
  test.each([
    [{ organizationalUnits: ["r-ab12"] }, {}, /111122223333, the workload's own.*name the true one/],
    [{ organizationalUnits: ["r-ab12"], managementAccount: "777788889999" }, {}, /--role workload there first/],
    [
      { organizationalUnits: ["r-ab12"], managementAccount: "777788889999" },
      { stackSet: { callAs: "DELEGATED_ADMIN" } },
      /does not reach the management account, 777788889999/,
    ],
  ])("says what is left to do: %j", async (targets, more, note) => {
    const { stderr } = await call(["template", file({ ...description, ...more, targets }), "--organization"]);
    expect(stderr).toMatch(note);
  });
  test.each([["--parameters"], ["--role", "workload"]])("excludes %s", async (...options) => {
    const { status, stdout } = await call(["template", file(organization), "--organization", ...options]);
    expect([status, stdout]).toStrictEqual([2, ""]);
  });
});

test("a template that only S3 takes is noted", async () => {
  const accounts = Array.from({ length: 900 }, (_, index) => String(100_000_000_000 + index));
  const { status, stderr } = await call([
    "template",
    file({ ...description, targets: { accounts } }),
    "--role",
    "workload",
  ]);
  expect(status).toBe(0);
  expect(stderr).toContain("--s3-bucket");
});

const trustPolicy = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
});

describe("validate", () => {
  const good = trustPolicy("111122223333");
  const bad = trustPolicy("arn:aws:iam::111122223333:role/*");
  const yaml =
    "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Version: 2012-10-17\n        Statement: {Effect: Allow, Principal: {AWS: !Sub '${AWS::AccountId}'}, Action: sts:AssumeRole}\n";

  test("exits with 0 for valid documents, with 1 if one has an error, and reports each file", async () => {
    expect((await call(["validate", file(good), file(yaml)])).status).toBe(0);
    const { status, stdout } = await call(["validate", file(good), file(bad)]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/: valid trust policy \(kind guessed\)\n.*: invalid trust policy/s);
    expect(stdout).toContain("error: 1:69 Statement[0].Principal.AWS: ");
  });

  test("--json prints one line a document; a folder stands for its files", async () => {
    const inside = mkdtempSync(join(folder, "policies-"));
    writeFileSync(join(inside, "a.json"), JSON.stringify(good));
    writeFileSync(join(inside, "b.json"), "{");
    writeFileSync(join(inside, "c.txt"), "no policy");
    const { status, stdout } = await call(["validate", inside, "--json"]);
    expect(status).toBe(1);
    const lines = stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(lines).toMatchObject([
      { file: join(inside, "a.json"), kind: "trust", valid: true, findings: [] },
      { file: join(inside, "b.json"), valid: false, findings: [{ code: "JSON_SYNTAX_ERROR", severity: "error" }] },
    ]);
  });

  test("--kind says what the documents are attached to", async () => {
    expect((await call(["validate", file(good), "--kind", "identity"])).stdout).toContain("[UNSUPPORTED_PRINCIPAL]");
  });

  test("a file that is not there is a wrong call", async () => {
    expect(await call(["validate", "no-such-file.json"])).toMatchObject({ status: 2, stdout: "" });
    expect(await call(["validate", mkdtempSync(join(folder, "empty-"))])).toMatchObject({ status: 2, stdout: "" });
  });

  test("text that is neither JSON nor YAML is invalid", async () => {
    expect((await call(["validate", file("a: [b")])).stdout).toContain("[JSON_SYNTAX_ERROR]");
  });
});

describe("equal", () => {
  test("says yes by its status alone, and what differs", async () => {
    const root = trustPolicy("arn:aws:iam::111122223333:root");
    expect(
      await call(["equal", file(root), file({ Role: { AssumeRolePolicyDocument: trustPolicy("111122223333") } })]),
    ).toMatchObject({ status: 0, stdout: "" });
    const { status, stdout } = await call(["equal", file(root), file(trustPolicy("444455556666"))]);
    expect(status).toBe(1);
    expect(stdout).toBe(
      'Statement[0].Principal.AWS\n  - ["arn:aws:iam::111122223333:root"]\n  + ["arn:aws:iam::444455556666:root"]\n',
    );
    expect(JSON.parse((await call(["equal", file(root), file(trustPolicy("*")), "--json"])).stdout)).toMatchObject({
      equal: false,
    });
  });

  test.each([["{"], ['{"Statement":[],"Statement":[]}'], ["[1]"], ["5"]])("%s is a wrong input", async (text) => {
    expect(await call(["equal", file(text), file(text)])).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("evaluate", () => {
  const request = {
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::444455556666:role/r",
    principal: "arn:aws:iam::111122223333:user/u",
  };
  test("prints the decision; only an allowed request exits with 0", async () => {
    const allowed = await call(["evaluate", file({ request, trustPolicy: trustPolicy("111122223333") })]);
    expect([allowed.status, JSON.parse(allowed.stdout).decision]).toStrictEqual([0, "allowed"]);
    const denied = await call(["evaluate", file({ request, trustPolicy: trustPolicy("999999999999") })]);
    expect([denied.status, JSON.parse(denied.stdout).decision]).toStrictEqual([1, "implicitly-denied"]);
  });
  test.each([["{}"], ["{"], ['{"request":1,"request":2}']])("%s is a wrong input", async (text) => {
    expect(await call(["evaluate", file(text)])).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("diagnose", () => {
  const wrong = trustPolicy("arn:aws:iam::111122223333:role/tusk");
  test("prints the cause and the corrected policy, and exits with 1; with 0 where nothing is wrong", async () => {
    const { status, stdout } = await call(["diagnose", file(description), "--trust", file(wrong)]);
    expect(status).toBe(1);
    expect(stdout).toContain("error PRINCIPAL_MISMATCH");
    expect(stdout).toContain("role/tusk\n");
    const policy = JSON.parse(stdout.slice(stdout.indexOf("The corrected trust policy:\n") + 28));
    expect(policy).toStrictEqual(plan.integrationRole.trustPolicy("444455556666"));
    expect(await call(["diagnose", file(description), "--trust", file(policy)])).toStrictEqual({
      status: 0,
      stdout:
        "arn:aws:iam::111122223333:role/task can assume arn:aws:iam::444455556666:role/PortIntegrationRole.\n\nNothing is wrong with it.\n",
      stderr: "",
    });
  });

  test("--json prints one object, --sarif a log", async () => {
    const json = JSON.parse(
      (await call(["diagnose", file(description), "--trust", "-", "--json"], JSON.stringify(wrong))).stdout,
    );
    expect(json).toMatchObject({
      decision: "implicitly-denied",
      findings: [{ code: "PRINCIPAL_MISMATCH", severity: "error", path: "Statement[0].Principal.AWS", fix: {} }],
      policy: plan.integrationRole.trustPolicy("444455556666"),
    });
    const sarif = await call(["diagnose", file(description), "--trust", file(wrong), "--sarif"]);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0", runs: [{ results: [{ level: "error" }] }] });
  });

  test("reads the workload's policies and the provider", async () => {
    const trust = file(plan.integrationRole.trustPolicy("444455556666"));
    const identity = file({ Version: "2012-10-17", Statement: [] });
    const { stdout } = await call(["diagnose", file(description), "--trust", trust, "--identity", identity]);
    expect(stdout).toContain("ASSUME_NOT_GRANTED");
    expect(stdout).toContain("The corrected permissions policy of the workload:");
    const provider = await call([
      "diagnose",
      file(irsa),
      "--provider",
      file({ Url: "https://other", ClientIDList: [] }),
    ]);
    expect([provider.status, provider.stdout]).toStrictEqual([
      1,
      expect.stringContaining("The provider as it should be"),
    ]);
    for (const text of ["Url: issuer.example.com/c", '{"Url": '])
      expect((await call(["diagnose", file(irsa), "--provider", file(text)])).status).toBe(1);
  });

  test("--error explains what AWS printed", async () => {
    const known = await call(["diagnose", file(irsa), "--error", "Incorrect token audience"]);
    expect([known.status, known.stdout]).toStrictEqual([0, expect.stringContaining("1. AUDIENCE_MISMATCH:")]);
    const unknown = await call(["diagnose", file(irsa), "--error", "boom", "--json"]);
    expect([unknown.status, JSON.parse(unknown.stdout).error]).toStrictEqual([1, null]);
    const both = await call([
      "diagnose",
      file(description),
      "--error",
      "AccessDenied: AssumeRole",
      "--trust",
      file(wrong),
    ]);
    expect(both.stdout).toMatch(/1\. PRINCIPAL_MISMATCH[\s\S]*error PRINCIPAL_MISMATCH/);
  });

  test.each([
    [[]],
    [["--sarif", "--error", "x"]],
    [["--sarif", "--json", "--trust", "x"]],
    [["--trust", "-", "--identity", "-"]],
    [["--trust", "no-such-file"]],
    [["--role", "other", "--trust", "x"]],
  ])("%j is a wrong call", async (args) => {
    expect(await call(["diagnose", file(description), ...args])).toMatchObject({ status: 2, stdout: "" });
  });

  test("colours are there for a terminal alone", async () => {
    let stdout = "";
    const write = (text: string) => {
      stdout += text;
    };
    const io = { stdin: async () => Buffer.from(""), stdout: write, stderr: write, colours: true };
    await run(["diagnose", file(description), "--trust", file(wrong)], io);
    expect(stdout).toContain("\u001b[31merror PRINCIPAL_MISMATCH");
  });
});

describe("the answers for machines have the form of their schemas", () => {
  const ajv = new Ajv2020({ strict: true });
  const valid = Object.fromEntries(
    ["validation", "evaluation", "diagnosis"].map((name) => [name, ajv.compile(jsonSchemas()[name]!)]),
  );
  const check = (name: string, text: string) => {
    for (const line of name === "validation" ? text.trim().split("\n") : [text])
      expect(valid[name]!(JSON.parse(line)), ajv.errorsText(valid[name]!.errors)).toBe(true);
  };

  test("of validate", async () => {
    const files = [trustPolicy("*"), { Role: { AssumeRolePolicyDocument: { Statement: [{}] } } }].map(file);
    check("validation", (await call(["validate", ...files, file("{"), "--json"])).stdout);
  });

  test("of evaluate", async () => {
    const request = {
      action: "sts:AssumeRole",
      resource: "arn:aws:iam::444455556666:role/r",
      principal: "arn:aws:iam::111122223333:user/u",
    };
    for (const principal of ["*", "111122223333", "999999999999"])
      check("evaluation", (await call(["evaluate", file({ request, trustPolicy: trustPolicy(principal) })])).stdout);
  });

  test("of diagnose", async () => {
    for (const { description: name, trust } of vectors.cases) {
      const described = file(vectors.descriptions[name as keyof typeof vectors.descriptions]);
      check("diagnosis", (await call(["diagnose", described, "--trust", file(trust), "--json"])).stdout);
    }
  });
});

describe("diagram", () => {
  test("prints Mermaid, or SVG", async () => {
    const organization = {
      ...description,
      targets: { organizationalUnits: ["ou-ab12-11111111"], exceptAccounts: ["444455556666"] },
    };
    const mermaid = (await call(["diagram", file(organization)])).stdout;
    expect(mermaid).toMatch(/^flowchart LR\n/);
    expect(mermaid).toContain('subgraph target1["Each account of ou-ab12-11111111, except 1 account"]');
    expect(mermaid).toContain('workload -- "sts:AssumeRole" --> target1_role');
    expect((await call(["diagram", file(irsa), "--format", "svg"])).stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});
