import { type Issue, RolewrightError, show } from "../errors.js";
import { isPlainObject } from "../plain-object.js";

/**
 * Plain data: what JSON has, and what code may put in its place (`undefined`, functions, and other values that are no
 * objects), in plain maps and lists. No instances of classes such as Map and Date, no properties that are computed, nothing
 * that contains itself: of these, what is written may be another than what was checked.
 */

/** Deeper than any document of AWS, and shallow enough for every reader's stack. */
export const MOST_LEVELS = 500;

/** Whether an object may stand as it is, whatever class it is of. */
export type IsLeaf = (value: object) => boolean;

export const never: IsLeaf = () => false;

/** Whether a value is plain data; of what is nested deeply, `plainFaults` knows more. */
export function isPlain(value: unknown, isLeaf: IsLeaf = never, levels = 30): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (levels === 0) return false;
  if (!isPlainObject(value)) return isLeaf(value);
  for (const key of Object.keys(value)) {
    // A descriptor, and not the value: to read a computed property runs its code.
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    if (property.get !== undefined || property.set !== undefined) return false;
    if (!isPlain(property.value, isLeaf, levels - 1)) return false;
  }
  return true;
}

/** Why a value is no plain data; nothing if it is. */
export function plainFaults(value: unknown, isLeaf: IsLeaf = never): Issue[] {
  const issues: Issue[] = [];
  const above = new Set<object>();
  const walk = (part: unknown, path: Issue["path"]): void => {
    const refuse = (message: string) => issues.push({ path, code: "NOT_JSON", message });
    if (typeof part !== "object" || part === null) return;
    if (above.has(part)) refuse("must not contain itself.");
    else if (above.size >= MOST_LEVELS) refuse(`must not be nested deeper than ${MOST_LEVELS} levels.`);
    else if (!isPlainObject(part)) {
      if (!isLeaf(part)) refuse(`must be plain data, a map or a list; given ${described(part)}.`);
    } else {
      above.add(part);
      const isList = Array.isArray(part);
      for (const key of Object.keys(part)) {
        const property = Object.getOwnPropertyDescriptor(part, key)!;
        const at = [...path, isList && /^\d+$/.test(key) ? Number(key) : key];
        if (property.get !== undefined || property.set !== undefined)
          issues.push({ path: at, code: "NOT_JSON", message: "must be plain data; a computed property is not." });
        else walk(property.value, at);
      }
      above.delete(part);
    }
  };
  walk(value, []);
  return issues;
}

/**
 * Refuses what is no plain data.
 *
 * @param path Where the value stands in what was given.
 * @throws {RolewrightError} `NOT_JSON`, for each part that is not.
 */
export function checkPlain(value: unknown, isLeaf: IsLeaf = never, path: Issue["path"] = []): void {
  if (isPlain(value, isLeaf)) return;
  const issues = plainFaults(value, isLeaf).map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
  if (issues.length > 0) throw new RolewrightError(issues);
}

function described(value: object): string {
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${show(name).slice(1, -1)}` : "an object of a class";
}
