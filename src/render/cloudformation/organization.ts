import { fault } from "../../errors.js";
import { copyOf } from "../../json/copy.js";
import type { JsonObject } from "../../json/types.js";
import { checkPlan, identityOf, type Plan } from "../../plan/plan.js";
import { stackSetName } from "../../plan/rollout.js";
import { deploymentTargets, operationPreferences, stackSetOptions, templateBody } from "./stackset.js";
import { integrationTemplate, type Template, WORKLOAD, workloadTemplate } from "./template.js";

/**
 * One template for a whole organization, for the account that runs the stack set: the workload's identity where it lives
 * there, the management account's own integration role, and a stack set that rolls the role out to the targets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` for targets that are no organizational units, `QUOTA_EXCEEDED` for more
 * bytes than a request takes.
 */
export function organizationTemplate(plan: Plan): Template {
  checkPlan(plan);
  const { rollout, integrationRole } = plan;
  if (rollout?.targets.kind !== "organizational-units") {
    throw fault(
      "NO_SUCH_DOCUMENT",
      ["targets"],
      "name no organizational units, so there is no organization's template. Print the template of each role, and the requests to StackSets for listed accounts.",
    );
  }
  const { holdsWorkload, holdsIntegrationRole } = rollout.administrator;
  const identity = holdsWorkload ? identityOf(plan) : undefined;
  const workloads = identity && workloadTemplate(plan);
  const roles = integrationTemplate(plan);
  const dependsOn = identity && integrationRole.trustsPrincipal ? { DependsOn: WORKLOAD[identity.kind] } : {};
  const { IntegrationRole: role, ...besideRole } = roles.Resources;
  const stackSetProperties: JsonObject = {
    StackSetName: stackSetName(rollout),
    ...(rollout.description !== undefined && { Description: rollout.description }),
    TemplateBody: JSON.stringify(roles),
    ...stackSetOptions(rollout),
    ...(rollout.callAs !== undefined && { CallAs: rollout.callAs }),
    OperationPreferences: operationPreferences(rollout),
    StackInstancesGroup: [{ DeploymentTargets: copyOf(deploymentTargets(rollout.targets)), Regions: [rollout.region] }],
  };
  const template: Template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "A self-hosted integration in an organization: its role in every target account.",
    Resources: {
      ...workloads?.Resources,
      ...(holdsIntegrationRole && { ...besideRole, IntegrationRole: { ...dependsOn, ...role! } }),
      IntegrationRoles: { Type: "AWS::CloudFormation::StackSet", ...dependsOn, Properties: stackSetProperties },
    },
    Outputs: {
      ...workloads?.Outputs,
      ...(holdsIntegrationRole && roles.Outputs),
      StackSetId: { Description: "The stack set's ID", Value: { Ref: "IntegrationRoles" } },
    },
  };
  templateBody(JSON.stringify(template, null, 2));
  return template;
}

/** Where the organization's template belongs, and what it leaves to do, in sentences. */
export function organizationNotes(plan: Plan): string[] {
  const { rollout, accountId } = plan;
  if (rollout?.targets.kind !== "organizational-units") return [];
  const { administrator, targets } = rollout;
  const identity = identityOf(plan);
  const management = targets.managementAccountId;
  const notes = [
    management === administrator.accountId
      ? `Deploy it in the management account, ${management}.`
      : `Deploy it in account ${administrator.accountId}, the workload's own, which is taken to be ${management === undefined ? "the management account (name the true one in targets.managementAccount)" : "the delegated administrator"}.`,
  ];
  const region = identity?.kind === "role" ? identity.host.region : undefined;
  if (region !== undefined && administrator.holdsWorkload)
    notes.push(`Deploy it in the region ${region}: the workload's associations are made where the cluster is.`);
  if (identity !== undefined && !administrator.holdsWorkload)
    notes.push(`The workload is in account ${accountId}: deploy the workload's template there first.`);
  if (management !== undefined && !administrator.holdsIntegrationRole)
    notes.push(
      `The stack set does not reach the management account, ${management}: deploy the integration role's template there.`,
    );
  return notes;
}
