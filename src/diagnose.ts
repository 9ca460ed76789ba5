export { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./diagnose/codes.js";
export { type DeployedDocuments, type Diagnosis, diagnose } from "./diagnose/diagnose.js";
export { type Explanation, explainError, type PossibleCause } from "./diagnose/explain-error.js";
export type { DiagnosedDocument, DiagnosisFinding } from "./diagnose/finding.js";
export type { NearMiss } from "./diagnose/near-miss.js";
export { diagnosisReport, explanationReport } from "./diagnose/report.js";
export { diagnosisSarif } from "./diagnose/sarif.js";
