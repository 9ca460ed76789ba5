import { PARTITIONS, type Partition } from "../aws/partition.js";
import { STACK_SET_NAME } from "../aws/stack-set-name.js";
import type { Integration } from "../description/integration.js";
import { fault } from "../errors.js";
import { type Caller, isIdentity } from "../modes/caller.js";
import { managementAccountOf, type PlannedTargets } from "./targets.js";

/** How a stack set rolls the integration role out to its targets. */
export interface Rollout {
  /** The stack set's name: as given, or the role's. */
  readonly name: string;
  readonly description: string | undefined;
  /** The one region whose CloudFormation keeps the stacks. */
  readonly region: string;
  /** Whether the description gives that region, or it is the one where the partition's global services live. */
  readonly isRegionGiven: boolean;
  readonly permissionModel: "SERVICE_MANAGED" | "SELF_MANAGED";
  /** Whether accounts that join or leave a unit get or lose the role; service-managed only. */
  readonly autoDeployment: AutoDeployment | undefined;
  /** From where the calls come; nothing where the description does not say. */
  readonly callAs: "SELF" | "DELEGATED_ADMIN" | undefined;
  /** The roles that CloudFormation uses; self-managed only, and nothing where they are the usual ones. */
  readonly administrationRoleArn: string | undefined;
  readonly executionRoleName: string | undefined;
  readonly managedExecution: boolean;
  readonly preferences: OperationPreferences;
  readonly administrator: Administrator;
  readonly targets: Exclude<PlannedTargets, { kind: "own-account" }>;
}

export interface AutoDeployment {
  readonly enabled: boolean;
  /** Nothing where nothing is deployed or removed by itself. */
  readonly retainStacksOnAccountRemoval: boolean | undefined;
}

/**
 * How many accounts are worked on at a time, and how many may fail. AWS's defaults are one and none: slow over many
 * accounts, and one account's failure stops all others. Percentages are rounded down, so few accounts keep AWS's defaults.
 */
export interface OperationPreferences {
  readonly failureToleranceCount?: number;
  readonly failureTolerancePercentage?: number;
  readonly maxConcurrentCount?: number;
  readonly maxConcurrentPercentage?: number;
  readonly concurrencyMode?: "STRICT_FAILURE_TOLERANCE" | "SOFT_FAILURE_TOLERANCE";
}

/** The account that runs the stack set, and which roles stand in it besides. */
export interface Administrator {
  readonly accountId: string;
  /** Whether the workload's identity is in that account. */
  readonly holdsWorkload: boolean;
  /** Whether it is a target that the stack set itself does not reach. */
  readonly holdsIntegrationRole: boolean;
}

/** The roll-out of a description; nothing where the workload's own account is the only target. */
export function plannedRollout(
  { stackSet = {}, roleName, partition }: Integration,
  targets: PlannedTargets,
  callers: readonly Caller[],
): Rollout | undefined {
  if (targets.kind === "own-account") return undefined;
  const serviceManaged = targets.kind === "organizational-units";
  return {
    name: stackSet.name ?? roleName,
    description: stackSet.description,
    region: stackSet.region ?? globalRegion(partition),
    isRegionGiven: stackSet.region !== undefined,
    permissionModel: serviceManaged ? "SERVICE_MANAGED" : "SELF_MANAGED",
    autoDeployment: serviceManaged ? autoDeployment(stackSet.autoDeployment) : undefined,
    callAs: stackSet.callAs,
    administrationRoleArn: stackSet.administrationRoleArn,
    executionRoleName: stackSet.executionRoleName,
    managedExecution: stackSet.managedExecution ?? true,
    preferences: preferences(stackSet.operationPreferences),
    administrator: administrator(targets, stackSet.callAs, callers),
    targets,
  };
}

type StackSet = NonNullable<Integration["stackSet"]>;

function globalRegion(partition: Partition): string {
  return PARTITIONS[partition].globalRegion;
}

function autoDeployment({
  enabled = true,
  retainStacksOnAccountRemoval = false,
}: Partial<NonNullable<StackSet["autoDeployment"]>> = {}): AutoDeployment {
  return { enabled, retainStacksOnAccountRemoval: enabled ? retainStacksOnAccountRemoval : undefined };
}

function preferences({
  failureToleranceCount,
  failureTolerancePercentage = failureToleranceCount === undefined ? 10 : undefined,
  maxConcurrentCount,
  maxConcurrentPercentage = maxConcurrentCount === undefined ? 25 : undefined,
  concurrencyMode,
}: NonNullable<StackSet["operationPreferences"]> = {}): OperationPreferences {
  return {
    ...(failureToleranceCount !== undefined && { failureToleranceCount }),
    ...(failureTolerancePercentage !== undefined && { failureTolerancePercentage }),
    ...(maxConcurrentCount !== undefined && { maxConcurrentCount }),
    ...(maxConcurrentPercentage !== undefined && { maxConcurrentPercentage }),
    ...(concurrencyMode !== undefined && { concurrencyMode }),
  };
}

/**
 * A service-managed stack set is run by the management account. Where the description does not name it, or a delegated
 * administrator calls, the account is taken to be the workload's own.
 */
function administrator(
  targets: PlannedTargets,
  callAs: StackSet["callAs"],
  [caller]: readonly Caller[],
): Administrator {
  const management = managementAccountOf(targets);
  const own = management === undefined || callAs === "DELEGATED_ADMIN";
  const accountId = own ? caller!.accountId : management;
  return {
    accountId,
    holdsWorkload: isIdentity(caller!) && accountId === caller!.accountId,
    holdsIntegrationRole: !own,
  };
}

/** The stack set's name, if it can have it: what names a role may be none for a stack set. */
export function stackSetName({ name }: Rollout): string {
  if (STACK_SET_NAME.test(name)) return name;
  throw fault(
    "INVALID_FORMAT",
    ["stackSet", "name"],
    `is the role's name unless given, and "${name}" cannot name a stack set: a letter, then up to 127 letters, digits and hyphens. Set stackSet.name.`,
  );
}
