import { checkChoice } from "../../argument.js";
import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject } from "../../json/types.js";
import { checkPermissions } from "../../plan/permissions.js";
import {
  type Attachment,
  checkPlan,
  identityOf,
  type Plan,
  type PlannedIdentity,
  providerOf,
} from "../../plan/plan.js";
import { type Rollout, stackSetName } from "../../plan/rollout.js";
import { workloadOf } from "../../plan/select.js";
import type { OrganizationalUnitTargets } from "../../plan/targets.js";
import { trustPolicy } from "../../policy/make/trust.js";
import { integrationTemplate } from "../cloudformation/template.js";
import { reference } from "../references.js";
import {
  add,
  addAttachments,
  arnOutput,
  CALLER_ACCOUNT,
  policyText,
  type Resources,
  roleProperties,
  snakeCased,
  sorted,
  TERRAFORM,
  type TerraformConfiguration,
  tagMap,
  usesCaller,
  written,
} from "./blocks.js";

const DATA_CALLER: JsonObject = { aws_caller_identity: { current: {} } };

/** Which roles a configuration makes; without one, all that belong into the account where it is applied. */
export type TerraformSelection = "integration" | "workload" | undefined;

/**
 * The Terraform configuration of a plan.
 *
 * Without `role`: the workload's identity and the integration role where the workload's own account is the only target;
 * else what the account that rolls the role out needs, which is the stack set with its targets, and the roles that stand in
 * that account itself. `"integration"`: the integration role alone, for any target account. `"workload"`: the workload's
 * identity alone.
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` for a workload that has no identity in AWS; `QUOTA_EXCEEDED` for too many accounts.
 * @example
 * const plan = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * Object.keys(terraformConfiguration(plan).resource);
 * // ["aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment"]
 */
export function terraformConfiguration(plan: Plan, role?: TerraformSelection): TerraformConfiguration {
  checkPlan(plan);
  checkChoice(["role"], ["integration", "workload"], role);
  const { rollout, integrationRole } = plan;
  const resource: Resources = {};
  const output: Record<string, JsonObject> = {};
  const identity = identityOf(plan);
  const withWorkload =
    role === "workload" ||
    (role === undefined && (rollout === undefined ? identity !== undefined : rollout.administrator.holdsWorkload));
  const withRole =
    role === "integration" ||
    (role === undefined && (rollout === undefined || rollout.administrator.holdsIntegrationRole));
  if (withWorkload) addWorkload(workloadOf(plan), resource, output);
  const first = withWorkload && integrationRole.trustsPrincipal ? [`aws_iam_${identity?.kind}.workload`] : [];
  if (withRole) {
    // With one known account its ID stands as it is; a role for any target asks for the caller's.
    const account = rollout === undefined ? plan.accountId : CALLER_ACCOUNT;
    addIntegrationRole(plan, account, first, resource, output);
  }
  if (role === undefined && rollout !== undefined) addStackSet(plan, rollout, first, resource, output);
  const data = usesCaller(resource) ? { data: DATA_CALLER } : {};
  return written({ terraform: TERRAFORM, ...data, resource: sorted(resource), output });
}

/** What a configuration rests on that is not in it, in sentences. */
export function terraformNotes(plan: Plan, role?: TerraformSelection): string[] {
  const identity = identityOf(plan);
  const region = identity?.kind === "role" ? identity.host.region : undefined;
  const holdsWorkload = plan.rollout?.administrator.holdsWorkload ?? true;
  return region === undefined || role === "integration" || (role === undefined && !holdsWorkload)
    ? []
    : [`The provider's region must be ${region}: the workload's associations are made where the cluster is.`];
}

function addIntegrationRole(
  plan: Plan,
  account: string,
  dependsOn: readonly string[],
  resource: Resources,
  output: Record<string, JsonObject>,
): void {
  const { integrationRole } = plan;
  const provider = providerOf(plan);
  const createsProvider = provider?.create === true;
  if (createsProvider) {
    add(resource, "aws_iam_openid_connect_provider", "integration", {
      url: `https://${provider.issuer}`,
      client_id_list: [provider.audience],
    });
    output["oidc_provider_arn"] = arnOutput("The OIDC provider's ARN", "aws_iam_openid_connect_provider.integration");
  }
  const before = [...dependsOn, ...(createsProvider ? ["aws_iam_openid_connect_provider.integration"] : [])];
  add(resource, "aws_iam_role", "integration", {
    name: integrationRole.name,
    ...roleProperties(plan, (arn) => arn.replace(TARGET_ACCOUNT, account)),
    assume_role_policy: policyText(integrationRole.trustPolicy(account)),
    ...(before.length > 0 && { depends_on: before }),
  });
  addAttachments(integrationRole.managedPolicyArns, (arn) => arn.replace(TARGET_ACCOUNT, account), resource);
  output["integration_role_arn"] = arnOutput("The integration role's ARN", "aws_iam_role.integration");
}

function addWorkload(workload: PlannedIdentity, resource: Resources, output: Record<string, JsonObject>): void {
  checkPermissions(workload);
  const { kind, name, path, tags, permissionsPolicies, inline } = workload;
  const type = `aws_iam_${kind}`;
  const self = reference(`${type}.workload.name`);
  add(resource, type, "workload", {
    name,
    path,
    ...(workload.kind === "role" && { assume_role_policy: policyText(trustPolicy([workload.host.trust])) }),
    ...tagMap(tags),
  });
  output[`workload_${kind}_arn`] = arnOutput(`The workload ${kind}'s ARN`, `${type}.workload`);
  if (workload.kind === "role" && workload.host.attachment !== undefined)
    addAttachment(workload.host.attachment, resource, output);
  if (inline) {
    add(resource, `${type}_policy`, "workload", {
      name: "AssumeIntegrationRoles",
      [kind]: self,
      policy: policyText(permissionsPolicies[0]!),
    });
    return;
  }
  permissionsPolicies.forEach((policy, index) => {
    const suffix = permissionsPolicies.length === 1 ? "" : `_${index + 1}`;
    add(resource, "aws_iam_policy", `workload${suffix}`, {
      name: `${name}-assume-integration-roles${suffix.replace("_", "-")}`,
      description: "Lets the integration's workload assume the integration roles.",
      policy: policyText(policy),
    });
    add(resource, `${type}_policy_attachment`, `workload${suffix}`, {
      [kind]: self,
      policy_arn: reference(`aws_iam_policy.workload${suffix}.arn`),
    });
  });
}

/**
 * What ties the role to its host.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_pod_identity_association
 */
function addAttachment(attachment: Attachment, resource: Resources, output: Record<string, JsonObject>): void {
  switch (attachment.kind) {
    case "instance-profile":
      add(resource, "aws_iam_instance_profile", "workload", {
        name: attachment.name,
        path: attachment.path,
        role: reference("aws_iam_role.workload.name"),
      });
      output["workload_instance_profile_arn"] = arnOutput(
        "The instance profile's ARN",
        "aws_iam_instance_profile.workload",
      );
      return;
    case "pod-identity-associations":
      add(resource, "aws_eks_pod_identity_association", "workload", {
        for_each: Object.fromEntries(attachment.serviceAccounts.map((name) => [name, name])),
        cluster_name: attachment.clusterName,
        namespace: attachment.namespace,
        service_account: reference("each.value"),
        role_arn: reference("aws_iam_role.workload.arn"),
      });
      return;
    default:
      attachment satisfies never;
  }
}

function addStackSet(
  plan: Plan,
  rollout: Rollout,
  dependsOn: readonly string[],
  resource: Resources,
  output: Record<string, JsonObject>,
): void {
  const { targets, autoDeployment, administrationRoleArn, executionRoleName, callAs } = rollout;
  const serviceManaged = targets.kind === "organizational-units";
  const called: JsonObject = callAs === undefined ? {} : { call_as: callAs };
  const preferences = snakeCased(rollout.preferences);
  add(resource, "aws_cloudformation_stack_set", "integration", {
    name: stackSetName(rollout),
    ...(rollout.description !== undefined && { description: rollout.description }),
    template_body: JSON.stringify(integrationTemplate(plan)),
    capabilities: ["CAPABILITY_NAMED_IAM"],
    permission_model: rollout.permissionModel,
    ...(autoDeployment && { auto_deployment: snakeCased(autoDeployment) }),
    // Left out, AWS takes its default, which Terraform would want to remove at the next plan.
    ...(!serviceManaged && {
      administration_role_arn:
        administrationRoleArn ??
        `arn:${plan.partition}:iam::${CALLER_ACCOUNT}:role/AWSCloudFormationStackSetAdministrationRole`,
    }),
    ...(executionRoleName !== undefined && { execution_role_name: executionRoleName }),
    ...called,
    managed_execution: { active: rollout.managedExecution },
    operation_preferences: preferences,
    // AWS reports a role of its own for service-managed stack sets.
    ...(serviceManaged && { lifecycle: { ignore_changes: ["administration_role_arn"] } }),
    ...(dependsOn.length > 0 && { depends_on: dependsOn }),
  });
  // Not aws_cloudformation_stack_instances: that of provider 5.100 sends listed accounts as one empty ID, and does not know
  // the regions of aws-eusc. Without `region`, the stacks are in the provider's own.
  add(resource, "aws_cloudformation_stack_set_instance", "integration", {
    ...(targets.kind === "accounts"
      ? {
          for_each: Object.fromEntries(targets.accountIds.map((id) => [id, id])),
          account_id: reference("each.value"),
        }
      : { deployment_targets: deploymentTargets(targets), operation_preferences: preferences }),
    stack_set_name: reference("aws_cloudformation_stack_set.integration.name"),
    ...(rollout.isRegionGiven && { region: rollout.region }),
    ...called,
  });
  output["stack_set_id"] = {
    description: "The stack set's ID",
    value: reference("aws_cloudformation_stack_set.integration.stack_set_id"),
  };
}

function deploymentTargets({ organizationalUnitIds, only, except }: OrganizationalUnitTargets): JsonObject {
  return {
    organizational_unit_ids: organizationalUnitIds,
    ...(only !== undefined && { accounts: only, account_filter_type: "INTERSECTION" }),
    ...(except !== undefined && { accounts: except, account_filter_type: "DIFFERENCE" }),
  };
}
