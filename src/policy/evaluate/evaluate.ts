import { type Issue, RolewrightError, show } from "../../errors.js";
import type { JsonPath } from "../../json/types.js";
import { isMap, listOf, statementsOf } from "../lists.js";
import { awsPrincipal, isProviderArn, PUBLIC_PROVIDERS } from "../principal.js";
import { readPolicies } from "../read/read-policies.js";
import { hasUnknown } from "../read/unknown.js";
import { matches, pattern } from "../wildcard.js";
import { type Caller, type EvaluationCaseInput, evaluationCase } from "./case.js";
import { failedCondition } from "./conditions.js";
import { type Context, contextOf } from "./context.js";
import { expandedPattern } from "./policy-variables.js";

/** Which of a case's policies a statement is of. */
export type PolicyRole = "trustPolicy" | "identityPolicies" | "permissionsBoundary";

/** A statement that took part in a decision. */
export interface StatementReference {
  readonly policy: PolicyRole;
  /** Where the statement stands in the case. */
  readonly path: JsonPath;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
}

/** A statement that did not match, and the first thing that failed. */
export interface UnmatchedStatement extends StatementReference {
  readonly failed: {
    readonly element: "Principal" | "NotPrincipal" | "Action" | "NotAction" | "Resource" | "NotResource" | "Condition";
    /** For conditions, the operator and the key. */
    readonly operator?: string;
    readonly key?: string;
    readonly message: string;
  };
}

/** The decision on a request. */
export interface Evaluation {
  readonly decision: "allowed" | "implicitly-denied" | "explicitly-denied";
  readonly reason: string;
  /** The statements that decided. */
  readonly statements: readonly StatementReference[];
  /** The statements that did not match, in the order of the policies. */
  readonly unmatched: readonly UnmatchedStatement[];
}

/**
 * The decision on one request of the assume-role family.
 *
 * An explicit deny in any policy decides. Else the trust policy must allow the caller, and the caller's identity policies,
 * where they are given, must allow the action too; they need not if the trust policy names the caller itself in the role's
 * own account. Services and identity providers have no identity policies. A permissions boundary, where it is given, must
 * allow whatever the identity policies allow, and whatever a trust policy allows to a role.
 *
 * @param input The request, the role's trust policy, and what is known of the caller's policies.
 * @returns The decision, with the statements that made it and why the others did not match.
 * @throws {RolewrightError} For a case that is not of this form, and for policies that hold no document.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @example
 * const trusted = "arn:aws:iam::111122223333:role/integration-task";
 * const Statement = { Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" };
 * const request = {
 *   action: "sts:AssumeRole",
 *   resource: "arn:aws:iam::444455556666:role/PortIntegrationRole",
 *   principal: "arn:aws:iam::111122223333:role/someone-else",
 * };
 * evaluate({ request, trustPolicy: { Version: "2012-10-17", Statement } }).decision; // "implicitly-denied"
 */
export function evaluate(input: EvaluationCaseInput): Evaluation {
  const parsed = evaluationCase().safeParse(input);
  if (!parsed.success) throw new RolewrightError(parsed.error.issues.map(caseIssue));
  const { request, trustPolicy, identityPolicies, permissionsBoundary } = parsed.data;
  const caller = callerOf(request.principal);
  const facts: Facts = {
    action: request.action.toLowerCase(),
    resource: request.resource,
    caller,
    context: contextOf(request.context, caller, request.resource),
  };
  const trust = trustPolicy === undefined ? undefined : outcome("trustPolicy", [trustPolicy], facts, false);
  const identity =
    identityPolicies === undefined ? undefined : outcome("identityPolicies", identityPolicies, facts, true);
  const boundary =
    permissionsBoundary === undefined ? undefined : outcome("permissionsBoundary", [permissionsBoundary], facts, true);
  return decide(facts, trust, identity, boundary);
}

interface Facts {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  readonly caller: Caller;
  readonly context: Context;
}

/** How directly a trust policy names a caller. */
type Reach = "caller" | "session" | "account";

interface Outcome {
  readonly allows: readonly (StatementReference & { readonly reach: Reach | undefined })[];
  readonly denies: readonly StatementReference[];
  readonly unmatched: readonly UnmatchedStatement[];
}

function decide(
  { caller, resource }: Facts,
  trust: Outcome | undefined,
  identity: Outcome | undefined,
  boundary: Outcome | undefined,
): Evaluation {
  const all = [trust, identity, boundary].filter((each) => each !== undefined);
  const unmatched = all.flatMap((each) => each.unmatched);
  const result = (decision: Evaluation["decision"], reason: string, statements: readonly StatementReference[]) => ({
    decision,
    reason,
    statements: statements.map(({ policy, path, sid, effect }) => ({
      policy,
      path,
      ...(sid !== undefined && { sid }),
      effect,
    })),
    unmatched,
  });
  const denies = all.flatMap((each) => each.denies);
  if (denies.length > 0) return result("explicitly-denied", "A statement denies the request.", denies);
  const no = (reason: string) => result("implicitly-denied", reason, []);
  if (trust !== undefined && trust.allows.length === 0) return no("The trust policy does not allow the caller.");
  const byTrust = trust?.allows ?? [];
  if (caller.kind !== "AWS") {
    return trust === undefined
      ? no("There is no trust policy, and this caller has no policies of its own.")
      : result("allowed", "The trust policy allows the caller.", byTrust);
  }
  const own = awsPrincipal(caller.name);
  const sameAccount = "accountId" in own && own.accountId === resource.split(":", 5)[4];
  const direct = byTrust.filter(({ reach }) => sameAccount && (reach === "caller" || reach === "session"));
  const granted = identity?.allows ?? [];
  if (identity !== undefined && granted.length === 0 && direct.length === 0) {
    return no(
      trust === undefined
        ? "No identity policy allows the action."
        : sameAccount
          ? "The trust policy trusts the caller's account, and no identity policy of the caller allows the action."
          : "No identity policy of the caller allows the action, which a role in another account needs besides its trust policy.",
    );
  }
  if (trust === undefined && identity === undefined) return no("There is no policy that could allow the request.");
  if (boundary !== undefined && boundary.allows.length === 0) {
    // What a policy grants to a user or a session by its own ARN is not bounded by what a boundary leaves out.
    const unbounded = direct.some(({ reach }) => reach === "session" || own.kind === "user");
    if (!unbounded) return no("The permissions boundary does not allow the action.");
  }
  return result("allowed", "The policies allow the request.", [...byTrust, ...granted, ...(boundary?.allows ?? [])]);
}

function outcome(role: PolicyRole, policies: readonly unknown[], facts: Facts, identity: boolean): Outcome {
  const allows: (StatementReference & { reach: Reach | undefined })[] = [];
  const denies: StatementReference[] = [];
  const unmatched: UnmatchedStatement[] = [];
  policies.forEach((policy, index) => {
    const place: JsonPath = role === "identityPolicies" ? [role, index] : [role];
    for (const { document, path: within } of documentsOf(policy, place)) {
      const version = isMap(document) && document["Version"] === "2012-10-17" ? "2012-10-17" : "2008-10-17";
      const listed = isMap(document) && Array.isArray(document["Statement"]);
      statementsOf(document).forEach((statement, position) => {
        if (!isMap(statement)) return;
        const { Sid, Effect } = statement;
        if (Effect !== "Allow" && Effect !== "Deny") return;
        const reference: StatementReference = {
          policy: role,
          path: [...place, ...within, "Statement", ...(listed ? [position] : [])],
          ...(typeof Sid === "string" && { sid: Sid }),
          effect: Effect,
        };
        const result = match(statement, Effect, facts, version, identity);
        if ("failed" in result) unmatched.push({ ...reference, failed: result.failed });
        else if (Effect === "Deny") denies.push(reference);
        else allows.push({ ...reference, reach: result.reach });
      });
    }
  });
  return { allows, denies, unmatched };
}

function documentsOf(policy: unknown, place: JsonPath) {
  const { policies, syntaxError } = readPolicies(policy);
  if (syntaxError === undefined && policies.every(({ document }) => isMap(document))) return policies;
  throw new RolewrightError([
    { path: place, code: "INVALID_SYNTAX", message: `holds no policy document. ${syntaxError?.message ?? ""}`.trim() },
  ]);
}

const MAY_EXCEPT = "What is excepted, only a deployment knows.";

type Match = { readonly reach: Reach | undefined } | { readonly failed: UnmatchedStatement["failed"] };

function match(
  statement: Readonly<Record<string, unknown>>,
  effect: "Allow" | "Deny",
  facts: Facts,
  version: string,
  identity: boolean,
): Match {
  const failed = (element: UnmatchedStatement["failed"]["element"], message: string): Match => ({
    failed: { element, message },
  });
  // What only a deployment knows is equal to nothing, and must not let somebody in by that.
  const mayExcept = (value: unknown) =>
    effect === "Allow" && (hasUnknown(value) || (isMap(value) && Object.values(value).some(hasUnknown)));
  let reach: Reach | undefined;
  if (!identity) {
    const { Principal, NotPrincipal } = statement;
    if (Principal !== undefined) {
      reach = reachOf(Principal, facts);
      if (reach === undefined) return failed("Principal", `The caller, ${facts.caller.name}, is not the principal.`);
    } else if (NotPrincipal !== undefined) {
      if (mayExcept(NotPrincipal)) return failed("NotPrincipal", MAY_EXCEPT);
      if (reachOf(NotPrincipal, facts) !== undefined)
        return failed("NotPrincipal", `The caller, ${facts.caller.name}, is excepted.`);
      reach = "account";
    } else return failed("Principal", "The statement has no principal.");
  }
  const isAction = (wildcard: string) => matches(pattern(wildcard.toLowerCase()), facts.action);
  if (statement["Action"] !== undefined) {
    if (!listOf(statement["Action"]).some(isAction)) return failed("Action", "The action is another one.");
  } else if (statement["NotAction"] !== undefined) {
    if (mayExcept(statement["NotAction"])) return failed("NotAction", MAY_EXCEPT);
    if (listOf(statement["NotAction"]).some(isAction)) return failed("NotAction", "The action is excepted.");
  } else return failed("Action", "The statement has no action.");
  const isResource = (text: string) => {
    const wildcard = expandedPattern(text, facts.context, version);
    return wildcard !== undefined && matches(wildcard, facts.resource);
  };
  if (statement["Resource"] !== undefined) {
    if (!listOf(statement["Resource"]).some(isResource))
      return failed("Resource", `${facts.resource} is not among the resources.`);
  } else if (statement["NotResource"] !== undefined) {
    if (mayExcept(statement["NotResource"])) return failed("NotResource", MAY_EXCEPT);
    if (listOf(statement["NotResource"]).some(isResource)) return failed("NotResource", "The resource is excepted.");
  } else if (identity) return failed("Resource", "The statement has no resource.");
  const condition = failedCondition(statement["Condition"], effect, facts.context, version);
  if (condition !== undefined) return { failed: { element: "Condition", ...condition } };
  return { reach };
}

/** How directly a principal element names the caller; nothing if it does not. */
function reachOf(principal: unknown, { caller, context }: Facts): Reach | undefined {
  if (principal === "*") return "caller";
  if (!isMap(principal)) return undefined;
  const reaches = listOf(principal["AWS"]).map((text) => awsReach(text, caller, context));
  for (const reach of ["session", "caller", "account"] as const) {
    if (reaches.includes(reach)) return reach;
  }
  if (caller.kind !== "AWS") {
    const names = listOf(principal[caller.kind]);
    return names.includes(caller.name) || (caller.kind === "Service" && names.includes("*")) ? "caller" : undefined;
  }
  return undefined;
}

function awsReach(text: string, caller: Caller, context: Context): Reach | undefined {
  const trusted = awsPrincipal(text);
  if (trusted.kind === "everyone") return "caller";
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

function callerOf(
  principal: string | { readonly AWS?: string; readonly Service?: string; readonly Federated?: string },
): Caller {
  if (typeof principal !== "string") {
    const { AWS, Service, Federated } = principal;
    if (Service !== undefined) return { kind: "Service", name: Service };
    return Federated === undefined ? { kind: "AWS", name: AWS ?? "" } : { kind: "Federated", name: Federated };
  }
  if (isProviderArn(principal) || PUBLIC_PROVIDERS.includes(principal)) return { kind: "Federated", name: principal };
  if (!principal.startsWith("arn:") && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(principal))
    return { kind: "Service", name: principal };
  return { kind: "AWS", name: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
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
  return {
    path,
    code: issue.message.startsWith("is required")
      ? "MISSING_KEY"
      : issue.code === "invalid_type"
        ? "INVALID_TYPE"
        : "INVALID_VALUE",
    message: issue.message,
  };
}
