import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { hasVariable } from "../../has-variable.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const VARIABLE_CODES = {
  VARIABLE_UNSUPPORTED_IN_VERSION: ["warning", "The version of 2008 takes a policy variable literally."],
} as const satisfies FindingCodes;

export function checkVariables(report: Report, text: string, path: JsonPath): void {
  // What the version is, if it is none of these, is a finding of its own.
  if (report.version !== undefined && report.version !== "2008-10-17") return;
  if (!hasVariable(text)) return;
  report.add(
    VARIABLE_CODES,
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    path,
    `${show(text)} has a policy variable, which only version 2012-10-17 expands. Set Version to that.`,
  );
}
