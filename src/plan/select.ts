import { checkChoice, checkOptions, checkText, wrongArgument } from "../argument.js";
import { fault, show } from "../errors.js";
import { copyOf } from "../json/copy.js";
import { trustPolicy } from "../policy/make/trust.js";
import type { PolicyDocument } from "../policy/types.js";
import { checkPermissions } from "./permissions.js";
import { checkPlan, type Host, identityOf, type Plan, type PlannedIdentity } from "./plan.js";
import { checkTarget, listedAccounts } from "./targets.js";

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
export function selectPolicy(plan: Plan, selection: PolicySelection = {}): PolicyDocument {
  checkPlan(plan);
  checkOptions(["selection"], ["role", "document", "account", "part"], selection);
  const { role = "integration", document = "trust", account, part } = selection;
  checkChoice(["role"], ["integration", "workload"], role);
  checkChoice(["document"], ["trust", "permissions"], document);
  if (account !== undefined) checkText(["account"], "an account ID", account);
  if (part !== undefined && typeof part !== "number") throw wrongArgument(["part"], "a whole number", part);
  if (account !== undefined) checkTarget(plan.targets, account);
  if (role === "workload") return workloadPolicy(workloadOf(plan), document, part);
  if (document === "trust") return plan.integrationRole.trustPolicy(trustingAccount(plan, account));
  throw fault(
    "NO_SUCH_DOCUMENT",
    ["document"],
    `The integration role has no permissions policy of its own: it attaches ${plan.integrationRole.managedPolicyArns.join(", ")}. To see it attached, print the template.`,
  );
}

/** The role or user that assumes the integration roles, if there is one. */
export function workloadOf(plan: Plan): PlannedIdentity {
  const identity = identityOf(plan);
  if (identity !== undefined) return identity;
  throw fault(
    "NO_SUCH_DOCUMENT",
    ["role"],
    "The workload has no identity in AWS: its pods' tokens are exchanged directly for the integration role, so it needs no policy. Print the integration role's trust policy instead.",
  );
}

function workloadPolicy(
  workload: PlannedIdentity,
  document: "trust" | "permissions",
  part: number | undefined,
): PolicyDocument {
  if (document === "permissions") {
    checkPermissions(workload);
    return copyOf(partOf(workload.permissionsPolicies, part));
  }
  return trustPolicy([hostOf(workload).trust]);
}

/** What gives the workload its role, if it is one. */
export function hostOf(workload: PlannedIdentity): Host {
  if (workload.kind === "role") return workload.host;
  throw fault(
    "NO_SUCH_DOCUMENT",
    ["document"],
    "The workload is an IAM user, and users have no trust policy. It has a permissions policy.",
  );
}

function partOf(policies: readonly PolicyDocument[], part: number | undefined): PolicyDocument {
  if (part === undefined && policies.length > 1) {
    throw fault(
      "PART_REQUIRED",
      ["part"],
      `is required: the permissions do not fit into one policy and are split over ${policies.length} managed ones. Choose one, or print the template, which attaches them all.`,
    );
  }
  const policy = policies[(part ?? 1) - 1];
  if (policy !== undefined) return policy;
  throw fault("OUT_OF_RANGE", ["part"], `must be a whole number from 1 to ${policies.length}; given ${show(part)}.`);
}

/** The target account whose trust policy is meant: as asked for, or one that will do. */
export function trustingAccount(plan: Plan, account: string | undefined): string {
  if (account !== undefined) return account;
  if (!plan.integrationRole.differsByAccount) return plan.accountId;
  const listed = listedAccounts(plan.targets);
  if (listed.includes(plan.accountId)) return plan.accountId;
  const [first] = listed;
  if (first !== undefined && plan.targets.kind === "accounts") return first;
  throw fault(
    "ACCOUNT_REQUIRED",
    ["account"],
    "is required: the document differs by account, and organizational units do not say which. Choose one of their accounts.",
  );
}
