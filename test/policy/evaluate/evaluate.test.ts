import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../../scripts/schemas/json-schemas.js";
import { type Integration, identityOf, parseIntegration, planIntegration, selectPolicy } from "../../../src/index.js";
import { type EvaluationCaseInput, evaluate } from "../../../src/policy/index.js";
import { description } from "../../arbitrary.js";
import { issuesOf, planOf } from "../../fixtures.js";
import conditions from "../../vectors/evaluate/conditions.json" with { type: "json" };
import logic from "../../vectors/evaluate/logic.json" with { type: "json" };
import malformed from "../../vectors/evaluate/malformed.json" with { type: "json" };
import policies from "../../vectors/evaluate/policies.json" with { type: "json" };
import principals from "../../vectors/evaluate/principals.json" with { type: "json" };

type Request = EvaluationCaseInput["request"];

const isCase = new Ajv2020({ strict: true }).compile(jsonSchemas()["evaluation-case"]!);

type Vector = EvaluationCaseInput & { readonly name: string; readonly decision: string };

describe.each<[string, readonly unknown[]]>([
  ["who a principal is", principals],
  ["which policies must allow", policies],
  ["conditions", conditions],
  ["how policies of several kinds decide together", logic],
  ["what is malformed lets nobody in", malformed],
])("%s", (_file, vectors) => {
  test.each(vectors as readonly Vector[])("$name: $decision", ({ name: _name, decision, ...input }) => {
    expect(evaluate(input).decision).toBe(decision);
    expect(isCase(input), JSON.stringify(isCase.errors)).toBe(true);
  });
});

const role = "arn:aws:iam::444455556666:role/PortIntegrationRole";
const caller = "arn:aws:iam::111122223333:role/team/task";
const user = "arn:aws:iam::111122223333:user/u";
const request = (more: Partial<Request> = {}): Request => ({
  action: "sts:AssumeRole",
  resource: role,
  principal: caller,
  ...more,
});
const statement = { Effect: "Allow", Principal: { AWS: caller }, Action: "sts:AssumeRole" };
const allow = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "sts:*", Resource: "*" } };
const decisionOn = (input: EvaluationCaseInput) => evaluate(input).decision;

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
  const at = (index: number) => ({ policy: "trustPolicy", path: ["trustPolicy", "Statement", index], effect: "Allow" });
  expect(evaluate({ request: request(), trustPolicy })).toStrictEqual({
    decision: "allowed",
    reason: "The policies allow the request.",
    statements: [{ ...at(2), sid: "This" }],
    unmatched: [
      {
        ...at(0),
        sid: "Other",
        failed: { element: "Principal", message: `The caller, ${caller}, is not the principal.` },
      },
      {
        ...at(1),
        failed: {
          element: "Condition",
          operator: "StringEquals",
          key: "sts:ExternalId",
          message: 'The request has no sts:ExternalId; StringEquals asks for "x".',
        },
      },
    ],
  });
});

test.each<[string, object, object]>([
  [
    "an excepted caller",
    { Effect: "Allow", NotPrincipal: { AWS: caller }, Action: "*" },
    { element: "NotPrincipal", message: `The caller, ${caller}, is excepted.` },
  ],
  [
    "no principal",
    { Effect: "Allow", Action: "*" },
    { element: "Principal", message: "The statement has no principal." },
  ],
  [
    "another action",
    { ...statement, Action: "sts:TagSession" },
    { element: "Action", message: "The action is another one." },
  ],
  ["no action", { Effect: "Allow", Principal: "*" }, { element: "Action", message: "The statement has no action." }],
  [
    "an excepted action",
    { Effect: "Allow", Principal: "*", NotAction: "*" },
    { element: "NotAction", message: "The action is excepted." },
  ],
  [
    "another resource",
    { ...statement, Resource: "x" },
    { element: "Resource", message: `${role} is not among the resources.` },
  ],
  [
    "an excepted resource",
    { ...statement, NotResource: role },
    { element: "NotResource", message: "The resource is excepted." },
  ],
  [
    "another value",
    { ...statement, Condition: { StringEquals: { "aws:PrincipalAccount": ["1", "2"] } } },
    {
      element: "Condition",
      operator: "StringEquals",
      key: "aws:PrincipalAccount",
      message: 'aws:PrincipalAccount is "111122223333" in the request; StringEquals asks for "1" or "2".',
    },
  ],
  [
    "no value",
    { ...statement, Condition: { stringlike: { "sts:ExternalId": [] } } },
    {
      element: "Condition",
      operator: "stringlike",
      key: "sts:ExternalId",
      message: "The request has no sts:ExternalId; StringLike asks for nothing that exists.",
    },
  ],
  [
    "an operator that is none",
    { ...statement, Condition: { StringEqual: { "sts:ExternalId": "x" } } },
    {
      element: "Condition",
      operator: "StringEqual",
      key: "sts:ExternalId",
      message: '"StringEqual" is no condition operator.',
    },
  ],
])("why a statement does not match is told: %s", (_name, one, failed) => {
  const { decision, unmatched } = evaluate({
    request: request(),
    trustPolicy: { Version: "2012-10-17", Statement: one },
  });
  expect([decision, unmatched]).toStrictEqual([
    "implicitly-denied",
    [{ policy: "trustPolicy", path: ["trustPolicy", "Statement"], effect: "Allow", failed }],
  ]);
});

test("the reason of a decision is told", () => {
  const reasonOf = (input: Omit<EvaluationCaseInput, "request">, more: Partial<Request> = {}) =>
    evaluate({ request: request(more), ...input }).reason;
  const own = { resource: "arn:aws:iam::111122223333:role/target" };
  const trustPolicy = { Version: "2012-10-17", Statement: statement };
  const root = { Version: "2012-10-17", Statement: { ...statement, Principal: { AWS: "111122223333" } } };
  const deny = { Version: "2012-10-17", Statement: { ...statement, Effect: "Deny" } };
  const queue = { action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-west-1:111122223333:q" };
  const abroad = { ...queue, resource: "arn:aws:sqs:eu-west-1:444455556666:q" };
  const none = { Version: "2012-10-17", Statement: [] };
  expect([
    reasonOf({ trustPolicy: deny }),
    reasonOf({ trustPolicy }, { principal: user }),
    reasonOf({ identityPolicies: [allow] }),
    reasonOf({ identityPolicies: [] }, queue),
    reasonOf({ identityPolicies: [allow] }, { ...queue, principal: "ecs-tasks.amazonaws.com" }),
    reasonOf({ trustPolicy: root, identityPolicies: [] }, own),
    reasonOf({ trustPolicy, identityPolicies: [] }),
    reasonOf({}, queue),
    reasonOf({ trustPolicy, permissionsBoundary: none }),
    reasonOf({ trustPolicy, sessionPolicies: [none] }),
    reasonOf({ trustPolicy, serviceControlPolicies: [[]] }),
    reasonOf({ trustPolicy, resourceControlPolicies: [[]] }),
    reasonOf({ resourcePolicy: none, identityPolicies: [allow] }, abroad),
    reasonOf(
      { resourcePolicy: { ...trustPolicy, Statement: { ...statement, Action: "*" } }, identityPolicies: [] },
      abroad,
    ),
    reasonOf({ resourcePolicy: none }, queue),
    reasonOf({ trustPolicy }, { principal: "*" }),
    reasonOf({ trustPolicy, identityPolicies: [allow] }),
    reasonOf(
      { trustPolicy: { Statement: { ...statement, Principal: { Service: "x.amazonaws.com" } } } },
      {
        principal: "x.amazonaws.com",
      },
    ),
  ]).toStrictEqual([
    "A statement denies the request.",
    "The trust policy does not allow the caller.",
    "There is no trust policy, and nobody assumes a role unless its trust policy says so.",
    "No identity policy allows the action.",
    "There is no policy of the resource, and this caller has none of its own.",
    "The trust policy trusts the caller's account, and no identity policy of the caller allows the action.",
    "No identity policy of the caller allows the action, which a role in another account needs besides its trust policy.",
    "There is no policy that could allow the request.",
    "The permissions boundary does not allow the action.",
    "The session policies do not allow the action.",
    "The service control policies of a level do not allow the action.",
    "The resource control policies of a level do not allow the action.",
    "The resource's policy does not allow the caller.",
    "No identity policy of the caller allows the action, which a resource in another account needs besides its policy.",
    "The resource's policy does not allow the caller.",
    "Nobody assumes a role without credentials or a token.",
    "The policies allow the request.",
    "The trust policy allows the caller.",
  ]);
});

test.each<[string, unknown, { path: (string | number)[]; code: string; said: string }[]]>([
  ["nothing in it", {}, [{ path: ["request"], code: "MISSING_KEY", said: "is required: a map with action" }]],
  [
    "no request's parts",
    { request: {} },
    [
      { path: ["request", "action"], code: "MISSING_KEY", said: "an action, such as" },
      { path: ["request", "resource"], code: "MISSING_KEY", said: "the ARN of the role" },
      { path: ["request", "principal"], code: "MISSING_KEY", said: "the caller's ARN" },
    ],
  ],
  [
    "an action that is none",
    { request: { ...request(), action: "x" } },
    [{ path: ["request", "action"], code: "INVALID_VALUE", said: 'given "x"' }],
  ],
  [
    "a resource that is no text",
    { request: { ...request(), resource: 1 } },
    [{ path: ["request", "resource"], code: "INVALID_TYPE", said: "must be the ARN of the role; given 1" }],
  ],
  [
    "a principal of no kind",
    { request: { ...request(), principal: 1 } },
    [{ path: ["request", "principal"], code: "INVALID_VALUE", said: "given 1" }],
  ],
  [
    "text that is no JSON",
    { request: request(), trustPolicy: "no JSON" },
    [{ path: ["trustPolicy"], code: "INVALID_SYNTAX", said: "holds no policy document. " }],
  ],
  [
    "a list in place of a document",
    { request: request(), trustPolicy: [] },
    [{ path: ["trustPolicy"], code: "INVALID_VALUE", said: "must be a policy document, or its text" }],
  ],
  [
    "text of a list among the identity's policies",
    { request: request(), identityPolicies: [allow, "[]"] },
    [{ path: ["identityPolicies", 1], code: "INVALID_SYNTAX", said: "holds no policy document." }],
  ],
  [
    "a key that no case has",
    { request: request(), identityPolicy: [] },
    [{ path: [], code: "UNKNOWN_KEY", said: 'has keys that no case has: "identityPolicy".' }],
  ],
])("a case with %s is refused", (_name, input, issues) => {
  expect(issuesOf(() => evaluate(input as EvaluationCaseInput))).toStrictEqual(
    issues.map(({ said, ...issue }) => ({ ...issue, message: expect.stringContaining(said) })),
  );
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
    principal: callerArn(integration),
    context: {
      ...(integration.externalId !== undefined && { "sts:ExternalId": integration.externalId }),
      ...(integration.organizationId !== undefined && { "aws:PrincipalOrgID": integration.organizationId }),
    },
  };
}

function callerArn(integration: Exclude<Integration, { mode: "irsa" }>): string {
  switch (integration.mode) {
    case "ecs":
      return integration.taskRoleArn;
    case "ec2":
      return integration.instanceRoleArn;
    case "pod-identity":
      return integration.podRoleArn;
    case "iam-user":
      return integration.userArn;
  }
}

/** What a caller must be allowed besides: a pod's calls pass session tags, and that action knows no external ID. */
function alongWith(integration: Integration, good: Request): Request[] {
  if (integration.mode !== "pod-identity") return [];
  const { "sts:ExternalId": _none, ...context } = good.context ?? {};
  return [{ ...good, action: "sts:TagSession", context }];
}

/** Callers that differ from the intended one in one respect. */
function nearMisses(integration: Integration, good: Request): Request[] {
  const context = good.context ?? {};
  // One service account's name may be another's with a letter less.
  const accounts = integration.mode === "irsa" ? [integration.serviceAccount].flat() : [];
  const listed = (value: string) => accounts.some((name) => value.endsWith(`:${name}`) && value.startsWith("system:"));
  const misses: Request[] = [
    {
      ...good,
      action: good.action === "sts:AssumeRoleWithWebIdentity" ? "sts:AssumeRole" : "sts:AssumeRoleWithWebIdentity",
    },
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
      for (const request of [good, ...alongWith(integration, good)]) {
        expect(evaluate({ request, trustPolicy }).decision).toBe("allowed");
        for (const miss of nearMisses(integration, request)) {
          evaluated++;
          expect([miss, evaluate({ request: miss, trustPolicy }).decision]).toStrictEqual([miss, "implicitly-denied"]);
        }
      }
      const workload = identityOf(plan);
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
  const trustPolicy = selectPolicy(planOf({ mode: "ecs", taskRoleArn, clusterArn }), { role: "workload" });
  const context = {
    "aws:SourceAccount": "111122223333",
    "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-west-1:111122223333:task/c/1",
  };
  const good = { action: "sts:AssumeRole", resource: taskRoleArn, principal: "ecs-tasks.amazonaws.com", context };
  expect(decisionOn({ request: good, trustPolicy })).toBe("allowed");
  for (const more of [
    { principal: "ecs.amazonaws.com" },
    { context: {} },
    { context: { ...context, "aws:SourceAccount": "444455556666" } },
    { context: { ...context, "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-east-1:111122223333:task/c/1" } },
    { context: { ...context, "aws:SourceArn": "arn:aws-us-gov:ecs:us-gov-west-1:444455556666:task/c/1" } },
    { context: { ...context, "aws:SourceArn": "arn:aws:ecs:us-gov-west-1:111122223333:task/c/1" } },
  ])
    expect(decisionOn({ request: { ...good, ...more }, trustPolicy })).toBe("implicitly-denied");
});
