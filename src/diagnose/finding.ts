import type { JsonPath } from "../json/types.js";
import { shortLine } from "../one-line.js";
import type { FoundPolicy } from "../policy/read/read-policies.js";
import type { Elements, Statement } from "../policy/types.js";
import { DIAGNOSIS_CODES, type DiagnosisCode, type DiagnosisSeverity } from "./codes.js";
import type { NearMiss } from "./near-miss.js";
import { show } from "./show.js";

/** Which of the things that were read a finding is about. */
export type DiagnosedDocument = "trust" | "identity" | "provider" | "service-control" | "resource-control";

/** One cause of why the workload cannot get in, or of why others can. */
export interface DiagnosisFinding {
  readonly code: DiagnosisCode;
  readonly severity: DiagnosisSeverity;
  readonly document: DiagnosedDocument;
  /** Which of several that were given, from 0; for control policies. */
  readonly source?: number;
  /** Where in what was read. */
  readonly path: JsonPath;
  /** From 1, where text was read. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong, with the actual and the intended value. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string;
  /** The corrected statement; for the provider, its corrected values; nothing for control policies, which are not the workload's. */
  readonly fix: Elements;
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
  /** The intended statement that it is about, where there are several. */
  readonly intended?: Statement;
}

/** A finding of a cause in a document that was found, with its place there. */
export function findingIn(
  policy: FoundPolicy | undefined,
  cause: Cause,
  document: DiagnosedDocument,
  fix: DiagnosisFinding["fix"],
): DiagnosisFinding {
  const position = policy?.positionOf(cause.path);
  return {
    ...finding(cause, document, fix),
    path: [...(policy?.path ?? []), ...cause.path],
    ...(position !== undefined && { line: position.line, column: position.column }),
  };
}

/** The cause that a text is no JSON. */
export function noJson(message: string): Cause {
  return { code: "MALFORMED", severity: "error", path: [], message: `The text is no JSON: ${message}` };
}

/** The cause that a key is there twice. */
export function keyTwice(path: JsonPath): Cause {
  return {
    code: "MALFORMED",
    severity: "error",
    path,
    message: `has the key ${show(path.at(-1))} twice; readers keep one and drop the other without a word.`,
  };
}

/** A finding of a cause; its place in a text is added by who knows it. */
export function finding(cause: Cause, document: DiagnosedDocument, fix: DiagnosisFinding["fix"]): DiagnosisFinding {
  const { code, severity, path, message, nearMiss: near } = cause;
  return {
    code,
    severity,
    document,
    path,
    message: shortLine(message),
    why: DIAGNOSIS_CODES[code].why,
    fix,
    ...(near !== undefined && { nearMiss: near }),
  };
}
