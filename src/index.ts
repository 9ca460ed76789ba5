export { type Arn, splitArn } from "./aws/arn.js";
export { PARTITIONS, type Partition, partitionOfRegion } from "./aws/partition.js";
export { QUOTAS } from "./aws/quotas.js";
export { formatIssue, formatPath, ISSUE_CODES, type Issue, type IssueCode, RolewrightError } from "./errors.js";
export { type Integration, type IntegrationInput, parseIntegration } from "./integration.js";
export type { OidcProvider, TemplateParameter, TrustTemplate } from "./modes/workload.js";
export {
  type IntegrationRole,
  type Plan,
  type PlannedTargets,
  type PlannedWorkload,
  type PolicySelection,
  planIntegration,
  selectPolicy,
  type Tags,
} from "./plan.js";
export { canonicalJson } from "./policy/canonical-json.js";
export { prettyJson } from "./policy/pretty-json.js";
export { policySize } from "./policy/size.js";
export type { ConditionBlock, JsonObject, JsonValue, PolicyDocument, Principal, Statement } from "./policy/types.js";
export {
  integrationTemplate,
  type Template,
  type TemplateResource,
  workloadTemplate,
} from "./render/cloudformation.js";
export { type Diagram, type DiagramEdge, type DiagramGroup, type DiagramNode, planDiagram } from "./render/diagram.js";
export { mermaidText } from "./render/diagram-mermaid.js";
export { svgText } from "./render/diagram-svg.js";
export { organizationTemplate } from "./render/organization-template.js";
export { type ParameterValue, parameterValues, reusableTemplate } from "./render/reusable-template.js";
export { rolloutScript } from "./render/rollout-script.js";
export { type StackSetRequests, stackSetRequests } from "./render/stackset.js";
export { type TerraformConfiguration, terraformConfiguration } from "./render/terraform.js";
export { terraformModule, terraformVariables } from "./render/terraform-module.js";
