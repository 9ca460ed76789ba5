import { show } from "../show.js";
import {
  listsAttached,
  listsControl,
  SHOWS_ACCESS_KEYS,
  SHOWS_MANAGEMENT_ACCOUNT,
  SHOWS_ROLE_SETTINGS,
  SHOWS_SDK_VARIABLES,
} from "./commands.js";
import { lacksAction, serviceDenied } from "./denial-causes.js";
import { type KnownError, says } from "./known-error.js";
import {
  assumeCauses,
  evidence,
  type Facts,
  grantCauses,
  type PossibleCause,
  roleSetting,
  showsAnnotations,
  showsRole,
  tokenCause,
} from "./possible-causes.js";

/**
 * What the integration prints of itself, as it reads in its code: port-labs/ocean, integrations/aws-v3 (aws/auth, resync.py).
 * Most of these texts go around AWS's own, which says more and is told first where it is known.
 */

/** That neither setting for roles is there. */
function noRoleSetting(facts: Facts): PossibleCause {
  return {
    cause: `The integration is configured with neither accountRoleArn nor accountRoleArns, ${withoutRole(facts)}. Set ${roleSetting(facts)}.`,
    command: SHOWS_ROLE_SETTINGS,
  };
}

/** What the integration does where it has no role to assume. */
function withoutRole({ caller }: Facts): string {
  if (caller.kind === "service-account") return "so that its token is exchanged for none";
  return caller.kind === "user"
    ? "and takes access keys in its own configuration alone"
    : `and never uses the ${caller.noun}'s own permissions`;
}

/** The facts of the role that lists the organization's accounts. */
function ofManagement(facts: Facts): Facts {
  return { ...facts, roleArn: facts.managementRoleArn };
}

/** Why not every account gets read. */
function leftOut(facts: Facts): PossibleCause[] {
  const { plan } = facts;
  const { rollout, integrationRole, targets } = plan;
  const causes: PossibleCause[] = [
    {
      cause: `The role ${show(integrationRole.name)} is not rolled out to every account, or failed in some. The log names an account that refuses only where the roles are listed one by one.`,
      command:
        rollout === undefined
          ? showsRole(integrationRole.name).command!
          : `aws cloudformation list-stack-instances --stack-set-name ${rollout.name} --query 'Summaries[].[Account,StackInstanceStatus.DetailedStatus]'`,
    },
  ];
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
  if (targets.kind === "organizational-units")
    causes.push({
      cause: `The management account is in the organization's list, too, and a service-managed stack set makes no role there${targets.managementAccountId === undefined ? "; the description does not name it as a target" : ": its role is a stack of its own"}.`,
      command: SHOWS_MANAGEMENT_ACCOUNT,
    });
  return causes;
}

/** Why the organization's accounts cannot be listed. */
export function listingCauses({ plan, managementRoleArn }: Facts): PossibleCause[] {
  return [
    {
      cause:
        "The role is one of a member account: only the management account and delegated administrators can list accounts. The integration's accountRoleArn must be the role of the management account.",
      command: SHOWS_MANAGEMENT_ACCOUNT,
    },
    {
      cause: `The role ${show(managementRoleArn)} does not have organizations:ListAccounts (with ouId: ListAccountsForParent and ListOrganizationalUnitsForParent); its managed policies are ${plan.integrationRole.managedPolicyArns.join(", ") || "none"}.`,
      command: listsAttached("role", plan.integrationRole.name),
    },
  ];
}

/** What a log says of the way that the integration takes to its credentials, against the description. */
function chosenCauses(facts: Facts): PossibleCause[] {
  const { text, caller, identity } = facts;
  const causes: PossibleCause[] = [];
  const [, provider] = /Using (\w{1,64})Provider/.exec(text) ?? [];
  const [, strategy] = /Initializing (\w{1,64})Strategy/.exec(text) ?? [];
  if (provider === "AssumeRoleWithWebIdentity" && identity !== undefined) causes.push(tokenCause(facts));
  if (provider === "AssumeRole" && identity === undefined)
    causes.push({
      cause:
        "The integration takes the SDK's own identity, not the pod's token: the pod has no AWS_WEB_IDENTITY_TOKEN_FILE, or credentialProviderPriority puts AssumeRole first.",
      ...showsAnnotations(facts),
    });
  if (provider === "StaticCredential")
    causes.push({
      cause:
        "The integration has access keys in its own configuration. With them it assumes no role, and beside a role setting it does not even use them: every account then shows what the SDK's own identity can see. Keys of a user that assumes roles belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
      command: SHOWS_ACCESS_KEYS,
    });
  if (strategy === "SingleAccount") causes.push(noRoleSetting(facts));
  if (causes.length > 0) return causes;
  return [
    {
      cause: `This is no error, and fits the description's ${caller.noun}. What goes wrong is in a later line, at WARNING or ERROR.`,
      command: SHOWS_ROLE_SETTINGS,
    },
  ];
}

/** How many of how many accounts a health check reached. */
function healthCauses(facts: Facts): PossibleCause[] {
  const [, reached, all] = /Health check complete: (\d{1,9})\/(\d{1,9})/i.exec(facts.text) ?? [];
  if (reached === "0") return assumeCauses(facts);
  if (reached === all && reached !== undefined)
    return [
      {
        cause: `This is no error: the role was assumed in every account that the integration looked for. An account that is missing was not among the ${all}.`,
        command: SHOWS_ROLE_SETTINGS,
      },
    ];
  return leftOut(facts);
}

/** Where the integration goes on without a token. */
function noTokenFile(facts: Facts): PossibleCause[] {
  if (facts.identity !== undefined) return [tokenCause(facts)];
  return [
    {
      cause:
        "AWS_WEB_IDENTITY_TOKEN_FILE is set, but the token's volume is not mounted there: the variable was written by hand, or EKS's webhook left this container out.",
      command:
        "kubectl get pod POD -o jsonpath='{.spec.volumes[*].projected.sources[*].serviceAccountToken} {.spec.containers[*].volumeMounts}'",
    },
  ];
}

/** What the integration raises and logs, the more particular first. */
export const INTEGRATION_ERRORS: readonly KnownError[] = [
  {
    matches: says(/Web identity token file .{0,300}?(?:not found|is empty)|Failed to read web identity token/i),
    example: "Web identity token file PATH not found",
    error: "The pod's token cannot be read.",
    causes: noTokenFile,
  },
  {
    // Never printed: the provider is chosen only where the variable is set.
    matches: says(/AWS_WEB_IDENTITY_TOKEN_FILE.{0,40} is required/i),
    example: "AWS_WEB_IDENTITY_TOKEN_FILE environment variable is required",
    error:
      "The integration does not print this: it takes a token only where the variable is set. A missing annotation shows otherwise.",
    causes: (facts) =>
      facts.identity !== undefined
        ? [
            {
              cause: `The ${facts.caller.noun} needs no token, and no such variable: it calls sts:AssumeRole.`,
              command: SHOWS_SDK_VARIABLES,
            },
          ]
        : [
            {
              cause:
                "A service account without the annotation eks.amazonaws.com/role-arn shows as the node's role that is denied sts:AssumeRole, or as credentials that cannot be located.",
              ...showsAnnotations(facts),
            },
          ],
  },
  {
    matches: says(/role_arn is required for AssumeRole(?:WithWebIdentity)?Provider/i),
    example: "role_arn is required for AssumeRoleProvider",
    error: "The integration was not told which role to assume.",
    causes: (facts) => [noRoleSetting(facts)],
  },
  {
    matches: says(/No account role ARN found in config/i),
    example: "No account role ARN found in config",
    error: "The integration has a token, but was not told for which role.",
    causes: (facts) => [noRoleSetting(facts), ...(facts.identity === undefined ? [] : [tokenCause(facts)])],
  },
  {
    matches: says(/account_role_arn (?:must be a valid ARN|is required)/i),
    example: "account_role_arn must be a valid ARN",
    error: "The integration does not take the management role's ARN.",
    causes: (facts) => [
      {
        cause: `accountRoleArn is no role's ARN, or is of another partition than aws, aws-us-gov and aws-cn, which are all that it takes there. The description's role is ${show(facts.managementRoleArn)}; a list in accountRoleArns takes every partition.`,
        command: SHOWS_ROLE_SETTINGS,
      },
    ],
  },
  {
    matches: says(/Single account (?:is not accessible|health check failed)/i),
    example: "Single account is not accessible",
    error: "The integration works without a role, and its own credentials do not do.",
    causes: (facts) => [
      noRoleSetting(facts),
      {
        cause: "The access keys in the integration's own configuration are wrong, deleted or of another partition.",
        command: "env | cut -d= -f1 | grep -iE '__aws_(access_?key|partition)'",
      },
    ],
  },
  {
    matches: says(/No valid provider found/i),
    example: "No valid provider found; falling back to assuming role",
    error: "The integration found neither a role to assume, nor a token, nor access keys of its own.",
    causes: (facts) => [
      noRoleSetting(facts),
      ...(facts.identity === undefined
        ? [{ cause: facts.caller.withoutCredentials.cause, ...showsAnnotations(facts) }]
        : []),
    ],
  },
  {
    matches: says(/Both organizations and single account modes failed|(?:Cannot|Failed to) assume organization role/i),
    example: "Both organizations and single account modes failed: REASON",
    error: "The role of the management account cannot be assumed.",
    causes: (facts) => [
      ...evidence(ofManagement(facts)),
      {
        cause: `accountRoleArn must name the role in the management account, ${show(facts.managementRoleArn)}, and that account must have it: a service-managed stack set makes none there.`,
        command: SHOWS_ROLE_SETTINGS,
      },
      ...assumeCauses(ofManagement(facts)),
    ],
  },
  {
    matches: says(/No accounts discovered in the organization/i),
    example: "No accounts discovered in the organization",
    error: "The organizational unit has no active account.",
    causes: ({ plan: { targets } }) => [
      {
        cause:
          "ouId names a unit without active accounts, in itself and below, or one of another organization. Several are separated by commas.",
        command: `aws organizations list-accounts-for-parent --parent-id ${targets.kind === "organizational-units" ? targets.organizationalUnitIds[0] : "OU"} --query 'Accounts[].[Id,Status]'`,
      },
    ],
  },
  {
    matches: says(/No accounts are accessible after health check/i),
    example: "No accounts are accessible after health check",
    error: "Every account refused the role.",
    causes: assumeCauses,
  },
  {
    matches: says(/Health check failed for (?:role ARN|account)/i),
    example: "Health check failed for role ARN ROLE: REASON",
    error: "One account refuses the role, and is left out.",
    causes: (facts) => [...evidence(facts), ...assumeCauses(facts)],
  },
  {
    matches: says(/Failed to refresh web identity credentials|Failed to assume role with web identity/i),
    example: "Failed to refresh web identity credentials for role ROLE: REASON",
    error: "The pod's token cannot be exchanged for the role.",
    causes: (facts) =>
      facts.identity === undefined ? [...evidence(facts), ...assumeCauses(facts)] : [tokenCause(facts)],
  },
  {
    // At DEBUG alone; at INFO, a member that refuses prints the second text, without its ARN.
    matches: says(/Cannot assume role .{1,700}? in account|Failed to assume role:/i),
    example: "Failed to assume role: REASON",
    error: "An account refuses the role; the integration goes on without that account.",
    causes: (facts) => [...evidence(facts), ...assumeCauses(facts)],
  },
  {
    matches: says(/Failed to get regions for account/i),
    example: "Failed to get regions for account ACCOUNT",
    error: "The account's regions cannot be listed, so that the account is skipped.",
    causes: (facts) => [
      lacksAction(facts, "account:ListRegions"),
      {
        cause:
          "A service control policy that denies regions denies this one's: the call is signed for us-east-1, which it must let through for account and organizations.",
        command: listsControl(/account (\d{12})\b/.exec(facts.text)?.[1] ?? "ACCOUNT", "SERVICE_CONTROL_POLICY"),
      },
    ],
  },
  {
    matches: says(/No regions discovered in account/i),
    example: "No regions discovered in account ACCOUNT",
    error: "The integration's own setting leaves no region to read.",
    causes: () => [
      {
        cause: "regionPolicy in the integration's mapping excludes every region that the account has enabled.",
        command: "aws account list-regions --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT",
      },
    ],
  },
  {
    matches: says(/failed during resync of/i),
    example: "ACTION failed during resync of KIND: AccessDenied, skipping",
    error: "The role was assumed, but may not read a kind, which is skipped.",
    causes: serviceDenied,
  },
  {
    matches: says(/Failed to discover accounts|Error discovering accounts/i),
    example: "Failed to discover accounts: REASON",
    error: "The organization's accounts could not be listed, before any permission was asked for.",
    causes: (facts) => [
      facts.caller.withoutCredentials,
      ...grantCauses(ofManagement(facts)),
      {
        code: "ROLE_MISMATCH",
        cause: `accountRoleArn is not ${show(facts.managementRoleArn)}.`,
        command: SHOWS_ROLE_SETTINGS,
      },
    ],
  },
];

/** What the integration logs in passing, and what is worth a look in it. */
export const INTEGRATION_NOTES: readonly KnownError[] = [
  {
    matches: says(/Falling in to single account mode|Attempting single account mode/i),
    example: "Falling in to single account mode",
    error: "Only the account of accountRoleArn will be read.",
    causes: listingCauses,
  },
  {
    matches: says(/Health check complete: \d{1,9}\/\d{1,9}/i),
    example: "Health check complete: 3/5 accounts accessible",
    error: "So many of the accounts could be reached; the others are left out without a word.",
    causes: healthCauses,
  },
  {
    matches: says(/Using \w{1,64}Provider\b|Initializing \w{1,64}Strategy\b/),
    example: "Using AssumeRoleProvider (priority: PRIORITY)",
    error: "The integration says how it gets to its credentials, and which accounts it will read.",
    causes: chosenCauses,
  },
];
