import type { Plan } from "../../plan/plan.js";
import { awsPrincipal } from "../../policy/principal.js";
import type { DiagnosisCode } from "../codes.js";
import { differingParts } from "../near-miss.js";
import { show } from "../show.js";
import { isExecutionRole } from "../trust/principal-cause.js";

/** One thing that may be behind an error, and how to see whether it is. */
export interface PossibleCause {
  /** The code that a diagnosis of the deployed documents gives it, if it can see it. */
  readonly code?: DiagnosisCode;
  readonly cause: string;
  /** A command that shows it. */
  readonly command: string;
}

/** What is known of the set-up and of the call that failed. */
export interface Facts {
  readonly plan: Plan;
  readonly roleArn: string;
  /** The workload's ARN; nothing where it has no identity in AWS. */
  readonly workload: string | undefined;
  readonly text: string;
  readonly denied: Denied | undefined;
}

export interface Denied {
  readonly user: string;
  readonly action: string;
  readonly resource: string | undefined;
}

/** How to read the integration role and have it diagnosed. */
export const READ_ROLE = ({ plan: { integrationRole } }: Facts) =>
  `aws iam get-role --role-name ${integrationRole.name} > role.json && rolewright diagnose CONFIG --trust role.json`;

/** What may be wrong with the integration role's trust, by mode. */
export function trustCauses(facts: Facts): PossibleCause[] {
  const { plan, roleArn, workload } = facts;
  const command = READ_ROLE(facts);
  if (workload === undefined) {
    return [
      {
        code: "SUBJECT_MISMATCH",
        cause:
          "The trust policy names another namespace or service account than the pod's, or has a wildcard under StringEquals.",
        command,
      },
      {
        code: "CONDITION_KEY_MISMATCH",
        cause: "The trust policy's condition keys or its provider are those of another cluster, or of another account.",
        command,
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
      cause: `The trust policy does not name ${show(workload)}: another name, path, account or partition.`,
      command,
    },
    {
      code: "EXTERNAL_ID_MISMATCH",
      cause:
        "The external ID in the trust policy is not the one that the integration is configured with, or one of them has none.",
      command,
    },
    {
      code: "PRINCIPAL_DELETED",
      cause: `The ${plan.workload?.kind} was deleted and made again after the trust policy was written.`,
      command,
    },
    {
      code: "ROLE_MISMATCH",
      cause: `There is no role ${show(roleArn)}: it has another name or path in that account, or was not rolled out there. STS does not say whether a role exists.`,
      command: `aws iam get-role --role-name ${plan.integrationRole.name}`,
    },
  ];
}

export function grantCause({ plan, roleArn }: Facts): PossibleCause {
  const { workload } = plan;
  const flag = workload?.kind === "user" ? "--user-name" : "--role-name";
  return {
    code: "ASSUME_NOT_GRANTED",
    cause: `The ${workload?.kind === "user" ? "IAM user" : "task role"} may not call sts:AssumeRole on ${show(roleArn)}.`,
    command: `aws iam get-${workload?.kind}-policy ${flag} ${workload?.name} --policy-name POLICY > grant.json && rolewright diagnose CONFIG --trust role.json --identity grant.json`,
  };
}

/** What the denied call says itself: another caller or another role than the described ones. */
export function evidence({ plan, roleArn, workload, denied }: Facts): PossibleCause[] {
  if (denied === undefined) return [];
  const causes: PossibleCause[] = [];
  const form = awsPrincipal(denied.user);
  const caller =
    form.kind === "session" ? `arn:${form.partition}:iam::${form.accountId}:role/${form.role}` : denied.user;
  if (workload === undefined) {
    causes.push({
      cause: `The call came from ${show(denied.user)}, not from the pod's token: the pod has no token for a role, so the SDK took the node's credentials. The service account lacks the annotation eks.amazonaws.com/role-arn, or the pod was started before it had it.`,
      command:
        "kubectl get pod POD -o jsonpath='{.spec.serviceAccountName} {.spec.containers[*].env[?(@.name==\"AWS_ROLE_ARN\")].value}'",
    });
  } else if (isExecutionRole(caller)) {
    causes.push({
      code: "EXECUTION_ROLE_TRUSTED",
      cause: `The call came from ${show(denied.user)}, an execution role by its name; the task role is ${show(workload)}.`,
      command:
        "aws ecs describe-task-definition --task-definition NAME --query 'taskDefinition.[taskRoleArn,executionRoleArn]'",
    });
  } else if (!sameIdentity(caller, workload)) {
    causes.push({
      code: "PRINCIPAL_MISMATCH",
      cause: `The call came from ${show(denied.user)}; the description's workload is ${show(workload)}. Either the workload runs under another identity, or the description names the wrong one.`,
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
        command: `aws iam get-role --role-name ${plan.integrationRole.name}`,
      });
    }
  }
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
