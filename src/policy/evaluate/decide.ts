import { awsPrincipal } from "../principal.js";
import { type Call, type Failure, match, type Reach, type StatementKind } from "./statement.js";
import type { CaseStatement, StatementReference } from "./statements-in.js";

/**
 * How policies of several kinds decide on a call together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */

/** The statements of a case's policies; nothing for a kind of policy that is not given. */
export interface Policies {
  /** Of the role's trust policy, or of another resource's policy. */
  readonly resource: readonly CaseStatement[] | undefined;
  readonly identity: readonly CaseStatement[] | undefined;
  readonly boundary: readonly CaseStatement[] | undefined;
  readonly session: readonly CaseStatement[] | undefined;
  /** By level, from the root to the account. */
  readonly serviceControl: readonly (readonly CaseStatement[])[] | undefined;
  readonly resourceControl: readonly (readonly CaseStatement[])[] | undefined;
  /** The account that control policies do not bind. */
  readonly managementAccount: string | undefined;
}

/** The decision on one action. */
export interface Ruling {
  readonly decision: "allowed" | "implicitly-denied" | "explicitly-denied";
  readonly reason: string;
  readonly statements: readonly StatementReference[];
  readonly unmatched: readonly Unmatched[];
}

/** A statement that did not match, and the first thing that failed. */
export interface Unmatched {
  readonly reference: StatementReference;
  readonly failed: Failure;
}

/** What the statements of one kind of policy say to a call. */
interface Outcome {
  readonly allows: readonly { readonly reference: StatementReference; readonly reach: Reach | undefined }[];
  readonly denies: readonly StatementReference[];
  readonly unmatched: readonly Unmatched[];
}

function outcome(call: Call, statements: readonly CaseStatement[], kind: StatementKind): Outcome {
  const allows: Outcome["allows"][number][] = [];
  const denies: StatementReference[] = [];
  const unmatched: Unmatched[] = [];
  for (const { reference, statement, version } of statements) {
    const result = match(statement, reference.effect, call, version, kind);
    if ("failed" in result) unmatched.push({ reference, failed: result.failed });
    else if (reference.effect === "Deny") denies.push(reference);
    else allows.push({ reference, reach: result.reach });
  }
  return { allows, denies, unmatched };
}

/** The decision on one action. */
export function decide(call: Call, policies: Policies): Ruling {
  const { resource, identity, boundary, session, serviceControl, resourceControl } = outcomes(call, policies);
  const controls = [...(serviceControl ?? []), ...(resourceControl ?? [])];
  const all = [resource, identity, boundary, session, ...controls].filter((each) => each !== undefined);
  const unmatched = all.flatMap((each) => each.unmatched);
  const denies = all.flatMap((each) => each.denies);
  if (denies.length > 0)
    return { decision: "explicitly-denied", reason: "A statement denies the request.", statements: denies, unmatched };
  const no = (reason: string): Ruling => ({ decision: "implicitly-denied", reason, statements: [], unmatched });
  if (resourceControl?.some(({ allows }) => allows.length === 0))
    return no("The resource control policies of a level do not allow the action.");
  if (serviceControl?.some(({ allows }) => allows.length === 0))
    return no("The service control policies of a level do not allow the action.");
  const refused = whyNot(call, { resource, identity, boundary, session });
  if (refused !== undefined) return no(refused);
  return {
    decision: "allowed",
    reason: call.caller.kind === "AWS" ? "The policies allow the request." : `${nameOf(call)} allows the caller.`,
    statements: all.flatMap(({ allows }) => allows.map(({ reference }) => reference)),
    unmatched,
  };
}

function outcomes(call: Call, policies: Policies) {
  const { caller } = call;
  const { resource, identity, boundary, session, serviceControl, resourceControl } = policies;
  // Whoever has no identity in AWS has no policies of its own, and no organization above it.
  const own = caller.kind === "AWS";
  const kind: StatementKind = own && boundary ? "resource-of-bounded" : "resource";
  return {
    resource: resource && outcome(call, resource, kind),
    identity: own && identity ? outcome(call, identity, "identity") : undefined,
    boundary: own && boundary ? outcome(call, boundary, "identity") : undefined,
    session: own && session ? outcome(call, session, "session") : undefined,
    serviceControl: isBound(call, policies)
      ? serviceControl?.map((level) => outcome(call, level, "identity"))
      : undefined,
    resourceControl: isExempt(call, policies)
      ? undefined
      : resourceControl?.map((level) => outcome(call, level, "resource")),
  };
}

/**
 * Whether service control policies bind the caller: those of member accounts, but not service-linked roles. A call with a web
 * identity's token or a service's own call has no principal of an account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isBound({ caller }: Call, { managementAccount }: Policies): boolean {
  if (caller.kind !== "AWS" || isServiceLinked(caller.name)) return false;
  const own = awsPrincipal(caller.name);
  return !("accountId" in own) || own.accountId !== managementAccount;
}

/**
 * Whether resource control policies do not bind the call: resources of the management account, and calls of service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function isExempt({ caller, resource }: Call, { managementAccount }: Policies): boolean {
  if (managementAccount !== undefined && accountOf(resource) === managementAccount) return true;
  return caller.kind === "AWS" && isServiceLinked(caller.name);
}

/** A role that belongs to a service: its path, or in a session's ARN, which has none, its name, says so. */
function isServiceLinked(arn: string): boolean {
  return /^arn:[^:]*:(?:iam::[^:]*:role\/aws-service-role\/|sts::[^:]*:assumed-role\/AWSServiceRoleFor)/.test(arn);
}

function accountOf(resource: string): string | undefined {
  return resource.split(":", 5)[4];
}

function nameOf({ isRole }: Call): string {
  return isRole ? "The trust policy" : "The resource's policy";
}

/** Why the policies do not allow a call that nothing denies; nothing if they do. */
function whyNot(
  call: Call,
  {
    resource,
    identity,
    boundary,
    session,
  }: { readonly [kind in "resource" | "identity" | "boundary" | "session"]: Outcome | undefined },
): string | undefined {
  const { caller, isRole } = call;
  const name = nameOf(call);
  const byResource = resource?.allows ?? [];
  if (isRole && resource === undefined)
    return "There is no trust policy, and nobody assumes a role unless its trust policy says so.";
  if (isRole && caller.kind === "Anonymous") return "Nobody assumes a role without credentials or a token.";
  if (isRole && byResource.length === 0) return `${name} does not allow the caller.`;
  if (caller.kind !== "AWS") {
    if (resource === undefined) return "There is no policy of the resource, and this caller has none of its own.";
    return byResource.length === 0 ? `${name} does not allow the caller.` : undefined;
  }
  const own = awsPrincipal(caller.name);
  // Some ARNs, such as those of buckets, have no account.
  const resourceAccount = accountOf(call.resource) || call.context.get("aws:ResourceAccount")?.[0];
  const sameAccount = "accountId" in own && own.accountId === resourceAccount;
  if (!sameAccount && resource !== undefined && byResource.length === 0) return `${name} does not allow the caller.`;
  const direct = sameAccount ? byResource.filter(({ reach }) => reach !== "account") : [];
  if (identity !== undefined && identity.allows.length === 0 && direct.length === 0) {
    if (byResource.length === 0) return "No identity policy allows the action.";
    return sameAccount
      ? `${name} trusts the caller's account, and no identity policy of the caller allows the action.`
      : `No identity policy of the caller allows the action, which a ${isRole ? "role" : "resource"} in another account needs besides its ${isRole ? "trust policy" : "policy"}.`;
  }
  if (identity === undefined && byResource.length === 0)
    return resource === undefined
      ? "There is no policy that could allow the request."
      : `${name} does not allow the caller.`;
  // What a policy of the same account grants to a session by its own ARN, or to everyone, is limited by no other's silence; what
  // it grants to a user, not by its boundary's.
  const unlimited = direct.some(({ reach }) => reach === "session" || reach === "everyone");
  if (boundary?.allows.length === 0 && !unlimited && !(direct.length > 0 && own.kind === "user"))
    return "The permissions boundary does not allow the action.";
  if (session?.allows.length === 0 && !unlimited) return "The session policies do not allow the action.";
  return undefined;
}

/** The decision on a call that needs several actions: that on the actions that fare worst. */
export function together(
  rulings: readonly { readonly action: string; readonly ruling: Ruling }[],
  policies: Policies,
): Ruling {
  const decisions = rulings.map(({ ruling }) => ruling.decision);
  const decision = WORST_FIRST.find((each) => decisions.includes(each))!;
  const deciding = rulings.filter(({ ruling }) => ruling.decision === decision);
  const reasons = deciding.map(({ action, ruling }) => `${action}: ${ruling.reason}`);
  const decided = new Set(deciding.flatMap(({ ruling }) => ruling.statements));
  const failures = new Map<StatementReference, Unmatched>();
  for (const each of deciding.flatMap(({ ruling }) => ruling.unmatched))
    if (!failures.has(each.reference) && !decided.has(each.reference)) failures.set(each.reference, each);
  const inOrder = referencesIn(policies);
  return {
    decision,
    reason: decision === "allowed" ? deciding[0]!.ruling.reason : reasons.join(" "),
    statements: inOrder.filter((reference) => decided.has(reference)),
    unmatched: inOrder.flatMap((reference) => failures.get(reference) ?? []),
  };
}

/** The statements of all policies, in their order. */
function referencesIn({ resource, identity, boundary, session, serviceControl, resourceControl }: Policies) {
  const controls = [...(serviceControl ?? []), ...(resourceControl ?? [])];
  return [resource, identity, boundary, session, ...controls].flatMap((statements = []) =>
    statements.map(({ reference }) => reference),
  );
}

const WORST_FIRST = ["explicitly-denied", "implicitly-denied", "allowed"] as const;
