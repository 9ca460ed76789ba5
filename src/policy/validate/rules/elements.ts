import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const ELEMENT_CODES = {
  INVALID_POLICY_ELEMENT: ["error", "An element that policies do not have. Names of elements have letter case."],
} as const satisfies FindingCodes;

/** Checks that a map has no other elements than those that are known there. */
export function checkElements(report: Report, map: object, known: readonly string[], path: JsonPath): void {
  for (const key of Object.keys(map)) {
    if (known.includes(key)) continue;
    const meant = known.find((name) => name.toLowerCase() === key.toLowerCase());
    report.add(
      ELEMENT_CODES,
      "INVALID_POLICY_ELEMENT",
      [...path, key],
      `${show(key)} is no element here. ${meant === undefined ? `Known: ${known.join(", ")}.` : `Write ${meant}.`}`,
    );
  }
}
