import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { checkWorkloadPolicies, type Plan, type PlannedWorkload, type Tags } from "../../plan/plan.js";
import type { PolicyDocument } from "../../policy/types.js";
import { administratorOf } from "../cloudformation/organization.js";
import { deploymentTargets, operationPreferences, stackSetName, stackSetOptions } from "../cloudformation/stackset.js";
import { integrationTemplate } from "../cloudformation/template.js";
import { noWorkload } from "../no-workload.js";
import { reference, writeReferences } from "../references.js";

/**
 * A Terraform configuration in its JSON syntax: a module without a provider block, for one account.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export interface TerraformConfiguration {
  readonly terraform: JsonObject;
  readonly variable?: JsonObject;
  readonly locals?: JsonObject;
  readonly data?: JsonObject;
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly output: JsonObject;
}

type Resources = Record<string, Record<string, JsonObject>>;

/** What every configuration begins with. The provider takes OIDC providers without a thumbprint since 5.81. */
export const TERRAFORM: JsonObject = {
  required_version: ">= 1.3",
  required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.81.0" } },
};

const CALLER_ACCOUNT = reference("data.aws_caller_identity.current.account_id");
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
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` for the workload of `irsa`; `QUOTA_EXCEEDED` for too many accounts.
 * @example
 * const plan = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * Object.keys(terraformConfiguration(plan).resource);
 * // ["aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment"]
 */
export function terraformConfiguration(plan: Plan, role?: TerraformSelection): TerraformConfiguration {
  const { targets, workload } = plan;
  const resource: Resources = {};
  const output: Record<string, JsonObject> = {};
  const rollsOut = targets.kind !== "own-account";
  const administrator = administratorOf(plan);
  const withWorkload = role === "workload" || (role === undefined && administrator.holdsWorkload);
  const withRole = role === "integration" || (role === undefined && (!rollsOut || administrator.holdsIntegrationRole));
  if (withWorkload) {
    if (workload === undefined) throw noWorkload();
    addWorkload(workload, resource, output);
  }
  const first = withWorkload && plan.integrationRole.trustsPrincipal ? [`aws_iam_${workload?.kind}.workload`] : [];
  if (withRole) {
    // With one known account its ID stands as it is; a role for any target asks for the caller's.
    const account = rollsOut ? CALLER_ACCOUNT : plan.accountId;
    addIntegrationRole(plan, account, first, resource, output);
  }
  if (role === undefined && rollsOut) addStackSet(plan, first, resource, output);
  const data = usesCaller(resource) ? { data: DATA_CALLER } : {};
  return written({ terraform: TERRAFORM, ...data, resource: sorted(resource), output });
}

function addIntegrationRole(
  plan: Plan,
  account: string,
  dependsOn: readonly string[],
  resource: Resources,
  output: Record<string, JsonObject>,
): void {
  const { integrationRole, oidcProvider } = plan;
  const createsProvider = oidcProvider?.create === true;
  if (createsProvider) {
    add(resource, "aws_iam_openid_connect_provider", "integration", {
      url: `https://${oidcProvider.issuer}`,
      client_id_list: [oidcProvider.audience],
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

/** The arguments of the integration role that are the same in every form of the configuration. */
export function roleProperties({ integrationRole }: Plan, policyArn: (arn: string) => string): JsonObject {
  const { path, description, maxSessionDuration, permissionsBoundaryArn, tags } = integrationRole;
  return {
    path,
    ...(description !== undefined && description !== "" && { description }),
    ...(maxSessionDuration !== undefined && { max_session_duration: maxSessionDuration }),
    ...(permissionsBoundaryArn !== undefined && { permissions_boundary: policyArn(permissionsBoundaryArn) }),
    ...tagMap(tags),
  };
}

/** One attachment a managed policy, under a key that stays when others come and go. */
export function addAttachments(
  managedPolicyArns: readonly string[],
  policyArn: (arn: string) => string,
  resource: Resources,
): void {
  if (managedPolicyArns.length === 0) return;
  add(resource, "aws_iam_role_policy_attachment", "integration", {
    for_each: Object.fromEntries(managedPolicyArns.map((arn) => [attachmentKey(arn), policyArn(arn)])),
    role: reference("aws_iam_role.integration.name"),
    policy_arn: reference("each.value"),
  });
}

/** `aws/ReadOnlyAccess` for `arn:aws:iam::aws:policy/ReadOnlyAccess`: whose policy, and its path and name. */
function attachmentKey(arn: string): string {
  const [owner = "", policy = ""] = arn.replace(TARGET_ACCOUNT, "account").split(":").slice(4);
  return `${owner}/${policy.replace("policy/", "")}`;
}

function addWorkload(workload: PlannedWorkload, resource: Resources, output: Record<string, JsonObject>): void {
  checkWorkloadPolicies(workload);
  const { kind, name, path, tags, permissionsPolicies, inline } = workload;
  const type = `aws_iam_${kind}`;
  const self = reference(`${type}.workload.name`);
  add(resource, type, "workload", {
    name,
    path,
    ...(workload.kind === "role" && { assume_role_policy: policyText(workload.trustPolicy) }),
    ...tagMap(tags),
  });
  output[`workload_${kind}_arn`] = arnOutput(`The workload ${kind}'s ARN`, `${type}.workload`);
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

function addStackSet(
  plan: Plan,
  dependsOn: readonly string[],
  resource: Resources,
  output: Record<string, JsonObject>,
): void {
  const { stackSet, targets } = plan;
  if (targets.kind === "own-account") return;
  const serviceManaged = targets.kind === "organizational-units";
  const { Capabilities, PermissionModel, AutoDeployment, ManagedExecution } = stackSetOptions(plan);
  const called: JsonObject = stackSet.callAs === undefined ? {} : { call_as: stackSet.callAs };
  const preferences = snakeCased(operationPreferences(stackSet.operationPreferences) as JsonObject);
  add(resource, "aws_cloudformation_stack_set", "integration", {
    name: stackSetName(plan),
    ...(stackSet.description !== undefined && { description: stackSet.description }),
    template_body: JSON.stringify(integrationTemplate(plan)),
    capabilities: Capabilities!,
    permission_model: PermissionModel!,
    ...(AutoDeployment !== undefined && { auto_deployment: snakeCased(AutoDeployment as JsonObject) }),
    // Left out, AWS takes its default, which Terraform would want to remove at the next plan.
    ...(!serviceManaged && {
      administration_role_arn:
        stackSet.administrationRoleArn ??
        `arn:${plan.partition}:iam::${CALLER_ACCOUNT}:role/AWSCloudFormationStackSetAdministrationRole`,
    }),
    ...(stackSet.executionRoleName !== undefined && { execution_role_name: stackSet.executionRoleName }),
    ...called,
    managed_execution: snakeCased(ManagedExecution as JsonObject),
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
      : { deployment_targets: snakeCased(deploymentTargets(targets)), operation_preferences: preferences }),
    stack_set_name: reference("aws_cloudformation_stack_set.integration.name"),
    ...(stackSet.region !== undefined && { region: stackSet.region }),
    ...called,
  });
  output["stack_set_id"] = {
    description: "The stack set's ID",
    value: reference("aws_cloudformation_stack_set.integration.stack_set_id"),
  };
}

export function add(resource: Resources, type: string, name: string, properties: JsonObject): void {
  resource[type] = { ...resource[type], [name]: properties };
}

export function arnOutput(description: string, address: string): JsonObject {
  return { description, value: reference(`${address}.arn`) };
}

function tagMap(tags: Tags): JsonObject {
  return tags.length === 0 ? {} : { tags: Object.fromEntries(tags) };
}

function policyText(document: PolicyDocument): string {
  return JSON.stringify(document);
}

/** `OIDCIssuerURL` as `oidc_issuer_url`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function snakeCased(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [snakeCase(key), value]));
}

function usesCaller(value: JsonValue): boolean {
  return JSON.stringify(value).includes(CALLER_ACCOUNT);
}

export function sorted(resource: Resources): Resources {
  return Object.fromEntries(Object.entries(resource).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The configuration with its texts as Terraform's templates: references as `${NAME}`, a literal `${` or `%{` doubled.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function written<T>(value: T): T {
  if (typeof value === "string") return writeReferences(value, escaped, (name) => `\${${name}}`) as T;
  if (Array.isArray(value)) return value.map((member: unknown) => written(member)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [written(key), written(member)])) as T;
}

function escaped(text: string): string {
  return text.replace(/[$%]\{/g, (match) => `${match.charAt(0)}${match}`);
}
