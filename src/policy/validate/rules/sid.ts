import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { STRING_CODES } from "./strings.js";

export const SID_CODES = {
  UNIQUE_SIDS_REQUIRED: ["error", "Two statements have the same Sid."],
  UNSUPPORTED_SID: ["error", "A Sid has other characters than letters and digits."],
  UNIQUE_SIDS_RECOMMENDED: ["suggestion", "An empty Sid says nothing."],
} as const satisfies FindingCodes;

/**
 * Checks a statement's Sid.
 *
 * @param sids Those of the statements before, each with its position; this one is added.
 */
export function checkSid(report: Report, sid: unknown, path: JsonPath, sids: Map<string, number>, index: number): void {
  if (sid === undefined || isUnknown(sid)) return;
  if (typeof sid !== "string") {
    report.add(STRING_CODES, "DATA_TYPE_MISMATCH", path, `Sid must be a string; given ${show(sid)}.`);
    return;
  }
  if (sid === "") {
    report.add(SID_CODES, "UNIQUE_SIDS_RECOMMENDED", path, "Sid is empty. Remove it, or name the statement.");
    return;
  }
  const first = sids.get(sid);
  if (first === undefined) sids.set(sid, index);
  else report.add(SID_CODES, "UNIQUE_SIDS_REQUIRED", path, `Sid ${show(sid)} is that of statement ${first} already.`);
  if (report.kind !== "resource" && !/^[A-Za-z0-9]+$/.test(sid))
    report.add(SID_CODES, "UNSUPPORTED_SID", path, `Sid must be letters and digits only; given ${show(sid)}.`);
}
