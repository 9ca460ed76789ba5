import { describe, expect, test } from "vitest";
import { comparePolicies, evaluate } from "../../../src/policy/index.js";

/** A policy is told apart from each of its mutants: one character, one key or one operator is another. */

type Statement = Readonly<Record<string, unknown>>;
const document = (statement: Statement) => ({ Version: "2012-10-17", Statement: [statement] });

const POLICIES: readonly Statement[] = [
  { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" },
  {
    Effect: "Allow",
    Action: ["ec2:StartInstances"],
    Resource: "arn:aws:ec2:*:111122223333:instance/*",
    Condition: { StringEquals: { "ec2:ResourceTag/team": "blue" }, Null: { "aws:MultiFactorAuthAge": "false" } },
  },
  {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:role/app" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "example-1" } },
  },
  {
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/issuer.example.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringLike: { "issuer.example.com:sub": "system:serviceaccount:n:*" } },
  },
  {
    Effect: "Allow",
    Principal: { AWS: "111122223333" },
    Action: "sqs:SendMessage",
    Resource: "*",
    Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/team/*" } },
  },
  {
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: "*",
    Condition: { NumericLessThanEquals: { "s3:max-keys": "10" } },
  },
  { Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
  {
    Effect: "Allow",
    Action: "s3:*",
    Resource: "*",
    Condition: { DateLessThan: { "aws:CurrentTime": "2027-11-21" } },
  },
  { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::b/${aws:username}/*" },
  {
    Effect: "Allow",
    Action: "iam:TagRole",
    Resource: "*",
    Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
  },
];

/** Strings in a value, each with the value when the string is another one. */
function* changes(value: unknown, other: (text: string) => readonly string[]): Generator<unknown> {
  if (typeof value === "string") yield* other(value);
  else if (Array.isArray(value))
    for (const [index, member] of value.entries())
      for (const changed of changes(member, other)) yield value.with(index, changed);
  else if (typeof value === "object" && value !== null)
    for (const [key, member] of Object.entries(value))
      for (const changed of changes(member, other)) yield { ...value, [key]: changed };
}

/** A text without its n-th character, for a few n. */
const shorter = (text: string) =>
  [0, 3, Math.floor(text.length / 2), text.length - 1]
    .map((at) => text.slice(0, at) + text.slice(at + 1))
    .filter((each) => each !== text && each !== "");

const OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "ArnLike",
  "ForAnyValue:StringEquals",
  "ForAllValues:StringEquals",
  "StringEqualsIfExists",
  "NumericLessThan",
  "NumericLessThanEquals",
  "Bool",
  "IpAddress",
  "NotIpAddress",
  "DateLessThan",
  "DateGreaterThan",
  "Null",
];

/** Operators that ask for the same with values that have no wildcard, and no second value. */
const SAME: readonly (readonly string[])[] = [
  ["StringEquals", "StringLike", "ForAnyValue:StringEquals"],
  // Of a whole ARN whose only wildcard is in its last part.
  ["ArnLike", "StringLike"],
];

describe.each(POLICIES.map((policy) => [JSON.stringify(policy), policy] as const))("%s", (_name, policy) => {
  const told = (mutant: Statement) => {
    const { relation, witnesses } = comparePolicies(document(policy), document(mutant));
    for (const witness of Object.values(witnesses)) expect(evaluate(witness).decision).toBe("allowed");
    return relation;
  };
  test("one character", () => {
    const { Effect, ...rest } = policy;
    for (const changed of changes(rest, shorter)) {
      const mutant = { Effect, ...(changed as Statement) };
      // What is no value of its operator any more is in doubt; never the same.
      expect([mutant, told(mutant)]).not.toStrictEqual([mutant, "equal"]);
    }
  });
  test("one key, one operator", () => {
    const { Condition: block, ...rest } = policy;
    for (const [operator, conditions] of Object.entries((block ?? {}) as Record<string, Record<string, unknown>>)) {
      const [[key, values]] = Object.entries(conditions) as [[string, unknown]];
      const others = { ...(block as object), [operator]: { [`${key}x`]: values } };
      expect(told({ ...rest, Condition: others })).not.toBe("equal");
      const { [operator]: _dropped, ...kept } = block as Record<string, unknown>;
      expect(told({ ...rest, Condition: kept })).toBe("narrower");
      for (const other of OPERATORS) {
        const isSame =
          other === operator ||
          (JSON.stringify(values).includes(":*")
            ? false
            : SAME.some((same) => same.includes(other) && same.includes(operator)));
        if (!isSame)
          expect([other, told({ ...rest, Condition: { ...kept, [other]: { [key]: values } } })]).not.toStrictEqual([
            other,
            "equal",
          ]);
      }
    }
  });
});
