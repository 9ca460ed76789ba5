export { RolewrightError } from "./errors.js";
export { canonicalJson } from "./policy/canonical-json.js";
export { type Difference, diffPolicies, equalPolicies } from "./policy/equal.js";
export {
  type Evaluation,
  evaluate,
  type PolicyRole,
  type StatementReference,
  type UnmatchedStatement,
} from "./policy/evaluate.js";
export { FINDING_CODES, type Finding, type FindingCode, type Severity } from "./policy/findings.js";
export type { PseudoParameters } from "./policy/intrinsics.js";
export type { JsonPath, Position } from "./policy/json-text.js";
export { normalForm } from "./policy/normal-form.js";
export type { PolicyKind } from "./policy/policy-kind.js";
export { type FoundPolicy, type ReadPolicies, readPolicies } from "./policy/read-policies.js";
export type { EvaluationCaseInput } from "./policy/request.js";
export { type Validation, validatePolicies } from "./policy/validate.js";
