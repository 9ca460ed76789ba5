import type { Partition } from "../aws/partition.js";
import { TARGET_ACCOUNT } from "../aws/policy-arn.js";
import { formatPath, type Issue, type IssueCode, show } from "../errors.js";
import { accountIn, arnClaim, regionClaim } from "../modes/claims.js";
import type { SharedKeys } from "../modes/keys/shared.js";
import type { Claim, Mode } from "../modes/mode.js";

/**
 * What the keys of one description must have in common.
 *
 * The rules run on whatever keys are well-formed by themselves, so that one run names every fault. The codes below are
 * those of rules that JSON Schema cannot express (they compare parts of strings); all other rules are in the schemas too.
 */
export const BEYOND_JSON_SCHEMA = {
  PARTITION_MISMATCH: "All ARNs, regions and EKS issuers of a description lie in one partition.",
  REGION_MISMATCH: "region is the region in an EKS issuer.",
  ACCOUNT_MISMATCH:
    "The cluster is in the account of the role; a customer managed policy is in the only target account; the management account is not excepted.",
  DUPLICATE: "No two tag keys differ only in letter case.",
} as const satisfies Partial<Record<IssueCode, string>>;

/**
 * The faults between the keys of a description: those of its mode, and those of the keys that every mode has. `absent` tells
 * the keys that are truly not there from those that are malformed.
 */
export function disagreements(mode: Mode, keys: SharedKeys, absent: (key: string) => boolean): Issue[] {
  return [
    ...partitionIssues(partitionClaims(mode, keys)),
    ...(mode.faults?.(keys, absent) ?? []),
    ...policyIssues(mode, keys, absent),
    ...targetIssues(keys),
    ...stackSetIssues(keys, absent),
    ...tagIssues(keys),
  ];
}

/** What each key says of the partition, the most telling first. */
function partitionClaims(mode: Mode, keys: SharedKeys): Claim[] {
  const { managedPolicyArns = [], permissionsBoundaryArn, stackSet } = keys;
  return [
    ...mode.claims(keys),
    ...managedPolicyArns.flatMap((policyArn, index) => arnClaim(["managedPolicyArns", index], policyArn)),
    ...arnClaim("permissionsBoundaryArn", permissionsBoundaryArn),
    ...regionClaim(["stackSet", "region"], stackSet?.region),
    ...arnClaim(["stackSet", "administrationRoleArn"], stackSet?.administrationRoleArn),
  ];
}

/** The partition that a consistent description lies in; `aws` where nothing tells. */
export function partitionOf(mode: Mode, keys: SharedKeys): Partition {
  return partitionClaims(mode, keys)[0]?.partition ?? "aws";
}

function partitionIssues([first, ...others]: readonly Claim[]): Issue[] {
  return others
    .filter((claim) => claim.partition !== first?.partition)
    .map((claim) => ({
      path: claim.path,
      code: "PARTITION_MISMATCH",
      message: `lies in partition ${claim.partition} (${show(claim.value)}), but ${formatPath(first!.path)} in ${first!.partition} (${show(first!.value)}). Roles and policies never cross partitions: write all of them for one.`,
    }));
}

/** A role attaches policies of AWS and of its own account only. */
function policyIssues(mode: Mode, keys: SharedKeys, absent: (key: string) => boolean): Issue[] {
  const issues: Issue[] = [];
  if (keys.managedPolicyArns === undefined && keys.permissionsBoundaryArn === undefined) return issues;
  const only = onlyTarget(mode, keys, absent);
  const policies: [Issue["path"], string | undefined][] = [
    ...(keys.managedPolicyArns ?? []).map((policyArn, index): [Issue["path"], string] => [
      ["managedPolicyArns", index],
      policyArn,
    ]),
    [["permissionsBoundaryArn"], keys.permissionsBoundaryArn],
  ];
  for (const [path, policyArn] of policies) {
    const owner = accountIn(policyArn);
    if (owner === undefined || !/^\d{12}$/.test(owner) || only === "unknown" || only === owner) continue;
    const why = only === undefined ? "there are several target accounts" : `the target account is ${only}`;
    issues.push({
      path,
      code: "ACCOUNT_MISMATCH",
      message: `is a policy of account ${owner}, but ${why}, and a role attaches only policies of its own account. Write ${show(policyArn?.replace(owner, TARGET_ACCOUNT))} for a policy of that name in each target account.`,
    });
  }
  return issues;
}

/** The only target account; nothing if there are several; "unknown" if a malformed key hides it. */
function onlyTarget(mode: Mode, keys: SharedKeys, absent: (key: string) => boolean): string | undefined | "unknown" {
  const { targets } = keys;
  if (targets === undefined && !absent("targets")) return "unknown";
  if (targets === undefined) return mode.account(keys) ?? "unknown";
  const accounts = new Set([
    ...(targets.accounts ?? targets.onlyAccounts ?? []),
    ...(targets.managementAccount === undefined ? [] : [targets.managementAccount]),
  ]);
  if (targets.organizationalUnits !== undefined && targets.onlyAccounts === undefined) return undefined;
  if (accounts.size === 0) return "unknown";
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

function targetIssues({ targets }: SharedKeys): Issue[] {
  if (targets === undefined) return [];
  const issues: Issue[] = [];
  const at = (key: string, code: IssueCode, message: string) => issues.push({ path: ["targets", key], code, message });
  const { accounts, organizationalUnits, onlyAccounts, exceptAccounts, managementAccount } = targets;
  if (accounts === undefined && organizationalUnits === undefined) {
    issues.push({
      path: ["targets"],
      code: "MISSING_KEY",
      message:
        "must have accounts or organizationalUnits. Leave targets out if the role stands in the workload's own account alone.",
    });
  }
  if (accounts !== undefined && organizationalUnits !== undefined) {
    at(
      "accounts",
      "CONFLICTING_KEYS",
      "excludes organizationalUnits: together they need a filter. Write onlyAccounts (only these accounts of the units) or exceptAccounts (all but these) in its place.",
    );
  }
  if (onlyAccounts !== undefined && exceptAccounts !== undefined) {
    at("exceptAccounts", "CONFLICTING_KEYS", "excludes onlyAccounts. Keep one of them.");
  }
  for (const [key, list] of [
    ["onlyAccounts", onlyAccounts],
    ["exceptAccounts", exceptAccounts],
  ] as const) {
    if (list !== undefined && organizationalUnits === undefined)
      at(
        key,
        "NOT_APPLICABLE",
        "filters the accounts of organizationalUnits, which are not given. List the target accounts in accounts.",
      );
  }
  if (managementAccount !== undefined && exceptAccounts?.includes(managementAccount)) {
    at(
      "managementAccount",
      "ACCOUNT_MISMATCH",
      `is a target and excepted at once (${managementAccount}). Remove it from one of the two.`,
    );
  }
  return issues;
}

function stackSetIssues({ stackSet, targets }: SharedKeys, absent: (key: string) => boolean): Issue[] {
  if (stackSet === undefined || (targets === undefined && !absent("targets"))) return [];
  const issues: Issue[] = [];
  const at = (path: readonly string[], code: IssueCode, message: string) =>
    issues.push({ path: ["stackSet", ...path], code, message });
  const serviceManaged = targets?.organizationalUnits !== undefined;
  for (const key of serviceManaged
    ? (["administrationRoleArn", "executionRoleName"] as const)
    : (["autoDeployment", "callAs"] as const)) {
    if (stackSet[key] === undefined) continue;
    at(
      [key],
      "NOT_APPLICABLE",
      serviceManaged
        ? "is for self-managed stack sets, and targets.organizationalUnits makes a service-managed one, whose roles AWS makes itself. Remove it."
        : "is for service-managed stack sets, which target organizational units. Remove it, or give targets.organizationalUnits.",
    );
  }
  const { autoDeployment, operationPreferences: preferences } = stackSet;
  if (autoDeployment?.enabled === false && autoDeployment.retainStacksOnAccountRemoval === true) {
    at(
      ["autoDeployment", "retainStacksOnAccountRemoval"],
      "CONFLICTING_KEYS",
      "applies only while autoDeployment.enabled is true.",
    );
  }
  for (const [count, percentage] of [
    ["failureToleranceCount", "failureTolerancePercentage"],
    ["maxConcurrentCount", "maxConcurrentPercentage"],
  ] as const) {
    if (preferences?.[count] !== undefined && preferences[percentage] !== undefined) {
      at(["operationPreferences", percentage], "CONFLICTING_KEYS", `excludes ${count}. Keep one of them.`);
    }
  }
  return issues;
}

function tagIssues({ tags }: SharedKeys): Issue[] {
  if (tags === undefined) return [];
  const seen = new Map<string, string>();
  const issues: Issue[] = [];
  for (const key of Object.keys(tags)) {
    const other = seen.get(key.toLowerCase());
    if (other !== undefined)
      issues.push({
        path: ["tags", key],
        code: "DUPLICATE",
        message: `is the same key as ${show(other)} to IAM, which ignores letter case.`,
      });
    seen.set(key.toLowerCase(), key);
  }
  return issues;
}
