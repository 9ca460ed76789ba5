import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap } from "../lists.js";
import { parseOperator } from "../operators.js";
import { expressionOf, inOrder, members, withExpressions } from "./members.js";

/**
 * The normal form of a condition block; nothing for one that asks for nothing.
 *
 * A block asks, for each operator and key, that one list of values holds. Operators and keys that differ in letter case, and
 * `ArnEquals` and `ArnLike`, are the same, so that one operator and key may have several lists, which must all hold; equal
 * ones are one. The first list stands under the usual letters of the operator and the lower case of the key, each further
 * one under the next spelling (`Aws:principalarn`): the normal form is a condition block that means the same.
 *
 * Whatever is none of this (a block or an operator that is no map, an operator that does not exist) stays as it is.
 */
export function normalCondition(value: unknown): JsonValue | undefined {
  if (!isMap(value)) return withExpressions(value);
  const known = new Map<string, Conditions>();
  const normal: [string, JsonValue][] = [];
  for (const [text, keys] of Object.entries(value)) {
    const name = operatorName(text);
    if (name === undefined) {
      // An operator that does not exist is accepted, and asks for nothing, where no key stands under it.
      if (!isBlock(keys)) normal.push([text, withExpressions(keys)]);
      else if (Object.keys(keys).length > 0) normal.push([text, blockOf(keys)]);
      continue;
    }
    const conditions: Conditions = known.get(name) ?? { lists: new Map(), wholes: [] };
    known.set(name, conditions);
    if (!isBlock(keys)) conditions.wholes.push(withExpressions(keys));
    else for (const [key, list] of Object.entries(keys)) add(conditions, key, conditionValues(name, list));
  }
  for (const [name, conditions] of known)
    slotsOf(conditions).forEach((slot, index) => {
      normal.push([operatorSpelling(name, index), slot]);
    });
  return normal.length === 0 ? undefined : Object.fromEntries(normal.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one operator asks for. */
interface Conditions {
  /** By key, in lower case: the lists of values that must all hold. */
  readonly lists: Map<string, { readonly key: FoldedKey; readonly lists: (readonly JsonValue[])[] }>;
  /** What stands under the operator and is no map of keys: expressions of a template, and what is malformed. */
  readonly wholes: JsonValue[];
}

function add({ lists }: Conditions, text: string, list: readonly JsonValue[]): void {
  const key = folded(text);
  const all = lists.get(key.text);
  if (all === undefined) lists.set(key.text, { key, lists: [list] });
  else all.lists.push(list);
}

/** The maps that one operator needs, and what else stands under it, each to stand under a spelling of its own. */
function slotsOf({ lists, wholes }: Conditions): JsonValue[] {
  const slots: [string, JsonValue][][] = [];
  for (const { key, lists: all } of lists.values()) {
    const letters = all.length === 1 ? [] : key.letters();
    const spellings = 2 ** letters.length;
    inOrder(all).forEach((list, index) => {
      const slot = Math.floor(index / spellings);
      slots[slot] ??= [];
      slots[slot].push([spelling(key.text, letters, index % spellings), list]);
    });
  }
  return [
    ...slots.map((slot): JsonObject => Object.fromEntries(slot.sort(([a], [b]) => (a < b ? -1 : 1)))),
    ...inOrder(wholes),
  ];
}

/** Whether what stands under an operator is a map of keys. */
function isBlock(keys: unknown): keys is Readonly<Record<string, unknown>> {
  return isMap(keys) && expressionOf(keys) === undefined;
}

/** What stands under an operator that does not exist. */
function blockOf(keys: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(keys).map(([key, list]) => [key, members(list)]));
}

/** An operator in its usual letters; nothing for what is none. `ArnEquals` and `ArnLike` behave the same. */
function operatorName(operator: string): string | undefined {
  return parseOperator(operator)?.canonical.replace(/Arn(Not)?Equals/, "Arn$1Like");
}

/** One of the ways to write an operator, the usual one first. */
function operatorSpelling(name: string, index: number): string {
  if (index === 0) return name;
  const letters = lettersIn(name, 0, name.length);
  const spellings = 2 ** letters.length;
  if (index < spellings) return spelling(name, letters, index);
  const twin = name.replace(/Like/, "Equals");
  return spelling(twin, lettersIn(twin, 0, twin.length), index - spellings);
}

/** A condition key without letter case. */
interface FoldedKey {
  readonly text: string;
  /** The places of the letters that may be written in the other case. */
  readonly letters: () => readonly number[];
}

/**
 * The names of condition keys have no letter case, nor have the keys of tags in them (`aws:RequestTag/Team`). What follows
 * the `/` in the key of an OIDC provider is a part of its issuer: whether its letter case matters is not known, so it stays.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function folded(key: string): FoldedKey {
  const slash = key.indexOf("/");
  const lower = key.toLowerCase();
  if (slash < 0 || /^[a-z0-9-]+:[a-z][a-z0-9_-]*\//i.test(key))
    return { text: lower, letters: () => lettersIn(lower, 0, lower.length) };
  const claim = Math.max(slash, key.lastIndexOf(":"));
  const host = key.slice(0, slash).toLowerCase();
  const issuer = host + key.slice(slash, claim === slash ? undefined : claim);
  const text = issuer + (claim === slash ? "" : key.slice(claim).toLowerCase());
  return { text, letters: () => [...lettersIn(text, 0, host.length), ...lettersIn(text, issuer.length, text.length)] };
}

function lettersIn(text: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let index = from; index < to; index++) if (inOtherCase(text[index]!) !== text[index]) found.push(index);
  return found;
}

/** A letter in its other case, where that folds to the same one; all else as it is. */
function inOtherCase(letter: string): string {
  const lower = letter.toLowerCase();
  const other = lower === letter ? letter.toUpperCase() : lower;
  return other.length === 1 && other.toLowerCase() === lower ? other : letter;
}

/** A text with the letters in the other case that a number says in binary. */
function spelling(text: string, letters: readonly number[], index: number): string {
  const turned = new Set(letters.filter((_letter, bit) => Math.floor(index / 2 ** bit) % 2 === 1));
  if (turned.size === 0) return text;
  return Array.from({ length: text.length }, (_, at) => (turned.has(at) ? inOtherCase(text[at]!) : text[at])).join("");
}

/** The values of one condition, of which one must hold; numbers and booleans are their strings. */
function conditionValues(operator: string, value: unknown): readonly JsonValue[] {
  const list = (Array.isArray(value) ? value : [value]).map((member: unknown) =>
    typeof member === "boolean" || (typeof member === "number" && Number.isFinite(member)) ? String(member) : member,
  );
  return members(list, HAS_NO_LETTER_CASE.test(operator) ? (member) => member.toLowerCase() : undefined);
}

/** The operators whose values have no letter case. */
const HAS_NO_LETTER_CASE =
  /^(?:ForAnyValue:|ForAllValues:)?(?:Bool|(?:Not)?IpAddress|String(?:Not)?EqualsIgnoreCase)(?:IfExists)?$|^Null$/;
