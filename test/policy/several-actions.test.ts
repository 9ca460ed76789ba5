import { describe, expect, test } from "vitest";
import { type EvaluationCaseInput, evaluate, type RolewrightError } from "../../src/policy/index.js";

const pods = {
  action: ["sts:AssumeRole", "sts:TagSession"],
  resource: "arn:aws:iam::444455556666:role/pod-role",
  principal: { Service: "pods.eks.amazonaws.com" },
} as const;
const Principal = { Service: "pods.eks.amazonaws.com" };

function allow(Action: string | string[], parts: object = {}) {
  return { Effect: "Allow", Principal, Action, ...parts };
}

function deny(Action: string, parts: object = {}) {
  return { Effect: "Deny", Principal: "*", Action, ...parts };
}

function decide(Statement: object[], request: EvaluationCaseInput["request"] = pods) {
  return evaluate({ request, trustPolicy: { Version: "2012-10-17", Statement } });
}

const place = (index: number) => ["trustPolicy", "Statement", index];

describe("a call that needs several actions", () => {
  test("is allowed if one statement allows them all", () => {
    expect(decide([allow(["sts:AssumeRole", "sts:TagSession"])])).toStrictEqual({
      decision: "allowed",
      reason: "The trust policy allows the caller.",
      statements: [{ policy: "trustPolicy", path: place(0), effect: "Allow" }],
      unmatched: [],
    });
  });

  test("is allowed if each has a statement, each of which is named once, in their order", () => {
    const result = decide([allow("sts:TagSession"), allow("s3:*"), allow("sts:AssumeRole"), allow("sts:*")]);
    expect(result.decision).toBe("allowed");
    expect(result.statements.map(({ path }) => path)).toStrictEqual([place(0), place(2), place(3)]);
    expect(result.unmatched.map(({ path }) => path)).toStrictEqual([place(1)]);
  });

  test("is denied if one has none, which the reason names", () => {
    const result = decide([
      allow("sts:AssumeRole"),
      allow("sts:TagSession", { Condition: { Bool: { "a:b": "true" } } }),
    ]);
    expect(result).toMatchObject({
      decision: "implicitly-denied",
      reason: "sts:TagSession: The trust policy does not allow the caller.",
      statements: [],
    });
    expect(result.unmatched.map(({ path, failed }) => [path, failed.element])).toStrictEqual([
      [place(0), "Action"],
      [place(1), "Condition"],
    ]);
  });

  test("names all actions that nothing allows", () => {
    expect(decide([allow("s3:*")]).reason).toBe(
      "sts:AssumeRole: The trust policy does not allow the caller. sts:TagSession: The trust policy does not allow the caller.",
    );
  });

  test("is explicitly denied if one of them is, whatever becomes of the others", () => {
    const result = decide([deny("sts:TagSession"), deny("s3:*")]);
    expect(result).toMatchObject({
      decision: "explicitly-denied",
      reason: "sts:TagSession: A statement denies the request.",
      statements: [{ path: place(0), effect: "Deny" }],
      unmatched: [{ path: place(1) }],
    });
    const both = decide([allow("sts:*"), deny("sts:Tag*", { Sid: "Tags" }), deny("sts:*"), deny("sts:Assume*")]);
    expect(both.statements.map(({ path }) => path)).toStrictEqual([place(1), place(2), place(3)]);
    expect(both.statements[0]).toMatchObject({ sid: "Tags" });
    expect(both.unmatched).toStrictEqual([]);
  });

  test("needs each of them in the caller's own policies, too", () => {
    const principal = "arn:aws:iam::111122223333:role/task";
    const trustPolicy = { Version: "2012-10-17", Statement: [allow("sts:*", { Principal: { AWS: principal } })] };
    const own = (Action: string) => ({ Statement: { Effect: "Allow", Action, Resource: "*" } });
    const identityPolicies = [own("sts:AssumeRole")];
    const request = { ...pods, principal };
    expect(evaluate({ request, trustPolicy, identityPolicies }).reason).toMatch(/^sts:TagSession: No identity policy/);
    const all = [...identityPolicies, own("sts:TagSession")];
    const permissionsBoundary = own("*");
    const result = evaluate({ request, trustPolicy, identityPolicies: all, permissionsBoundary });
    expect(result.decision).toBe("allowed");
    expect(result.statements.map(({ policy }) => policy)).toStrictEqual([
      "trustPolicy",
      "identityPolicies",
      "identityPolicies",
      "permissionsBoundary",
    ]);
  });

  test("a list of one action is decided as that action is", () => {
    for (const Statement of [[allow("sts:AssumeRole"), allow("s3:*")], [deny("sts:*")], [allow("s3:*")]]) {
      const one = decide(Statement, { ...pods, action: "sts:AssumeRole" });
      const listed = decide(Statement, { ...pods, action: ["sts:AssumeRole", "sts:AssumeRole"] });
      expect(listed).toStrictEqual({
        ...one,
        reason: one.decision === "allowed" ? one.reason : `sts:AssumeRole: ${one.reason}`,
      });
    }
  });

  test.each<[unknown, string, (string | number)[], string]>([
    [undefined, "MISSING_KEY", ["request", "action"], "is required: an action"],
    [5, "INVALID_TYPE", ["request", "action"], "must be an action"],
    ["sts", "INVALID_VALUE", ["request", "action"], "must be an action"],
    [[], "INVALID_VALUE", ["request", "action"], "must be a list of actions"],
    [["sts:AssumeRole", 5], "INVALID_TYPE", ["request", "action"], "must be a list of actions"],
    [["sts:AssumeRole", "sts"], "INVALID_VALUE", ["request", "action", 1], "must be an action"],
  ])("%j is no action", (action, code, path, message) => {
    let thrown: unknown;
    try {
      evaluate({ request: { ...pods, action: action as string }, trustPolicy: {} });
    } catch (error) {
      thrown = error;
    }
    expect((thrown as RolewrightError).issues).toMatchObject([
      { code, path, message: expect.stringContaining(message) },
    ]);
  });

  test("a call has at most 100 actions, each of which is decided on all statements", () => {
    const actions = (count: number) => Array.from({ length: count }, (_, index) => `s3:Get${index}`);
    expect(() =>
      evaluate({ request: { ...pods, action: actions(100) }, trustPolicy: { Statement: [] } }),
    ).not.toThrow();
    expect(() => evaluate({ request: { ...pods, action: actions(101) }, trustPolicy: { Statement: [] } })).toThrow(
      "must be a list of at most 100 actions",
    );
  });
});
