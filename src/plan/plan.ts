import { ACCOUNT_ID } from "../aws/account-id.js";
import type { Partition } from "../aws/partition.js";
import { readOnlyAccessArn } from "../aws/policy-arn.js";
import { QUOTAS } from "../aws/quotas.js";
import type { Integration } from "../description/integration.js";
import { type Issue, type IssueCode, RolewrightError, show } from "../errors.js";
import { modeDocuments } from "../modes/index.js";
import type { OidcProvider, TrustTemplate, Workload } from "../modes/mode.js";
import { assumeRolesPolicy } from "../policy/make/permissions.js";
import { isShorter, policySize } from "../policy/size.js";
import type { PolicyDocument } from "../policy/types.js";
import { formatMessage } from "../schema/text-message.js";

/** The role that the integration ends up using, in every target account. */
export interface IntegrationRole {
  readonly name: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly managedPolicyArns: readonly string[];
  /** In seconds. */
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: Tags;
  /** Whether its trust policy differs by target account. */
  readonly differsByAccount: boolean;
  /** Whether it names the workload as principal, which IAM refuses while there is none of that name. */
  readonly trustsPrincipal: boolean;
  /** Its trust policy in one target account. */
  readonly trustPolicy: (targetAccountId: string) => PolicyDocument;
  /** Its trust policy in a reusable template. */
  readonly template: () => TrustTemplate;
}

/** Who the integration is before it assumes anything, and what it may do. */
export type PlannedWorkload = Workload & {
  /** One policy, or as many as its list of roles needs to fit into managed policies. */
  readonly permissionsPolicies: readonly PolicyDocument[];
  /** Whether the one policy fits into the role or user itself, or needs managed policies. */
  readonly inline: boolean;
  readonly tags: Tags;
};

/** Tags in order of their keys. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** The accounts that get the integration role. */
export type PlannedTargets =
  | { readonly kind: "own-account"; readonly accountId: string }
  | { readonly kind: "accounts"; readonly accountIds: readonly string[] }
  | {
      readonly kind: "organizational-units";
      readonly organizationalUnitIds: readonly string[];
      readonly only: readonly string[] | undefined;
      readonly except: readonly string[] | undefined;
      readonly managementAccountId: string | undefined;
    };

/** Everything that the outputs are made from. It knows nothing of modes, and nothing of outputs. */
export interface Plan {
  readonly partition: Partition;
  /** The workload's own account. */
  readonly accountId: string;
  /** The organization of the workload and of all targets, if the description names it. */
  readonly organizationId: string | undefined;
  readonly targets: PlannedTargets;
  readonly integrationRole: IntegrationRole;
  /** Absent where the workload has no identity in AWS. */
  readonly workload: PlannedWorkload | undefined;
  /** What each target account needs besides, where the trust rests on an OIDC provider. */
  readonly oidcProvider: OidcProvider | undefined;
  readonly stackSet: NonNullable<Integration["stackSet"]>;
  /** What the documents rest on that an account may not have, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The roles and documents that an integration needs.
 *
 * @param integration A valid description, from `parseIntegration`.
 * @returns The integration role and the workload, with their policy documents as plain objects.
 * @throws {RolewrightError} `QUOTA_EXCEEDED` for a document that no account of AWS accepts.
 * @example
 * const { integrationRole, workload } = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * integrationRole.trustPolicy("111122223333").Statement[0].Action; // "sts:AssumeRole"
 * workload?.name; // "integration-task"
 */
export function planIntegration(integration: Integration): Plan {
  const { partition, roleName, rolePath } = integration;
  const organizationId = "organizationId" in integration ? integration.organizationId : undefined;
  const { trust, workload, oidcProvider } = modeDocuments(integration, partition);
  const targets = plannedTargets(integration, trust.accountId);
  const tags =
    integration.tags === undefined ? [] : Object.entries(integration.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const roleArn = (accountId: string) => `arn:${partition}:iam::${accountId}:role${rolePath}${roleName}`;
  return {
    partition,
    accountId: trust.accountId,
    organizationId,
    targets,
    integrationRole: {
      name: roleName,
      path: rolePath,
      description: integration.description,
      managedPolicyArns: integration.managedPolicyArns ?? [readOnlyAccessArn(partition)],
      maxSessionDuration: integration.maxSessionDuration,
      permissionsBoundaryArn: integration.permissionsBoundaryArn,
      tags,
      differsByAccount: trust.differsByAccount,
      trustsPrincipal: trust.trustsPrincipal,
      trustPolicy: trust.document,
      template: trust.template,
    },
    // Object.assign: spreading several maps into one is far slower.
    workload:
      workload &&
      Object.assign(permissions(workload.kind, assumedAccounts(targets).map(roleArn), organizationId), workload, {
        tags,
      }),
    oidcProvider,
    stackSet: integration.stackSet ?? {},
    notes: trustPolicyNotes(trust.document(trust.accountId)),
  };
}

/** The policies that let a role or user assume the given roles: one inline policy if they fit, else managed ones. */
function permissions(kind: "role" | "user", roleArns: readonly string[], organizationId: string | undefined) {
  const whole = assumeRolesPolicy(roleArns, organizationId);
  const most = kind === "role" ? QUOTAS.roleInlinePolicies : QUOTAS.userInlinePolicies;
  if (isShorter(whole, most) || policySize(whole) <= most) return { permissionsPolicies: [whole], inline: true };
  const room = QUOTAS.managedPolicy - policySize(assumeRolesPolicy([], organizationId));
  const parts: string[][] = [];
  let left = 0;
  for (const arn of roleArns) {
    const size = arn.length + '"",'.length;
    if (size > left) {
      parts.push([]);
      left = room + ",".length;
    }
    parts.at(-1)?.push(arn);
    left -= size;
  }
  return { permissionsPolicies: parts.map((part) => assumeRolesPolicy(part, organizationId)), inline: false };
}

function plannedTargets({ targets }: Integration, ownAccountId: string): PlannedTargets {
  if (targets === undefined) return { kind: "own-account", accountId: ownAccountId };
  const { accounts, organizationalUnits, onlyAccounts, exceptAccounts, managementAccount } = targets;
  if (organizationalUnits === undefined) {
    return {
      kind: "accounts",
      accountIds: [...new Set([...(accounts ?? []), ...(managementAccount === undefined ? [] : [managementAccount])])],
    };
  }
  return {
    kind: "organizational-units",
    organizationalUnitIds: organizationalUnits,
    only: onlyAccounts,
    except: exceptAccounts,
    managementAccountId: managementAccount,
  };
}

/** The accounts whose integration role the workload may assume; `*` where organizational units decide which they are. */
function assumedAccounts(targets: PlannedTargets): readonly string[] {
  switch (targets.kind) {
    case "own-account":
      return [targets.accountId];
    case "accounts":
      return targets.accountIds;
    case "organizational-units":
      return targets.only === undefined ? ["*"] : listedAccounts(targets);
  }
}

/** The target accounts that a description names itself. */
export function listedAccounts(targets: PlannedTargets): readonly string[] {
  if (targets.kind === "own-account") return [targets.accountId];
  if (targets.kind === "accounts") return targets.accountIds;
  const { only = [], managementAccountId } = targets;
  return [...new Set([...only, ...(managementAccountId === undefined ? [] : [managementAccountId])])];
}

function trustPolicyNotes(document: PolicyDocument): string[] {
  if (isShorter(document, QUOTAS.trustPolicyDefault)) return [];
  const size = policySize(document);
  if (size <= QUOTAS.trustPolicyDefault) return [];
  if (size <= QUOTAS.trustPolicyMost) {
    return [
      `The integration role's trust policy has ${size} characters. IAM takes ${QUOTAS.trustPolicyDefault} unless each target account's quota "Role trust policy length" (L-C07B4B0D) is raised first, to ${QUOTAS.trustPolicyMost} at the most.`,
    ];
  }
  throw fault(
    [],
    "QUOTA_EXCEEDED",
    `makes a trust policy of ${size} characters; IAM takes ${QUOTAS.trustPolicyDefault}, and ${QUOTAS.trustPolicyMost} at the most. Name fewer service accounts, or describe a second role for the others.`,
  );
}

/** Which policy document: of which role, which of its documents, and in which target account. */
export interface PolicySelection {
  /** Default: `integration`. */
  readonly role?: "integration" | "workload";
  /** Default: `trust`. */
  readonly document?: "trust" | "permissions";
  /**
   * The target account, where the document differs by account. Default: the workload's own account if it is a target,
   * else the first one in `targets.accounts`; organizational units name none, so there it must be given.
   */
  readonly account?: string;
  /** For permissions that are split over several policies: which of them, from 1. */
  readonly part?: number;
}

/**
 * One policy document of a plan.
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` where the description has none, `ACCOUNT_REQUIRED` and `NOT_A_TARGET` for
 * the account, `PART_REQUIRED` and `OUT_OF_RANGE` for the part, `QUOTA_EXCEEDED` for permissions that IAM has no room for.
 * @example
 * const plan = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * selectPolicy(plan, { role: "workload", document: "permissions" }).Statement[0].Resource;
 * // ["arn:aws:iam::111122223333:role/PortIntegrationRole"]
 */
export function selectPolicy(
  plan: Plan,
  { role = "integration", document = "trust", account, part }: PolicySelection = {},
): PolicyDocument {
  if (account !== undefined) checkTarget(plan, account);
  if (role === "integration") {
    if (document === "trust")
      return plan.integrationRole.trustPolicy(
        account ?? (plan.integrationRole.differsByAccount ? defaultAccount(plan) : plan.accountId),
      );
    throw fault(
      [],
      "NO_SUCH_DOCUMENT",
      `The integration role has no permissions policy of its own: it attaches ${plan.integrationRole.managedPolicyArns.join(", ")}. To see it attached, print the template.`,
    );
  }
  const { workload } = plan;
  if (workload === undefined) {
    throw fault(
      [],
      "NO_SUCH_DOCUMENT",
      "The workload has no identity in AWS: its pods' tokens are exchanged directly for the integration role, so it needs no policy. Print the integration role's trust policy instead.",
    );
  }
  if (document === "trust") {
    if (workload.kind === "role") return workload.trustPolicy;
    throw fault(
      [],
      "NO_SUCH_DOCUMENT",
      "The workload is an IAM user, and users have no trust policy. Its permissions policy is there: --document permissions.",
    );
  }
  checkWorkloadPolicies(workload);
  return partOf(workload.permissionsPolicies, part);
}

function partOf(policies: readonly PolicyDocument[], part: number | undefined): PolicyDocument {
  if (part === undefined && policies.length > 1) {
    throw fault(
      ["part"],
      "PART_REQUIRED",
      `is required: the permissions do not fit into one policy and are split over ${policies.length} managed ones. Choose one with --part, or print the template, which attaches them all.`,
    );
  }
  const policy = policies[(part ?? 1) - 1];
  if (policy !== undefined) return policy;
  throw fault(["part"], "OUT_OF_RANGE", `must be a whole number from 1 to ${policies.length}; given ${show(part)}.`);
}

/** Refuses permissions policies that are more than an account attaches to one role or user. */
export function checkWorkloadPolicies({ kind, permissionsPolicies }: PlannedWorkload): void {
  const count = permissionsPolicies.length;
  if (count <= QUOTAS.managedPoliciesDefault) return;
  const accounts = permissionsPolicies.reduce((sum, { Statement }) => sum + (Statement[0]?.Resource?.length ?? 0), 0);
  throw fault(
    ["targets"],
    "QUOTA_EXCEEDED",
    `name ${accounts} accounts, whose role ARNs need ${count} managed policies of ${QUOTAS.managedPolicy} characters; IAM attaches ${QUOTAS.managedPoliciesDefault} to one ${kind}. Target organizationalUnits, for which one line is enough, or describe the accounts in several parts, each with a workload of its own.`,
  );
}

/** Whether an account gets the integration role; of those of organizational units, whether it may. */
export function isTarget({ targets }: Plan, account: string): boolean {
  if (listedAccounts(targets).includes(account)) return true;
  return (
    targets.kind === "organizational-units" && targets.only === undefined && targets.except?.includes(account) !== true
  );
}

export function checkTarget(plan: Plan, account: string): void {
  if (!ACCOUNT_ID.pattern.test(account)) throw fault(["account"], "INVALID_FORMAT", formatMessage(ACCOUNT_ID, account));
  const { targets } = plan;
  if (!isTarget(plan, account)) {
    const excepted = targets.kind === "organizational-units" && targets.except?.includes(account) === true;
    throw fault(
      ["account"],
      "NOT_A_TARGET",
      `${show(account)} is not a target of the description${excepted ? ": exceptAccounts names it" : `. Targets: ${some(listedAccounts(targets))}`}.`,
    );
  }
}

function some(list: readonly string[]): string {
  return list.length <= 5 ? list.join(", ") : `${list.slice(0, 5).join(", ")} and ${list.length - 5} more`;
}

function defaultAccount(plan: Plan): string {
  const listed = listedAccounts(plan.targets);
  if (listed.includes(plan.accountId)) return plan.accountId;
  const [first] = listed;
  if (first !== undefined && plan.targets.kind === "accounts") return first;
  throw fault(
    ["account"],
    "ACCOUNT_REQUIRED",
    "is required: the document differs by account, and organizational units do not say which. Choose one of their accounts with --account.",
  );
}

function fault(path: Issue["path"], code: IssueCode, message: string): RolewrightError {
  return new RolewrightError([{ path, code, message }]);
}
