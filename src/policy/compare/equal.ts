import { canonicalJson } from "../../json/canonical.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { once } from "../../schema/once.js";
import { isMap } from "../lists.js";
import { expressionOf } from "./members.js";
import { normalForms } from "./normal-form.js";

/**
 * Whether two policy documents mean the same to IAM.
 *
 * The order of statements, keys and list members does not matter, nor does one member as a string, a member twice, an
 * account ID for its root ARN in the partition that the two documents name, or the letter case of actions. `Id` and `Sid` do.
 *
 * @throws {RolewrightError} For what is no policy document, as `normalForm` does; the paths begin with `a` or `b`.
 * @example
 * const a = { Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: "*" }] };
 * const b = { Statement: { Effect: "Allow", Action: "sts:assumerole", Principal: { AWS: "*" } } };
 * equalPolicies(a, b); // true
 */
export function equalPolicies(a: unknown, b: unknown): boolean {
  const [first, second] = normalForms(a, b);
  return canonicalJson(first) === canonicalJson(second);
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
 * @throws {RolewrightError} As `equalPolicies`.
 */
export function diffPolicies(a: unknown, b: unknown): Difference[] {
  const [first, second] = normalForms(a, b);
  const [head, otherHead] = [without(first, "Statement"), without(second, "Statement")];
  // Refuses what JSON cannot hold, as the texts of the statements do.
  const differences = canonicalJson(head) === canonicalJson(otherHead) ? [] : differencesIn(head, otherHead, []);
  const add = (difference: Difference) => {
    differences.push(difference);
  };
  const [ours, theirs] = [listed(first), listed(second)];
  const [mine, others] = [new Set(ours.map(({ text }) => text)), new Set(theirs.map(({ text }) => text))];
  // From the last to the first: those that are compared next are taken out at the end.
  const rest = theirs.filter(({ text }) => !mine.has(text)).reverse();
  ours.forEach((own, index) => {
    if (others.has(own.text)) return;
    const other = rest.splice(mostLike(own, rest), 1)[0];
    if (other === undefined) add({ path: ["Statement", index], onlyA: own.statement });
    else differencesIn(own.statement, other.statement, ["Statement", index]).forEach(add);
  });
  rest.reverse().forEach(({ statement }, index) => {
    add({ path: ["Statement", ours.length + index], onlyB: statement });
  });
  return differences;
}

/** A statement with its canonical text, and those of its elements. */
interface Listed {
  readonly statement: JsonValue;
  readonly text: string;
  readonly elements: () => ReadonlyMap<string, string>;
}

function listed(form: JsonObject): Listed[] {
  return (form["Statement"] as readonly JsonValue[]).map((statement) => ({
    statement,
    text: canonicalJson(statement),
    elements: once(
      () =>
        new Map(
          Object.entries(isMap(statement) ? (statement as JsonObject) : {}).map(([element, value]) => [
            element,
            canonicalJson(value),
          ]),
        ),
    ),
  }));
}

const MOST_COMPARED = 50;

/** The position of the statement that shares the most elements with one, the last of the list being the first to compare. */
function mostLike({ elements }: Listed, others: readonly Listed[]): number {
  let best = others.length - 1;
  let most = -1;
  const own = [...elements()];
  // Beyond what a person reads, the first of the rest will do: the time must not grow with the square of the statements.
  for (let index = others.length - 1; index >= Math.max(0, others.length - MOST_COMPARED); index--) {
    const same = own.filter(([element, text]) => others[index]!.elements().get(element) === text);
    const score = same.length + (same.some(([element]) => element === "Sid") ? 100 : 0);
    if (score > most) [best, most] = [index, score];
  }
  return best;
}

/** A member of a map by its name, whatever the name is. */
function memberOf(map: JsonValue, key: string): JsonValue | undefined {
  return isMap(map) && Object.hasOwn(map, key) ? (map as JsonObject)[key] : undefined;
}

function membersWithout(list: readonly JsonValue[], others: readonly JsonValue[]): JsonValue[] {
  const texts = new Set(others.map((member) => canonicalJson(member)));
  return list.filter((member) => !texts.has(canonicalJson(member)));
}

function without(form: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== key));
}

function differencesIn(a: JsonValue, b: JsonValue, path: Difference["path"]): Difference[] {
  if (isSame(a, b)) return [];
  if (isMap(a) && isMap(b) && expressionOf(a) === undefined && expressionOf(b) === undefined) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key): Difference[] => {
      const [one, other] = [memberOf(a, key), memberOf(b, key)];
      if (one === undefined) return [{ path: [...path, key], onlyB: other! }];
      if (other === undefined) return [{ path: [...path, key], onlyA: one }];
      return differencesIn(one, other, [...path, key]);
    });
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const [onlyA, onlyB] = [membersWithout(a, b), membersWithout(b, a)];
    // A list as it is, in another order or with a member twice, has no member that the other one lacks.
    if (onlyA.length === 0 && onlyB.length === 0) return [{ path, onlyA: a, onlyB: b }];
    return [{ path, ...(onlyA.length > 0 && { onlyA }), ...(onlyB.length > 0 && { onlyB }) }];
  }
  return [{ path, onlyA: a, onlyB: b }];
}

/** Whether two values have the same canonical text. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((member, index) => isSame(member, b[index]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => {
      const [one, other] = [memberOf(a, key), memberOf(b, key)];
      return one !== undefined && other !== undefined && isSame(one, other);
    })
  );
}
