import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import { catalogueDate } from "../../src/catalogue/index.js";
import { call } from "../fixtures.js";
import { file, folder, trustPolicy } from "./files.js";

const good = trustPolicy("111122223333");
const bad = trustPolicy("arn:aws:iam::111122223333:role/*");
const yaml =
  "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Version: 2012-10-17\n        Statement: {Effect: Allow, Principal: {AWS: !Sub '${AWS::AccountId}'}, Action: sts:AssumeRole}\n";

test("exits with 0 for valid documents, with 1 if one has an error, and reports each file", async () => {
  const files = [file(good), file(yaml), file(bad)];
  const valid = `${files[0]}: valid trust policy (kind guessed)\n`;
  expect(await call(["validate", files[0]!])).toStrictEqual({ status: 0, stdout: valid, stderr: "" });
  expect(await call(["validate", files[1]!])).toStrictEqual({
    status: 0,
    stdout: `${files[1]} Resources.R.Properties.AssumeRolePolicyDocument: valid trust policy\n`,
    stderr: "",
  });
  expect(await call(["validate", files[0]!, files[2]!])).toStrictEqual({
    status: 1,
    stdout: `${valid}${files[2]}: invalid trust policy (kind guessed)\n  error: 1:69 Statement[0].Principal.AWS: A principal is named in full, or is "*"; given "arn:aws:iam::111122223333:role/*". Use a condition on aws:PrincipalArn. [UNSUPPORTED_WILDCARD_IN_PRINCIPAL]\n`,
    stderr: "",
  });
});

test("--json prints one line a document; a folder stands for its files", async () => {
  const inside = (name: string, content: string | object) => file(content, `policies/${name}`);
  const files = [inside("a.json", good), inside("b/b.yml", yaml), inside("c.json", '{"a": 1')];
  inside("d.txt", "no policy");
  const { status, stdout } = await call(["validate", `${folder}/policies`, "--json"]);
  expect(status).toBe(1);
  const rest = { severity: "error", path: "", line: 1, column: 8, link: expect.any(String) };
  expect(
    stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text)),
  ).toStrictEqual([
    { file: files[0], kind: "trust", valid: true, findings: [] },
    {
      file: files[1],
      at: "Resources.R.Properties.AssumeRolePolicyDocument",
      kind: "trust",
      valid: true,
      findings: [],
    },
    {
      file: files[2],
      kind: "identity",
      valid: false,
      findings: [{ code: "JSON_SYNTAX_ERROR", message: "Unexpected end of input found.", ...rest }],
    },
  ]);
});

test("--kind says what the documents are attached to", async () => {
  const { status, stdout } = await call(["validate", file(good), "--kind", "identity"]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/: invalid identity policy\n {2}error: .*\[UNSUPPORTED_PRINCIPAL\]\n/);
});

test("--kind managed asks for the version of 2012, and so does what aws iam get-policy-version prints", async () => {
  const document = { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } };
  const output = file({ PolicyVersion: { VersionId: "v1", IsDefaultVersion: true, Document: document } });
  for (const { status, stdout } of [
    await call(["validate", file(document), "--kind", "managed"]),
    await call(["validate", output]),
  ]) {
    expect(status).toBe(1);
    expect(stdout).toMatch(/: invalid managed policy\n {2}error: .*\[OUTDATED_VERSION_IN_MANAGED_POLICY\]\n$/);
  }
  const { status } = await call(["validate", output, "--kind", "identity"]);
  expect(status).toBe(0);
});

test("a file that is not there, or a folder without policies, is a wrong call", async () => {
  file("no policy", "none/a.txt");
  for (const [name, said] of [
    ["no-such-file.json", "there is no such file"],
    [`${folder}/none`, "has no .json, .yaml or .yml file"],
  ] as const)
    expect(await call(["validate", name])).toStrictEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(said),
    });
});

test("text that is neither JSON nor YAML is invalid", async () => {
  const { status, stdout } = await call(["validate", file("a: [b")]);
  expect([status, stdout]).toStrictEqual([1, expect.stringContaining("[JSON_SYNTAX_ERROR]")]);
});

describe("the answers for machines have the form of their schema", () => {
  const isValidation = new Ajv2020({ strict: true }).compile(jsonSchemas()["validation"]!);
  test.each<[string, string | object]>([
    ["a document with a finding", trustPolicy("*")],
    ["the output of the CLI", { Role: { AssumeRolePolicyDocument: { Statement: [{}] } } }],
    ["no JSON", "{"],
  ])("%s", async (_name, content) => {
    const lines = (await call(["validate", file(content), "--json"])).stdout.trim().split("\n");
    expect(lines.map((line) => isValidation(JSON.parse(line)))).toStrictEqual([true]);
  });
});

test("what does not exist in AWS is a warning, unless the catalogue is left out", async () => {
  const policy = file({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObejct", Resource: "*" }],
  });
  const valid = `${policy}: valid identity policy (kind guessed)\n`;
  expect(await call(["validate", policy])).toStrictEqual({
    status: 0,
    stdout: `${valid}  warning: 1:56 Statement[0].Action: "s3:GetObejct" is no action that AWS documented by ${catalogueDate}. Did you mean s3:GetObject? [UNKNOWN_ACTION]\n`,
    stderr: "",
  });
  expect(await call(["validate", policy, "--no-catalogue"])).toStrictEqual({ status: 0, stdout: valid, stderr: "" });
});
