import type { Plan, PlannedCaller, PlannedIdentity } from "../../plan/plan.js";
import { isTarget } from "../../plan/targets.js";
import { awsPrincipal } from "../../policy/principal.js";
import type { DiagnosisCode } from "../codes.js";
import { isTakenFor } from "../execution-role.js";
import { differingParts } from "../near-miss.js";
import { show } from "../show.js";
import { SHOWS_ROLE_SETTINGS, SHOWS_SDK_VARIABLES } from "./commands.js";
import type { Denial } from "./denial.js";

/** One thing that may be behind an error, and how to see whether it is. */
export interface PossibleCause {
  /** The code that a diagnosis of the deployed documents gives it, if it can see it. */
  readonly code?: DiagnosisCode;
  readonly cause: string;
  /** A command that shows it; nothing where the document is there as a file already. */
  readonly command?: string;
  /** What rolewright says of what the command shows. */
  readonly next?: NextAnswer;
}

/** An answer of rolewright's: a diagnosis with a document besides, or the validation of one. */
export type NextAnswer =
  | { readonly diagnose: "trust" | "identity" | "provider" | "workload-trust"; readonly file: string }
  | { readonly validate: "trust" | "any"; readonly file: string };

/** What is known of the set-up and of the call that failed. */
export interface Facts {
  readonly plan: Plan;
  /** The integration role in the account that is asked about. */
  readonly roleArn: string;
  /** The one that lists the organization's accounts. */
  readonly managementRoleArn: string;
  readonly caller: PlannedCaller;
  /** The caller, where it has an identity in AWS. */
  readonly identity: PlannedIdentity | undefined;
  readonly text: string;
  readonly denial: Denial;
  /** The role that was asked for, where the text names it. */
  readonly asked: string | undefined;
}

type Check = Pick<PossibleCause, "command" | "next">;

/** How to read the integration role and have it diagnosed. */
export function readsRole({ plan: { integrationRole } }: Facts): Check {
  return {
    command: `aws iam get-role --role-name ${integrationRole.name} > role.json`,
    next: { diagnose: "trust", file: "role.json" },
  };
}

/** How to read the workload's own role and have it diagnosed. */
export function readsOwnRole({ noun, name }: PlannedIdentity): Check {
  const file = `${noun.replaceAll(" ", "-")}.json`;
  return {
    command: `aws iam get-role --role-name ${name} > ${file}`,
    next: { diagnose: "workload-trust", file },
  };
}

/** How to read the workload's own policies and have them diagnosed. */
export function readsGrant({ kind, name }: PlannedIdentity): Check {
  return {
    command: `aws iam get-${kind}-policy --${kind}-name ${name} --policy-name POLICY > grant.json`,
    next: { diagnose: "identity", file: "grant.json" },
  };
}

/** How to read a role, without more. */
export function showsRole(name: string): Pick<PossibleCause, "command"> {
  return { command: `aws iam get-role --role-name ${name}` };
}

/** How to see which role a service account's pods ask for. */
export function showsAnnotations({ caller }: Facts): Pick<PossibleCause, "command"> {
  const [name, namespace] =
    caller.kind === "service-account" ? [caller.serviceAccounts[0]!, caller.namespace] : ["NAME", "NAMESPACE"];
  return { command: `kubectl get serviceaccount ${name} -n ${namespace} -o jsonpath='{.metadata.annotations}'` };
}

/** What may be wrong with the integration role's trust, by who calls. */
export function trustCauses(facts: Facts): PossibleCause[] {
  const { plan, roleArn, caller, identity } = facts;
  const reads = readsRole(facts);
  if (identity === undefined) {
    return [
      {
        code: "SUBJECT_MISMATCH",
        cause:
          "The trust policy names another namespace or service account than the pod's, or has a wildcard under StringEquals.",
        ...reads,
      },
      {
        code: "CONDITION_KEY_MISMATCH",
        cause: "The trust policy's condition keys or its provider are those of another cluster, or of another account.",
        ...reads,
      },
      {
        code: "AUDIENCE_MISMATCH",
        cause: "The audience in the trust policy is not that of the pod's token.",
        command:
          "kubectl get pod POD -o jsonpath='{.spec.volumes[*].projected.sources[*].serviceAccountToken.audience}'",
      },
      {
        code: "ROLE_MISMATCH",
        cause: `The service account is annotated with another role than ${show(roleArn)}, or the role does not exist in that account.`,
        ...showsAnnotations(facts),
      },
    ];
  }
  return [
    {
      code: "PRINCIPAL_MISMATCH",
      cause: `The trust policy does not name ${show(identity.arn)}: another name, path, account or partition.`,
      ...reads,
    },
    {
      code: "EXTERNAL_ID_MISMATCH",
      cause:
        "The external ID in the trust policy is not the one that the integration is configured with, or one of them has none.",
      ...reads,
    },
    {
      code: "PRINCIPAL_DELETED",
      cause: `The ${identity.kind} was deleted and made again after the trust policy was written.`,
      ...reads,
    },
    {
      code: "ROLE_MISMATCH",
      cause: `There is no role ${show(roleArn)}: it has another name or path in that account, or was not rolled out there. STS does not say whether a role exists.`,
      ...showsRole(plan.integrationRole.name),
    },
    ...alongCauses(caller.actions, reads),
  ];
}

/** That the trust policy lacks an action that comes along with the first. */
function alongCauses([, ...along]: readonly string[], reads: Check): PossibleCause[] {
  return along.map((action) => ({
    code: "ACTION_MISMATCH",
    cause: `The trust policy does not allow ${action}, which comes along with every call, because session tags are passed on.`,
    ...reads,
  }));
}

/** That the caller's own policies lack the call, or one action of it, where it has any. */
export function grantCauses({ identity, roleArn }: Facts, actions = identity?.actions): PossibleCause[] {
  if (identity === undefined || actions === undefined) return [];
  return [
    {
      code: "ASSUME_NOT_GRANTED",
      cause: `The ${identity.noun} may not call ${actions.join(" and ")} on ${show(roleArn)}.`,
      ...readsGrant(identity),
    },
  ];
}

/** Why the integration role cannot be assumed, where the text says no more: the likeliest first. */
export function assumeCauses(facts: Facts): PossibleCause[] {
  const [first, ...rest] = trustCauses(facts);
  return [first!, ...grantCauses(facts), ...rest];
}

/** That a token is exchanged where the description's caller has none. */
export function tokenCause({ caller }: Facts): PossibleCause {
  return {
    code: "ACTION_MISMATCH",
    cause: `The SDK exchanges a web identity token, but the description is of the ${caller.noun}, which calls sts:AssumeRole. The environment has AWS_WEB_IDENTITY_TOKEN_FILE set, so that the integration takes the token first.`,
    command: SHOWS_SDK_VARIABLES,
  };
}

/** That no role is configured, and which one should be: the integration has two settings for it. */
export function roleSetting({ plan, roleArn, managementRoleArn }: Facts): string {
  return plan.targets.kind === "organizational-units"
    ? `accountRoleArn to ${show(managementRoleArn)}`
    : `accountRoleArns to a JSON list with ${show(roleArn)}`;
}

/** Who made a call, as far as the text tells. */
export type Origin = "unknown" | "workload" | "integration-role" | "execution-role" | "other";

/** The role or user behind an ARN in a text: a session's role, without its path. */
export function calledBy(user: string): {
  readonly arn: string;
  readonly kind: "role" | "user";
  readonly name: string;
} {
  const form = awsPrincipal(user);
  const arn = form.kind === "session" ? `arn:${form.partition}:iam::${form.accountId}:role/${form.role}` : user;
  const name = form.kind === "session" ? form.role : form.kind === "role" || form.kind === "user" ? form.name : "";
  // The name goes into a command: nothing that a shell would act on.
  return { arn, kind: form.kind === "user" ? "user" : "role", name: /^[\w+=,.@-]{1,64}$/.test(name) ? name : "NAME" };
}

export function originOf({ plan, identity, denial: { user } }: Facts): Origin {
  if (user === undefined || !user.startsWith("arn:")) return "unknown";
  const { arn, name } = calledBy(user);
  if (identity !== undefined && sameIdentity(arn, identity.arn)) return "workload";
  if (awsPrincipal(user).kind === "session" && name === plan.integrationRole.name) return "integration-role";
  return identity !== undefined && isTakenFor(arn, identity) ? "execution-role" : "other";
}

/** What the text says itself: another caller or another role than the described ones. */
export function evidence(facts: Facts): PossibleCause[] {
  return [...callerEvidence(facts), ...roleEvidence(facts)];
}

function callerEvidence(facts: Facts): PossibleCause[] {
  const { identity, caller, denial } = facts;
  const { user } = denial;
  const origin = originOf(facts);
  if (user === undefined || origin === "unknown") return [];
  if (identity === undefined) {
    const asRole = `The call came from ${show(user)}, not from the pod's token`;
    if (origin === "integration-role")
      return [
        {
          cause: `${asRole}: the integration role was assumed already, and assumes on from there. credentialProviderPriority puts AssumeRole first, so that the token is used for the annotated role alone; each role must then trust that role.`,
          command: "env | grep -iE '__credential_?provider_?priority='",
        },
      ];
    const nodes: PossibleCause = {
      cause: `${asRole}: the pod has no token for a role, so the SDK took the node's credentials. The service account lacks the annotation eks.amazonaws.com/role-arn, or the pod was started before it had it.`,
      command:
        "kubectl get pod POD -o jsonpath='{.spec.serviceAccountName} {.spec.containers[*].env[?(@.name==\"AWS_ROLE_ARN\")].value}'",
    };
    // Its sessions begin so: https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumedRoleUser.html
    if (!/:assumed-role\/[^/]+\/eks-/.test(user)) return [nodes];
    const namespace = caller.kind === "service-account" ? caller.namespace : "NAMESPACE";
    return [
      {
        cause: `${asRole}: by its session, EKS Pod Identity gave the pod that role. Where a service account has both an association and the annotation, the association wins.`,
        command: `aws eks list-pod-identity-associations --cluster-name CLUSTER --namespace ${namespace}`,
      },
    ];
  }
  if (origin === "execution-role")
    return [
      {
        code: "EXECUTION_ROLE_TRUSTED",
        cause: `The call came from ${show(user)}, an execution role by its name; the ${identity.noun} is ${show(identity.arn)}.`,
        command:
          "aws ecs describe-task-definition --task-definition NAME --query 'taskDefinition.[taskRoleArn,executionRoleArn]'",
      },
    ];
  if (origin === "workload") return [];
  return [
    {
      code: "PRINCIPAL_MISMATCH",
      cause: `The call came from ${show(user)}; the description's workload is ${show(identity.arn)}. Either the workload runs under another identity, or the description names the wrong one.`,
      command: "aws sts get-caller-identity",
    },
  ];
}

function roleEvidence({ plan, roleArn, asked }: Facts): PossibleCause[] {
  if (asked === undefined || !/:role\//.test(asked)) return [];
  const account = asked.split(":")[4]!;
  const expected = roleArn.replace(/::[^:]*:/, `::${account}:`);
  const elsewhere = /^\d{12}$/.test(account) && !isTarget(plan.targets, account);
  if (asked !== expected) {
    const besides = elsewhere ? ` Account ${show(account)} is no target of it, besides.` : "";
    return [
      {
        code: "ROLE_MISMATCH",
        cause: `The call asked for ${show(asked)}${differing(asked, expected)}; the description's role is ${show(elsewhere ? roleArn : expected)}.${besides}`,
        ...showsRole(plan.integrationRole.name),
      },
    ];
  }
  if (!elsewhere) return [];
  return [
    {
      code: "ROLE_MISMATCH",
      cause: `The call asked for ${show(asked)}, whose account ${show(account)} is no target of the description, so that nothing of it makes a role there.`,
      command: SHOWS_ROLE_SETTINGS,
    },
  ];
}

/** A role that is denied to its own service: who was meant to get it, as AWS prints it. */
export interface OwnDenial {
  /** What the error is of, in sentences. */
  readonly what: string;
  /** The principal of the service that gives the role; nothing where the text does not tell. */
  readonly service: string | undefined;
}

/** Whether the text is about the workload's own role: the role that was asked for is the workload itself. */
export function isOwnRole({ identity, asked, roleArn }: Facts): boolean {
  return identity?.kind === "role" && asked !== undefined && asked !== roleArn && sameIdentity(asked, identity.arn);
}

/** Why a service cannot give the workload its role. */
export function ownRoleCauses(facts: Facts, { what, service }: OwnDenial): PossibleCause[] {
  const { caller, asked, denial } = facts;
  if (caller.kind !== "role" || (service !== undefined && caller.host.trust.principal.name !== service))
    return [
      {
        cause: `The error is of ${what}; the description's caller is the ${caller.noun}${caller.kind === "role" ? `, which ${caller.host.service} gives to an ${caller.host.noun}` : ""}. Either the error is another workload's, or the description is of another kind of caller.`,
        command: caller.kind === "role" ? caller.withoutCredentials.command : "aws sts get-caller-identity",
      },
    ];
  const { name, noun, arn, host } = caller;
  const reads = readsOwnRole(caller);
  const causes: PossibleCause[] = [
    {
      code: "SERVICE_MISMATCH",
      cause: `The ${noun} does not trust ${host.trust.principal.name}, but another service or none.`,
      ...reads,
    },
    { code: "CONDITION_BLOCKS_CALLER", cause: host.conditions, ...showsRole(name) },
    { cause: `The ${noun} does not exist.`, ...showsRole(name) },
  ];
  const { actions } = host.trust;
  if (actions.length > 1) {
    const one = actions.find((action) => action === denial.action);
    const lacks: PossibleCause = {
      code: "ACTION_MISMATCH",
      cause: `The ${noun}'s trust policy does not allow ${host.service} ${one === undefined ? `both ${actions.join(" and ")}` : `${one}; it needs ${actions.join(" and ")}`}.`,
      ...reads,
    };
    if (denial.action === actions[0] || denial.action === undefined) causes.splice(1, 0, lacks);
    else causes.unshift(lacks);
  }
  if (originOf(facts) === "workload")
    causes.unshift({
      code: "ROLE_MISMATCH",
      cause: `The ${noun} asks for itself: the integration is configured with the role that it runs under. Set ${roleSetting(facts)}.`,
      command: SHOWS_ROLE_SETTINGS,
    });
  else if (asked !== undefined && !sameIdentity(asked, arn))
    causes.unshift(
      isTakenFor(asked, caller)
        ? {
            cause: `The text names ${show(asked)}, an execution role by its name, which must trust ${host.trust.principal.name} itself; the ${noun} is ${show(arn)}.`,
            ...showsRole(calledBy(asked).name),
          }
        : {
            code: "ROLE_MISMATCH",
            cause: `The text names ${show(asked)}; the ${noun} is ${show(arn)}.`,
            command: caller.withoutCredentials.command,
          },
    );
  return causes;
}

function differing(given: string, intended: string): string {
  const parts = differingParts(given, intended);
  return parts === undefined ? "" : `: ${parts}`;
}

/** Whether two ARNs are of one role or user; a session's does not tell the path. */
function sameIdentity(caller: string, workload: string): boolean {
  const withoutPath = (arn: string) => arn.replace(/:(role|user)\/.*\//, ":$1/");
  return caller === workload || withoutPath(caller) === withoutPath(workload);
}
