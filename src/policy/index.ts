export { RolewrightError } from "../errors.js";
export { canonicalJson } from "../json/canonical.js";
export type { JsonPath, Position } from "../json/types.js";
export { type Difference, diffPolicies, equalPolicies } from "./compare/equal.js";
export { normalForm } from "./compare/normal-form.js";
export type { EvaluationCaseInput } from "./evaluate/case.js";
export {
  type Evaluation,
  evaluate,
  type PolicyRole,
  type StatementReference,
  type UnmatchedStatement,
} from "./evaluate/evaluate.js";
export type { PseudoParameters } from "./read/intrinsics.js";
export { type FoundPolicy, type ReadPolicies, readPolicies } from "./read/read-policies.js";
export { isUnknown, type Unknown } from "./read/unknown.js";
export type { PolicyKind } from "./types.js";
export { FINDING_CODES, type FindingCode } from "./validate/codes.js";
export type { Finding, Severity } from "./validate/finding.js";
export { type Validation, validatePolicies } from "./validate/validate.js";
