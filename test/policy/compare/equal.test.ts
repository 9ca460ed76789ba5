import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffPolicies, equalPolicies, normalForm } from "../../../src/policy/index.js";
import { managedPolicies } from "../managed-policies.js";

const statement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: { StringEquals: { "sts:ExternalId": ["a", "b"], "aws:PrincipalOrgID": "o-1" } },
};
const document = (more: object = {}, top: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ ...statement, ...more }],
  ...top,
});

describe("equal", () => {
  test.each([
    ["one statement without a list", { ...document(), Statement: statement }],
    ["an account ID", document({ Principal: { AWS: ["111122223333"] } })],
    ["order and letter case of actions", document({ Action: ["STS:tagsession", "sts:AssumeRole"] })],
    ["a member twice", document({ Action: ["sts:AssumeRole", "sts:AssumeRole", "sts:TagSession"] })],
    [
      "order and letter case of condition keys",
      document({ Condition: { StringEquals: { "aws:principalorgid": ["o-1"], "sts:ExternalId": ["b", "a"] } } }),
    ],
    [
      "order of keys",
      JSON.parse(
        JSON.stringify(document(), [
          "Statement",
          "Version",
          "Condition",
          "Action",
          "Principal",
          "AWS",
          "Effect",
          "StringEquals",
          "aws:PrincipalOrgID",
          "sts:ExternalId",
        ]),
      ),
    ],
    ["a statement twice", { ...document(), Statement: [statement, statement] }],
  ])("%s", (_name, other) => {
    expect(equalPolicies(document(), other)).toBe(true);
    expect(diffPolicies(document(), other)).toStrictEqual([]);
  });

  test.each([
    ["* and {AWS: *}", { Principal: "*" }, { Principal: { AWS: ["*"] } }],
    [
      "numbers and booleans as strings",
      { Condition: { Bool: { "a:b": true }, NumericEquals: { "a:c": 1 } } },
      { Condition: { Bool: { "a:b": "True" }, NumericEquals: { "a:c": ["1"] } } },
    ],
    ["ArnEquals and ArnLike", { Condition: { ArnEquals: { "a:b": "x" } } }, { Condition: { ArnLike: { "a:b": "x" } } }],
  ])("%s", (_name, a, b) => {
    expect(equalPolicies(document(a), document(b))).toBe(true);
  });

  test("a missing version is that of 2008", () => {
    const { Version: _version, ...without } = document();
    expect(equalPolicies(without, document({}, { Version: "2008-10-17" }))).toBe(true);
    expect(equalPolicies(without, document())).toBe(false);
  });
});

describe("not equal, and the difference is told", () => {
  const conditions = { "sts:externalid": ["a", "b"], "aws:principalorgid": ["o-1"] };
  const root = "arn:aws:iam::111122223333:root";
  test.each<[string, object, object[]]>([
    ["Effect", { Effect: "Deny" }, [{ path: ["Effect"], onlyA: "Allow", onlyB: "Deny" }]],
    [
      "another account",
      { Principal: { AWS: "444455556666" } },
      [{ path: ["Principal", "AWS"], onlyA: [root], onlyB: ["arn:aws:iam::444455556666:root"] }],
    ],
    [
      "another partition",
      { Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } },
      [{ path: ["Principal", "AWS"], onlyA: [root], onlyB: ["arn:aws-cn:iam::111122223333:root"] }],
    ],
    [
      "the kind of principal",
      { Principal: { Federated: root } },
      [
        { path: ["Principal", "AWS"], onlyA: [root] },
        { path: ["Principal", "Federated"], onlyB: [root] },
      ],
    ],
    ["one action less", { Action: "sts:AssumeRole" }, [{ path: ["Action"], onlyA: ["sts:tagsession"] }]],
    [
      "a value's letter case",
      { Condition: { StringEquals: { "sts:ExternalId": ["A", "b"], "aws:PrincipalOrgID": "o-1" } } },
      [{ path: ["Condition", "StringEquals", "sts:externalid"], onlyA: ["a"], onlyB: ["A"] }],
    ],
    [
      "another operator",
      { Condition: { StringLike: { "sts:ExternalId": ["a", "b"], "aws:PrincipalOrgID": "o-1" } } },
      [
        { path: ["Condition", "StringEquals"], onlyA: conditions },
        { path: ["Condition", "StringLike"], onlyB: conditions },
      ],
    ],
    ["a resource", { Resource: "arn:aws:s3:::A" }, [{ path: ["Resource"], onlyB: ["arn:aws:s3:::A"] }]],
    ["no condition", { Condition: {} }, [{ path: ["Condition"], onlyA: { StringEquals: conditions } }]],
  ])("%s", (_name, more, differences) => {
    expect(equalPolicies(document(), document(more))).toBe(false);
    expect(
      diffPolicies(document(), document(more)).map(({ path, ...sides }) => {
        expect(path.slice(0, 2)).toStrictEqual(["Statement", 0]);
        return { path: path.slice(2), ...sides };
      }),
    ).toStrictEqual(differences);
  });

  test("a resource's letter case", () => {
    const of = (Resource: string) => document({ Resource });
    expect(diffPolicies(of("arn:aws:s3:::a"), of("arn:aws:s3:::A"))).toStrictEqual([
      { path: ["Statement", 0, "Resource"], onlyA: ["arn:aws:s3:::a"], onlyB: ["arn:aws:s3:::A"] },
    ]);
  });

  test("a statement more", () => {
    const more = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };
    const normal = { Effect: "Deny", Principal: { AWS: ["*"] }, Action: ["sts:assumerole"] };
    const both = { ...document(), Statement: [statement, more] };
    expect(diffPolicies(document(), both)).toStrictEqual([{ path: ["Statement", 1], onlyB: normal }]);
    expect(diffPolicies(both, document())).toStrictEqual([{ path: ["Statement", 1], onlyA: normal }]);
  });
});

const documents = managedPolicies.filter((each) => JSON.stringify(each).length < 5000);

test("shuffling never changes a policy, changing a string always does", () => {
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.infiniteStream(fc.nat()), (policy, numbers) => {
      const next = () => numbers.next().value as number;
      const shuffled = shuffle(policy, next);
      expect(equalPolicies(policy, shuffled)).toBe(true);
      expect(normalForm(shuffled)).toStrictEqual(normalForm(policy));
      const changed = change(policy, next);
      expect(equalPolicies(policy, changed)).toBe(false);
      expect(diffPolicies(policy, changed)).not.toStrictEqual([]);
    }),
    { numRuns: 2000 },
  );
});

/** The same data in another order; lists of one as their member, and the other way round. */
function shuffle(value: unknown, next: () => number, key = ""): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => shuffle(member, next));
    members.sort(() => (next() % 2) - 0.5);
    if (members.length === 1 && next() % 2 === 0) return members[0];
    return members;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, member]) => [name, shuffle(member, next, name)] as const);
    return Object.fromEntries(entries.sort(() => (next() % 2) - 0.5));
  }
  return /^(?:Action|Resource|NotAction|NotResource)$/.test(key) && next() % 2 === 0 ? [value] : value;
}

/** One resource, effect or condition value with a letter more. */
function change(policy: object, next: () => number): unknown {
  const copy = structuredClone(policy) as { Statement: Record<string, unknown>[] | Record<string, unknown> };
  const statements = [copy.Statement].flat();
  const one = statements[next() % statements.length]!;
  one["Resource"] = [`${[one["Resource"] ?? "*"].flat()[0]}x${next()}`];
  return copy;
}
