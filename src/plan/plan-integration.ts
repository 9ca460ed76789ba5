import { wrongArgument } from "../argument.js";
import { readOnlyAccessArn } from "../aws/policy-arn.js";
import { QUOTAS } from "../aws/quotas.js";
import { acceptedAgain } from "../description/accept.js";
import type { Integration } from "../description/integration.js";
import { fault } from "../errors.js";
import { copyOf } from "../json/copy.js";
import { type Caller, isIdentity } from "../modes/caller.js";
import { MODES } from "../modes/index.js";
import type { Mode } from "../modes/mode.js";
import { type TrustRelationship, trustPolicy } from "../policy/make/trust.js";
import { isShorter, policySize } from "../policy/size.js";
import { assumePermissions } from "./permissions.js";
import type { Plan, PlannedCaller, Tags } from "./plan.js";
import { plannedRollout } from "./rollout.js";
import { assumedAccounts, type PlannedTargets, plannedTargets } from "./targets.js";

/**
 * The roles and documents that an integration needs.
 *
 * @param integration A valid description, from `parseIntegration`.
 * @returns The integration role and who calls it, with their policy documents as plain objects.
 * @throws {RolewrightError} `QUOTA_EXCEEDED` for a document that no account of AWS accepts.
 * @example
 * const { integrationRole, callers } = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * integrationRole.trustPolicy("111122223333").Statement[0].Action; // "sts:AssumeRole"
 * callers[0].noun; // "task role"
 */
export function planIntegration(integration: Integration): Plan {
  const own = acceptedAgain(integration);
  if (own === undefined)
    throw wrongArgument(["integration"], "a valid description, which parseIntegration makes and checks", integration);
  return planOf(copyOf(own));
}

function planOf(integration: Integration): Plan {
  const { partition, roleName, rolePath } = integration;
  const mode: Mode = MODES[integration.mode];
  const caller = mode.caller(integration, partition);
  const trust = mode.trust(integration, partition);
  const { organizationId } = trust;
  const targets = plannedTargets(integration, caller.accountId);
  const tags: Tags =
    integration.tags === undefined ? [] : Object.entries(integration.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const roleArn = (accountId: string) => `arn:${partition}:iam::${accountId}:role${rolePath}${roleName}`;
  const document = (target: string) => trustPolicy([trust.relationship(target)]);
  return {
    partition,
    accountId: caller.accountId,
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
      trust: (target) => [copyOf(trust.relationship(target))],
      trustPolicy: document,
      reusableTrust: trust.reusable,
    },
    callers: [plannedCaller(caller, targets, roleArn, organizationId, tags)],
    rollout: plannedRollout(integration, targets, [caller]),
    notes: [
      ...trustPolicyNotes("integration role", trust.relationship(caller.accountId)),
      ...(caller.kind === "role" ? trustPolicyNotes(caller.noun, caller.host.trust) : []),
    ],
  };
}

function plannedCaller(
  caller: Caller,
  targets: PlannedTargets,
  roleArn: (accountId: string) => string,
  organizationId: string | undefined,
  tags: Tags,
): PlannedCaller {
  if (!isIdentity(caller)) return caller;
  const roleArns = assumedAccounts(targets).map(roleArn);
  // Object.assign: spreading several maps into one is far slower.
  return Object.assign(assumePermissions(caller, roleArns, organizationId), caller, { tags });
}

function trustPolicyNotes(role: string, relationship: TrustRelationship): string[] {
  // Each action may be a statement of its own. Measured: to write the policy only where it may be too long halves a plan's time.
  if (isShorter(relationship, QUOTAS.trustPolicyDefault / relationship.actions.length)) return [];
  const size = policySize(trustPolicy([relationship]));
  if (size <= QUOTAS.trustPolicyDefault) return [];
  if (size <= QUOTAS.trustPolicyMost) {
    return [
      `The ${role}'s trust policy has ${size} characters. IAM takes ${QUOTAS.trustPolicyDefault} unless each target account's quota "Role trust policy length" (L-C07B4B0D) is raised first, to ${QUOTAS.trustPolicyMost} at the most.`,
    ];
  }
  throw fault(
    "QUOTA_EXCEEDED",
    [],
    `makes a trust policy of ${size} characters; IAM takes ${QUOTAS.trustPolicyDefault}, and ${QUOTAS.trustPolicyMost} at the most. Name fewer service accounts, or describe a second role for the others.`,
  );
}
