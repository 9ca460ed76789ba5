import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isUnknown } from "../../read/unknown.js";
import type { Report } from "../report.js";

export function checkVariables(report: Report, text: string, path: JsonPath): void {
  if (!/\$\{[^}]+\}/.test(text) || report.version === "2012-10-17" || isUnknown(report.version)) return;
  report.add(
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    path,
    `${show(text)} has a policy variable, which only version 2012-10-17 expands. Set Version to that.`,
  );
}
