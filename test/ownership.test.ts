import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose, explainError } from "../src/diagnose/index.js";
import {
  callerOf,
  identityOf,
  integrationTemplate,
  organizationTemplate,
  parameterValues,
  parseIntegration,
  planDiagram,
  planIntegration,
  providerOf,
  RolewrightError,
  reusableTemplate,
  selectPolicy,
  stackSetRequests,
  terraformConfiguration,
  terraformModule,
  terraformVariables,
  workloadTemplate,
} from "../src/index.js";
import { diffPolicies, evaluate, normalForm, readPolicies, validatePolicies } from "../src/policy/index.js";
import { isUnknown } from "../src/policy/read/unknown.js";
import { parseText } from "../src/yaml/index.js";
import { description } from "./arbitrary.js";

/** Results are the caller's own: no two share a list or a map, with each other, with what they were made from, or with the next. */

/** Every list and map that a value is made of; of a plan and of what only a deployment knows, those that are not frozen. */
function partsOf(value: unknown, isDocument: boolean): Set<object> {
  const parts = new Set<object>();
  const walk = (part: unknown): void => {
    if (typeof part !== "object" || part === null || parts.has(part)) return;
    if (isFrozen(part) && (!isDocument || isUnknown(part))) return;
    parts.add(part);
    for (const member of Object.values(part)) walk(member);
  };
  walk(value);
  return parts;
}

function isFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

/** Which of some results have a part in common. */
function sharing(results: readonly (readonly [string, () => unknown])[]): string[] {
  const owners = new Map<object, string>();
  const shared: string[] = [];
  for (const round of ["", " again"]) {
    for (const [name, make] of results) {
      for (const part of partsOf(attempt(make), !name.includes("plan"))) {
        const owner = owners.get(part);
        if (owner !== undefined) shared.push(`${name}${round} has ${JSON.stringify(part)} of ${owner}`);
        owners.set(part, name + round);
      }
    }
  }
  return shared;
}

function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues;
    throw error;
  }
}

test("what is made from a description", () => {
  fc.assert(
    fc.property(description, (input) => {
      const integration = parseIntegration(input);
      const plan = planIntegration(integration);
      const trust = () => plan.integrationRole.trustPolicy("444455556666");
      const results: [string, () => unknown][] = [
        ["the description", () => parseIntegration(input)],
        ["the plan", () => planIntegration(integration)],
        ["the plan's trust policy", trust],
        ["the plan's trust", () => plan.integrationRole.trust("444455556666")],
        ["the reusable trust of the plan", () => plan.integrationRole.reusableTrust()],
        ["caller", () => callerOf(plan)],
        ["identity", () => identityOf(plan)],
        ["provider", () => providerOf(plan)],
        ["trust", () => selectPolicy(plan, { account: "444455556666" })],
        ["workload trust", () => selectPolicy(plan, { role: "workload" })],
        ["permissions", () => selectPolicy(plan, { role: "workload", document: "permissions", part: 1 })],
        ["template", () => integrationTemplate(plan)],
        ["workload template", () => workloadTemplate(plan)],
        ["organization template", () => organizationTemplate(plan)],
        ["reusable template", () => reusableTemplate(plan)],
        ["parameters", () => parameterValues(plan)],
        ["requests", () => stackSetRequests(plan)],
        ["terraform", () => terraformConfiguration(plan)],
        ["terraform module", () => terraformModule(plan)],
        ["terraform variables", () => terraformVariables(plan)],
        ["diagram", () => planDiagram(plan)],
        ["diagnosis", () => diagnose(plan, { trust: trust(), identity: [{ Version: "2012-10-17", Statement: [] }] })],
        ["explanation", () => explainError(plan, "AccessDenied")],
        ["known error", () => explainError(plan, "Not authorized to perform sts:AssumeRoleWithWebIdentity")],
      ];
      const requests = attempt(() => stackSetRequests(plan)) as object;
      expect([
        ...sharing([
          ["the input", () => structuredClone(input)],
          ["input", once(input)],
          ["integration", once(integration)],
          ["plan", once(plan)],
          ...results,
        ]),
        ...sharing(Object.entries(requests).map(([name, value]) => [name, once(value)])),
      ]).toStrictEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** A value that is there once: its parts are its own in the first round alone. */
function once(value: unknown): () => unknown {
  let left = 1;
  return () => (left-- > 0 ? value : undefined);
}

const template = {
  Parameters: { Name: { Type: "String" } },
  Resources: {
    A: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          "Fn::If": [
            "Unknown",
            {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: { "Fn::Sub": ["${Name}", { Name: { Ref: "Name" } }] } },
                  Action: ["sts:AssumeRole"],
                },
              ],
            },
            {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "sts:AssumeRole",
                  Condition: { StringEquals: { "aws:PrincipalTag/a": [{ Ref: "Name" }] } },
                },
              ],
            },
          ],
        },
        Policies: [
          { PolicyName: "a", PolicyDocument: { Statement: { Effect: "Allow", Action: ["s3:Get*"], Resource: ["*"] } } },
        ],
      },
    },
  },
};
const policy = (more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [
    { Sid: "a", Effect: "Allow", Principal: { AWS: ["111122223333", "*"] }, Action: ["sts:AssumeRole"], ...more },
  ],
});

test.each<[string, unknown]>([
  ["a policy", policy({ Resource: ["x"] })],
  ["a template", template],
  [
    "a list of documents",
    [{ PolicyDocument: policy() }, { PolicyDocument: policy({ Condition: { Bool: { a: ["true"] } } }) }],
  ],
  ["nothing", {}],
])("what is read of %s", (_name, input) => {
  const documents = readPolicies(input).policies.map(({ document }) => document);
  const results: [string, () => unknown][] = [
    ["read", () => readPolicies(input)],
    ["read from text", () => readPolicies(JSON.stringify(input))],
    ["validated", () => validatePolicies(input)],
    ...documents.flatMap((document): [string, () => unknown][] => [
      ["normal form", () => normalForm(document)],
      ["differences", () => diffPolicies(document, policy({ Extra: ["y"], Resource: ["z"] }))],
      [
        "evaluated",
        () =>
          evaluate({
            request: {
              action: "sts:AssumeRole",
              resource: "arn:aws:iam::111122223333:role/r",
              principal: "*",
              context: { a: ["b"] },
            },
            trustPolicy: document as object,
          }),
      ],
    ]),
  ];
  expect(sharing([["input", once(input)], ["documents", once(documents)], ...results])).toStrictEqual([]);
});

test("what is read of texts", () => {
  expect(
    sharing([
      ["yaml", () => parseText("a: &x [1, {b: c}]\nd: *x\ne: *x")],
      ["a syntax error", () => readPolicies("{")],
      ["validated text", () => validatePolicies("{")],
    ]),
  ).toStrictEqual([]);
});
