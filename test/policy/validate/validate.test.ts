import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../../scripts/schemas/json-schemas.js";
import { parseIntegration, planIntegration } from "../../../src/index.js";
import { normalForm, readPolicies, validatePolicies } from "../../../src/policy/index.js";
import { description } from "../../arbitrary.js";
import cases from "../../vectors/validate.json" with { type: "json" };
import { allManagedPolicies } from "../managed-policies.js";

interface Case {
  readonly name: string;
  readonly kind: "trust" | "identity" | "resource";
  readonly policy: unknown;
  readonly errors: readonly string[];
  readonly others?: readonly string[];
}

const ajv = new Ajv2020({ strict: true });
const shape = ajv.compile(jsonSchemas()["policy"]!);

describe("the rules", () => {
  test.each(cases as Case[])("$name", ({ kind, policy, errors, others = [] }) => {
    const [result] = validatePolicies(policy, { kind });
    const of = (error: boolean) =>
      result!.findings.filter(({ severity }) => (severity === "error") === error).map(({ code }) => code);
    expect(of(true).sort()).toStrictEqual([...errors].sort());
    expect(of(false)).toEqual(expect.arrayContaining([...others]));
    expect(result!.valid).toBe(errors.length === 0);
    if (result!.valid) expect(shape(policy)).toBe(true);
  });
});

test("all of AWS's managed policies, in all versions, are valid, fit the schema, and have a stable normal form", () => {
  expect(allManagedPolicies.length).toBeGreaterThan(6000);
  for (const document of allManagedPolicies) {
    const [result] = validatePolicies(document, { kind: "identity" });
    expect(result!.findings.filter(({ severity }) => severity === "error")).toStrictEqual([]);
    expect(shape(document)).toBe(true);
  }
  for (const document of allManagedPolicies.slice(0, 500)) {
    const normal = normalForm(document);
    expect(normalForm(normal)).toStrictEqual(normal);
  }
});

test("our own documents have no finding at all", () => {
  fc.assert(
    fc.property(description, (input) => {
      const { integrationRole, workload } = planIntegration(parseIntegration(input));
      const findings = (document: unknown) => validatePolicies(document).flatMap((result) => result.findings);
      const sized = findings(integrationRole.trustPolicy("111122223333"));
      expect(sized.filter(({ code }) => code !== "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA")).toStrictEqual([]);
      if (workload?.kind === "role") expect(findings(workload.trustPolicy)).toStrictEqual([]);
      for (const policy of workload?.permissionsPolicies ?? []) expect(findings(policy)).toStrictEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe("what is read", () => {
  const trust = { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } };
  const text = JSON.stringify(trust);

  test.each([
    ["text", text],
    ["URL-encoded text", encodeURIComponent(text)],
    ["text inside a string", JSON.stringify(text)],
    ["aws iam get-role", JSON.stringify({ Role: { RoleName: "r", AssumeRolePolicyDocument: trust } })],
    ["get-role, URL-encoded", JSON.stringify({ Role: { AssumeRolePolicyDocument: encodeURIComponent(text) } })],
    ["get-policy-version", { PolicyVersion: { VersionId: "v1", Document: trust } }],
    ["get-role-policy", { RoleName: "r", PolicyName: "p", PolicyDocument: trust }],
    ["a role of a template", { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } }],
    ["a template", { Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: text } } } }],
  ])("%s", (_name, input) => {
    expect(readPolicies(input).policies.map(({ document }) => document)).toStrictEqual([trust]);
  });

  test("the kind that a document stands in is known", () => {
    const template = {
      Resources: {
        R: {
          Type: "AWS::IAM::Role",
          Properties: { AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: "p", PolicyDocument: trust }] },
        },
        B: { Type: "AWS::S3::BucketPolicy", Properties: { PolicyDocument: trust } },
      },
    };
    expect(readPolicies(template).policies.map(({ kind }) => kind)).toStrictEqual(["trust", "identity", "resource"]);
  });

  test("pseudo parameters are filled in, other references are left open", () => {
    const document = {
      Principal: { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }, Service: { Ref: "S" } },
    };
    const template = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [document] } } };
    const [policy] = readPolicies(template, { partition: "aws-cn", accountId: "111122223333" }).policies;
    expect(policy?.document).toMatchObject({
      Statement: [{ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } }],
    });
  });

  test.each<[string, unknown, unknown]>([
    ["Ref of a parameter", { Ref: "Name" }, "?"],
    ["Ref of the region", { Ref: "AWS::Region" }, "eu-west-1"],
    ["Ref of nothing", { Ref: 1 }, "?"],
    ["Fn::Sub with values", { "Fn::Sub": ["a${b}${AWS::URLSuffix}${!c}", {}] }, "a?amazonaws.com${c}"],
    ["Fn::Sub of nothing", { "Fn::Sub": {} }, "?"],
    ["Fn::Join", { "Fn::Join": [":", ["a", { Ref: "AWS::Region" }, { a: 1 }]] }, "a:eu-west-1:?"],
    ["Fn::If", { "Fn::If": ["c", ["a"], ["b"]] }, ["a"]],
    ["Fn::If with no value", { "Fn::If": ["c", { Ref: "AWS::NoValue" }, "b"] }, "b"],
    [
      "Fn::Sub with a map",
      { "Fn::Sub": ["${a}${b}", { a: { "Fn::Join": ["", { "Fn::Split": ["x", "1x2"] }] } }] },
      "12?",
    ],
    ["Fn::Select", { "Fn::Select": [1, ["a", { Ref: "Given" }]] }, "default"],
    ["Fn::Select of nothing", { "Fn::Select": [1, { Ref: "Name" }] }, "?"],
    ["Fn::Split of what is unknown", { "Fn::Select": [0, { "Fn::Split": [",", { Ref: "Name" }] }] }, "?"],
    ["a condition that holds", { "Fn::If": ["IsGiven", "a", "b"] }, "a"],
    ["a condition that does not", { "Fn::If": ["IsNotGiven", "a", "b"] }, "b"],
    ["a condition of conditions", { "Fn::If": ["Any", "a", "b"] }, "a"],
    ["a condition that is unknown", { "Fn::If": ["Open", "a", "b"] }, "a"],
    ["a condition of itself", { "Fn::If": ["Circle", "a", "b"] }, "a"],
    ["Fn::GetAtt", { "Fn::GetAtt": ["R", "Arn"] }, "?"],
    ["a list with a branch of no value", ["a", { "Fn::If": ["IsNotGiven", "b", { Ref: "AWS::NoValue" }] }], ["a"]],
    ["a list with no value", ["a", { Ref: "AWS::NoValue" }], ["a"]],
  ])("%s in a template", (_name, action, read) => {
    const statement = { Effect: "Allow", Action: action, Resource: { Ref: "AWS::NoValue" } };
    const template = {
      Parameters: { Given: { Type: "String", Default: "default" }, Name: { Type: "String" } },
      Conditions: {
        IsGiven: { "Fn::Equals": [{ Ref: "Given" }, "default"] },
        IsNotGiven: { "Fn::Not": [{ Condition: "IsGiven" }] },
        Open: { "Fn::And": [{ "Fn::Equals": [{ Ref: "Name" }, "x"] }, { Condition: "IsGiven" }] },
        Any: { "Fn::Or": [{ Condition: "Open" }, { Condition: "IsGiven" }, { "Fn::Transform": [] }] },
        Circle: { "Fn::Not": [{ Condition: "Circle" }] },
      },
      Resources: { P: { Type: "AWS::IAM::Policy", Properties: { PolicyDocument: { Statement: [statement] } } } },
    };
    const [policy] = readPolicies(template, { region: "eu-west-1" }).policies;
    expect(JSON.parse(JSON.stringify(policy?.document).replaceAll("\u{E000}", "?"))).toStrictEqual({
      Statement: [{ Effect: "Allow", Action: read }],
    });
  });

  test("what a template leaves open is no finding", () => {
    const open = { "Fn::GetAtt": ["R", "Arn"] };
    const document = {
      Version: { Ref: "Version" },
      Statement: [
        open,
        { Sid: open, Effect: open, Principal: open, Action: open, Condition: open },
        {
          Effect: "Allow",
          Principal: { AWS: [open], Service: open },
          Action: ["sts:AssumeRole"],
          Condition: { StringEquals: open, ArnLike: { "aws:SourceArn": open }, IpAddress: { "aws:SourceIp": [open] } },
        },
      ],
    };
    const [result] = validatePolicies({ Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } });
    expect(result!.findings).toStrictEqual([]);
  });

  test("both branches of a document under Fn::If are read", () => {
    const document = { "Fn::If": ["c", trust, { "Fn::Sub": text }] };
    const role = { Type: "AWS::IAM::Role", Properties: { RoleName: "r", AssumeRolePolicyDocument: document } };
    const read = readPolicies(role).policies;
    expect(read.map((policy) => [policy.document, policy.name])).toStrictEqual([
      [trust, "r"],
      [trust, "r"],
    ]);
    expect(readPolicies({ PolicyDocument: 1 }).policies).toHaveLength(1);
    expect(readPolicies(`%7B${text}`).syntaxError).toBeDefined();
    expect(readPolicies(`\uFEFF${text}`).policies[0]?.document).toStrictEqual(trust);
    expect(readPolicies("%7B%ZZ").syntaxError).toBeDefined();
  });

  test.each([
    ["StringEqual", "Did you mean StringEquals?"],
    ["ForAllValue:StringLikes", "Did you mean ForAllValues:StringLike?"],
    ["StringMatchIfExists", "StringMatchIfExists"],
    ["NumericLesThanIfExists", "Did you mean NumericLessThanIfExists?"],
    ["x".repeat(1000), "is no condition operator."],
  ])("%s is no operator", (operator, said) => {
    const Statement = {
      Effect: "Allow",
      Action: "s3:*",
      Resource: "*",
      Condition: { [operator]: { "aws:username": "x" } },
    };
    const [result] = validatePolicies({ Version: "2012-10-17", Statement }, { kind: "identity" });
    expect(result!.findings[0]?.message).toContain(said);
  });

  test("faults have a line and a column", () => {
    const [result] = validatePolicies(
      '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "allow" }\n  ]\n}',
    );
    expect(result!.findings[0]).toMatchObject({ code: "INVALID_EFFECT", line: 4, column: 7 });
    expect(validatePolicies('{\n "Statement": [,] }')[0]).toMatchObject({
      valid: false,
      findings: [{ code: "JSON_SYNTAX_ERROR", line: 2, message: "Unexpected token , found." }],
    });
    const twice = validatePolicies(
      '{"Version":"2012-10-17",\n"Statement":[],"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    );
    expect(twice[0]).toMatchObject({ valid: false, findings: [{ code: "DUPLICATE_KEY", line: 2, column: 16 }] });
  });
});

describe("hostile input gets an answer", () => {
  test("conditions that name each other many times", () => {
    const names = Array.from({ length: 60 }, (_, index) => `C${index}`);
    const Conditions = Object.fromEntries(
      names.map((_name, index) => [
        `C${index}`,
        { "Fn::And": Array.from({ length: 10 }, () => ({ Condition: `C${(index + 1) % names.length}` })) },
      ]),
    );
    const document = { "Fn::If": ["C0", { Statement: [] }, { Statement: [] }] };
    const Resources = { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } };
    expect(validatePolicies({ Conditions, Resources })).toHaveLength(2);
  });

  test.each([
    ["deep nesting", "[".repeat(200_000)],
    ["deep maps", '{"a":'.repeat(200_000)],
    ["a long string", JSON.stringify({ Statement: "x".repeat(2_000_000) })],
    ["nothing", ""],
    ["too much", " ".repeat(9_000_000)],
    ["prototype keys", '{"__proto__":{"Statement":[]},"constructor":1,"Version":"2012-10-17"}'],
    ["a lone surrogate", '{"Version":"2012-10-17","Statement":[{"Sid":"\\ud800"}]}'],
    ["many duplicates", `{${'"a":1,'.repeat(50_000)}"a":1}`],
  ])("%s", (_name, text) => {
    expect(validatePolicies(text)[0]).toMatchObject({ valid: false });
  });
});
