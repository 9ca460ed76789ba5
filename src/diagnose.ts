export { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./diagnose/codes.js";
export { type DeployedDocuments, type Diagnosis, diagnose } from "./diagnose/diagnose.js";
export type { DiagnosedDocument, DiagnosisFinding } from "./diagnose/finding.js";
export type { NearMiss } from "./diagnose/near-miss.js";
