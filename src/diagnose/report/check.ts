import { checkShape } from "../../argument.js";
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
}

export function checkFiles(files: unknown): void {
  checkShape(["files"], files, {});
}

export function checkStyle(style: unknown): void {
  checkShape(["style"], style, "function");
}
