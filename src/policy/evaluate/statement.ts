import { matches, pattern } from "../../wildcard/pattern.js";
import { isMap, listOf } from "../lists.js";
import { awsPrincipal, PRINCIPAL_KINDS } from "../principal.js";
import { hasUnknown } from "../read/unknown.js";
import { completedArn } from "../resource-pattern.js";
import type { Caller } from "./caller.js";
import { failedCondition } from "./conditions.js";
import type { Context } from "./context.js";
import { expandedPattern } from "./policy-variables.js";

/** One action that is asked for, with all that a statement may ask of it. */
export interface Call {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  /** Whether the resource is a role that is assumed, which nobody does unless its trust policy says so. */
  readonly isRole: boolean;
  readonly caller: Caller;
  readonly context: Context;
}

/** How directly a policy of a role or resource names a caller: by the session's ARN, as everyone, by its own ARN, by its account. */
export type Reach = "session" | "everyone" | "caller" | "account";

/**
 * What a statement's policy is: an identity's, whose incomplete ARNs are completed; a session's; a role's or resource's, which
 * names principals, towards a caller with or without a permissions boundary.
 */
export type StatementKind = "identity" | "session" | "resource" | "resource-of-bounded";

/** The first thing in a statement that does not match. */
export interface Failure {
  readonly element: "Principal" | "NotPrincipal" | "Action" | "NotAction" | "Resource" | "NotResource" | "Condition";
  /** For conditions, the operator and the key. */
  readonly operator?: string;
  readonly key?: string;
  readonly message: string;
}

/** That a statement matches, or the first thing in it that does not. */
export type Match = { readonly reach: Reach | undefined } | { readonly failed: Failure };

/** Whether a statement matches a call. */
export function match(
  statement: Readonly<Record<string, unknown>>,
  effect: "Allow" | "Deny",
  call: Call,
  version: string,
  kind: StatementKind,
): Match {
  const identity = kind === "identity" || kind === "session";
  const failed = (element: Failure["element"], message: string): Match => ({
    failed: { element, message },
  });
  // What is malformed, and what only a deployment knows, is equal to nothing: it must not let somebody in by that.
  const mayExcept = (value: unknown) => effect === "Allow" && !isTexts(value);
  // Nor must it undo a deny.
  const denied = (value: unknown) => effect === "Deny" && !isTexts(value) && !hasUnknown(value);
  let reach: Reach | undefined;
  if (!identity) {
    const { Principal, NotPrincipal } = statement;
    if (Principal !== undefined) {
      reach = reachOf(Principal, call) ?? (isMalformedDeny(Principal, effect) ? "everyone" : undefined);
      if (reach === undefined) return failed("Principal", `The caller, ${call.caller.name}, is not the principal.`);
    } else if (NotPrincipal !== undefined) {
      if (effect === "Allow" && !isPrincipals(NotPrincipal)) return failed("NotPrincipal", unclear(NotPrincipal));
      // It denies every caller that has a boundary, whomever it excepts.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
      const denies = kind === "resource-of-bounded" && effect === "Deny";
      if (!denies && reachOf(NotPrincipal, call) !== undefined)
        return failed("NotPrincipal", `The caller, ${call.caller.name}, is excepted.`);
      reach = "account";
    } else return failed("Principal", "The statement has no principal.");
  }
  const isAction = (wildcard: string) => matches(pattern(wildcard.toLowerCase()), call.action);
  if (statement["Action"] !== undefined) {
    if (!denied(statement["Action"]) && !listOf(statement["Action"]).some(isAction))
      return failed("Action", "The action is another one.");
  } else if (statement["NotAction"] !== undefined) {
    if (mayExcept(statement["NotAction"])) return failed("NotAction", unclear(statement["NotAction"]));
    if (listOf(statement["NotAction"]).some(isAction)) return failed("NotAction", "The action is excepted.");
  } else return failed("Action", "The statement has no action.");
  const isResource = (text: string) => {
    const wildcard = expandedPattern(kind === "identity" ? completedArn(text) : text, call.context, version);
    return wildcard !== undefined && matches(wildcard, call.resource);
  };
  if (statement["Resource"] !== undefined) {
    if (!denied(statement["Resource"]) && !listOf(statement["Resource"]).some(isResource))
      return failed("Resource", `${call.resource} is not among the resources.`);
  } else if (statement["NotResource"] !== undefined) {
    if (mayExcept(statement["NotResource"])) return failed("NotResource", unclear(statement["NotResource"]));
    if (listOf(statement["NotResource"]).some(isResource)) return failed("NotResource", "The resource is excepted.");
  } else if (identity) return failed("Resource", "The statement has no resource.");
  const condition = failedCondition(statement["Condition"], effect, call.context, version);
  if (condition !== undefined) return { failed: { element: "Condition", ...condition } };
  return { reach };
}

/** Whether a value is a string, or a list of strings that is not empty: anything else is malformed, or unknown in part. */
function isTexts(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0 && value.every((member) => typeof member === "string")
    : typeof value === "string";
}

/** The same of principals: `"*"`, or a map of their kinds. */
function isPrincipals(value: unknown): boolean {
  if (!isMap(value)) return value === "*";
  const kinds = Object.entries(value);
  return kinds.length > 0 && kinds.every(([kind, names]) => PRINCIPAL_KINDS.includes(kind) && isTexts(names));
}

/** Whether a statement that denies names whom it denies in no form that can be read. */
function isMalformedDeny(principal: unknown, effect: "Allow" | "Deny"): boolean {
  return effect === "Deny" && !isPrincipals(principal) && !isUnknownInPart(principal);
}

/** Why it is not clear what is excepted. */
function unclear(value: unknown): string {
  return isUnknownInPart(value) ? "What is excepted, only a deployment knows." : "What is excepted is malformed.";
}

function isUnknownInPart(value: unknown): boolean {
  return hasUnknown(value) || (isMap(value) && Object.values(value).some(hasUnknown));
}

/** How directly a principal element names the caller; nothing if it does not. */
function reachOf(principal: unknown, { caller, context }: Call): Reach | undefined {
  if (principal === "*") return "everyone";
  if (!isMap(principal)) return undefined;
  const reaches = listOf(principal["AWS"]).map((text) => awsReach(text, caller, context));
  for (const reach of ["session", "everyone", "caller", "account"] as const) {
    if (reaches.includes(reach)) return reach;
  }
  if (caller.kind === "Service" || caller.kind === "Federated") {
    const names = listOf(principal[caller.kind]);
    return names.includes(caller.name) || (caller.kind === "Service" && names.includes("*")) ? "caller" : undefined;
  }
  return undefined;
}

function awsReach(text: string, caller: Caller, context: Context): Reach | undefined {
  const trusted = awsPrincipal(text);
  if (trusted.kind === "everyone") return "everyone";
  if (caller.kind !== "AWS") return undefined;
  if (text === caller.name && trusted.kind !== "account") return trusted.kind === "session" ? "session" : "caller";
  const own = awsPrincipal(caller.name);
  switch (trusted.kind) {
    case "account":
      return "accountId" in own &&
        own.accountId === trusted.accountId &&
        (own.partition ?? trusted.partition ?? "") === (trusted.partition ?? own.partition ?? "")
        ? "account"
        : undefined;
    case "role":
      // A session's ARN has its role's name without the path; names are unique in an account.
      return own.kind === "session" &&
        own.partition === trusted.partition &&
        own.accountId === trusted.accountId &&
        own.role === trusted.name
        ? "caller"
        : undefined;
    case "unique-id": {
      const [id = ""] = context.get("aws:userid")?.[0]?.split(":") ?? [];
      return id === trusted.id ? "caller" : undefined;
    }
    default:
      return undefined;
  }
}
