import { canonicalJson } from "../../json/canonical.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap } from "../lists.js";
import { expressionOf, normalForm } from "./normal-form.js";

/**
 * Whether two policy documents mean the same to IAM.
 *
 * The order of statements, keys and list members does not matter, nor does one member as a string, a member twice, an
 * account ID for its root ARN, or the letter case of actions. `Id` and `Sid` do.
 *
 * @example
 * const a = { Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: "*" }] };
 * const b = { Statement: { Effect: "Allow", Action: "sts:assumerole", Principal: { AWS: "*" } } };
 * equalPolicies(a, b); // true
 */
export function equalPolicies(a: unknown, b: unknown): boolean {
  return canonicalJson(normalForm(a)) === canonicalJson(normalForm(b));
}

/** One difference between two documents. */
export interface Difference {
  /** Where, in the normal forms: `Statement[0].Action`. A statement that one of them lacks is named as a whole. */
  readonly path: readonly (string | number)[];
  /** What only the first one has there. */
  readonly onlyA?: JsonValue;
  /** What only the second one has there. */
  readonly onlyB?: JsonValue;
}

/**
 * What differs between two policy documents. Statements are compared with the ones most like them: of the same `Sid`, else
 * in the order of their normal form.
 *
 * @returns Nothing exactly for equal documents. Positions are those in the normal form of the first one.
 */
export function diffPolicies(a: unknown, b: unknown): Difference[] {
  const [first, second] = [normalForm(a), normalForm(b)];
  const differences = differencesIn(without(first, "Statement"), without(second, "Statement"), []);
  const statements = (form: JsonObject) => form["Statement"] as readonly JsonObject[];
  const texts = new Set(statements(second).map((statement) => canonicalJson(statement)));
  const mine = new Set(statements(first).map((statement) => canonicalJson(statement)));
  const rest = statements(second).filter((statement) => !mine.has(canonicalJson(statement)));
  statements(first).forEach((statement, index) => {
    if (texts.has(canonicalJson(statement))) return;
    const other = rest.splice(mostLike(statement, rest), 1)[0];
    if (other === undefined) differences.push({ path: ["Statement", index], onlyA: statement });
    else differences.push(...differencesIn(statement, other, ["Statement", index]));
  });
  const count = statements(first).length;
  rest.forEach((statement, index) => {
    differences.push({ path: ["Statement", count + index], onlyB: statement });
  });
  return differences;
}

const MOST_COMPARED = 50;

/** The position of the statement that shares the most elements with one. */
function mostLike(statement: JsonObject, others: readonly JsonObject[]): number {
  let best = 0;
  let most = -1;
  // Beyond what a person reads, the first of the rest will do: the time must not grow with the square of the statements.
  others.slice(0, MOST_COMPARED).forEach((other, index) => {
    const same = Object.keys(statement).filter(
      (element) => other[element] !== undefined && canonicalJson(statement[element]!) === canonicalJson(other[element]),
    );
    const score = same.length + (same.includes("Sid") ? 100 : 0);
    if (score > most) [best, most] = [index, score];
  });
  return best;
}

function membersWithout(list: readonly JsonValue[], others: readonly JsonValue[]): JsonValue[] {
  const texts = new Set(others.map((member) => canonicalJson(member)));
  return list.filter((member) => !texts.has(canonicalJson(member)));
}

function without(form: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== key));
}

function differencesIn(a: JsonValue, b: JsonValue, path: Difference["path"]): Difference[] {
  if (canonicalJson(a) === canonicalJson(b)) return [];
  if (isMap(a) && isMap(b) && expressionOf(a) === undefined && expressionOf(b) === undefined) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key): Difference[] => {
      const [one, other] = [a[key] as JsonValue | undefined, b[key] as JsonValue | undefined];
      if (one === undefined) return [{ path: [...path, key], onlyB: other! }];
      if (other === undefined) return [{ path: [...path, key], onlyA: one }];
      return differencesIn(one, other, [...path, key]);
    });
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const [onlyA, onlyB] = [membersWithout(a, b), membersWithout(b, a)];
    return [{ path, ...(onlyA.length > 0 && { onlyA }), ...(onlyB.length > 0 && { onlyB }) }];
  }
  return [{ path, onlyA: a, onlyB: b }];
}
