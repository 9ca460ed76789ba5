import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Integration, parseIntegration, planIntegration } from "../../../src/index.js";
import { type EvaluationCaseInput, evaluate, type RolewrightError } from "../../../src/policy/index.js";
import { description } from "../../arbitrary.js";

const role = "arn:aws:iam::444455556666:role/PortIntegrationRole";
const caller = "arn:aws:iam::111122223333:role/team/task";
const session = "arn:aws:sts::111122223333:assumed-role/task/one";
const user = "arn:aws:iam::111122223333:user/u";

type Request = EvaluationCaseInput["request"];
const request = (more: Partial<Request> = {}): Request => ({
  action: "sts:AssumeRole",
  resource: role,
  principal: caller,
  ...more,
});
const trust = (more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: caller }, Action: "sts:AssumeRole", ...more }],
});
const decision = (input: EvaluationCaseInput) => evaluate(input).decision;
const allow = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "sts:*", Resource: "*" } };
const deny = { Version: "2012-10-17", Statement: { Effect: "Deny", Action: "sts:AssumeRole", Resource: role } };
const nothing = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } };

describe("who a principal is", () => {
  test.each<[unknown, string, boolean]>([
    [{ AWS: caller }, caller, true],
    [{ AWS: caller }, session, true],
    [{ AWS: caller }, "arn:aws:sts::111122223333:assumed-role/other/one", false],
    [{ AWS: caller }, "arn:aws:iam::111122223333:role/task", false],
    [{ AWS: caller }, "arn:aws-cn:iam::111122223333:role/team/task", false],
    [{ AWS: session }, session, true],
    [{ AWS: session }, "arn:aws:sts::111122223333:assumed-role/task/two", false],
    [{ AWS: session }, caller, false],
    [{ AWS: "111122223333" }, user, true],
    [{ AWS: "arn:aws:iam::111122223333:root" }, session, true],
    [{ AWS: "arn:aws:iam::111122223333:root" }, "arn:aws:iam::999999999999:user/u", false],
    [{ AWS: ["arn:aws:iam::999999999999:root", user] }, user, true],
    ["*", user, true],
    [{ AWS: "*" }, session, true],
    [{ Service: "ecs-tasks.amazonaws.com" }, "ecs-tasks.amazonaws.com", true],
    [{ Service: "ecs-tasks.amazonaws.com" }, "ec2.amazonaws.com", false],
    [{ Federated: "accounts.google.com" }, "accounts.google.com", true],
    [{ Federated: "arn:aws:iam::444455556666:saml-provider/a" }, "arn:aws:iam::444455556666:saml-provider/b", false],
    [{ AWS: "AROAEXAMPLE1234567890" }, caller, false],
  ])("%j for %s: %s", (Principal, principal, allowed) => {
    expect(decision({ request: request({ principal }), trustPolicy: trust({ Principal }) }) === "allowed").toBe(
      allowed,
    );
  });

  test("a unique ID is the role whose ID the caller has", () => {
    const context = { "aws:userid": "AROAEXAMPLE1234567890:one" };
    const trustPolicy = trust({ Principal: { AWS: "AROAEXAMPLE1234567890" } });
    expect(decision({ request: request({ principal: session, context }), trustPolicy })).toBe("allowed");
  });
});

describe("which policies must allow", () => {
  const own = "arn:aws:iam::111122223333:role/target";
  const root = { Principal: { AWS: "arn:aws:iam::111122223333:root" } };
  test.each<[string, EvaluationCaseInput, string]>([
    ["another account: both", { request: request(), trustPolicy: trust(), identityPolicies: [allow] }, "allowed"],
    [
      "another account: the trust alone",
      { request: request(), trustPolicy: trust(), identityPolicies: [nothing] },
      "implicitly-denied",
    ],
    [
      "another account: the identity alone",
      { request: request({ principal: user }), trustPolicy: trust(), identityPolicies: [allow] },
      "implicitly-denied",
    ],
    [
      "the same account: the caller's own ARN is enough",
      { request: request({ resource: own }), trustPolicy: trust(), identityPolicies: [] },
      "allowed",
    ],
    [
      "the same account: its root is not",
      { request: request({ resource: own }), trustPolicy: trust(root), identityPolicies: [nothing] },
      "implicitly-denied",
    ],
    [
      "the same account: root and identity",
      { request: request({ resource: own }), trustPolicy: trust(root), identityPolicies: [nothing, allow] },
      "allowed",
    ],
    [
      "a deny of the identity",
      { request: request(), trustPolicy: trust(), identityPolicies: [allow, deny] },
      "explicitly-denied",
    ],
    [
      "a deny of the boundary",
      { request: request(), trustPolicy: trust(), identityPolicies: [allow], permissionsBoundary: deny },
      "explicitly-denied",
    ],
    [
      "a boundary without it",
      { request: request(), trustPolicy: trust(), identityPolicies: [allow], permissionsBoundary: nothing },
      "implicitly-denied",
    ],
    [
      "a boundary with it",
      { request: request(), trustPolicy: trust(), identityPolicies: [allow], permissionsBoundary: allow },
      "allowed",
    ],
    [
      "a boundary of a user trusted in its own account",
      {
        request: request({ resource: own, principal: user }),
        trustPolicy: trust({ Principal: { AWS: user } }),
        permissionsBoundary: nothing,
      },
      "allowed",
    ],
    [
      "a boundary of a role trusted in its own account",
      { request: request({ resource: own }), trustPolicy: trust(), permissionsBoundary: nothing },
      "implicitly-denied",
    ],
    ["no policy at all", { request: request() }, "implicitly-denied"],
    ["the identity alone, nothing known of the trust", { request: request(), identityPolicies: [allow] }, "allowed"],
    [
      "NotPrincipal in a deny",
      {
        request: request(),
        trustPolicy: {
          Version: "2012-10-17",
          Statement: [...trust().Statement, { Effect: "Deny", NotPrincipal: { AWS: user }, Action: "*" }],
        },
      },
      "explicitly-denied",
    ],
    [
      "NotAction",
      { request: request(), trustPolicy: trust({ Action: undefined, NotAction: "sts:TagSession" }) },
      "allowed",
    ],
    ["another action", { request: request({ action: "sts:TagSession" }), trustPolicy: trust() }, "implicitly-denied"],
    [
      "an action's letter case",
      { request: request({ action: "STS:assumerole" }), trustPolicy: trust({ Action: "sts:Assume*" }) },
      "allowed",
    ],
    [
      "NotResource",
      {
        request: request(),
        identityPolicies: [
          {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "*", NotResource: "arn:aws:iam::*:role/Port*" },
          },
        ],
      },
      "implicitly-denied",
    ],
  ])("%s", (_name, input, expected) => {
    expect(decision(input)).toBe(expected);
  });
});

describe("conditions", () => {
  const now = {
    "aws:CurrentTime": "2026-06-01T12:00:00Z",
    "aws:SourceIp": "203.0.113.9",
    "sts:ExternalId": "abc",
    "aws:TagKeys": ["a", "b"],
    n: 5,
    yes: true,
  };
  const absent = {};
  test.each<[object, object, boolean]>([
    [{ StringEquals: { "STS:externalid": "abc" } }, now, true],
    [{ StringEquals: { "sts:ExternalId": "ABC" } }, now, false],
    [{ StringEqualsIgnoreCase: { "sts:ExternalId": "ABC" } }, now, true],
    [{ StringEquals: { "sts:ExternalId": "a*" } }, now, false],
    [{ StringLike: { "sts:ExternalId": ["x", "a?c"] } }, now, true],
    [{ StringNotEquals: { "sts:ExternalId": ["abc", "d"] } }, now, false],
    [{ StringNotLike: { "sts:ExternalId": "x*" } }, now, true],
    [{ StringEquals: { "sts:ExternalId": "abc" } }, absent, false],
    [{ StringEqualsIfExists: { "sts:ExternalId": "abc" } }, absent, true],
    [{ StringNotEquals: { "sts:ExternalId": "abc" } }, absent, true],
    [{ Null: { "sts:ExternalId": "true" } }, absent, true],
    [{ Null: { "sts:ExternalId": true } }, now, false],
    [{ Null: { "sts:ExternalId": "false" } }, now, true],
    [{ NumericLessThan: { n: 6 } }, now, true],
    [{ NumericLessThanEquals: { n: "5" } }, now, true],
    [{ NumericGreaterThan: { n: "5" } }, now, false],
    [{ NumericGreaterThanEquals: { n: "5.0" } }, now, true],
    [{ NumericEquals: { n: "5.00" } }, now, true],
    [{ NumericNotEquals: { n: "5" } }, now, false],
    [{ DateLessThan: { "aws:CurrentTime": "2026-06-01T12:00:01Z" } }, now, true],
    [{ DateGreaterThan: { "aws:CurrentTime": "1780315199" } }, now, true],
    [{ DateEquals: { "aws:CurrentTime": "2026-06-01T14:00:00+02:00" } }, now, true],
    [{ DateLessThanEquals: { "aws:CurrentTime": "2026-05-31" } }, now, false],
    [{ Bool: { yes: "TRUE" } }, now, true],
    [{ Bool: { yes: false } }, now, false],
    [{ BinaryEquals: { "sts:ExternalId": "abc" } }, now, true],
    [{ IpAddress: { "aws:SourceIp": ["198.51.100.0/24", "203.0.113.0/24"] } }, now, true],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.9" } }, now, false],
    [{ IpAddress: { "aws:SourceIp": "2001:db8::/32" } }, { "aws:SourceIp": "2001:db8::1" }, true],
    [{ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, { "aws:SourceIp": "no address" }, false],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/team/*" } }, absent, true],
    [{ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/team/t?sk" } }, absent, true],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:*:role/team/task" } }, absent, false],
    [{ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:*" } }, absent, true],
    [{ StringEquals: { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "444455556666" } }, absent, true],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b", "c"] } }, now, true],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, now, false],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, absent, true],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["b", "z"] } }, now, true],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["z"] } }, now, false],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["b"] } }, absent, false],
    [{ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } }, now, true],
    [{ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["a"] } }, now, false],
    [{ StringEquals: { "sts:ExternalId": "${aws:PrincipalTag/id}" } }, { ...now, "aws:PrincipalTag/id": "abc" }, true],
    [{ StringEquals: { "sts:ExternalId": "${aws:PrincipalTag/id, 'abc'}" } }, now, true],
    [{ StringEquals: { "sts:ExternalId": "${aws:PrincipalTag/id}" } }, now, false],
    [{ StringLike: { "sts:ExternalId": "a${*}" } }, now, false],
    [{ StringLike: { "sts:ExternalId": "a${*}" } }, { "sts:ExternalId": "a*" }, true],
    [{ StringEqual: { "sts:ExternalId": "abc" } }, now, false],
    [{ StringEquals: { "sts:ExternalId": [] } }, now, false],
    [{ StringEquals: { "sts:ExternalId": "abc", n: "6" } }, now, false],
  ])("%j in %j: %s", (Condition, context, holds) => {
    const input = { request: request({ context: context as Request["context"] }), trustPolicy: trust({ Condition }) };
    expect(decision(input) === "allowed").toBe(holds);
  });

  test("the version of 2008 expands no variable", () => {
    const trustPolicy = {
      ...trust({ Condition: { StringEquals: { "sts:ExternalId": "${aws:username}" } } }),
      Version: "2008-10-17",
    };
    expect(decision({ request: request({ context: { "sts:ExternalId": "${aws:username}" } }), trustPolicy })).toBe(
      "allowed",
    );
  });
});

test("the statements behind a decision, and the first thing that failed in each other one, are told", () => {
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Other", Effect: "Allow", Principal: { AWS: user }, Action: "sts:AssumeRole" },
      {
        Effect: "Allow",
        Principal: { AWS: caller },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "x" } },
      },
      { Sid: "This", Effect: "Allow", Principal: { AWS: caller }, Action: "sts:AssumeRole" },
    ],
  };
  const { statements, unmatched } = evaluate({ request: request(), trustPolicy });
  expect(statements).toStrictEqual([
    { policy: "trustPolicy", path: ["trustPolicy", "Statement", 2], sid: "This", effect: "Allow" },
  ]);
  expect(unmatched.map(({ failed }) => [failed.element, failed.key])).toStrictEqual([
    ["Principal", undefined],
    ["Condition", "sts:ExternalId"],
  ]);
  expect(unmatched[1]?.failed.message).toBe('The request has no sts:ExternalId; StringEquals asks for "x".');
});

test.each<[unknown, (string | number)[]]>([
  [{}, ["request"]],
  [{ request: { action: "x", resource: role, principal: caller } }, ["request", "action"]],
  [{ request: { action: "sts:AssumeRole", resource: role, principal: 1 } }, ["request", "principal"]],
  [{ request: request(), trustPolicy: "no JSON" }, ["trustPolicy"]],
  [{ request: request(), trustPolicy: [] }, ["trustPolicy"]],
  [{ request: request(), identityPolicy: [] }, []],
])("a case that is none: %j", (input, path) => {
  try {
    evaluate(input as EvaluationCaseInput);
    expect.unreachable();
  } catch (error) {
    expect((error as RolewrightError).issues[0]?.path).toStrictEqual(path);
  }
});

/** The intended caller of a description's integration role, in one target account. */
function intended(integration: Integration, target: string): Request {
  const resource = `arn:${integration.partition}:iam::${target}:role${integration.rolePath}${integration.roleName}`;
  if (integration.mode === "irsa") {
    const issuer = integration.issuer!.replace("https://", "");
    const name = [integration.serviceAccount].flat()[0];
    return {
      action: "sts:AssumeRoleWithWebIdentity",
      resource,
      principal: `arn:${integration.partition}:iam::${target}:oidc-provider/${issuer}`,
      context: {
        [`${issuer}:aud`]: integration.audience,
        [`${issuer}:sub`]: `system:serviceaccount:${integration.namespace}:${name}`,
      },
    };
  }
  return {
    action: "sts:AssumeRole",
    resource,
    principal: integration.mode === "ecs" ? integration.taskRoleArn : integration.userArn,
    context: {
      ...(integration.externalId !== undefined && { "sts:ExternalId": integration.externalId }),
      ...(integration.organizationId !== undefined && { "aws:PrincipalOrgID": integration.organizationId }),
    },
  };
}

/** Callers that differ from the intended one in one respect. */
function nearMisses(integration: Integration, good: Request): Request[] {
  const context = good.context ?? {};
  // One service account's name may be another's with a letter less.
  const accounts = integration.mode === "irsa" ? [integration.serviceAccount].flat() : [];
  const listed = (value: string) => accounts.some((name) => value.endsWith(`:${name}`) && value.startsWith("system:"));
  const misses: Request[] = [
    { ...good, action: good.action === "sts:AssumeRole" ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole" },
  ];
  for (const [key, value] of Object.entries(context)) {
    const { [key]: _gone, ...rest } = context;
    misses.push({ ...good, context: rest });
    for (const other of [`${value}x`, `x${value}`, String(value).slice(0, -1), "*", ""].filter((text) => !listed(text)))
      misses.push({ ...good, context: { ...context, [key]: other } });
    if (/[a-z]/.test(String(value)))
      misses.push({ ...good, context: { ...context, [key]: String(value).toUpperCase() } });
  }
  const principal = good.principal as string;
  const [, partition, , , account] = principal.split(":");
  const others = [
    principal.replace(`::${account}:`, "::000000000001:"),
    principal.replace(`arn:${partition}:`, partition === "aws" ? "arn:aws-cn:" : "arn:aws:"),
    `${principal}x`,
    `arn:${partition}:iam::${account}:root`,
    "ecs-tasks.amazonaws.com",
  ];
  if (integration.mode === "irsa")
    others.push(`${principal.split("oidc-provider/")[0]}oidc-provider/other.example.com`);
  else {
    const name = principal.slice(principal.lastIndexOf("/") + 1);
    others.push(
      principal.replace(/:(role|user)\//, (_match, kind) => `:${kind === "role" ? "user" : "role"}/`),
      principal.replace(/:(role|user)\//, ":$1/elsewhere/"),
      `arn:${partition}:sts::${account}:assumed-role/${name}x/session`,
      `arn:${partition}:sts::${account}:federated-user/${name}`,
    );
  }
  return [...misses, ...others.map((other) => ({ ...good, principal: other }))];
}

test("our own trust policies let in the intended caller, and nobody who differs in one respect", () => {
  let evaluated = 0;
  fc.assert(
    fc.property(description, fc.constantFrom("222233334444", "999988887777"), (input, target) => {
      const integration = parseIntegration({ ...input, targets: undefined, stackSet: undefined });
      const plan = planIntegration(integration);
      const trustPolicy = plan.integrationRole.trustPolicy(target);
      const good = intended(integration, target);
      expect(evaluate({ request: good, trustPolicy }).decision).toBe("allowed");
      for (const miss of nearMisses(integration, good)) {
        evaluated++;
        expect([miss, evaluate({ request: miss, trustPolicy }).decision]).toStrictEqual([miss, "implicitly-denied"]);
      }
      const { workload } = plan;
      if (workload === undefined) return;
      // The workload may assume its targets' roles, and no others.
      const own = { ...good, resource: good.resource.replace(`::${target}:`, `::${plan.accountId}:`) };
      const organization = { "aws:ResourceOrgID": plan.organizationId ?? "o-none000000" };
      const asked = { ...own, context: { ...own.context, ...organization } };
      const identityPolicies = workload.permissionsPolicies;
      expect(evaluate({ request: asked, trustPolicy, identityPolicies }).decision).toBe("allowed");
      for (const resource of [`${own.resource}x`, own.resource.replace(`::${plan.accountId}:`, "::000000000001:")])
        expect(evaluate({ request: { ...asked, resource }, identityPolicies }).decision).toBe("implicitly-denied");
    }),
    { numRuns: 1000 },
  );
  expect(evaluated).toBeGreaterThan(5000);
});

test("the task role's own trust lets in ECS for its account, and no other service or account", () => {
  const taskRoleArn = "arn:aws-us-gov:iam::111122223333:role/task";
  const clusterArn = "arn:aws-us-gov:ecs:us-gov-west-1:111122223333:cluster/c";
  const { workload } = planIntegration(parseIntegration({ mode: "ecs", taskRoleArn, clusterArn }));
  const trustPolicy = workload!.kind === "role" ? workload!.trustPolicy : {};
  const context = {
    "aws:SourceAccount": "111122223333",
    "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-west-1:111122223333:task/c/1",
  };
  const good = { action: "sts:AssumeRole", resource: taskRoleArn, principal: "ecs-tasks.amazonaws.com", context };
  expect(decision({ request: good, trustPolicy })).toBe("allowed");
  for (const more of [
    { principal: "ecs.amazonaws.com" },
    { context: {} },
    { context: { ...context, "aws:SourceAccount": "444455556666" } },
    { context: { ...context, "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-east-1:111122223333:task/c/1" } },
    { context: { ...context, "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-west-1:444455556666:task/c/1" } },
    { context: { ...context, "aws:SourceArn": "arn:aws:ecs:us-gov-west-1:111122223333:task/c/1" } },
  ])
    expect(decision({ request: { ...good, ...more }, trustPolicy })).toBe("implicitly-denied");
});
