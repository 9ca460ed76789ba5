import { TRUST_ACTIONS } from "../trust-actions.js";
import { callerOf } from "./caller.js";
import { type EvaluationCaseInput, readCase } from "./case.js";
import { statementsIn } from "./case-statements.js";
import { contextOf } from "./context.js";
import { decide, type Policies, type Ruling, together } from "./decide.js";
import type { Failure } from "./statement.js";
import type { PolicyRole, StatementReference } from "./statements-in.js";

/** A statement that did not match, and the first thing that failed. */
export interface UnmatchedStatement extends StatementReference {
  readonly failed: Failure;
}

/** The decision on a request. */
export interface Evaluation {
  readonly decision: Ruling["decision"];
  readonly reason: string;
  /** The statements that decided. */
  readonly statements: readonly StatementReference[];
  /** The statements that did not match, in the order of the policies. */
  readonly unmatched: readonly UnmatchedStatement[];
}

/**
 * The decision on one request, such as to assume a role.
 *
 * An explicit deny in any policy decides. Else a role is assumed only if its trust policy allows the caller, and the caller's
 * identity policies, where they are given, must allow the action too; they need not if the trust policy names the caller itself in
 * the role's own account. Of any other resource (`resourcePolicy`), its policy or the caller's suffices in one account, and both
 * must allow across accounts. Services, identity providers and anonymous callers (`"*"`) have no identity policies.
 *
 * What is given besides must allow the action as well: a permissions boundary and session policies, except what a policy of the
 * same account grants to the session itself or to everyone; and every level of service control policies and resource control
 * policies, but for the management account and service-linked roles.
 *
 * A call that needs several actions, as a pod's `sts:AssumeRole` comes with `sts:TagSession`, is allowed if each of them is,
 * and explicitly denied if one of them is; the reason names the actions that are not allowed.
 *
 * @param input The request, the policy of the role or resource, and what is known of the policies of the caller and above.
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
  const { request, managementAccount, ...given } = readCase(input);
  const { action, resource } = request;
  const caller = callerOf(request.principal);
  const context = contextOf(request.context, caller, resource);
  const statements = (role: PolicyRole) => (given[role] === undefined ? undefined : statementsIn(role, given[role]));
  const levels = (role: "serviceControlPolicies" | "resourceControlPolicies") =>
    given[role]?.map((level, index) => statementsIn(role, level, [role, index]));
  const actions = typeof action === "string" ? [action] : [...new Set(action)];
  const policies: Policies = {
    resource: statements("trustPolicy") ?? statements("resourcePolicy"),
    identity: statements("identityPolicies"),
    boundary: statements("permissionsBoundary"),
    // A session that was made without policies is limited by none.
    session: given.sessionPolicies?.length === 0 ? undefined : statements("sessionPolicies"),
    serviceControl: levels("serviceControlPolicies"),
    resourceControl: levels("resourceControlPolicies"),
    managementAccount,
  };
  const rulings = actions.map((each) => {
    const isRole = isTrusted(each, given.trustPolicy);
    return {
      action: each,
      ruling: decide({ action: each.toLowerCase(), resource, isRole, caller, context }, policies),
    };
  });
  const { decision, reason, ...rest } = typeof action === "string" ? rulings[0]!.ruling : together(rulings, policies);
  return {
    decision,
    reason,
    statements: rest.statements,
    unmatched: rest.unmatched.map(({ reference, failed }) => ({ ...reference, failed })),
  };
}

/** Whether the trust policy of a role must allow the action: all of those by which a role is assumed. */
function isTrusted(action: string, trustPolicy: unknown): boolean {
  return trustPolicy !== undefined || ASSUMES.has(action.toLowerCase());
}

const ASSUMES: ReadonlySet<string> = /* @__PURE__ */ new Set(TRUST_ACTIONS.map((action) => action.toLowerCase()));
