import { QUOTAS } from "../aws/quotas.js";
import { fault } from "../errors.js";
import type { Caller } from "../modes/caller.js";
import { assumeRolesPolicy } from "../policy/make/permissions.js";
import { isShorter, policySize } from "../policy/size.js";
import type { IdentityPermissions, PlannedIdentity } from "./plan.js";

/** The policies that let a role or user assume the given roles: one inline policy if they fit, else managed ones. */
export function assumePermissions(
  { kind, actions }: Caller,
  roleArns: readonly string[],
  organizationId: string | undefined,
): Omit<IdentityPermissions, "tags"> {
  const whole = assumeRolesPolicy(actions, roleArns, organizationId);
  const most = kind === "role" ? QUOTAS.roleInlinePolicies : QUOTAS.userInlinePolicies;
  if (isShorter(whole, most) || policySize(whole) <= most) return { permissionsPolicies: [whole], inline: true };
  const room = QUOTAS.managedPolicy - policySize(assumeRolesPolicy(actions, [], organizationId));
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
  return {
    permissionsPolicies: parts.map((part) => assumeRolesPolicy(actions, part, organizationId)),
    inline: false,
  };
}

/** Refuses permissions policies that are more than an account attaches to one role or user. */
export function checkPermissions({ kind, permissionsPolicies }: PlannedIdentity): void {
  const count = permissionsPolicies.length;
  if (count <= QUOTAS.managedPoliciesDefault) return;
  const accounts = permissionsPolicies.reduce((sum, { Statement }) => sum + (Statement[0]?.Resource?.length ?? 0), 0);
  throw fault(
    "QUOTA_EXCEEDED",
    ["targets"],
    `name ${accounts} accounts, whose role ARNs need ${count} managed policies of ${QUOTAS.managedPolicy} characters; IAM attaches ${QUOTAS.managedPoliciesDefault} to one ${kind}. Target organizationalUnits, for which one line is enough, or describe the accounts in several parts, each with a workload of its own.`,
  );
}
