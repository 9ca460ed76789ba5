import * as z from "zod";
import { show } from "../../errors.js";
import { once } from "../../schema/once.js";

/** The request whose decision is asked for, and the policies that decide on it. */

const json = () => z.union([z.string().min(0), z.number(), z.boolean()]);
const needs = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? `is required: ${what}.` : `must be ${what}; given ${show(input)}.`,
});
const policy = () => z.union([z.record(z.string(), z.unknown()), z.string()], needs("a policy document, or its text"));

export const evaluationCase = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      request: z.strictObject(
        {
          action: z
            .string(needs('an action, such as "sts:AssumeRole"'))
            .regex(/^[\w-]{1,64}:[\w-]{1,128}$/u, needs('an action, such as "sts:AssumeRole"'))
            .describe("The action, as service:Name."),
          resource: z
            .string(needs("the ARN of the role"))
            .min(1, needs("the ARN of the role"))
            .max(2048)
            .describe("The ARN of the role that is assumed, or of another resource."),
          principal: z
            .union(
              [
                z.string().min(1).max(2048),
                z.strictObject({ AWS: z.string().min(1).max(2048) }),
                z.strictObject({ Service: z.string().min(1).max(2048) }),
                z.strictObject({ Federated: z.string().min(1).max(2048) }),
              ],
              needs("the caller's ARN, a service such as ecs-tasks.amazonaws.com, or an identity provider"),
            )
            .describe(
              "The caller: the ARN of a user, a role, a session or an account's root; a service's name; or the ARN or name of the identity provider whose token is presented.",
            ),
          context: z
            .record(z.string(), z.union([json(), z.array(json())]), needs("a map of condition keys to values"))
            .default({})
            .describe(
              "The request's condition keys, whatever their letter case. Those that follow from the caller and the resource (aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:ResourceAccount and so on) are filled in where they are not given.",
            ),
        },
        needs("a map with action, resource, principal and context"),
      ),
      trustPolicy: policy().describe("The role's trust policy, or another resource's policy.").optional(),
      identityPolicies: z
        .array(policy(), needs("a list of policy documents"))
        .describe("The caller's own policies. Absent: they are left out of the decision.")
        .optional(),
      permissionsBoundary: policy().describe("The caller's permissions boundary.").optional(),
    })
    .meta({
      title: "Evaluation case",
      description: "A request to assume a role, and the policies that decide on it.",
      examples: [
        {
          request: {
            action: "sts:AssumeRole",
            resource: "arn:aws:iam::444455556666:role/PortIntegrationRole",
            principal: "arn:aws:iam::111122223333:role/integration-task",
            context: { "sts:ExternalId": "example-3f8a1c52-77d0" },
          },
          trustPolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111122223333:role/integration-task" },
                Action: "sts:AssumeRole",
                Condition: { StringEquals: { "sts:ExternalId": "example-3f8a1c52-77d0" } },
              },
            ],
          },
        },
      ],
    }),
);

/** A policy document, or its text. */
type Policy = object | string;

/** What `evaluate` takes. */
export interface EvaluationCaseInput {
  readonly request: z.input<ReturnType<typeof evaluationCase>>["request"];
  readonly trustPolicy?: Policy | undefined;
  readonly identityPolicies?: readonly Policy[] | undefined;
  readonly permissionsBoundary?: Policy | undefined;
}

/** A request's caller. */
export type Caller = { readonly kind: "AWS" | "Service" | "Federated"; readonly name: string };
