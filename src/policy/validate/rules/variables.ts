import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const VARIABLE_CODES = {
  VARIABLE_UNSUPPORTED_IN_VERSION: ["warning", "The version of 2008 takes a policy variable literally."],
} as const satisfies FindingCodes;

export function checkVariables(report: Report, text: string, path: JsonPath): void {
  if (!/\$\{[^}]+\}/.test(text) || report.version === "2012-10-17" || isUnknown(report.version)) return;
  report.add(
    VARIABLE_CODES,
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    path,
    `${show(text)} has a policy variable, which only version 2012-10-17 expands. Set Version to that.`,
  );
}
