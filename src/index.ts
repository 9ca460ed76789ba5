export { type Arn, splitArn } from "./aws/arn.js";
export { PARTITIONS, type Partition, partitionOfRegion } from "./aws/partition.js";
export { QUOTAS } from "./aws/quotas.js";
export type { Integration, IntegrationInput } from "./description/integration.js";
export { parseIntegration } from "./description/parse.js";
export { formatIssue, formatPath, ISSUE_CODES, type Issue, type IssueCode, RolewrightError } from "./errors.js";
export { canonicalJson } from "./json/canonical.js";
export type { JsonObject, JsonValue } from "./json/types.js";
export type { ReusableTrust, TrustParameter } from "./modes/trust.js";
export { callerOf, identityOf, providerOf } from "./plan/own-parts.js";
export type {
  Attachment,
  Caller,
  Check,
  Host,
  InstanceProfile,
  IntegrationRole,
  OidcProvider,
  Plan,
  PlannedCaller,
  PlannedIdentity,
  PodIdentityAssociations,
  Tags,
} from "./plan/plan.js";
export { planIntegration } from "./plan/plan-integration.js";
export type { Administrator, AutoDeployment, OperationPreferences, Rollout } from "./plan/rollout.js";
export { type PolicySelection, selectPolicy } from "./plan/select.js";
export type { OrganizationalUnitTargets, PlannedTargets } from "./plan/targets.js";
export type { ConditionMeaning, TrustCondition, TrustRelationship } from "./policy/make/trust.js";
export { prettyJson } from "./policy/pretty-json.js";
export { policySize } from "./policy/size.js";
export type { ConditionBlock, PolicyDocument, Principal, Statement } from "./policy/types.js";
export { organizationTemplate } from "./render/cloudformation/organization.js";
export { type ParameterValue, parameterValues, reusableTemplate } from "./render/cloudformation/parameters.js";
export { rolloutScript } from "./render/cloudformation/script.js";
export { type StackSetRequests, stackSetRequests } from "./render/cloudformation/stackset.js";
export {
  integrationTemplate,
  type Template,
  type TemplateResource,
  workloadTemplate,
} from "./render/cloudformation/template.js";
export {
  type Diagram,
  type DiagramEdge,
  type DiagramGroup,
  type DiagramNode,
  planDiagram,
} from "./render/diagram/diagram.js";
export { mermaidText } from "./render/diagram/mermaid.js";
export { svgText } from "./render/diagram/svg.js";
export type { TerraformConfiguration } from "./render/terraform/blocks.js";
export { terraformConfiguration } from "./render/terraform/configuration.js";
export { terraformModule, terraformVariables } from "./render/terraform/module.js";
