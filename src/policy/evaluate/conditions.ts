import { show } from "../../errors.js";
import { matches, type Pattern, pattern, patternOf } from "../../wildcard/pattern.js";
import { arnParts } from "../arn-parts.js";
import { isComparable, numberOf } from "../condition-value.js";
import { timeOf } from "../date.js";
import { countBefore } from "../in-order.js";
import { rangeOf, stretchesOf } from "../ip-range.js";
import { isMap } from "../lists.js";
import { type Operator, parseOperator } from "../operators.js";
import { isUnknown, type Unknown } from "../read/unknown.js";
import type { Context } from "./context.js";
import type { GivenValues, Ordered } from "./given-values.js";
import { expanded, expandedPattern, expandedText } from "./policy-variables.js";
import type { Matcher } from "./text-index.js";

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
      const given = context.given(key);
      const excluded = effect === "Allow" && operator!.negated && (given?.texts.length ?? 0) > 0 && all.some(isUnknown);
      if (!excluded && holds(operator!, given, values, context, version)) continue;
      return { operator: text, key, message: why(operator!, key, given?.texts, all.map(String)) };
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
  const wanted = `${operator.canonical} ${operator.negated ? "excludes" : "asks for"} ${values.length === 0 ? "nothing that exists" : shown(values, " or ")}`;
  if (given === undefined || given.length === 0) return `The request has no ${key}; ${wanted}.`;
  return `${key} is ${shown(given, ", ")} in the request; ${wanted}.`;
}

const MOST_SHOWN = 20;

/** Values as a message shows them, the first ones of many: each condition on a key would name all that the request has. */
function shown(values: readonly string[], separator: string): string {
  const more = values.length - MOST_SHOWN;
  const first = values.slice(0, MOST_SHOWN).map((value) => show(value));
  return `${first.join(separator)}${more > 0 ? `${separator}${more} more` : ""}`;
}

/** Whether one condition holds, with the rules for absent keys and for several values. */
function holds(
  operator: Operator,
  given: GivenValues | undefined,
  values: readonly string[],
  context: Context,
  version: string,
): boolean {
  const absent = given === undefined || given.texts.length === 0;
  if (operator.type === "Null") return values.some((value) => value.toLowerCase() === String(absent));
  if (absent) {
    if (operator.set === "ForAllValues") return true;
    if (operator.set === "ForAnyValue") return operator.ifExists;
    return operator.ifExists || operator.negated;
  }
  const { some, every } = comparison(operator, given, values, context, version);
  // Without a set operator, several values count as one that matches if any of them does. AWS says that a key with several
  // values needs one, and not what is without it:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  if (operator.set === "ForAllValues") return operator.negated ? !some() : every();
  if (operator.set === "ForAnyValue") return operator.negated ? !every() : some();
  return some() !== operator.negated;
}

/** Whether some, or each, of the values of a request are among those that a policy names, negation aside. */
interface Comparison {
  readonly some: () => boolean;
  readonly every: () => boolean;
}

/**
 * The comparison of the values of a request with those that a policy names. It takes time in proportion to both: there may be
 * many of both, and many conditions on one key, so that it looks up the named values among the given ones.
 */
function comparison(
  { name, type }: Operator,
  given: GivenValues,
  values: readonly string[],
  context: Context,
  version: string,
): Comparison {
  switch (type) {
    case "String": {
      if (name.endsWith("Like"))
        return fitting(
          given,
          values.flatMap((value): Matcher | [] => {
            const wildcard = expandedPattern(value, context, version);
            return wildcard === undefined ? [] : { pattern: wildcard, matches: (text) => matches(wildcard, text) };
          }),
        );
      const texts = values.flatMap((value) => expandedText(value, context, version) ?? []);
      return name.endsWith("IgnoreCase")
        ? among(given.lowerCase(), new Set(texts.map((text) => text.toLowerCase())))
        : among(given.distinct(), new Set(texts));
    }
    case "Arn":
      return fitting(
        given,
        values.flatMap((value) => arnMatcher(value, context, version) ?? []),
      );
    case "Numeric":
      return ordered(name, given.numbers(), values.map(numberOf));
    case "Date":
      return ordered(name, given.times(), values.map(timeOf));
    case "Bool":
      return among(
        given.lowerCase(),
        new Set(values.map((value) => value.toLowerCase()).filter((value) => value === "true" || value === "false")),
      );
    case "Binary":
      return among(given.distinct(), new Set(values));
    case "IpAddress":
      return within(given.addresses(), values);
    case "Null":
      return { some: () => false, every: () => false };
  }
}

function among(given: ReadonlySet<string>, values: ReadonlySet<string>): Comparison {
  return {
    some: () => [...values].some((value) => given.has(value)),
    every: () => given.size <= values.size && [...given].every((text) => values.has(text)),
  };
}

function fitting(given: GivenValues, matchers: readonly Matcher[]): Comparison {
  return { some: () => given.index().some(matchers), every: () => given.index().every(matchers) };
}

/** Each of an ARN's six parts is matched by itself; the sixth may hold colons. */
function arnMatcher(text: string, context: Context, version: string): Matcher | undefined {
  if (text === "*") return { pattern: pattern(text), matches: () => true };
  // A colon inside a variable parts nothing: the variables are replaced part by part.
  const parts = arnParts(text);
  if (parts.length === 6) {
    const pieces = parts.flatMap((part) => {
      const all = expanded(part, context, version);
      return all === undefined ? [] : [all];
    });
    if (pieces.length < 6) return undefined;
    const whole = pieces.flatMap((all, index) => (index === 0 ? all : [":", ...all]));
    return { pattern: patternOf(whole), matches: fitsParts(pieces.map(patternOf)) };
  }
  const value = expandedText(text, context, version);
  const literals = value === undefined ? [] : arnParts(value).map((part) => pattern({ literal: part }));
  return value === undefined || literals.length < 6
    ? undefined
    : { pattern: pattern({ literal: value }), matches: fitsParts(literals) };
}

/** Whether each part of an ARN fits its own pattern. */
function fitsParts(patterns: readonly Pattern[]): (given: string) => boolean {
  return (given) => {
    const parts = arnParts(given);
    return parts.length === patterns.length && parts.every((part, index) => matches(patterns[index]!, part));
  };
}

/** What is no number or date is equal to nothing, less than nothing and greater than nothing. */
function ordered(name: string, given: Ordered<number>, read: readonly (number | undefined)[]): Comparison {
  const values = read.filter((value) => value !== undefined);
  const [least, most] = [given.values[0], given.values.at(-1)];
  const nothing: Comparison = { some: () => false, every: () => false };
  if (least === undefined || most === undefined || values.length === 0) return nothing;
  const compare = (a: number, b: number) => (name.endsWith("Equals") ? a <= b : a < b);
  if (name.includes("Less")) {
    const limit = values.reduce((a, b) => Math.max(a, b));
    return { some: () => compare(least, limit), every: () => given.whole && compare(most, limit) };
  }
  if (name.includes("Greater")) {
    const limit = values.reduce((a, b) => Math.min(a, b));
    return { some: () => compare(limit, most), every: () => given.whole && compare(limit, least) };
  }
  const isGiven = (value: number) => given.values[countBefore(given.values, (each) => each < value)] === value;
  const equal = new Set(values);
  return {
    some: () => values.some(isGiven),
    every: () => given.whole && given.values.length <= equal.size && given.values.every((value) => equal.has(value)),
  };
}

function within(given: Ordered<string>, values: readonly string[]): Comparison {
  if (given.values.length === 0) return { some: () => false, every: () => false };
  const count = () =>
    stretchesOf(values.map(rangeOf).filter((range) => range !== undefined)).reduce((sum, [first, last]) => {
      const before = countBefore(given.values, (address) => address < first);
      return sum + countBefore(given.values, (address) => address <= last) - before;
    }, 0);
  return { some: () => count() > 0, every: () => given.whole && count() === given.values.length };
}
