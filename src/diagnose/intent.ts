import { callerOf, type Host, type Plan, type PlannedCaller } from "../plan/plan.js";
import { hostOf, type PolicySelection, trustingAccount, workloadOf } from "../plan/select.js";
import { checkTarget } from "../plan/targets.js";
import type { EvaluationCaseInput } from "../policy/evaluate/case.js";
import {
  conditionsOf,
  type TrustCondition,
  type TrustRelationship,
  trustPolicy,
  trustStatements,
} from "../policy/make/trust.js";
import type { PolicyDocument, Statement } from "../policy/types.js";
import { show } from "./show.js";

/** A request of one action, whose decision is asked for. */
export type Request = EvaluationCaseInput["request"] & { readonly action: string };

/** What a trust policy is meant to do: whom it lets in, and what it asks of them. */
export interface Intent extends TrustRelationship {
  /** Who calls, in words: `the task role`. */
  readonly who: string;
  /** Who calls, as a description knows it: an ARN, a service, a service account's subject. */
  readonly shown: string;
  /** Both of these. */
  readonly label: string;
  readonly partition: string;
  /** The role whose trust policy it is, and its account. */
  readonly roleArn: string;
  readonly roleAccount: string;
  readonly document: PolicyDocument;
  /** One, or one for each group of actions that know different condition keys. */
  readonly statements: readonly Statement[];
  /** The caller that the plan knows: the one that is let in, or the one whose own role it is. */
  readonly workload: PlannedCaller;
  /** What gets the role, where it is the workload's own. */
  readonly host: Host | undefined;
  /** Of the cluster, without its scheme, where a token is exchanged. */
  readonly issuer: string | undefined;
  /** One a caller and action: all of them must be allowed. */
  readonly requests: readonly Request[];
}

/** What a role's trust policy in one account is meant to do. */
export function trustIntent(
  plan: Plan,
  role: NonNullable<PolicySelection["role"]>,
  account: string | undefined,
): Intent {
  if (account !== undefined) checkTarget(plan.targets, account);
  return role === "workload" ? ownIntent(plan) : integrationIntent(plan, trustingAccount(plan, account));
}

/** What the trust policy of the workload's own role is meant to do. */
function ownIntent(plan: Plan): Intent {
  const workload = workloadOf(plan);
  const host = hostOf(workload);
  const { arn, accountId } = workload;
  return intentOf(plan, host.trust, {
    workload,
    host,
    who: host.service,
    shown: host.trust.caller,
    roleArn: arn,
    roleAccount: accountId,
  });
}

/** What the integration role's trust policy in one account is meant to do. */
function integrationIntent(plan: Plan, account: string): Intent {
  const { path, name, trust } = plan.integrationRole;
  const workload = callerOf(plan);
  return intentOf(plan, trust(account)[0]!, {
    workload,
    host: undefined,
    who: `the ${workload.noun}`,
    shown: workload.kind === "service-account" ? workload.subjects.join(", ") : workload.arn,
    roleArn: `arn:${plan.partition}:iam::${account}:role${path}${name}`,
    roleAccount: account,
  });
}

function intentOf(
  { partition }: Plan,
  relationship: TrustRelationship,
  about: Pick<Intent, "workload" | "host" | "who" | "shown" | "roleArn" | "roleAccount">,
): Intent {
  const { workload, who, shown, roleArn } = about;
  return {
    ...relationship,
    ...about,
    label: `${who} ${show(shown)}`,
    partition,
    document: trustPolicy([relationship]),
    statements: trustStatements(relationship),
    issuer: workload.kind === "service-account" ? workload.provider.issuer : undefined,
    requests: requestsOf(relationship, roleArn),
  };
}

/** The calls that a relationship must allow: of each of its callers, each action. */
function requestsOf(relationship: TrustRelationship, resource: string): Request[] {
  const { principal, caller, actions } = relationship;
  return actions.flatMap((action) =>
    contextsOf(conditionsOf(action, relationship), relationship.known).map((context) => ({
      action,
      resource,
      principal: { [principal.kind]: caller } as unknown as Exclude<Request["principal"], string>,
      context: { "aws:SecureTransport": true, ...context },
    })),
  );
}

/** The contexts of all callers: of several values under one key, each is a caller's. */
function contextsOf(
  conditions: readonly TrustCondition[],
  known: TrustRelationship["known"] = {},
): { readonly [key: string]: string }[] {
  const asked = conditions
    .filter(({ meaning }) => meaning !== "principalArn")
    .map(({ key, values, example }) => [key, example === undefined ? values : [example]] as const);
  return [...asked, ...Object.entries(known)].reduce<{ readonly [key: string]: string }[]>(
    (contexts, [key, values]) => contexts.flatMap((context) => values.map((value) => ({ ...context, [key]: value }))),
    [{}],
  );
}

/** The intended statement that allows an action. */
export function statementFor(action: string, { statements }: Intent): Statement {
  return statements.find(({ Action }) => [Action].flat().includes(action)) ?? statements[0]!;
}

/** The values that the intended condition of a meaning has. */
export function intendedValues(meaning: TrustCondition["meaning"], { conditions }: Intent): readonly string[] {
  return conditions.find((condition) => condition.meaning === meaning)?.values ?? [];
}
