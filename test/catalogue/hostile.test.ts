import { expect, test } from "vitest";
import * as catalogue from "../../src/catalogue/index.js";
import { validatePolicies } from "../../src/policy/index.js";

/** Documents far larger than IAM takes: what they cost is in proportion to what they hold. */
const many = Array.from({ length: 5000 }, (_, index) => index);

test("thousands of names that do not exist get a suggestion as long as somebody may read them", () => {
  const Statement = { Effect: "Allow", Action: many.map((index) => `ec2:DescribeInstancez${index}`), Resource: "*" };
  const [result] = validatePolicies({ Version: "2012-10-17", Statement }, { kind: "identity", catalogue });
  expect([result!.findings.length, result!.omitted]).toStrictEqual([1000, 4001]);
  expect(result!.findings.filter(({ message }) => message.includes("Did you mean")).length).toBeLessThanOrEqual(100);
}, 20_000);

test("thousands of resources are held against thousands of actions once", () => {
  const Action = many.map(
    (index) => `ec2:${"*".repeat((index % 7) + 1)}Volume${"*".repeat(Math.floor(index / 7) + 1)}`,
  );
  const Resource = many.map(
    (index) => `arn:aws:ec2:eu-west-1:111122223333:${index % 2 ? "volume" : "subnet"}/x-${index}`,
  );
  const [result] = validatePolicies(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: Action.slice(0, 1000), Resource } },
    { kind: "identity", catalogue },
  );
  expect(result!.findings.filter(({ code }) => code === "UNKNOWN_ACTION")).toStrictEqual([]);
}, 20_000);

test("of many patterns, the first are looked up", () => {
  const Action = many.map((index) => `ec2:*nothing${index}*`);
  const [result] = validatePolicies(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } },
    { kind: "identity", catalogue },
  );
  const found =
    result!.findings.filter(({ code }) => code === "ACTION_MATCHES_NOTHING").length + (result!.omitted ?? 0);
  // One is that the document is too large.
  expect(found).toBe(1334);
}, 20_000);
