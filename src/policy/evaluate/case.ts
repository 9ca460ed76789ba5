import * as z from "zod";
import { AccountId } from "../../aws/account-id.js";
import { type Issue, RolewrightError, show } from "../../errors.js";
import { inOrderOfPlace } from "../../json/place.js";
import { checkPlain } from "../../json/plain.js";
import { hasKeys } from "../../schema/has-keys.js";
import { once } from "../../schema/once.js";
import { isUnknown } from "../read/unknown.js";

/** The request whose decision is asked for, and the policies that decide on it. */

const json = () => z.union([z.string().min(0), z.number(), z.boolean()]);
const needs = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? `is required: ${what}.` : `must be ${what}; given ${show(input)}.`,
});
const AN_ACTION = 'an action, such as "sts:AssumeRole"';
/** More than any call of AWS needs. Each is decided by itself, on all statements. */
const MOST_ACTIONS = 100;
const FEWER = `a list of at most ${MOST_ACTIONS} actions`;
const ACTIONS = 'a list of actions, such as ["sts:AssumeRole", "sts:TagSession"]';
const action = () => z.string(needs(AN_ACTION)).regex(/^[\w-]{1,64}:[\w-]{1,128}$/u, needs(AN_ACTION));
const policy = () => z.union([z.record(z.string(), z.unknown()), z.string()], needs("a policy document, or its text"));
const policies = () => z.array(policy(), needs("a list of policy documents"));
const LEVELS = "a list of levels from the root to the account, each a list of policy documents";
const levels = () => z.array(z.array(policy(), needs(LEVELS)), needs(LEVELS));

export const evaluationCase = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      request: z.strictObject(
        {
          action: z
            .union([action(), z.array(action()).min(1, needs(ACTIONS)).max(MOST_ACTIONS, needs(FEWER))], {
              error: ({ input }) =>
                needs(!Array.isArray(input) ? AN_ACTION : input.length > MOST_ACTIONS ? FEWER : ACTIONS).error({
                  input,
                }),
            })
            .describe(
              "The action, as service:Name, or a list of all actions that the one call needs: a pod's sts:AssumeRole comes with sts:TagSession. The call is allowed if each of them is.",
            ),
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
              needs("the caller's ARN, a service such as ecs-tasks.amazonaws.com, an identity provider, or *"),
            )
            .describe(
              "The caller: the ARN of a user, a role, a session or an account's root; a service's name; the ARN or name of the identity provider whose token is presented; or * for an anonymous one.",
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
      trustPolicy: policy().describe("The trust policy of the role that is assumed.").optional(),
      resourcePolicy: policy()
        .describe("The policy of a resource that is no role, in place of trustPolicy.")
        .optional(),
      identityPolicies: policies()
        .describe("The caller's own policies. Absent: they are left out of the decision.")
        .optional(),
      permissionsBoundary: policy().describe("The caller's permissions boundary.").optional(),
      sessionPolicies: policies().describe("The policies that the caller's session was made with.").optional(),
      serviceControlPolicies: levels()
        .describe(
          "The service control policies above the caller: a list of levels from the root to the account, each a list of documents.",
        )
        .optional(),
      resourceControlPolicies: levels()
        .describe("The resource control policies above the resource, likewise.")
        .optional(),
      managementAccount: AccountId()
        .describe("The organization's management account, which control policies do not bind.")
        .optional(),
    })
    .refine(({ trustPolicy, resourcePolicy }) => trustPolicy === undefined || resourcePolicy === undefined, {
      path: ["resourcePolicy"],
      error: "excludes trustPolicy: a role has a trust policy, any other resource a policy of its own.",
    })
    .meta({
      title: "Evaluation case",
      description: "A request, such as to assume a role, and the policies that decide on it.",
      not: hasKeys("trustPolicy", "resourcePolicy"),
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

type Request = z.input<ReturnType<typeof evaluationCase>>["request"];

/** What `evaluate` takes. */
export interface EvaluationCaseInput {
  readonly request: Omit<Request, "action"> & { readonly action: string | readonly string[] };
  readonly trustPolicy?: Policy | undefined;
  readonly resourcePolicy?: Policy | undefined;
  readonly identityPolicies?: readonly Policy[] | undefined;
  readonly permissionsBoundary?: Policy | undefined;
  readonly sessionPolicies?: readonly Policy[] | undefined;
  readonly serviceControlPolicies?: readonly (readonly Policy[])[] | undefined;
  readonly resourceControlPolicies?: readonly (readonly Policy[])[] | undefined;
  readonly managementAccount?: string | undefined;
}

/** A case, checked. Faults are thrown all together. */
export function readCase(input: unknown) {
  checkPlain(input, isUnknown);
  const parsed = evaluationCase().safeParse(input);
  if (!parsed.success) throw new RolewrightError(inOrderOfPlace(parsed.error.issues.map(caseIssue), input));
  return parsed.data;
}

function caseIssue(issue: {
  readonly code: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
}): Issue {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys")
    return {
      path,
      code: "UNKNOWN_KEY",
      message: `has keys that no case has: ${(issue.keys ?? []).map(show).join(", ")}.`,
    };
  // An action and a list of actions differ in their types alone; what is of neither is of a wrong type.
  return {
    path,
    code: issue.message.startsWith("is required")
      ? "MISSING_KEY"
      : issue.message.startsWith("excludes ")
        ? "CONFLICTING_KEYS"
        : issue.code === "invalid_type" || (issue.code === "invalid_union" && path.at(-1) === "action")
          ? "INVALID_TYPE"
          : "INVALID_VALUE",
    message: issue.message,
  };
}
