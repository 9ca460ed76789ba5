import { providerOf } from "../../plan/plan.js";
import { show } from "../show.js";
import { assumeDenied, policyCauses, serviceDenied } from "./denial-causes.js";
import { INTEGRATION_ERRORS, INTEGRATION_NOTES, listingCauses } from "./integration-errors.js";
import { type KnownError, says } from "./known-error.js";
import {
  assumeCauses,
  evidence,
  type Facts,
  grantCauses,
  isOwnRole,
  ownRoleCauses,
  type PossibleCause,
  readsRole,
  showsAnnotations,
  showsRole,
  tokenCause,
} from "./possible-causes.js";

/** A document that is there as a file already. */
const VALIDATES = { next: { validate: "any", file: "policy.json" } } as const;
const VALIDATES_TRUST = { next: { validate: "trust", file: "trust.json" } } as const;

/** The workload's own role, denied to whatever gives it. */
const OWN_ROLE = { what: "a workload's own role", service: undefined } as const;

/** That something of a name is there already: what, whose it is, and how to see it. */
function existing(facts: Facts): PossibleCause[] {
  const { plan, identity, text } = facts;
  const { integrationRole } = plan;
  const host = identity?.kind === "role" ? identity.host : undefined;
  const [, thing, name] =
    /\b(Role|User|Instance Profile|Policy)(?: with name| called| named)? ["'[]?([\w+=,.@-]{1,128})["'\]]? already exists/i.exec(
      text,
    ) ?? [];
  const [, association] = /Association already exists:? ?(a-[\w-]{1,64})?/i.exec(text) ?? [undefined, undefined];
  const provider = providerOf(plan);
  const providerCause: PossibleCause = {
    cause:
      "The account has an OIDC provider for the cluster already, and can have only one. Set createOidcProvider: false.",
    command: "aws iam list-open-id-connect-providers",
  };
  const roleCause: PossibleCause = {
    cause: `The role ${show(integrationRole.name)} exists already, made by hand, by another stack or for another region of the stack set.`,
    ...showsRole(integrationRole.name),
  };
  if (/Association already exists/i.test(text)) {
    const attachment = host?.attachment;
    const cluster = attachment?.kind === "pod-identity-associations" ? attachment.clusterName : "CLUSTER";
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
    return [
      {
        cause: `The service account has an association already${association === undefined ? "" : `, ${show(association)}`}, made by hand or by another stack, and can have only one. Remove it, or bring it into the stack.`,
        command:
          association === undefined
            ? `aws eks list-pod-identity-associations --cluster-name ${cluster}`
            : `aws eks describe-pod-identity-association --cluster-name ${cluster} --association-id ${association}`,
      },
    ];
  }
  const [, stack] = /\bStack ?(Set)?:? ["'[]?[\w:-]{1,128}["'\]]? already exists/i.exec(text) ?? [undefined, ""];
  if (stack !== "")
    return [
      {
        cause: `A stack${stack === undefined ? "" : " set"} of that name exists already: update it, or remove it first.`,
        command:
          stack === undefined
            ? "aws cloudformation list-stacks --query 'StackSummaries[].[StackName,StackStatus]'"
            : "aws cloudformation list-stack-sets --query 'Summaries[].[StackSetName,Status]'",
      },
    ];
  if (/\bprovider\b.{0,300}already exists/i.test(text) && !/instance profile/i.test(text))
    return provider === undefined
      ? [
          {
            cause: `The account has an OIDC provider of that URL already. The ${facts.caller.noun} of the description needs none.`,
            command: providerCause.command!,
          },
        ]
      : [providerCause];
  if (/instance profile/i.test(thing ?? ""))
    return [
      {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
        cause: `The instance profile ${show(name)} exists already. The console makes one under the role's own name with every role for EC2. Import it into the stack, remove it, or describe it under another name.`,
        command: `aws iam get-instance-profile --instance-profile-name ${name}`,
      },
    ];
  if (/role/i.test(thing ?? "") || name === undefined) {
    if (name === undefined || name === integrationRole.name)
      return [...(name === undefined && provider !== undefined ? [providerCause] : []), roleCause];
    const whose = name === identity?.name ? `, the ${identity.noun},` : ", which is none of the description's,";
    return [
      {
        cause: `The role ${show(name)}${whose} exists already, made by hand or by another stack. Import it into the stack, or keep it as it is and deploy the rest alone.`,
        ...showsRole(name),
      },
    ];
  }
  const kind = thing!.toLowerCase();
  return [
    {
      cause: `The ${kind} ${show(name)} exists already, made by hand or by another stack.`,
      command:
        kind === "user"
          ? `aws iam get-user --user-name ${name}`
          : `aws iam list-policies --scope Local --query "Policies[?PolicyName=='${name}']"`,
    },
  ];
}

/** That the account has no provider for the token's issuer. */
function noProvider(facts: Facts): PossibleCause[] {
  const provider = providerOf(facts.plan);
  if (provider === undefined) return [tokenCause(facts)];
  const [, issuer] = /for https:\/\/(\S{1,255})/i.exec(facts.text) ?? [];
  const named = issuer?.replace(/[.,;]+$/, "");
  return [
    ...(named === undefined || named.includes("ISSUER") || named === provider.issuer
      ? []
      : [
          {
            code: "PROVIDER_MISMATCH",
            cause: `The token's issuer is ${show(named)}; the description's is ${show(provider.issuer)}.`,
            command: "aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer",
          } as const,
        ]),
    {
      code: "PROVIDER_MISMATCH",
      cause: `The OIDC provider of ${show(provider.issuer)} is missing in the role's own account. Each target account needs one; ${
        provider.create
          ? "rolewright's templates create it."
          : "rolewright's templates leave it out, because the description has createOidcProvider: false."
      }`,
      command: "aws iam list-open-id-connect-providers > providers.json",
      next: { diagnose: "provider", file: "providers.json" },
    },
    {
      code: "PROVIDER_MISMATCH",
      cause:
        "The provider is there under another URL: another cluster's, with a slash at its end, or the dual-stack host.",
      command: "aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer",
    },
  ];
}

/** That session tags are refused. */
function taggingDenied(facts: Facts): PossibleCause[] {
  if (isOwnRole(facts)) return ownRoleCauses(facts, OWN_ROLE);
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
  const grant = grantCauses(facts, ["sts:TagSession"]);
  const causes = facts.denial.policy === "identity-based policy" ? [...grant, tagging] : [tagging, ...grant];
  return [...evidence(facts), ...causes];
}

/** The errors that are known, the more particular first. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    matches: ({ denial: { policy } }) => policy === "service control policy" || policy === "resource control policy",
    example:
      "is not authorized to perform: sts:AssumeRole on resource: ROLE with an explicit deny in a service control policy",
    error: "The organization denies the call.",
    causes: policyCauses,
  },
  {
    matches: ({ denial: { explicit } }) => explicit,
    example:
      "is not authorized to perform: sts:AssumeRole on resource: ROLE with an explicit deny in an identity-based policy",
    error: "A policy denies the call.",
    causes: policyCauses,
  },
  {
    matches: ({ denial: { policy } }) =>
      policy === "permissions boundary" || policy === "session policy" || policy === "vpc endpoint policy",
    example:
      "is not authorized to perform: sts:AssumeRole because no permissions boundary allows the sts:AssumeRole action",
    error: "A policy that limits what others allow leaves the call out.",
    causes: policyCauses,
  },
  {
    matches: says(/unable to assume the role|proper trust relationship/i),
    example: "ECS was unable to assume the role 'ROLE' that was provided for this task",
    error: "ECS cannot give the task its role.",
    causes: (facts) =>
      ownRoleCauses(facts, { what: "a role that ECS gives to a task", service: "ecs-tasks.amazonaws.com" }),
  },
  {
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html
    matches: ({ text, denial }) =>
      /assume the associated role/i.test(text) ||
      (denial.action === undefined && /AssumeRoleForPodIdentity/.test(text)),
    example: "AccessDeniedException: EKS does not have permissions to assume the associated role",
    error: "EKS Pod Identity cannot give the pods their role.",
    causes: (facts) =>
      ownRoleCauses(facts, { what: "a role that EKS Pod Identity gives to pods", service: "pods.eks.amazonaws.com" }),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html
    matches: says(/AssumeRoleUnauthorizedAccess|EC2 cannot assume the role/i),
    example: "AssumeRoleUnauthorizedAccess",
    error: "EC2 cannot give the instance its role.",
    causes: (facts) =>
      ownRoleCauses(facts, { what: "a role that EC2 gives to an instance", service: "ec2.amazonaws.com" }),
  },
  {
    matches: says(/iam:PassRole/i),
    example: "is not authorized to perform: iam:PassRole on resource: ROLE",
    error: "Whoever deploys may not pass the role.",
    causes: ({ plan, caller }) => [
      {
        cause: `${caller.kind === "role" ? caller.host.passedBy : "The identity that gives a role to a service lacks iam:PassRole for it."} The integration itself is not concerned.`,
        command: `aws iam simulate-principal-policy --policy-source-arn DEPLOYER --action-names iam:PassRole --resource-arns ${caller.kind === "role" ? caller.arn : `arn:${plan.partition}:iam::${plan.accountId}:role/NAME`}`,
      },
    ],
  },
  {
    matches: says(
      /not authorized to perform:? sts:AssumeRoleWithWebIdentity|AccessDenied.{0,80}AssumeRoleWithWebIdentity/i,
    ),
    example: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    error: "STS refuses to exchange the pod's token for the role.",
    causes: (facts) =>
      facts.identity === undefined ? [...evidence(facts), ...assumeCauses(facts)] : [tokenCause(facts)],
  },
  {
    matches: says(/No OpenIDConnect provider found in your account/i),
    example: "No OpenIDConnect provider found in your account for https://ISSUER",
    error: "The account that holds the role has no OIDC provider for the token's issuer.",
    causes: noProvider,
  },
  {
    matches: says(/Incorrect token audience/i),
    example: "Incorrect token audience",
    error: "The token's audience is none of the provider's client IDs.",
    causes: (facts) => {
      const provider = providerOf(facts.plan);
      if (provider === undefined) return [tokenCause(facts)];
      return [
        {
          code: "AUDIENCE_MISMATCH",
          cause: `The OIDC provider's client IDs lack ${show(provider.audience)}.`,
          command: "aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN > provider.json",
          next: { diagnose: "provider", file: "provider.json" },
        },
        {
          code: "AUDIENCE_MISMATCH",
          cause:
            "The pod's token is made for another audience: the service account's annotation eks.amazonaws.com/audience, or the webhook's setting.",
          ...showsAnnotations(facts),
        },
      ];
    },
  },
  {
    matches: says(
      /retrieve verification key|InvalidIdentityToken|thumbprint|Token expired: current date|WebIdentity operation: Token/i,
    ),
    example: "Couldn't retrieve verification key from your identity provider",
    error: "STS cannot verify the token, or the token has expired.",
    causes: (facts) => {
      if (facts.identity !== undefined) return [tokenCause(facts)];
      const issuer: PossibleCause = {
        cause:
          "The issuer's discovery document or keys cannot be read from the internet, or the provider's URL is not the token's issuer.",
        command: `curl https://${providerOf(facts.plan)?.issuer ?? "ISSUER"}/.well-known/openid-configuration`,
      };
      const expired: PossibleCause = {
        cause: "The token has expired: the pod's clock is wrong, or something keeps an old token.",
        command: "kubectl exec POD -- date -u",
      };
      return /expired/i.test(facts.text) ? [expired] : [issuer, expired];
    },
  },
  {
    matches: says(/ExpiredToken|token (?:included in the request )?(?:is|has) expired/i),
    example: "ExpiredToken: The security token included in the request is expired",
    error: "The session has expired.",
    causes: ({ identity }) => [
      {
        cause:
          "Temporary credentials stand in the environment or in the integration's configuration, where nothing renews them: AWS_SESSION_TOKEN beside the keys.",
        command: "env | cut -d= -f1 | grep -i AWS_SESSION_TOKEN",
      },
      {
        cause: "The clock is wrong, or the SDK is too old to renew the session.",
        command: identity === undefined ? "kubectl exec POD -- date -u" : "date -u",
      },
    ],
  },
  {
    matches: says(/not authorized to perform:? sts:TagSession/i),
    example: "User: CALLER is not authorized to perform: sts:TagSession on resource: ROLE",
    error: "STS refuses the session tags that come along with the call.",
    causes: taggingDenied,
  },
  {
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    matches: says(/PackedPolicyTooLarge|Packed (?:policy|size)/i),
    example: "PackedPolicyTooLarge: Packed size of session tags consumes 110% of allotted space",
    error: "The session's tags and policies are too large together.",
    causes: ({ caller }) => [
      {
        cause:
          caller.actions.length > 1
            ? `The tags of the ${caller.noun}'s session are passed on, and fill most of the room: long names of the cluster, the namespace or the pod leave none. Disable the association's session tags; its own role's trust must then ask for none.`
            : `The call passes session tags or a session policy, which the ${caller.noun} of the description does not.`,
        command: caller.kind === "role" ? caller.withoutCredentials.command : "aws sts get-caller-identity",
      },
    ],
  },
  {
    matches: ({ text, denial }) =>
      denial.action === "sts:AssumeRole" || /AccessDenied.{0,80}AssumeRole(?![A-Za-z])/i.test(text),
    example: "User: CALLER is not authorized to perform: sts:AssumeRole on resource: ROLE",
    error: "STS refuses to let the caller assume the role.",
    causes: (facts) => (isOwnRole(facts) ? ownRoleCauses(facts, OWN_ROLE) : assumeDenied(facts)),
  },
  {
    matches: ({ text, denial }) =>
      /^organizations:/.test(denial.action ?? "") ||
      (!/assume organization role/i.test(text) &&
        /organizations:(?:List|Describe)|AWSOrganizationsNotInUse|AWS Organizations (?:API|is not enabled)|access organization/i.test(
          text,
        )),
    example: "Access denied to AWS Organizations API: organizations:ListAccounts",
    error: "The organization's accounts cannot be listed, so that only one account will be read.",
    causes: listingCauses,
  },
  {
    matches: says(/Invalid principal in policy/i),
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
    matches: says(/prohibited field Resource/i),
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
    matches: says(/ACLSizePerRole|quota for PolicySize|Maximum policy size/i),
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
    matches: says(/LimitExceeded|Cannot exceed quota/i),
    example: "LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000",
    error: "The account has as many of something as its quota allows.",
    causes: () => [
      {
        cause:
          "The text names the quota. Delete what is no longer used, or ask for a higher quota where it can be raised.",
        command: "aws iam get-account-summary",
      },
    ],
  },
  {
    matches: says(
      /MalformedPolicyDocument|Syntax errors? in policy|invalid Json|failed legacy parsing|Unknown field|Missing required field/i,
    ),
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
    matches: says(/enable organizations access|trusted access/i),
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
    matches: says(/CAPABILITY_(?:NAMED_)?IAM|InsufficientCapabilities/i),
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
    matches: says(/EntityAlreadyExists|already exists/i),
    example: "EntityAlreadyExists: Role with name NAME already exists",
    error: "Something of that name is there already.",
    causes: existing,
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html (role chaining)
    matches: says(/1 hour session limit|role chaining/i),
    example: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    error: "A role that is assumed by a role gets an hour at most.",
    causes: () => [
      {
        cause:
          "Something asks for more than 3,600 seconds: a profile's duration_seconds, or a program of its own; the integration asks for no duration. Nothing in the role lifts the limit.",
        command: "grep -n duration_seconds ~/.aws/config",
      },
    ],
  },
  {
    matches: says(/MaxSessionDuration|DurationSeconds exceeds/i),
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
    matches: says(
      /InvalidClientTokenId|security token included in the request is invalid|UnrecognizedClient|AuthFailure/i,
    ),
    example: "InvalidClientTokenId: The security token included in the request is invalid",
    error: "AWS does not know the credentials.",
    causes: ({ plan }) => [
      {
        cause: `The credentials are of another partition than ${show(plan.partition)}, or the call went to a region of another one.`,
        command: "aws configure list",
      },
      { cause: "The access key was deleted or is inactive.", command: "aws sts get-caller-identity" },
      {
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_SetSecurityTokenServicePreferences.html
        cause:
          "The session was made at the global endpoint of STS, because AWS_DEFAULT_REGION is not set (AWS_REGION is not read), and such sessions are not valid in regions that an account opts into.",
        command: "env | grep -E '^AWS_(DEFAULT_)?REGION='",
      },
    ],
  },
  {
    matches: says(/You must specify a region/i),
    example: "You must specify a region",
    error: "The SDK knows no region.",
    causes: () => [
      {
        cause: "AWS_DEFAULT_REGION is not set; AWS_REGION is not read.",
        command: "env | grep -E '^AWS_(DEFAULT_REGION|REGION|ENDPOINT_URL)='",
      },
    ],
  },
  {
    matches: says(
      /Unable to locate credentials|NoCredentialProviders|load credentials from any providers|Credentials.{0,20}not found/i,
    ),
    example: "Unable to locate credentials",
    error: "The SDK found no credentials at all.",
    causes: ({ caller }) => [caller.withoutCredentials],
  },
  ...INTEGRATION_ERRORS,
  {
    matches: says(/is not authorized to perform: |AccessDenied|Access Denied|UnauthorizedOperation/i),
    example: "User: CALLER is not authorized to perform: ec2:DescribeInstances",
    error: "Another service than STS denies a call: the trust is not at fault.",
    causes: serviceDenied,
  },
  ...INTEGRATION_NOTES,
];
