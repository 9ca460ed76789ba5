import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isComparable } from "../../condition-value.js";
import { isMap } from "../../lists.js";
import { isMultivalued } from "../../multivalued.js";
import { type OperatorType, parseOperator, similarOperator } from "../../operators.js";
import { isUnknown } from "../../read/unknown.js";
import { type FindingCodes, GRAMMAR } from "../finding.js";
import type { Report } from "../report.js";
import { STRING_CODES } from "./strings.js";
import { checkVariables } from "./variables.js";

export const CONDITION_CODES = {
  INVALID_CONDITION_OPERATOR: ["error", "A condition operator that does not exist."],
  UNKNOWN_OPERATOR_WITHOUT_KEYS: ["warning", "An unknown operator without keys, which IAM passes over.", GRAMMAR],
  NULL_WITH_IF_EXISTS: ["error", "Null has no IfExists: it asks itself whether a key is there."],
  INVALID_CONDITION_DATA_TYPE: ["error", "The value of a condition does not have the type that its operator compares."],
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: ["error", "A condition names one key twice, in different letters."],
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: ["security-warning", "ForAllValues is true when the key is absent."],
  WILDCARD_WITHOUT_LIKE_OPERATOR: ["warning", "A wildcard under an operator that takes it literally."],
  UNUSUAL_LETTER_CASE: ["warning", "IAM reads it, other tools may not.", GRAMMAR],
  UNKNOWN_CONDITION_KEY_FORMAT: ["warning", "A condition key without a colon is in no request."],
} as const satisfies FindingCodes;

/** Claims of identity providers that are lists, by the part behind the last colon: AWS's reference lists few of them. */
const MULTIVALUED_CLAIM = /^amr$|(?:keys|attributes)$/i;

/** Whether a request may have several values for a key: a set operator belongs around it. */
function mayBeMultivalued(key: string): boolean {
  return isMultivalued(key) || (isOfHost(key) && MULTIVALUED_CLAIM.test(key.slice(key.lastIndexOf(":") + 1)));
}

/** Whether a key is named after a host, as the claims of identity providers are. */
function isOfHost(key: string): boolean {
  const end = key.search(/[/:]/);
  return end > 0 && key.slice(0, end).includes(".");
}

export function checkCondition(report: Report, value: unknown, path: JsonPath): void {
  if (isUnknown(value)) return;
  if (!isMap(value)) {
    report.add(STRING_CODES, "DATA_TYPE_MISMATCH", path, `Condition is a map of operators; given ${show(value)}.`);
    return;
  }
  for (const [text, keys] of Object.entries(value)) {
    const at = [...path, text];
    const operator = parseOperator(text);
    if (operator === undefined) {
      const meant = similarOperator(text);
      const message = `${show(text)} is no condition operator.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
      // IAM looks at an operator when it reads a key under it.
      if (isMap(keys) && Object.keys(keys).length === 0)
        report.add(CONDITION_CODES, "UNKNOWN_OPERATOR_WITHOUT_KEYS", at, `${message} IAM takes it, as it has no keys.`);
      else report.add(CONDITION_CODES, "INVALID_CONDITION_OPERATOR", at, message);
      continue;
    }
    if (operator.name === "Null" && operator.ifExists) {
      report.add(
        CONDITION_CODES,
        "NULL_WITH_IF_EXISTS",
        at,
        "Null asks itself whether a key is there. Remove IfExists.",
      );
      continue;
    }
    if (operator.canonical !== text)
      report.add(CONDITION_CODES, "UNUSUAL_LETTER_CASE", at, `Usually written ${operator.canonical}.`);
    if (isUnknown(keys)) continue;
    if (!isMap(keys)) {
      report.add(STRING_CODES, "DATA_TYPE_MISMATCH", at, `${text} is a map of condition keys; given ${show(keys)}.`);
      continue;
    }
    const seen = new Map<string, string>();
    for (const [key, values] of Object.entries(keys)) {
      const lower = key.toLowerCase();
      if (seen.has(lower))
        report.add(
          CONDITION_CODES,
          "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
          [...at, key],
          `${show(key)} is ${show(seen.get(lower))}: condition keys have no letter case.`,
        );
      seen.set(lower, key);
      if (!key.includes(":"))
        report.add(
          CONDITION_CODES,
          "UNKNOWN_CONDITION_KEY_FORMAT",
          [...at, key],
          `A condition key is service:name; given ${show(key)}.`,
        );
      if (
        operator.set === "ForAllValues" &&
        !operator.negated &&
        !mayBeMultivalued(key) &&
        (/^(?:aws:(?:Principal|Source|userid|username)|sts:)/i.test(key) || isOfHost(key))
      )
        report.add(
          CONDITION_CODES,
          "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
          [...at, key],
          `${show(key)} has one value. ForAllValues is true when it is absent, so everyone without it gets through. Write ${operator.name}.`,
        );
      checkValues(report, operator.type, operator.name, values, [...at, key]);
    }
  }
}

function checkValues(report: Report, type: OperatorType, name: string, value: unknown, path: JsonPath): void {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0)
    report.add(STRING_CODES, "EMPTY_LIST", path, "No value is allowed, so the condition never holds.");
  list.forEach((member, index) => {
    const at = Array.isArray(value) ? [...path, index] : path;
    if (isUnknown(member)) return;
    if (typeof member !== "string" && typeof member !== "number" && typeof member !== "boolean") {
      report.add(
        STRING_CODES,
        "DATA_TYPE_MISMATCH",
        at,
        `A condition's value is a string, a number, a boolean, or a list of them; given ${show(member)}.`,
      );
      return;
    }
    const text = String(member);
    if (!isComparable(type, text))
      report.add(
        CONDITION_CODES,
        "INVALID_CONDITION_DATA_TYPE",
        at,
        `${name} compares ${EXPECTED[type]}; given ${show(member)}.`,
      );
    if (type === "String" || type === "Arn") {
      checkVariables(report, text, at);
      if (/^String(?:Not)?Equals/.test(name) && /[*?]/.test(text.replace(/\$\{[*?]\}/g, "")))
        report.add(
          CONDITION_CODES,
          "WILDCARD_WITHOUT_LIKE_OPERATOR",
          at,
          `${name} takes the wildcard in ${show(text)} literally. For a pattern, write ${name.replace("Equals", "Like").replace("IgnoreCase", "")}.`,
        );
    }
  });
}

const EXPECTED: { readonly [type in OperatorType]: string } = {
  String: "strings",
  Numeric: "numbers",
  Date: "dates such as 2026-01-31T00:00:00Z, or seconds since 1970",
  Bool: '"true" or "false"',
  Binary: "Base64",
  IpAddress: "IP addresses or ranges such as 203.0.113.0/24",
  Arn: "ARNs",
  Null: '"true" or "false"',
};
