import type ipaddr from "ipaddr.js";
import { show } from "../../errors.js";
import { arnParts } from "../arn-parts.js";
import { isComparable, numberOf } from "../condition-value.js";
import { timeOf } from "../date.js";
import { addressOf, type IpRange, rangeOf } from "../ip-range.js";
import { isMap } from "../lists.js";
import { type Operator, parseOperator } from "../operators.js";
import { isUnknown, type Unknown } from "../read/unknown.js";
import { matches, type Pattern, pattern } from "../wildcard.js";
import type { Context } from "./context.js";
import { expandedPattern, expandedText } from "./policy-variables.js";

/** The first condition that a request does not meet. */
export interface FailedCondition {
  /** Nothing where the block itself, or the key where the operator's map, is malformed or only a deployment knows it. */
  readonly operator?: string;
  readonly key?: string;
  readonly message: string;
}

/**
 * The first condition of a block that the request does not meet; nothing if it meets all.
 *
 * What only a deployment knows is equal to nothing, and where that might let somebody in, the condition is not met: under a
 * negated operator of a statement that allows, and where a whole block is unknown. What is malformed is no reason to let
 * somebody in either: a statement that allows is not met by it, a statement that denies is.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function failedCondition(
  block: unknown,
  effect: "Allow" | "Deny",
  context: Context,
  version: string,
): FailedCondition | undefined {
  if (block === undefined) return undefined;
  if (!isMap(block)) return effect === "Allow" ? { message: `The condition is ${described(block)}.` } : undefined;
  for (const [text, keys] of Object.entries(block)) {
    if (!isMap(keys)) {
      if (effect === "Deny") continue;
      return { operator: text, message: `The conditions of ${text} are ${described(keys)}.` };
    }
    const operator = parseOperator(text);
    for (const [key, expected] of Object.entries(keys)) {
      const all: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
      // Null has no IfExists.
      const known = operator !== undefined && !(operator.type === "Null" && operator.ifExists);
      const fault = known ? malformed(operator, all) : `${show(text)} is no condition operator.`;
      if (fault !== undefined) {
        if (effect === "Deny") continue;
        return { operator: text, key, message: fault };
      }
      const values = all.filter((value) => !isUnknown(value)).map(String);
      const given = context.get(key);
      const excluded = effect === "Allow" && operator!.negated && (given?.length ?? 0) > 0 && all.some(isUnknown);
      if (!excluded && holds(operator!, given, values, context, version)) continue;
      return { operator: text, key, message: why(operator!, key, given, all.map(String)) };
    }
  }
  return undefined;
}

/** What stands where a map of conditions belongs. */
function described(value: unknown): string {
  return isUnknown(value) ? unknown(value) : `${show(value)}, where a map belongs`;
}

/** Why the values of a condition are none that its operator can compare; nothing if they are. */
function malformed(
  { canonical, negated, ifExists, set, type }: Operator,
  values: readonly unknown[],
): string | undefined {
  const odd = values.find((value) => !isUnknown(value) && typeof value === "object");
  if (odd !== undefined) return `${canonical} compares no ${odd === null ? "null" : show(odd)}.`;
  // A value that is equal to nothing would exclude nobody, or would let through whoever comes without the key.
  const none =
    negated || ifExists || set === "ForAllValues"
      ? values.find((value) => !isUnknown(value) && !isComparable(type, String(value)))
      : undefined;
  return none === undefined ? undefined : `${show(none)} is nothing that ${canonical} compares.`;
}

function unknown(value: Unknown): string {
  return `${show(String(value))}, which only a deployment knows`;
}

function why(operator: Operator, key: string, given: readonly string[] | undefined, values: readonly string[]): string {
  const wanted = `${operator.canonical} ${operator.negated ? "excludes" : "asks for"} ${values.length === 0 ? "nothing that exists" : values.map(show).join(" or ")}`;
  if (given === undefined || given.length === 0) return `The request has no ${key}; ${wanted}.`;
  return `${key} is ${given.map(show).join(", ")} in the request; ${wanted}.`;
}

/** Whether one condition holds, with the rules for absent keys and for several values. */
function holds(
  operator: Operator,
  given: readonly string[] | undefined,
  values: readonly string[],
  context: Context,
  version: string,
): boolean {
  const absent = given === undefined || given.length === 0;
  if (operator.type === "Null") return values.some((value) => value.toLowerCase() === String(absent));
  if (absent) {
    if (operator.set === "ForAllValues") return true;
    if (operator.set === "ForAnyValue") return operator.ifExists;
    return operator.ifExists || operator.negated;
  }
  const compare = comparison(operator, values, context, version);
  const one = (value: string) => compare(value) !== operator.negated;
  if (operator.set === "ForAllValues") return given.every(one);
  if (operator.set === "ForAnyValue") return given.some(one);
  // Without a set operator, several values count as one that matches if any of them does. AWS says that a key with several
  // values needs one, and not what is without it:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  return given.some(compare) !== operator.negated;
}

/** Whether one value of the request is among those that a policy names, negation aside. */
function comparison(
  { name, type }: Operator,
  values: readonly string[],
  context: Context,
  version: string,
): (given: string) => boolean {
  switch (type) {
    case "String": {
      if (name.endsWith("Like")) {
        const patterns = values.flatMap((value) => expandedPattern(value, context, version) ?? []);
        return (given) => patterns.some((each) => matches(each, given));
      }
      const fold = name.endsWith("IgnoreCase") ? (text: string) => text.toLowerCase() : (text: string) => text;
      const texts = new Set(values.flatMap((value) => expandedText(value, context, version) ?? []).map(fold));
      return (given) => texts.has(fold(given));
    }
    case "Arn": {
      const patterns = values.map((value) => arnPattern(value, context, version));
      return (given) => patterns.some((each) => each?.(given) === true);
    }
    case "Numeric":
      return ordered(name, values.map(numberOf), numberOf);
    case "Date":
      return ordered(name, values.map(timeOf), timeOf);
    case "Bool":
      return (given) =>
        /^(?:true|false)$/i.test(given) && values.some((value) => value.toLowerCase() === given.toLowerCase());
    case "Binary":
      return (given) => values.includes(given);
    case "IpAddress": {
      const ranges = values.map(rangeOf).filter((range) => range !== undefined);
      return (given) => ranges.some((range) => contains(range, given));
    }
    case "Null":
      return () => false;
  }
}

/** Each of an ARN's six parts is matched by itself; the sixth may hold colons. */
function arnPattern(text: string, context: Context, version: string): ((given: string) => boolean) | undefined {
  if (text === "*") return () => true;
  // A colon inside a variable parts nothing: the variables are replaced part by part.
  const parts = arnParts(text);
  if (parts.length === 6) {
    const patterns = parts.flatMap((part) => expandedPattern(part, context, version) ?? []);
    return patterns.length === 6 ? fitsParts(patterns) : undefined;
  }
  const value = expandedText(text, context, version);
  const literals = value === undefined ? [] : arnParts(value).map((part) => pattern({ literal: part }));
  return literals.length === 6 ? fitsParts(literals) : undefined;
}

/** Whether each part of an ARN fits its own pattern. */
function fitsParts(patterns: readonly Pattern[]): (given: string) => boolean {
  return (given) => {
    const parts = arnParts(given);
    return parts.length === patterns.length && parts.every((part, index) => matches(patterns[index]!, part));
  };
}

/** What is no number or date is equal to nothing, less than nothing and greater than nothing. */
function ordered(
  name: string,
  values: readonly (number | undefined)[],
  read: (text: string) => number | undefined,
): (given: string) => boolean {
  const compare: (a: number, b: number) => boolean = name.endsWith("LessThan")
    ? (a, b) => a < b
    : name.endsWith("LessThanEquals")
      ? (a, b) => a <= b
      : name.endsWith("GreaterThan")
        ? (a, b) => a > b
        : name.endsWith("GreaterThanEquals")
          ? (a, b) => a >= b
          : (a, b) => a === b;
  return (given) => {
    const number = read(given);
    return number !== undefined && values.some((value) => value !== undefined && compare(number, value));
  };
}

function contains([address, bits]: IpRange, text: string): boolean {
  const given = addressOf(text);
  return given?.kind() === address.kind() && given.match([address, bits] as [ipaddr.IPv4, number]);
}
