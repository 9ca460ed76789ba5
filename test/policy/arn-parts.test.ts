import { expect, test } from "vitest";
import { arnParts } from "../../src/policy/arn-parts.js";
import { evaluate, validatePolicies } from "../../src/policy/index.js";

test.each<[string, string[]]>([
  ["", [""]],
  ["arn", ["arn"]],
  ["arn:aws:iam::111122223333:role/a", ["arn", "aws", "iam", "", "111122223333", "role/a"]],
  ["arn:aws:logs:r:a:log-group:b:c", ["arn", "aws", "logs", "r", "a", "log-group:b:c"]],
  ["arn:aws:s3:::b/${aws:username}", ["arn", "aws", "s3", "", "", "b/${aws:username}"]],
  ["arn:${aws:Partition}:s3:${a:b, 'c:d'}:x:y", ["arn", "${aws:Partition}", "s3", "${a:b, 'c:d'}", "x", "y"]],
  ["arn:${aws:s3", ["arn", "${aws", "s3"]],
  ["a}:${b:c}:d", ["a}", "${b:c}", "d"]],
  ["$:{:}", ["$", "{", "}"]],
])("the parts of %s", (text, parts) => {
  expect(arnParts(text)).toStrictEqual(parts);
});

test.each(["${", ":", "${:", "${a:b}", "}", "$"])("a long text of %s takes no long time", (unit) => {
  const text = unit.repeat(500_000);
  const began = performance.now();
  expect(arnParts(text).length).toBeLessThanOrEqual(6);
  expect(arnParts(`${text}}`).length).toBeLessThanOrEqual(6);
  expect(performance.now() - began).toBeLessThan(1000);
});

test("a policy's ARN is compared part by part, a variable with colons as a whole", () => {
  const decide = (pattern: string, tag: string) => {
    const Condition = { ArnLike: { "aws:SourceArn": pattern } };
    const Statement = { Effect: "Allow", Principal: "*", Action: "*", Condition };
    const request = {
      action: "sts:AssumeRole",
      resource: "arn:aws:iam::444455556666:role/r",
      principal: "ecs-tasks.amazonaws.com",
      context: { "aws:SourceArn": "arn:aws:s3:::a:b", "aws:tag": tag },
    };
    return evaluate({ request, trustPolicy: { Version: "2012-10-17", Statement } }).decision;
  };
  expect(decide("arn:*:s3:::${aws:tag}", "a:b")).toBe("allowed");
  expect(decide("${aws:tag}", "arn:aws:s3:::a:b")).toBe("allowed");
  expect(decide("${aws:tag}", "arn:aws:s3:::*")).toBe("implicitly-denied");
  expect(decide("${aws:none}", "x")).toBe("implicitly-denied");
  expect(decide("arn:*:s3:::${aws:none}", "x")).toBe("implicitly-denied");
  expect(decide("arn:*", "x")).toBe("implicitly-denied");
});

test("what is missing in an ARN, and what is wrong with a SAML provider's actions, is said once", () => {
  const codes = (document: object, kind: "trust" | "identity") =>
    validatePolicies({ Version: "2012-10-17", ...document }, { kind })[0]!.findings.map(({ code }) => code);
  for (const [Resource, code] of [
    ["arn:aws", "MISSING_ARN_FIELD"],
    ["arn:aws:s3", "INCOMPLETE_ARN"],
    ["arn:aws:s3:::b:c", undefined],
  ])
    expect(codes({ Statement: { Effect: "Allow", Action: "s3:*", Resource } }, "identity")).toStrictEqual(
      code === undefined ? [] : [code],
    );
  const Principal = { Federated: "arn:aws:iam::111122223333:saml-provider/x" };
  const Action = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"];
  expect(codes({ Statement: { Effect: "Allow", Principal, Action } }, "trust")).toStrictEqual([
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
  ]);
});
