import { RolewrightError } from "../../errors.js";
import type { JsonObject } from "../../json/types.js";
import type { Plan } from "../../plan/plan.js";
import {
  deploymentTargets,
  operationPreferences,
  stackSetName,
  stackSetOptions,
  stackSetRegion,
  templateBody,
} from "./stackset.js";
import { integrationTemplate, type Template, workloadTemplate } from "./template.js";

/** The account that runs the stack set, and which roles stand in it besides. */
export interface Administrator {
  readonly accountId: string;
  /** Whether the workload's identity is in that account. */
  readonly holdsWorkload: boolean;
  /** Whether it is a target that the stack set itself does not reach. */
  readonly holdsIntegrationRole: boolean;
}

/**
 * The account that runs a service-managed stack set: the management account. Where the description does not name it, or a
 * delegated administrator calls, it is taken to be the workload's own.
 */
export function administratorOf({ targets, stackSet, accountId, workload }: Plan): Administrator {
  const management = targets.kind === "organizational-units" ? targets.managementAccountId : undefined;
  const own = management === undefined || stackSet.callAs === "DELEGATED_ADMIN";
  const administrator = own ? accountId : management;
  return {
    accountId: administrator,
    holdsWorkload: workload !== undefined && administrator === accountId,
    holdsIntegrationRole: !own,
  };
}

/**
 * One template for a whole organization, for the account that runs the stack set: the workload's identity where it lives
 * there, the management account's own integration role, and a stack set that rolls the role out to the targets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` for targets that are no organizational units, `QUOTA_EXCEEDED` for more
 * bytes than a request takes.
 */
export function organizationTemplate(plan: Plan): Template {
  const { targets, stackSet, workload, integrationRole } = plan;
  if (targets.kind !== "organizational-units") {
    throw new RolewrightError([
      {
        path: ["targets"],
        code: "NO_SUCH_DOCUMENT",
        message:
          "name no organizational units, so there is no organization's template. Print the template of each role, and rolewright stackset CONFIG for listed accounts.",
      },
    ]);
  }
  const { holdsWorkload, holdsIntegrationRole } = administratorOf(plan);
  const workloads = holdsWorkload ? workloadTemplate(plan) : undefined;
  const roles = integrationTemplate(plan);
  const first = workload?.kind === "user" ? "WorkloadUser" : "WorkloadRole";
  const dependsOn = holdsWorkload && integrationRole.trustsPrincipal ? { DependsOn: first } : {};
  const { IntegrationRole: role, ...besideRole } = roles.Resources;
  const stackSetProperties: JsonObject = {
    StackSetName: stackSetName(plan),
    ...(stackSet.description !== undefined && { Description: stackSet.description }),
    TemplateBody: JSON.stringify(roles),
    ...stackSetOptions(plan),
    ...(stackSet.callAs !== undefined && { CallAs: stackSet.callAs }),
    OperationPreferences: operationPreferences(stackSet.operationPreferences),
    StackInstancesGroup: [{ DeploymentTargets: deploymentTargets(targets), Regions: [stackSetRegion(plan)] }],
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
  const { targets, accountId, workload } = plan;
  const administrator = administratorOf(plan);
  const management = targets.kind === "organizational-units" ? targets.managementAccountId : undefined;
  const notes = [
    management === administrator.accountId
      ? `Deploy it in the management account, ${management}.`
      : `Deploy it in account ${administrator.accountId}, the workload's own, which is taken to be ${management === undefined ? "the management account (name the true one in targets.managementAccount)" : "the delegated administrator"}.`,
  ];
  if (workload !== undefined && !administrator.holdsWorkload)
    notes.push(
      `The workload is in account ${accountId}: deploy rolewright template CONFIG --role workload there first.`,
    );
  if (management !== undefined && !administrator.holdsIntegrationRole)
    notes.push(
      `The stack set does not reach the management account, ${management}: deploy rolewright template CONFIG there.`,
    );
  return notes;
}
