import { describe, expect, test } from "vitest";
import { readPolicies } from "../../../src/policy/index.js";
import { isUnknown } from "../../../src/policy/read/unknown.js";

/** A document in which a `?` stands for each part that only a deployment knows. */
function withOpenAsMarks(value: unknown): unknown {
  if (isUnknown(value)) return value.pieces.map((piece) => (typeof piece === "string" ? piece : "?")).join("");
  if (Array.isArray(value)) return value.map(withOpenAsMarks);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withOpenAsMarks(member)]));
}

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
        M: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { "Fn::Sub": text } } },
      },
    };
    expect(readPolicies(template).policies.map(({ kind }) => kind)).toStrictEqual([
      "trust",
      "identity",
      "resource",
      "managed",
    ]);
  });

  test.each([
    ["get-policy-version", { PolicyVersion: { VersionId: "v1", Document: trust } }],
    ["the same, URL-encoded", { PolicyVersion: { VersionId: "v1", Document: encodeURIComponent(text) } }],
    ["get-account-authorization-details", { Policies: [{ PolicyVersionList: [{ Document: trust }] }] }],
  ])("%s has managed policies; those that are too long for that are AWS's own", (_name, output) => {
    const long = { ...trust, Id: "x".repeat(6144) };
    const longer = JSON.parse(
      JSON.stringify(output).replace(/"Document":(?:"[^"]*"|\{.*?\}\})/, `"Document":${JSON.stringify(long)}`),
    );
    expect(readPolicies(output).policies.map(({ kind }) => kind)).toStrictEqual(["managed"]);
    expect(readPolicies(longer).policies.map(({ kind }) => kind)).toStrictEqual(["identity"]);
  });

  test("pseudo parameters are filled in, other references are left open", () => {
    const document = {
      Principal: { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }, Service: { Ref: "S" } },
    };
    const template = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [document] } } };
    const [policy] = readPolicies(template, { partition: "aws-cn", accountId: "111122223333" }).policies;
    expect(withOpenAsMarks(policy?.document)).toStrictEqual({
      Statement: [{ Principal: { AWS: "arn:aws-cn:iam::111122223333:root", Service: "?" } }],
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
    [
      "an unknown condition, whose first branch has no value",
      { "Fn::If": ["Open", { Ref: "AWS::NoValue" }, "b"] },
      "b",
    ],
    ["a condition that holds, without a value", ["x", { "Fn::If": ["Any", { Ref: "AWS::NoValue" }, "b"] }], ["x"]],
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
    expect(withOpenAsMarks(policy?.document)).toStrictEqual({
      Statement: [{ Effect: "Allow", Action: read }],
    });
  });

  test("both branches of a document under Fn::If are read", () => {
    const document = { "Fn::If": ["c", trust, { "Fn::Sub": text }] };
    const role = { Type: "AWS::IAM::Role", Properties: { RoleName: "r", AssumeRolePolicyDocument: document } };
    const read = readPolicies(role).policies;
    expect(read.map((policy) => [policy.document, policy.name])).toStrictEqual([
      [trust, "r"],
      [trust, "r"],
    ]);
  });

  test("a document that is none is read as the whole", () => {
    expect(readPolicies({ PolicyDocument: 1 }).policies.map(({ document, path }) => [document, path])).toStrictEqual([
      [{ PolicyDocument: 1 }, []],
    ]);
  });

  test("a byte order mark is no part of the text, and what only looks URL-encoded is no JSON", () => {
    expect(readPolicies(`\uFEFF${text}`).policies.map(({ document }) => document)).toStrictEqual([trust]);
    for (const odd of [`%7B${text}`, "%7B%ZZ"])
      expect(readPolicies(odd)).toMatchObject({ policies: [], duplicates: [], syntaxError: { line: 1 } });
  });

  test("the role around a document is known, and where the document stands", () => {
    const arn = "arn:aws:iam::111122223333:role/r";
    const output = { Roles: [{ RoleName: "r", Arn: arn, AssumeRolePolicyDocument: trust }] };
    const [policy] = readPolicies(JSON.stringify(output, null, 1)).policies;
    expect([policy?.name, policy?.role, policy?.path, policy?.positionOf(["Statement", "Effect"])]).toStrictEqual([
      "r",
      { name: "r", arn },
      ["Roles", 0, "AssumeRolePolicyDocument"],
      { line: 9, column: 6 },
    ]);
    const [alone] = readPolicies(trust).policies;
    expect([alone?.name, alone?.role, alone?.path, alone?.kind, alone?.positionOf([])]).toStrictEqual([
      undefined,
      { name: undefined, arn: undefined },
      [],
      undefined,
      undefined,
    ]);
  });
});
