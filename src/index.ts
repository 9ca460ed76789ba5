export { type Arn, splitArn } from "./aws/arn.js";
export { PARTITIONS, type Partition, partitionOfRegion } from "./aws/partition.js";
export { QUOTAS } from "./aws/quotas.js";
export { type Integration, type IntegrationInput, parseIntegration } from "./description/integration.js";
export { formatIssue, formatPath, ISSUE_CODES, type Issue, type IssueCode, RolewrightError } from "./errors.js";
export { canonicalJson } from "./json/canonical.js";
export type { JsonObject, JsonValue } from "./json/types.js";
export type { OidcProvider, TemplateParameter, TrustTemplate } from "./modes/mode.js";
export {
  type IntegrationRole,
  type Plan,
  type PlannedTargets,
  type PlannedWorkload,
  type PolicySelection,
  planIntegration,
  selectPolicy,
  type Tags,
} from "./plan/plan.js";
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
export { type TerraformConfiguration, terraformConfiguration } from "./render/terraform/configuration.js";
export { terraformModule, terraformVariables } from "./render/terraform/module.js";
