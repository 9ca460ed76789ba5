export { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./codes.js";
export type { DeployedDocuments } from "./deployed.js";
export { type Diagnosis, diagnose } from "./diagnose.js";
export { type Explanation, explainError } from "./errors/explain.js";
export type { NextAnswer, PossibleCause } from "./errors/possible-causes.js";
export type { DiagnosedDocument, DiagnosisFinding } from "./finding.js";
export type { NearMiss } from "./near-miss.js";
export { diagnosisSarif } from "./report/sarif.js";
export { diagnosisReport, explanationReport } from "./report/text.js";
