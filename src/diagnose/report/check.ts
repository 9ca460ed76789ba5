import { checkOptions, checkShape } from "../../argument.js";
import { DIAGNOSIS_CODES } from "../codes.js";

/** What the reports are made of, where a type checker has not seen it. */

export function checkDiagnosis(diagnosis: unknown): void {
  checkShape(["diagnosis"], diagnosis, {
    roleArn: "text",
    caller: "text",
    decision: "text",
    examined: ["text"],
    unexamined: ["text"],
    findings: [
      {
        code: Object.keys(DIAGNOSIS_CODES),
        severity: ["error", "warning", "note"],
        document: "text",
        path: "path",
        message: "text",
        why: "text",
      },
    ],
    policy: "map",
  });
}

export function checkExplanation(explanation: unknown): void {
  checkShape(["explanation"], explanation, { causes: [{ cause: "text" }] });
  const { error } = explanation as { readonly error?: unknown };
  if (error !== undefined) checkShape(["explanation", "error"], error, "text");
}

export function checkFiles(files: unknown): void {
  checkOptions(["files"], ["trust", "identity", "provider", "service-control", "resource-control"], files);
  for (const [document, file] of Object.entries(files as object))
    if (file !== undefined) checkShape(["files", document], file, Array.isArray(file) ? ["text"] : "text");
}

export function checkStyle(style: unknown): void {
  checkShape(["style"], style, "function");
}
