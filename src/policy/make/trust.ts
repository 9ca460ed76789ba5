import type { ConditionBlock, PolicyDocument, Principal, Statement } from "../types.js";

/** What a condition of a trust policy is about. */
export type ConditionMeaning =
  | "principalArn"
  | "organization"
  | "externalId"
  | "audience"
  | "subject"
  | "source"
  | "cluster"
  | "namespace"
  | "serviceAccount";

/** One condition that a trust policy of ours asks for. */
export interface TrustCondition {
  readonly meaning: ConditionMeaning;
  readonly operator: "ArnEquals" | "ArnLike" | "StringEquals";
  readonly key: string;
  /** Each of them is allowed; several stand for several callers. */
  readonly values: readonly string[];
  /** A value that meets a pattern, where the values are patterns. */
  readonly example?: string;
}

/** Whom a role trusts, to do what, under which conditions: what a trust policy is made from. */
export interface TrustRelationship {
  /** What the policy names: a role, a user or its account's root; an OIDC provider; a service. */
  readonly principal: { readonly kind: "AWS" | "Federated" | "Service"; readonly name: string };
  /** Who makes the call: the same, save where the policy names the account. */
  readonly caller: string;
  /** What the caller calls; one call may need all of them. */
  readonly actions: readonly string[];
  readonly conditions: readonly TrustCondition[];
  /** What else its requests are known to have, by condition key; several values stand for several callers. */
  readonly known?: { readonly [key: string]: readonly string[] };
}

/** The trust policy of a role. */
export function trustPolicy(relationships: readonly TrustRelationship[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: relationships.flatMap(trustStatements) };
}

/**
 * The condition keys that an action does not have, among those of our policies. A condition on a key that a request lacks
 * is not met, so that such an action needs a statement without it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const UNKNOWN_KEYS: { readonly [action: string]: string } = { "sts:TagSession": "sts:ExternalId" };

/** The conditions that an action can meet. */
export function conditionsOf(action: string, { conditions }: TrustRelationship): readonly TrustCondition[] {
  const unknown = UNKNOWN_KEYS[action];
  return unknown === undefined ? conditions : conditions.filter(({ key }) => key !== unknown);
}

/** The statements of one relationship: one, or as many as its actions know different condition keys. */
export function trustStatements(relationship: TrustRelationship): Statement[] {
  const { principal, actions, conditions } = relationship;
  const apart = actions.filter((action) => conditionsOf(action, relationship).length < conditions.length);
  if (apart.length === 0) return [statementOf(principal, actions, conditions)];
  const together = actions.filter((action) => !apart.includes(action));
  return [together, ...apart.map((action) => [action])]
    .filter(([first]) => first !== undefined)
    .map((group) => statementOf(principal, group, conditionsOf(group[0]!, relationship)));
}

function statementOf(
  { kind, name }: TrustRelationship["principal"],
  actions: readonly string[],
  conditions: readonly TrustCondition[],
): Statement {
  const condition = conditionBlock(conditions);
  const Principal = { [kind]: name } as Principal;
  const Action = oneOrList(actions);
  return condition === undefined
    ? { Effect: "Allow", Principal, Action }
    : { Effect: "Allow", Principal, Action, Condition: condition };
}

function conditionBlock(conditions: readonly TrustCondition[]): ConditionBlock | undefined {
  if (conditions.length === 0) return undefined;
  const block: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    block[operator] ??= {};
    block[operator][key] = oneOrList(values);
  }
  return block;
}

function oneOrList(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : [...values];
}

/**
 * Trusts one role or user: by its ARN as principal, or by its ARN as a condition on all of its account (`via`, the
 * account's root ARN). In both forms with the organization that it must be of and the external ID that it must present.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalTrust({
  principalArn,
  via,
  actions,
  externalId,
  organizationId,
}: {
  readonly principalArn: string;
  readonly via: string | undefined;
  readonly actions: readonly string[];
  readonly externalId: string | undefined;
  readonly organizationId: string | undefined;
}): TrustRelationship {
  const conditions: TrustCondition[] = [];
  if (via !== undefined)
    conditions.push({
      meaning: "principalArn",
      operator: "ArnEquals",
      key: "aws:PrincipalArn",
      values: [principalArn],
    });
  if (organizationId !== undefined) conditions.push(equals("organization", "aws:PrincipalOrgID", [organizationId]));
  if (externalId !== undefined) conditions.push(equals("externalId", "sts:ExternalId", [externalId]));
  return { principal: { kind: "AWS", name: via ?? principalArn }, caller: principalArn, actions, conditions };
}

/** Trusts tokens of one OIDC issuer (without its scheme), of one audience and the given subjects. */
export function webIdentityTrust({
  providerArn,
  issuer,
  audience,
  subjects,
}: {
  readonly providerArn: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subjects: readonly string[];
}): TrustRelationship {
  return {
    principal: { kind: "Federated", name: providerArn },
    caller: providerArn,
    actions: ["sts:AssumeRoleWithWebIdentity"],
    conditions: [equals("audience", `${issuer}:aud`, [audience]), equals("subject", `${issuer}:sub`, subjects)],
  };
}

/** Trusts an AWS service, under conditions of its own. */
export function serviceTrust(
  service: string,
  actions: readonly string[],
  conditions: readonly TrustCondition[],
): TrustRelationship {
  return { principal: { kind: "Service", name: service }, caller: service, actions, conditions };
}

/** A condition that a key has one of the given values. */
export function equals(meaning: ConditionMeaning, key: string, values: readonly string[]): TrustCondition {
  return { meaning, operator: "StringEquals", key, values };
}
