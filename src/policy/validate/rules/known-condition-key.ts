import type { Catalogue, ConditionKey, ConditionKeyType } from "../../../catalogue/types.js";
import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isComparable } from "../../condition-value.js";
import { hasVariable } from "../../has-variable.js";
import { isMap, listOf } from "../../lists.js";
import { type Operator, type OperatorType, parseOperator } from "../../operators.js";
import { didYouMean } from "../catalogue/did-you-mean.js";
import type { SureActions } from "../catalogue/statement-actions.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const KNOWN_CONDITION_KEY_CODES = {
  INVALID_GLOBAL_CONDITION_KEY: [
    "warning",
    "A condition key that begins with aws: and that AWS's reference does not have.",
  ],
  INVALID_SERVICE_CONDITION_KEY: ["warning", "A condition key of a service that AWS's reference does not have."],
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: ["warning", "A condition key that none of the statement's actions ever has."],
  TYPE_MISMATCH: ["warning", "A condition key whose values the operator does not compare."],
} as const satisfies FindingCodes;

/**
 * Checks a statement's condition keys: that they exist, that one of its actions has them, that they are of the operator's type.
 * Keys that are named after a host are claims of an identity provider, which says itself which there are.
 */
export function checkKnownConditionKeys(
  report: Report,
  catalogue: Catalogue,
  sure: () => SureActions | undefined,
  condition: unknown,
  path: JsonPath,
): void {
  if (!isMap(condition)) return;
  for (const [text, keys] of Object.entries(condition)) {
    const operator = parseOperator(text);
    if (operator === undefined || !isMap(keys)) continue;
    for (const [name, values] of Object.entries(keys)) {
      const at = [...path, text, name];
      const prefix = name.slice(0, Math.max(0, name.search(/[:/]/)));
      if (prefix === "" || prefix.includes(".") || !name.includes(":")) continue;
      if (!report.looksUp(2)) return;
      const key = catalogue.findConditionKey(name);
      if (key === undefined) {
        addUnknown(report, catalogue, name, prefix, at);
        continue;
      }
      if (!catalogue.isGlobalConditionKey(name)) checkActions(report, catalogue, sure(), key, name, at);
      checkType(report, catalogue, operator, key, values, at);
    }
  }
}

function addUnknown(report: Report, catalogue: Catalogue, name: string, prefix: string, path: JsonPath): void {
  const meant = didYouMean(report, () => catalogue.nearestConditionKey(name));
  if (/^aws$/i.test(prefix))
    report.add(
      KNOWN_CONDITION_KEY_CODES,
      "INVALID_GLOBAL_CONDITION_KEY",
      path,
      `${show(name)} is no condition key that AWS documented by ${catalogue.catalogueDate}.${meant}`,
    );
  else
    report.add(
      KNOWN_CONDITION_KEY_CODES,
      "INVALID_SERVICE_CONDITION_KEY",
      path,
      catalogue.isService(prefix) || catalogue.isConditionKeyPrefix(prefix)
        ? `${show(name)} is no condition key of ${prefix} that AWS documented by ${catalogue.catalogueDate}.${meant}`
        : `No condition key that AWS documented by ${catalogue.catalogueDate} begins with ${show(`${prefix}:`)}.${meant}`,
    );
}

function checkActions(
  report: Report,
  catalogue: Catalogue,
  actions: SureActions | undefined,
  key: ConditionKey,
  name: string,
  path: JsonPath,
): void {
  if (actions === undefined || actions.conditionKeys.has(key.name.toLowerCase())) return;
  const { texts } = actions;
  report.add(
    KNOWN_CONDITION_KEY_CODES,
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    path,
    `${texts.length === 1 ? `${show(texts[0])} never has` : "No action of the statement ever has"} ${show(name)}, as AWS documented by ${catalogue.catalogueDate}.`,
  );
}

/**
 * Which operators compare keys of a type, beside Null. Strings compare the text of any value, so that what they are given is
 * looked at instead. Dates may be compared as the seconds since 1970.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: { readonly [type in ConditionKeyType]: readonly OperatorType[] } = {
  String: ["Arn", "Binary"],
  Numeric: ["Numeric"],
  Bool: ["Bool"],
  Date: ["Date", "Numeric"],
  IPAddress: ["IpAddress"],
  ARN: ["Arn"],
};

/** The operators whose values a key's type has, where the operator compares strings. */
const VALUES: { readonly [type in ConditionKeyType]: OperatorType } = {
  String: "String",
  Numeric: "Numeric",
  Bool: "Bool",
  Date: "Date",
  IPAddress: "IpAddress",
  ARN: "Arn",
};

const KINDS: { readonly [type in ConditionKeyType]: string } = {
  String: "a string",
  Numeric: "a number",
  Bool: "a boolean",
  Date: "a date",
  IPAddress: "an IP address",
  ARN: "an ARN",
};

function checkType(
  report: Report,
  catalogue: Catalogue,
  { name, type }: Operator,
  key: ConditionKey,
  values: unknown,
  path: JsonPath,
): void {
  if (type === "Null") return;
  const says = `${show(key.name)} is ${KINDS[key.type]}, as AWS documented by ${catalogue.catalogueDate}`;
  if (type !== "String") {
    if (!OPERATORS[key.type].includes(type))
      report.add(KNOWN_CONDITION_KEY_CODES, "TYPE_MISMATCH", path, `${says}, which ${name} does not compare.`);
    return;
  }
  const odd = listOf(values).find(
    (value) =>
      !/[*?]/.test(value) && !hasVariable(value) && (!isComparable(VALUES[key.type], value) || isRange(key, value)),
  );
  if (odd !== undefined)
    report.add(KNOWN_CONDITION_KEY_CODES, "TYPE_MISMATCH", path, `${says}, and never ${show(odd)} as a text.`);
}

/** Whether a value is a range of addresses, of which a text is never one. */
function isRange(key: ConditionKey, value: string): boolean {
  return key.type === "IPAddress" && value.includes("/");
}
