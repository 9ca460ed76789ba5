import { isExecutionRole } from "../../aws/role-arn.js";
import type { Plan, PlannedCaller, PlannedIdentity } from "../../plan/plan.js";
import { awsPrincipal } from "../../policy/principal.js";
import type { DiagnosisCode } from "../codes.js";
import { differingParts } from "../near-miss.js";
import { show } from "../show.js";

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
  readonly roleArn: string;
  readonly caller: PlannedCaller;
  /** The caller, where it has an identity in AWS. */
  readonly identity: PlannedIdentity | undefined;
  readonly text: string;
  readonly denied: Denied | undefined;
}

export interface Denied {
  readonly user: string;
  readonly action: string;
  readonly resource: string | undefined;
}

/** How to read the integration role and have it diagnosed. */
export function readsRole({ plan: { integrationRole } }: Facts): Pick<PossibleCause, "command" | "next"> {
  return {
    command: `aws iam get-role --role-name ${integrationRole.name} > role.json`,
    next: { diagnose: "trust", file: "role.json" },
  };
}

/** How to read a role, without more. */
export function showsRole(name: string): Pick<PossibleCause, "command"> {
  return { command: `aws iam get-role --role-name ${name}` };
}

/** What may be wrong with the integration role's trust, by mode. */
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
        command: "kubectl get serviceaccount NAME -n NAMESPACE -o jsonpath='{.metadata.annotations}'",
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
function alongCauses([, ...along]: readonly string[], reads: Pick<PossibleCause, "command" | "next">): PossibleCause[] {
  return along.map((action) => ({
    code: "ACTION_MISMATCH",
    cause: `The trust policy does not allow ${action}, which comes along with every call, because session tags are passed on.`,
    ...reads,
  }));
}

/** That the caller's own policies lack the call, where it has any. */
export function grantCauses({ identity, roleArn }: Facts): PossibleCause[] {
  if (identity === undefined) return [];
  const { kind, noun, name, actions } = identity;
  return [
    {
      code: "ASSUME_NOT_GRANTED",
      cause: `The ${noun} may not call ${actions.join(" and ")} on ${show(roleArn)}.`,
      command: `aws iam get-${kind}-policy --${kind}-name ${name} --policy-name POLICY > grant.json`,
      next: { diagnose: "identity", file: "grant.json" },
    },
  ];
}

/** What the denied call says itself: another caller or another role than the described ones. */
export function evidence({ plan, roleArn, identity, denied }: Facts): PossibleCause[] {
  if (denied === undefined) return [];
  const causes: PossibleCause[] = [];
  const form = awsPrincipal(denied.user);
  const called =
    form.kind === "session" ? `arn:${form.partition}:iam::${form.accountId}:role/${form.role}` : denied.user;
  if (identity === undefined) {
    causes.push({
      cause: `The call came from ${show(denied.user)}, not from the pod's token: the pod has no token for a role, so the SDK took the node's credentials. The service account lacks the annotation eks.amazonaws.com/role-arn, or the pod was started before it had it.`,
      command:
        "kubectl get pod POD -o jsonpath='{.spec.serviceAccountName} {.spec.containers[*].env[?(@.name==\"AWS_ROLE_ARN\")].value}'",
    });
  } else if (hasExecutionRole(identity) && isExecutionRole(called)) {
    causes.push({
      code: "EXECUTION_ROLE_TRUSTED",
      cause: `The call came from ${show(denied.user)}, an execution role by its name; the ${identity.noun} is ${show(identity.arn)}.`,
      command:
        "aws ecs describe-task-definition --task-definition NAME --query 'taskDefinition.[taskRoleArn,executionRoleArn]'",
    });
  } else if (!sameIdentity(called, identity.arn)) {
    causes.push({
      code: "PRINCIPAL_MISMATCH",
      cause: `The call came from ${show(denied.user)}; the description's workload is ${show(identity.arn)}. Either the workload runs under another identity, or the description names the wrong one.`,
      command: "aws sts get-caller-identity",
    });
  }
  const { resource } = denied;
  if (resource !== undefined && /:role\//.test(resource)) {
    const expected = roleArn.replace(/::[^:]*:/, `::${resource.split(":")[4]}:`);
    if (resource !== expected) {
      causes.push({
        code: "ROLE_MISMATCH",
        cause: `The call asked for ${show(resource)}${differing(resource, expected)}; the description's role is ${show(expected)}.`,
        ...showsRole(plan.integrationRole.name),
      });
    }
  }
  return causes;
}

function hasExecutionRole(identity: PlannedIdentity): boolean {
  return identity.kind === "user" || identity.host.hasExecutionRole;
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
