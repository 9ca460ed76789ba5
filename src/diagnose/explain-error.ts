import { listedAccounts, type Plan } from "../plan.js";
import { awsPrincipal } from "../policy/principal.js";
import type { DiagnosisCode } from "./codes.js";
import { differingParts } from "./near-miss.js";
import { isExecutionRole } from "./principal-cause.js";
import { show } from "./show.js";

/** One thing that may be behind an error, and how to see whether it is. */
export interface PossibleCause {
  /** The code that a diagnosis of the deployed documents gives it, if it can see it. */
  readonly code?: DiagnosisCode;
  readonly cause: string;
  /** A command that shows it. */
  readonly command: string;
}

/** What an error's text says, in the set-up of a description. */
export interface Explanation {
  /** Which error it is; nothing if the text is not known. */
  readonly error: string | undefined;
  /** The most likely first. */
  readonly causes: readonly PossibleCause[];
}

/** What is known of the set-up and of the call that failed. */
interface Facts {
  readonly plan: Plan;
  readonly roleArn: string;
  /** The workload's ARN; nothing where it has no identity in AWS. */
  readonly workload: string | undefined;
  readonly text: string;
  readonly denied: Denied | undefined;
}

interface Denied {
  readonly user: string;
  readonly action: string;
  readonly resource: string | undefined;
}

interface KnownError {
  readonly pattern: RegExp;
  /** What AWS prints, in the main. */
  readonly example: string;
  readonly error: string;
  readonly causes: (facts: Facts) => readonly PossibleCause[];
}

const MOST_CHARACTERS = 20_000;

/**
 * What can be behind an error that AWS or the integration printed, in the set-up of a description.
 *
 * @param text The error's text, whole or in part; what follows its first 20,000 characters is not read.
 * @param account The target account, for the commands; default: the first one that the description names.
 * @returns The causes in order of likelihood, each with a command that shows it. Without a known error, what to check in general.
 * @example
 * const text =
 *   "An error occurred (AccessDenied) when calling the AssumeRole operation: User: " +
 *   "arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/1 is not authorized to perform: sts:AssumeRole on " +
 *   "resource: arn:aws:iam::111122223333:role/PortIntegrationRole";
 * const description = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" };
 * explainError(planIntegration(parseIntegration(description)), text).causes[0]?.code; // "EXECUTION_ROLE_TRUSTED"
 */
export function explainError(plan: Plan, text: string, account?: string): Explanation {
  const { partition, integrationRole, workload } = plan;
  const cut = text.slice(0, MOST_CHARACTERS).replace(/\s+/g, " ");
  const target = account ?? listedAccounts(plan.targets)[0] ?? "ACCOUNT";
  const facts: Facts = {
    plan,
    text: cut,
    denied: deniedCall(cut),
    roleArn: `arn:${partition}:iam::${target}:role${integrationRole.path}${integrationRole.name}`,
    workload: workload && `arn:${partition}:iam::${plan.accountId}:${workload.kind}${workload.path}${workload.name}`,
  };
  const known = KNOWN_ERRORS.find(({ pattern }) => pattern.test(cut));
  if (known !== undefined) return { error: known.error, causes: known.causes(facts) };
  return { error: undefined, causes: [...trustCauses(facts), ...(workload === undefined ? [] : [grantCause(facts)])] };
}

/** Who was denied what, in AWS's words. */
function deniedCall(text: string): Denied | undefined {
  const [, user, action, resource] =
    /User: (\S{1,2048}) is not authorized to perform: ([\w-]{1,64}:\w{1,128})(?: on resource: (\S{1,2048}))?/.exec(
      text,
    ) ?? [];
  if (user === undefined || action === undefined) return undefined;
  return { user, action, resource: resource?.replace(/[.,;]+$/, "") };
}

const READ_ROLE = ({ plan: { integrationRole } }: Facts) =>
  `aws iam get-role --role-name ${integrationRole.name} > role.json && rolewright diagnose CONFIG --trust role.json`;

/** What may be wrong with the integration role's trust, by mode. */
function trustCauses(facts: Facts): PossibleCause[] {
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

function grantCause({ plan, roleArn }: Facts): PossibleCause {
  const { workload } = plan;
  const flag = workload?.kind === "user" ? "--user-name" : "--role-name";
  return {
    code: "ASSUME_NOT_GRANTED",
    cause: `The ${workload?.kind === "user" ? "IAM user" : "task role"} may not call sts:AssumeRole on ${show(roleArn)}.`,
    command: `aws iam get-${workload?.kind}-policy ${flag} ${workload?.name} --policy-name POLICY > grant.json && rolewright diagnose CONFIG --trust role.json --identity grant.json`,
  };
}

/** What the denied call says itself: another caller or another role than the described ones. */
function evidence({ plan, roleArn, workload, denied }: Facts): PossibleCause[] {
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

/** The errors that are known, the more particular first. Patterns are matched against text without line breaks. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    pattern: /with an explicit deny in an? (?:service|resource) control policy/i,
    example:
      "is not authorized to perform: sts:AssumeRole on resource: ROLE with an explicit deny in a service control policy",
    error: "The organization denies the call.",
    causes: () => [
      {
        cause:
          "A service control policy or resource control policy of the organization denies the call. Nothing in the account's own policies can allow it.",
        command: "aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY",
      },
    ],
  },
  {
    pattern: /explicit deny/i,
    example:
      "is not authorized to perform: sts:AssumeRole on resource: ROLE with an explicit deny in an identity-based policy",
    error: "A policy denies the call.",
    causes: (facts) => [
      {
        code: "EXPLICIT_DENY",
        cause: /resource-based policy/i.test(facts.text)
          ? "The integration role's trust policy has a statement that denies the caller."
          : /identity-based policy/i.test(facts.text)
            ? "A policy of the workload denies sts:AssumeRole."
            : /permissions boundary/i.test(facts.text)
              ? "The workload's permissions boundary denies sts:AssumeRole."
              : "A policy of the workload, its permissions boundary, or the role's trust policy denies the call.",
        command: READ_ROLE(facts),
      },
    ],
  },
  {
    pattern: /iam:PassRole/i,
    example: "is not authorized to perform: iam:PassRole on resource: ROLE",
    error: "Whoever deploys may not pass the role.",
    causes: ({ plan }) => [
      {
        cause:
          "The identity that registers the task definition lacks iam:PassRole for the task role. The integration itself is not concerned.",
        command: `aws iam simulate-principal-policy --policy-source-arn DEPLOYER --action-names iam:PassRole --resource-arns arn:${plan.partition}:iam::${plan.accountId}:role/NAME`,
      },
    ],
  },
  {
    pattern: /organizations:(?:List|Describe)|AWSOrganizationsNotInUse|access organization/i,
    example: "is not authorized to perform: organizations:ListAccounts on resource: *",
    error: "The organization's accounts cannot be listed.",
    causes: ({ plan, roleArn }) => [
      {
        cause:
          "The role is one of a member account: only the management account and delegated administrators can list accounts. The integration's accountRoleArn must be the role of the management account.",
        command: "aws organizations describe-organization --query Organization.MasterAccountId",
      },
      {
        cause: `The role ${show(roleArn)} does not have organizations:ListAccounts; its managed policies are ${plan.integrationRole.managedPolicyArns.join(", ") || "none"}.`,
        command: `aws iam list-attached-role-policies --role-name ${plan.integrationRole.name}`,
      },
    ],
  },
  {
    pattern: /not authorized to perform:? sts:AssumeRoleWithWebIdentity/i,
    example: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    error: "STS refuses to exchange the pod's token for the role.",
    causes: (facts) =>
      facts.workload === undefined
        ? trustCauses(facts)
        : [
            {
              code: "ACTION_MISMATCH",
              cause:
                "The SDK exchanges a web identity token, but the description is of a role or user that calls sts:AssumeRole. The environment has AWS_WEB_IDENTITY_TOKEN_FILE set.",
              command: "env | grep AWS_",
            },
          ],
  },
  {
    pattern: /No OpenIDConnect provider found in your account/i,
    example: "No OpenIDConnect provider found in your account for https://ISSUER",
    error: "The account that holds the role has no OIDC provider for the token's issuer.",
    causes: ({ plan }) => [
      {
        code: "PROVIDER_MISMATCH",
        cause: `The OIDC provider of ${show(plan.oidcProvider?.issuer ?? "the cluster")} is missing in the role's own account. Each target account needs one; rolewright's templates create it.`,
        command:
          "aws iam list-open-id-connect-providers > providers.json && rolewright diagnose CONFIG --provider providers.json",
      },
      {
        code: "PROVIDER_MISMATCH",
        cause:
          "The provider is there under another URL: another cluster's, with a slash at its end, or the dual-stack host.",
        command: "aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer",
      },
    ],
  },
  {
    pattern: /Incorrect token audience/i,
    example: "Incorrect token audience",
    error: "The token's audience is none of the provider's client IDs.",
    causes: ({ plan }) => [
      {
        code: "AUDIENCE_MISMATCH",
        cause: `The OIDC provider's client IDs lack ${show(plan.oidcProvider?.audience ?? "sts.amazonaws.com")}.`,
        command:
          "aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN > provider.json && rolewright diagnose CONFIG --provider provider.json",
      },
      {
        code: "AUDIENCE_MISMATCH",
        cause:
          "The pod's token is made for another audience: the service account's annotation eks.amazonaws.com/audience, or the webhook's setting.",
        command: "kubectl get serviceaccount NAME -n NAMESPACE -o jsonpath='{.metadata.annotations}'",
      },
    ],
  },
  {
    pattern: /retrieve verification key|InvalidIdentityToken|thumbprint|ExpiredToken|Token (?:is )?expired/i,
    example: "Couldn't retrieve verification key from your identity provider",
    error: "STS cannot verify the token, or the token has expired.",
    causes: () => [
      {
        cause:
          "The issuer's discovery document or keys cannot be read from the internet, or the provider's URL is not the token's issuer.",
        command: "curl https://ISSUER/.well-known/openid-configuration",
      },
      {
        cause: "The token or the session has expired: the pod's clock is wrong, or the SDK is too old to renew it.",
        command: "kubectl exec POD -- date -u",
      },
    ],
  },
  {
    pattern: /not authorized to perform: sts:AssumeRole\b|AccessDenied.{0,80}AssumeRole/i,
    example: "User: CALLER is not authorized to perform: sts:AssumeRole on resource: ROLE",
    error: "STS refuses to let the caller assume the role.",
    causes: (facts) => {
      const grant = facts.workload === undefined ? [] : [grantCause(facts)];
      if (/no identity-based policy allows/i.test(facts.text))
        return [...evidence(facts), ...grant, ...trustCauses(facts)];
      if (/no resource-based policy allows/i.test(facts.text))
        return [...evidence(facts), ...trustCauses(facts), ...grant];
      const [first, ...rest] = trustCauses(facts);
      return [...evidence(facts), first!, ...grant, ...rest];
    },
  },
  {
    pattern: /unable to assume the role|proper trust relationship/i,
    example: "ECS was unable to assume the role 'ROLE' that was provided for this task",
    error: "ECS cannot give the task its role.",
    causes: ({ plan }) => [
      {
        code: "SERVICE_MISMATCH",
        cause: "The task role does not trust ecs-tasks.amazonaws.com, but another service or none.",
        command: `aws iam get-role --role-name ${plan.workload?.name ?? "TASK_ROLE"} > task-role.json && rolewright diagnose CONFIG --role workload --trust task-role.json`,
      },
      {
        code: "CONDITION_BLOCKS_CALLER",
        cause:
          "The task role's conditions on aws:SourceArn or aws:SourceAccount name another account, region or one cluster; ECS does not support naming a cluster.",
        command: `aws iam get-role --role-name ${plan.workload?.name ?? "TASK_ROLE"}`,
      },
      {
        cause: "The task role does not exist.",
        command: `aws iam get-role --role-name ${plan.workload?.name ?? "TASK_ROLE"}`,
      },
    ],
  },
  {
    pattern: /Invalid principal in policy/i,
    example: 'MalformedPolicyDocument: Invalid principal in policy: "AWS":"ARN"',
    error: "IAM refuses the policy because a principal in it does not exist.",
    causes: ({ workload }) => [
      {
        code: "PRINCIPAL_MISMATCH",
        cause: `${show(workload ?? "The principal")} does not exist yet, or is written with a mistake. Create the workload's role or user before the roles that trust it; trustVia: account needs no such order.`,
        command:
          workload === undefined
            ? "aws iam list-open-id-connect-providers"
            : `aws iam get-${workload.includes(":user/") ? "user --user-name" : "role --role-name"} ${workload.slice(workload.lastIndexOf("/") + 1)}`,
      },
      {
        code: "PARTITION_MISMATCH",
        cause: "The principal's ARN is of another partition.",
        command: "aws sts get-caller-identity --query Arn",
      },
    ],
  },
  {
    pattern: /prohibited field Resource/i,
    example: "MalformedPolicyDocument: Has prohibited field Resource",
    error: "IAM refuses the trust policy because it has a Resource.",
    causes: () => [
      {
        code: "RESOURCE_IN_TRUST_POLICY",
        cause: "A statement of the trust policy has Resource, which belongs into permissions policies only.",
        command: "rolewright validate trust.json --kind trust",
      },
    ],
  },
  {
    pattern: /ACLSizePerRole|quota for PolicySize|Maximum policy size|LimitExceeded/i,
    example: "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
    error: "A document is longer than IAM takes.",
    causes: () => [
      {
        code: "POLICY_TOO_LONG",
        cause:
          "The policy exceeds the account's quota: 2,048 characters of a trust policy by default, 6,144 of a managed policy, white space not counted.",
        command: "rolewright validate policy.json",
      },
    ],
  },
  {
    pattern:
      /MalformedPolicyDocument|Syntax errors? in policy|invalid Json|failed legacy parsing|Unknown field|Missing required field/i,
    example: "MalformedPolicyDocument: Syntax errors in policy",
    error: "IAM refuses the policy document.",
    causes: () => [
      {
        code: "MALFORMED",
        cause: "The document breaks a rule of IAM's grammar.",
        command: "rolewright validate policy.json",
      },
    ],
  },
  {
    pattern: /enable organizations access|trusted access/i,
    example: "You must enable organizations access to operate a service managed stack set",
    error: "CloudFormation may not work with the organization.",
    causes: () => [
      {
        cause: "Trusted access for StackSets is off. Turn it on once, in the management account.",
        command: "aws cloudformation activate-organizations-access",
      },
    ],
  },
  {
    pattern: /CAPABILITY_(?:NAMED_)?IAM|InsufficientCapabilities/i,
    example: "Requires capabilities : [CAPABILITY_NAMED_IAM]",
    error: "CloudFormation asks for a confirmation that the stack makes IAM roles.",
    causes: () => [
      {
        cause: "The call lacks the capability for roles with names.",
        command: "aws cloudformation deploy --capabilities CAPABILITY_NAMED_IAM …",
      },
    ],
  },
  {
    pattern: /EntityAlreadyExists|already exists/i,
    example: "EntityAlreadyExists: Role with name NAME already exists",
    error: "A role or provider of that name is there already.",
    causes: ({ plan }) => [
      ...(plan.oidcProvider === undefined
        ? []
        : [
            {
              cause:
                "The account has an OIDC provider for the cluster already, and can have only one. Set createOidcProvider: false.",
              command: "aws iam list-open-id-connect-providers",
            },
          ]),
      {
        cause: `The role ${show(plan.integrationRole.name)} exists already, made by hand, by another stack or for another region of the stack set.`,
        command: `aws iam get-role --role-name ${plan.integrationRole.name}`,
      },
    ],
  },
  {
    pattern: /MaxSessionDuration|DurationSeconds exceeds/i,
    example: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
    error: "The session is asked for longer than the role allows.",
    causes: ({ plan }) => [
      {
        cause: `The role allows ${plan.integrationRole.maxSessionDuration ?? 3600} seconds. Set maxSessionDuration; a role that is assumed by a role never gets more than an hour.`,
        command: `aws iam get-role --role-name ${plan.integrationRole.name} --query Role.MaxSessionDuration`,
      },
    ],
  },
  {
    pattern: /InvalidClientTokenId|security token included in the request is invalid|UnrecognizedClient/i,
    example: "InvalidClientTokenId: The security token included in the request is invalid",
    error: "AWS does not know the credentials.",
    causes: ({ plan }) => [
      {
        cause: `The credentials are of another partition than ${show(plan.partition)}, or the call went to a region of another one.`,
        command: "aws configure list",
      },
      { cause: "The access key was deleted or is inactive.", command: "aws sts get-caller-identity" },
    ],
  },
  {
    pattern:
      /Unable to locate credentials|NoCredentialProviders|load credentials from any providers|Credentials.{0,20}not found/i,
    example: "Unable to locate credentials",
    error: "The SDK found no credentials at all.",
    causes: ({ workload, plan }) => [
      workload === undefined
        ? {
            cause:
              "The pod has no token: its service account lacks the annotation eks.amazonaws.com/role-arn, or the pod was started before it had it.",
            command: "kubectl get serviceaccount NAME -n NAMESPACE -o jsonpath='{.metadata.annotations}'",
          }
        : plan.workload?.kind === "user"
          ? { cause: "The environment lacks AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", command: "env | grep ^AWS_" }
          : {
              cause:
                "The task definition has no taskRoleArn. An execution role alone gives the containers no credentials.",
              command: "aws ecs describe-task-definition --task-definition NAME --query taskDefinition.taskRoleArn",
            },
    ],
  },
  {
    pattern: /is not authorized to perform: /i,
    example: "User: CALLER is not authorized to perform: ec2:DescribeInstances",
    error: "The role was assumed, but may not do what was asked.",
    causes: ({ plan, denied }) => [
      {
        cause: `${show(denied?.action ?? "The action")} is in none of the role's policies: ${plan.integrationRole.managedPolicyArns.join(", ") || "none"}. Add a policy to managedPolicyArns.`,
        command: `aws iam list-attached-role-policies --role-name ${plan.integrationRole.name}`,
      },
      {
        cause: "A service control policy or the role's permissions boundary denies it.",
        command: "aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY",
      },
    ],
  },
];
