import { expect, test } from "vitest";
import { readPolicies } from "../../../src/policy/read/read-policies.js";
import { issuesOf } from "../../fixtures.js";

/** What a template's document says where a condition holds, and where it does not; both are read where it is not known. */
function branchesOf(conditions: object, name: string) {
  const PolicyDocument = { "Fn::If": [name, { Statement: ["true"] }, { Statement: ["false"] }] };
  const template = { Conditions: conditions, Resources: { R: { Properties: { PolicyDocument } } } };
  return readPolicies(template).policies.map(({ document }) => (document as { Statement: string[] }).Statement[0]);
}

const chain = (length: number, first: unknown) =>
  Object.fromEntries(
    Array.from({ length }, (_, at) => [`C${at}`, at === 0 ? first : { "Fn::Not": [{ Condition: `C${at - 1}` }] }]),
  );

test.each([1, 2, 50_001, 50_002])("a condition that rests on a chain of %s is decided", (length) => {
  const holds = { "Fn::Equals": ["a", "a"] };
  expect(branchesOf(chain(length, holds), `C${length - 1}`)).toStrictEqual([length % 2 === 1 ? "true" : "false"]);
});

test("a condition that rests on itself is not known, however long the way is", () => {
  expect(branchesOf(chain(50_000, { Condition: "C49999" }), "C49999")).toStrictEqual(["true", "false"]);
  expect(branchesOf({ C: { "Fn::Or": [{ Condition: "C" }, { "Fn::Equals": ["a", "a"] }] } }, "C")).toStrictEqual([
    "true",
  ]);
});

test("conditions that many name are decided once", () => {
  const all = Array.from({ length: 3000 }, (_, at) => ({ Condition: `C${at}` }));
  const conditions = {
    ...chain(3000, { "Fn::Equals": ["a", "a"] }),
    ...Object.fromEntries(
      all.map((_, at) => [`D${at}`, { "Fn::Or": [{ Condition: `D${at + 1}` }, { Condition: "All" }] }]),
    ),
    All: { "Fn::Or": all },
  };
  expect(branchesOf(conditions, "D0")).toStrictEqual(["true"]);
});

test("what a template's functions make has a limit: a parameter may be long, and named any number of times", () => {
  const template = (count: number) => ({
    Parameters: { P: { Type: "String", Default: "x".repeat(100_000) } },
    Resources: {
      A: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: {
              Effect: "Allow",
              Action: Array.from({ length: count }, () => ({ "Fn::Join": ["", [{ Ref: "P" }]] })),
            },
          },
        },
      },
    },
  });
  expect(readPolicies(template(40)).policies).toHaveLength(1);
  expect(issuesOf(() => readPolicies(template(1000)))).toStrictEqual([
    { path: [], code: "TOO_LARGE", message: "has functions that make more than 10000000 characters of it." },
  ]);
});
