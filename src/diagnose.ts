export { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./diagnose/codes.js";
export { type Diagnosis, diagnose } from "./diagnose/diagnose.js";
export { type Explanation, explainError } from "./diagnose/explain-error.js";
export type { DiagnosedDocument, DiagnosisFinding } from "./diagnose/finding.js";
export type { NearMiss } from "./diagnose/near-miss.js";
export type { PossibleCause } from "./diagnose/possible-causes.js";
export type { DeployedDocuments } from "./diagnose/read-deployed.js";
export { diagnosisReport, explanationReport } from "./diagnose/report.js";
export { diagnosisSarif } from "./diagnose/sarif.js";
