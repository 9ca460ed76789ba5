import { awsPrincipal } from "../principal.js";
import { callerOf, type EvaluationCaseInput, readCase } from "./case.js";
import { type CaseStatement, type StatementReference, statementsIn } from "./case-statements.js";
import { contextOf } from "./context.js";
import { type Call, type Failure, match, type Reach } from "./statement.js";

/** A statement that did not match, and the first thing that failed. */
export interface UnmatchedStatement extends StatementReference {
  readonly failed: Failure;
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
 * A call that needs several actions, as a pod's `sts:AssumeRole` comes with `sts:TagSession`, is allowed if each of them is,
 * and explicitly denied if one of them is; the reason names the actions that are not allowed.
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
  const { request, trustPolicy, identityPolicies, permissionsBoundary } = readCase(input);
  const caller = callerOf(request.principal);
  const context = contextOf(request.context, caller, request.resource);
  const policies: Policies = {
    trust: trustPolicy === undefined ? undefined : statementsIn("trustPolicy", [trustPolicy]),
    identity: identityPolicies === undefined ? undefined : statementsIn("identityPolicies", identityPolicies),
    boundary:
      permissionsBoundary === undefined ? undefined : statementsIn("permissionsBoundary", [permissionsBoundary]),
  };
  const decideOn = (action: string) =>
    decide({ action: action.toLowerCase(), resource: request.resource, caller, context }, policies);
  const { decision, reason, statements, unmatched } =
    typeof request.action === "string"
      ? decideOn(request.action)
      : together(
          [...new Set(request.action)].map((action) => ({ action, ruling: decideOn(action) })),
          policies,
        );
  return {
    decision,
    reason,
    statements,
    unmatched: unmatched.map(({ reference, failed }) => ({ ...reference, failed })),
  };
}

/** The statements of a case's policies; nothing for a policy that is not given. */
interface Policies {
  readonly trust: readonly CaseStatement[] | undefined;
  readonly identity: readonly CaseStatement[] | undefined;
  readonly boundary: readonly CaseStatement[] | undefined;
}

/** The decision on one action. */
interface Ruling {
  readonly decision: Evaluation["decision"];
  readonly reason: string;
  readonly statements: readonly StatementReference[];
  readonly unmatched: readonly Unmatched[];
}

interface Unmatched {
  readonly reference: StatementReference;
  readonly failed: Failure;
}

/** What the statements of one kind of policy say to a call. */
interface Outcome {
  readonly allows: readonly { readonly reference: StatementReference; readonly reach: Reach | undefined }[];
  readonly denies: readonly StatementReference[];
  readonly unmatched: readonly Unmatched[];
}

function outcome(call: Call, statements: readonly CaseStatement[], identity: boolean): Outcome {
  const allows: Outcome["allows"][number][] = [];
  const denies: StatementReference[] = [];
  const unmatched: Unmatched[] = [];
  for (const { reference, statement, version } of statements) {
    const result = match(statement, reference.effect, call, version, identity);
    if ("failed" in result) unmatched.push({ reference, failed: result.failed });
    else if (reference.effect === "Deny") denies.push(reference);
    else allows.push({ reference, reach: result.reach });
  }
  return { allows, denies, unmatched };
}

function decide(call: Call, policies: Policies): Ruling {
  const { caller, resource } = call;
  const trust = policies.trust && outcome(call, policies.trust, false);
  const identity = policies.identity && outcome(call, policies.identity, true);
  const boundary = policies.boundary && outcome(call, policies.boundary, true);
  const all = [trust, identity, boundary].filter((each) => each !== undefined);
  const unmatched = all.flatMap((each) => each.unmatched);
  const no = (reason: string): Ruling => ({ decision: "implicitly-denied", reason, statements: [], unmatched });
  const yes = (reason: string, by: Outcome["allows"]): Ruling => {
    return { decision: "allowed", reason, statements: by.map(({ reference }) => reference), unmatched };
  };
  const denies = all.flatMap((each) => each.denies);
  if (denies.length > 0)
    return { decision: "explicitly-denied", reason: "A statement denies the request.", statements: denies, unmatched };
  if (trust !== undefined && trust.allows.length === 0) return no("The trust policy does not allow the caller.");
  const byTrust = trust?.allows ?? [];
  if (caller.kind !== "AWS") {
    return trust === undefined
      ? no("There is no trust policy, and this caller has no policies of its own.")
      : yes("The trust policy allows the caller.", byTrust);
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
  return yes("The policies allow the request.", [...byTrust, ...granted, ...(boundary?.allows ?? [])]);
}

/** The decision on a call that needs several actions: that on the actions that fare worst. */
function together(
  rulings: readonly { readonly action: string; readonly ruling: Ruling }[],
  { trust = [], identity = [], boundary = [] }: Policies,
): Ruling {
  const decisions = rulings.map(({ ruling }) => ruling.decision);
  const decision = WORST_FIRST.find((each) => decisions.includes(each))!;
  const deciding = rulings.filter(({ ruling }) => ruling.decision === decision);
  const reasons = deciding.map(({ action, ruling }) => `${action}: ${ruling.reason}`);
  const decided = new Set(deciding.flatMap(({ ruling }) => ruling.statements));
  const failures = new Map<StatementReference, Unmatched>();
  for (const each of deciding.flatMap(({ ruling }) => ruling.unmatched))
    if (!failures.has(each.reference)) failures.set(each.reference, each);
  const inOrder = [...trust, ...identity, ...boundary].map(({ reference }) => reference);
  return {
    decision,
    reason: decision === "allowed" ? deciding[0]!.ruling.reason : reasons.join(" "),
    statements: inOrder.filter((reference) => decided.has(reference)),
    unmatched: inOrder.flatMap((reference) => (decided.has(reference) ? [] : (failures.get(reference) ?? []))),
  };
}

const WORST_FIRST = ["explicitly-denied", "implicitly-denied", "allowed"] as const;
