import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isUnknown } from "../../read/unknown.js";
import { type FindingCodes, GRAMMAR } from "../finding.js";
import type { Report } from "../report.js";

export const STRING_CODES = {
  DATA_TYPE_MISMATCH: ["error", "A value has the wrong JSON type."],
  EMPTY_LIST: ["suggestion", "An empty list matches nothing.", GRAMMAR],
  REDUNDANT_MEMBER: ["suggestion", "A list names the same member twice."],
} as const satisfies FindingCodes;

/** Calls back for each string of an element that is a string or a list of strings; what is neither is a finding. */
export function checkStrings(
  report: Report,
  statement: Readonly<Record<string, unknown>>,
  element: string,
  path: JsonPath,
  each: (text: string, path: JsonPath) => void,
): void {
  const value = statement[element];
  if (value === undefined || isUnknown(value)) return;
  const at = [...path, element];
  if (Array.isArray(value)) {
    if (value.length === 0) report.add(STRING_CODES, "EMPTY_LIST", at, `${element} is empty, so it names nothing.`);
    const seen = new Set<unknown>();
    value.forEach((member, index) => {
      if (isUnknown(member)) return;
      if (typeof member !== "string")
        report.add(
          STRING_CODES,
          "DATA_TYPE_MISMATCH",
          [...at, index],
          `${element} has strings; given ${show(member)}.`,
        );
      else {
        // What else is to be said of it was said the first time.
        if (seen.has(member))
          report.add(STRING_CODES, "REDUNDANT_MEMBER", [...at, index], `${show(member)} is there twice.`);
        else each(member, [...at, index]);
        seen.add(member);
      }
    });
  } else if (typeof value === "string") {
    each(value, at);
  } else
    report.add(
      STRING_CODES,
      "DATA_TYPE_MISMATCH",
      at,
      `${element} is a string or a list of strings; given ${show(value)}.`,
    );
}
