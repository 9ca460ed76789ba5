import { canonicalJson } from "../../json/canonical.js";
import { copyOf } from "../../json/copy.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap } from "../lists.js";
import { isUnknown } from "../read/unknown.js";

/** A template's expression for what only a deployment knows: that of an unknown value, or one that stands for itself. */
export function expressionOf(value: unknown): JsonObject | undefined {
  if (isUnknown(value)) return copyOf(value.source) as JsonObject;
  if (!isMap(value)) return undefined;
  const [name = "", ...others] = Object.keys(value);
  return others.length === 0 && /^(?:Ref$|Fn::)/.test(name) ? (value as JsonObject) : undefined;
}

/** A value with the expressions of what is unknown in it, and otherwise as it is. */
export function withExpressions(value: unknown, level = 0): JsonValue {
  if (isUnknown(value)) return copyOf(value.source) as JsonValue;
  // What goes on deeper than a template may contain itself; writing it as JSON says so.
  if (level > MOST_LEVELS) return value as JsonValue;
  if (Array.isArray(value)) return value.map((member) => withExpressions(member, level + 1));
  if (!isMap(value) || Object.getPrototypeOf(value) !== Object.prototype) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withExpressions(member, level + 1)]));
}

const MOST_LEVELS = 100;

/**
 * The members of a list, or the one that stands without a list, in order and once each: the strings, and then all that is
 * no string, as it is.
 */
export function members(value: unknown, normal = (member: string) => member): readonly JsonValue[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((member) => typeof member === "string").map(normal);
  const sorted = strings.length < 2 ? strings : [...new Set(strings)].sort();
  if (strings.length === list.length) return sorted;
  return [
    ...sorted,
    ...inOrder(list.filter((member) => typeof member !== "string").map((each) => withExpressions(each))),
  ];
}

/** Values in the order of their canonical texts, once each. */
export function inOrder<Value extends JsonValue>(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const texts = new Map(values.map((value) => [canonicalJson(value), value]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
