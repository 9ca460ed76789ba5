import { parametersOf } from "../diagnose/deployed.js";
import { identityOf, type Plan } from "../plan/plan.js";
import { selectPolicy, workloadOf } from "../plan/select.js";
import { isTarget } from "../plan/targets.js";
import type { PseudoParameters } from "../policy/read/intrinsics.js";
import type { FoundPolicy } from "../policy/read/read-policies.js";

/** What a template of the described roles leaves open, and what the description says of it. */
export function pseudoParametersOf(plan: Plan, account: string | undefined): PseudoParameters {
  return { partition: plan.partition, accountId: account ?? plan.accountId, parameters: parametersOf(plan) };
}

/**
 * What a policy that was read may grant at the most: of a trust policy, what the described one of its role does; of an identity's
 * policy, what the workload's does. Whose role it is, the name that was read says; where none was, it may be either role's.
 */
export function limitsOf(
  plan: Plan,
  found: FoundPolicy,
  isTrust: boolean,
  account: string | undefined,
): readonly (readonly object[])[] {
  if (!isTrust) return [workloadOf(plan).permissionsPolicies];
  const identity = identityOf(plan);
  const workload = identity?.kind === "role" ? [[selectPolicy(plan, { role: "workload" })]] : [];
  const name = found.role.name?.toLowerCase();
  if (workload.length > 0 && name === identity?.name.toLowerCase()) return workload;
  const read = /^arn:[^:]*:iam::(\d{12}):role\//.exec(found.role.arn ?? "")?.[1];
  const target = account ?? (read !== undefined && isTarget(plan.targets, read) ? read : undefined);
  const integration = [selectPolicy(plan, target === undefined ? {} : { account: target })];
  return name === undefined ? [integration, ...workload] : [integration];
}
