import type { Caller } from "../evaluate/caller.js";
import { contextOf } from "../evaluate/context.js";
import { decide, type Policies } from "../evaluate/decide.js";
import { statementsInDocument } from "../evaluate/statements-in.js";
import { isMap, statementsOf } from "../lists.js";
import { awsPrincipal } from "../principal.js";
import { TRUST_ACTIONS } from "../trust-actions.js";
import type { CallerKind } from "./callers.js";
import { CALLER, RESOURCE_ACCOUNT, type World } from "./fields.js";
import type { Found } from "./search.js";

/** What a policy is attached to: an identity, a role that it lets callers assume, or another resource. */
export type Attachment = "identity" | "role" | "resource";

/** A case as `evaluate` takes it: a request that the policy in it grants. */
export interface Witness {
  readonly request: {
    readonly action: string;
    readonly resource: string;
    readonly principal:
      | string
      | { readonly AWS: string }
      | { readonly Service: string }
      | { readonly Federated: string };
    readonly context: { [key: string]: string | string[] };
  };
  readonly identityPolicies?: readonly object[];
  readonly trustPolicy?: object;
  readonly resourcePolicy?: object;
}

const EXAMPLE_ROLE = "arn:aws:iam::444455556666:role/example";

/** Actions and resources that people know, for where a policy leaves them open. */
export const PREFERRED: {
  readonly [attachment in Attachment]: { action: readonly string[]; resource: readonly string[] };
} = {
  identity: {
    action: [
      "s3:getobject",
      "s3:putobject",
      "iam:createuser",
      "ec2:runinstances",
      "ec2:describeinstances",
      "example:example",
    ],
    resource: [
      "arn:aws:s3:::example-bucket/example",
      EXAMPLE_ROLE,
      "arn:aws:ec2:us-east-1:444455556666:instance/i-0123456789abcdef0",
      "*",
    ],
  },
  resource: {
    action: ["s3:getobject", "s3:putobject", "sqs:sendmessage", "kms:decrypt", "example:example"],
    resource: ["arn:aws:s3:::example-bucket/example", "arn:aws:sqs:us-east-1:444455556666:example", "*"],
  },
  role: {
    action: TRUST_ACTIONS.map((action) => action.toLowerCase()),
    resource: [EXAMPLE_ROLE],
  },
};

export interface WitnessParts {
  readonly found: Found;
  readonly caller: CallerKind;
  readonly attachment: Attachment;
  readonly preferred: World["preferred"];
  readonly policy: object;
  /** Condition keys as the policies write them, by their lower case. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Actions as the policies or a catalogue write them, by their lower case. */
  readonly actions: ReadonlyMap<string, string>;
}

/** The case of a request that was found. */
export function witnessOf({ found, caller, attachment, preferred, policy, spellings, actions }: WitnessParts): Witness {
  const lower = found.get("action")?.text ?? preferred.action[0]!;
  const action = actions.get(lower) ?? COMMON.get(lower) ?? lower;
  const resource = found.get("resource")?.text ?? preferred.resource[0]!;
  const own = found.get(CALLER)?.text ?? caller.own?.examples[0];
  const name = caller.name ?? own!;
  const context: { [key: string]: string | string[] } = {};
  for (const [field, { values }] of found) {
    const key = field === "resource" ? RESOURCE_ACCOUNT : field;
    if (values === undefined || caller.keys.has(key)) continue;
    context[spellings.get(key) ?? key] = values.length === 1 ? values[0]! : [...values];
  }
  const principal =
    caller.kind === "Anonymous"
      ? "*"
      : caller.kind === "AWS"
        ? { AWS: name }
        : caller.kind === "Service"
          ? { Service: name }
          : { Federated: name };
  const request = { action, resource, principal, context };
  if (attachment === "role") return { request, trustPolicy: policy };
  if (attachment === "resource") return { request, resourcePolicy: policy };
  // Nobody assumes a role that does not trust them.
  const account = awsPrincipal(name);
  const trusted = "accountId" in account ? `arn:${account.partition}:iam::${account.accountId}:root` : name;
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: trusted }, Action: action }],
  };
  return { request, identityPolicies: [policy], ...(isTrustAction(lower) && { trustPolicy }) };
}

const COMMON: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  [
    ...TRUST_ACTIONS,
    "s3:GetObject",
    "s3:PutObject",
    "iam:CreateUser",
    "ec2:RunInstances",
    "ec2:DescribeInstances",
    "sqs:SendMessage",
    "kms:Decrypt",
    "example:Example",
  ].map((action) => [action.toLowerCase(), action]),
);

function isTrustAction(lower: string): boolean {
  return TRUST_ACTIONS.some((action) => action.toLowerCase() === lower);
}

/** What `evaluate` says of a witness when its policy is replaced by others. */
export function isGranted(
  { request, trustPolicy }: Witness,
  attachment: Attachment,
  policies: readonly object[],
): boolean {
  const { principal, action, resource, context } = request;
  const caller: Caller =
    typeof principal === "string"
      ? { kind: "Anonymous", name: principal }
      : (Object.entries(principal).map(([kind, name]) => ({ kind, name }))[0] as Caller);
  const lower = action.toLowerCase();
  const role =
    attachment === "identity" ? "identityPolicies" : attachment === "role" ? "trustPolicy" : "resourcePolicy";
  const statements = policies.flatMap((policy) => statementsInDocument(role, policy, [role]));
  const given: Policies = {
    resource: undefined,
    identity: undefined,
    boundary: undefined,
    session: undefined,
    serviceControl: undefined,
    resourceControl: undefined,
    managementAccount: undefined,
  };
  const isRole = attachment === "role" || isTrustAction(lower);
  const trust =
    trustPolicy === undefined ? undefined : statementsInDocument("trustPolicy", trustPolicy, ["trustPolicy"]);
  const all: Policies =
    attachment === "identity"
      ? { ...given, identity: statements, resource: trust }
      : { ...given, resource: statements };
  const call = { action: lower, resource, isRole, caller, context: contextOf(context, caller, resource) };
  return decide(call, all).decision === "allowed";
}

/** Whether a document names principals, or resources, in any of its statements. */
export function names(document: unknown, element: "Principal" | "Resource"): boolean {
  return statementsOf(document).some(
    (statement) => isMap(statement) && (statement[element] !== undefined || statement[`Not${element}`] !== undefined),
  );
}
