import { isMap, wrongArgument } from "../argument.js";
import { isPartition, type Partition } from "../aws/partition.js";
import { isIdentity, type RoleCaller, type ServiceAccountCaller, type UserCaller } from "../modes/caller.js";
import type { ReusableTrust } from "../modes/trust.js";
import type { TrustRelationship } from "../policy/make/trust.js";
import type { PolicyDocument } from "../policy/types.js";
import type { Rollout } from "./rollout.js";
import type { PlannedTargets } from "./targets.js";

export type {
  Attachment,
  Caller,
  Check,
  Host,
  InstanceProfile,
  OidcProvider,
  PodIdentityAssociations,
} from "../modes/caller.js";

/** Everything that the outputs and the diagnosis are made from. It knows nothing of modes, and nothing of outputs. */
export interface Plan {
  readonly partition: Partition;
  /** The workload's own account. */
  readonly accountId: string;
  /** The organization of the workload and of all targets, if the description names it. */
  readonly organizationId: string | undefined;
  readonly targets: PlannedTargets;
  readonly integrationRole: IntegrationRole;
  /** Who calls; a description has one. */
  readonly callers: readonly PlannedCaller[];
  /** How the integration role gets to its targets; nothing where the workload's own account is the only one. */
  readonly rollout: Rollout | undefined;
  /** What the documents rest on that an account may not have, in sentences. */
  readonly notes: readonly string[];
}

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
  /** Whether it names the caller as principal, which IAM refuses while there is none of that name. */
  readonly trustsPrincipal: boolean;
  /** Whom it trusts in one target account, one a caller. */
  readonly trust: (targetAccountId: string) => readonly TrustRelationship[];
  /** Its trust policy in one target account. */
  readonly trustPolicy: (targetAccountId: string) => PolicyDocument;
  /** Its trust in a reusable template. */
  readonly reusableTrust: () => ReusableTrust;
}

/** Tags in order of their keys. */
export type Tags = readonly (readonly [key: string, value: string])[];

/** A caller with what it may do, where it has an identity in AWS. */
export type PlannedCaller = PlannedIdentity | ServiceAccountCaller;

/** A role or user that assumes the integration roles. */
export type PlannedIdentity = (RoleCaller | UserCaller) & IdentityPermissions;

export interface IdentityPermissions {
  /** One policy, or as many as its list of roles needs to fit into managed policies. */
  readonly permissionsPolicies: readonly PolicyDocument[];
  /** Whether the one policy fits into the role or user itself, or needs managed policies. */
  readonly inline: boolean;
  readonly tags: Tags;
}

/**
 * Refuses what is no plan. One that was stored as JSON lacks its functions.
 *
 * @throws {RolewrightError} `INVALID_TYPE`.
 */
export function checkPlan(plan: unknown): asserts plan is Plan {
  if (!isMap(plan) || !Array.isArray(plan["callers"]) || !isMap(plan["integrationRole"]) || !isMap(plan["targets"]))
    throw wrongArgument(["plan"], "a plan, from planIntegration", plan);
  const rollout: unknown = plan["rollout"];
  const { kind } = plan["targets"];
  if (
    !isPartition(plan["partition"]) ||
    typeof kind !== "string" ||
    (rollout !== undefined && (!isMap(rollout) || !isMap(rollout["targets"]) || !isMap(rollout["administrator"])))
  )
    throw wrongArgument(["plan"], "a plan, from planIntegration", plan);
  const { trust, trustPolicy, reusableTrust } = plan["integrationRole"];
  const [caller] = plan["callers"] as unknown[];
  if (!isMap(caller) || [trust, trustPolicy, reusableTrust].some((part) => typeof part !== "function"))
    throw wrongArgument(["plan"], "a plan as planIntegration returned it, with its functions", plan);
}

/** The caller of a plan. */
export function callerOf(plan: Plan): PlannedCaller {
  checkPlan(plan);
  return plan.callers[0]!;
}

/** The caller's identity in AWS, if it has one. */
export function identityOf(plan: Plan): PlannedIdentity | undefined {
  checkPlan(plan);
  return plan.callers.find(isIdentity);
}

/** The OIDC provider that each target account needs, where the trust rests on one. */
export function providerOf(plan: Plan): ServiceAccountCaller["provider"] | undefined {
  checkPlan(plan);
  return plan.callers.find((caller) => caller.kind === "service-account")?.provider;
}
