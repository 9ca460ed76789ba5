import type { JsonPath } from "../policy/json-text.js";
import type { Statement } from "../policy/types.js";
import { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./codes.js";
import type { NearMiss } from "./near-miss.js";

/** Which of the things that were read a finding is about. */
export type DiagnosedDocument = "trust" | "identity" | "provider";

/** One cause of why the workload cannot get in, or of why others can. */
export interface DiagnosisFinding {
  readonly code: DiagnosisCode;
  readonly severity: DiagnosisSeverity;
  readonly document: DiagnosedDocument;
  /** Where in what was read. */
  readonly path: JsonPath;
  /** From 1, where text was read. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, with the actual and the intended value. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string;
  /** The corrected statement; for the provider, its corrected values. */
  readonly fix: Statement | { readonly [key: string]: unknown };
  /** The actual value beside the intended one, where they are meant to be the same. */
  readonly nearMiss?: NearMiss;
}

/** A finding before its place, its reason and its fix are filled in. */
export interface Cause {
  readonly code: DiagnosisCode;
  readonly severity: DiagnosisSeverity;
  readonly path: JsonPath;
  readonly message: string;
  readonly nearMiss?: NearMiss;
}

/** A finding of a cause; its place in a text is added by who knows it. */
export function finding(cause: Cause, document: DiagnosedDocument, fix: DiagnosisFinding["fix"]): DiagnosisFinding {
  const { code, severity, path, message, nearMiss: near } = cause;
  return {
    code,
    severity,
    document,
    path,
    message,
    why: DIAGNOSIS_CODES[code].why,
    fix,
    ...(near !== undefined && { nearMiss: near }),
  };
}
