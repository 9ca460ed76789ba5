import { providerOf } from "../../plan/plan.js";
import { show } from "../show.js";
import {
  evidence,
  type Facts,
  grantCauses,
  type PossibleCause,
  readsRole,
  showsRole,
  trustCauses,
} from "./possible-causes.js";

/** A document that is there as a file already. */
const VALIDATES = { next: { validate: "any", file: "policy.json" } } as const;
const VALIDATES_TRUST = { next: { validate: "trust", file: "trust.json" } } as const;

export interface KnownError {
  readonly pattern: RegExp;
  /** What AWS prints, in the main. */
  readonly example: string;
  readonly error: string;
  readonly causes: (facts: Facts) => readonly PossibleCause[];
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
        ...readsRole(facts),
      },
    ],
  },
  {
    pattern: /iam:PassRole/i,
    example: "is not authorized to perform: iam:PassRole on resource: ROLE",
    error: "Whoever deploys may not pass the role.",
    causes: ({ plan, caller }) => [
      {
        cause: `${caller.kind === "role" ? caller.host.passedBy : "The identity that gives a role to a service lacks iam:PassRole for it."} The integration itself is not concerned.`,
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
      facts.identity === undefined
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
        cause: `The OIDC provider of ${show(providerOf(plan)?.issuer ?? "the cluster")} is missing in the role's own account. Each target account needs one; rolewright's templates create it.`,
        command: "aws iam list-open-id-connect-providers > providers.json",
        next: { diagnose: "provider", file: "providers.json" },
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
        cause: `The OIDC provider's client IDs lack ${show(providerOf(plan)?.audience ?? "sts.amazonaws.com")}.`,
        command: "aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN > provider.json",
        next: { diagnose: "provider", file: "provider.json" },
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
    pattern: /not authorized to perform:? sts:TagSession/i,
    example: "User: CALLER is not authorized to perform: sts:TagSession on resource: ROLE",
    error: "STS refuses the session tags that come along with the call.",
    causes: (facts) => {
      const [, along] = facts.caller.actions;
      const tagging: PossibleCause =
        along === undefined
          ? {
              code: "ACTION_MISMATCH",
              cause: `The call passes session tags, which the ${facts.caller.noun} of the description does not. Pods with a role of EKS Pod Identity do.`,
              command: "aws sts get-caller-identity",
            }
          : {
              code: "ACTION_MISMATCH",
              cause: `The trust policy of ${show(facts.roleArn)} allows sts:AssumeRole, but not ${along}.`,
              ...readsRole(facts),
            };
      return [tagging, ...grantCauses(facts)];
    },
  },
  {
    pattern: /not authorized to perform: sts:AssumeRole\b|AccessDenied.{0,80}AssumeRole/i,
    example: "User: CALLER is not authorized to perform: sts:AssumeRole on resource: ROLE",
    error: "STS refuses to let the caller assume the role.",
    causes: (facts) => {
      const grant = grantCauses(facts);
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
    causes: ({ caller }) => {
      if (caller.kind !== "role")
        return [
          {
            cause: `The error is of a role that a service gives to what it runs; the description's caller is the ${caller.noun}.`,
            command: "aws sts get-caller-identity",
          },
        ];
      const { name, noun, host } = caller;
      return [
        {
          code: "SERVICE_MISMATCH",
          cause: `The ${noun} does not trust ${host.trust.principal.name}, but another service or none.`,
          command: `aws iam get-role --role-name ${name} > ${noun.replaceAll(" ", "-")}.json`,
          next: { diagnose: "workload-trust", file: `${noun.replaceAll(" ", "-")}.json` },
        },
        { code: "CONDITION_BLOCKS_CALLER", cause: host.conditions, ...showsRole(name) },
        { cause: `The ${noun} does not exist.`, ...showsRole(name) },
      ];
    },
  },
  {
    pattern: /Invalid principal in policy/i,
    example: 'MalformedPolicyDocument: Invalid principal in policy: "AWS":"ARN"',
    error: "IAM refuses the policy because a principal in it does not exist.",
    causes: ({ identity }) => [
      {
        code: "PRINCIPAL_MISMATCH",
        cause: `${show(identity?.arn ?? "The principal")} does not exist yet, or is written with a mistake. Create the workload's role or user before the roles that trust it; trustVia: account needs no such order.`,
        command:
          identity === undefined
            ? "aws iam list-open-id-connect-providers"
            : `aws iam get-${identity.kind} --${identity.kind}-name ${identity.name}`,
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
        ...VALIDATES_TRUST,
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
        ...VALIDATES,
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
        ...VALIDATES,
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
      ...(providerOf(plan) === undefined
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
    causes: ({ caller }) => [caller.withoutCredentials],
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
