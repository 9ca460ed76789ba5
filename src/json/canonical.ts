import stringify from "fast-json-stable-stringify";
import { type Issue, RolewrightError } from "../errors.js";
import { MOST_LEVELS } from "./levels.js";

/**
 * The canonical JSON text of a value: the same bytes for the same data, whatever the order of its keys.
 *
 * RFC 8785 (JSON Canonicalization Scheme): no white space, keys in order of their UTF-16 code units, numbers and strings
 * as ECMAScript writes them. The text has no newline at its end.
 *
 * @param value Strings, finite numbers, booleans, null, and lists and plain objects of them.
 * @throws {RolewrightError} `NOT_JSON` for each part that JSON cannot hold: undefined, functions, NaN, lone surrogates, circles.
 * @example
 * canonicalJson({ b: 1, a: [true, null] }) // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  if (isPlain(value, 0)) {
    const text = stringify(value);
    // Half of a surrogate pair comes out escaped, and little else does.
    if (!text.includes("\\u")) return text;
  }
  const issues: Issue[] = [];
  check(value, [], new Set(), issues);
  if (issues.length > 0) throw new RolewrightError(issues);
  return stringify(value);
}

/** Whether a value is certain to be JSON data, strings aside. What is not plain at first sight is checked with care. */
function isPlain(value: unknown, level: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (level >= MOST_PLAIN_LEVELS) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlain(value[index], level + 1)) return false;
    return true;
  }
  const map = value as Readonly<Record<string, unknown>>;
  if (map["toJSON"] !== undefined) return false;
  // What is inherited is checked too, and then left out by whoever writes the text.
  for (const key in map) if (!isPlain(map[key], level + 1)) return false;
  return true;
}

/** Deeper than policies are: what goes on like that may contain itself. */
const MOST_PLAIN_LEVELS = 30;

function check(value: unknown, path: Issue["path"], above: Set<object>, issues: Issue[]): void {
  const refuse = (message: string) => issues.push({ path, code: "NOT_JSON", message });
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") {
    if (!isWellFormed(value)) refuse("must not hold half of a surrogate pair (RFC 8785, 3.2.2.2).");
  } else if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(`must be a finite number; given ${value}.`);
  } else if (typeof value !== "object") {
    refuse(`must be a JSON value; given ${typeof value}.`);
  } else if (above.has(value)) {
    refuse("must not contain itself.");
  } else if (above.size >= MOST_LEVELS) {
    refuse(`must not be nested deeper than ${MOST_LEVELS} levels.`);
  } else if ("toJSON" in value && typeof value.toJSON === "function") {
    refuse("must be plain data; an object with a toJSON method is not.");
  } else {
    above.add(value);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) check(value[index], [...path, index], above, issues);
    } else {
      for (const [key, member] of Object.entries(value)) {
        if (!isWellFormed(key))
          issues.push({
            path: [...path, key],
            code: "NOT_JSON",
            message: "has half of a surrogate pair in its key (RFC 8785, 3.2.2.2).",
          });
        check(member, [...path, key], above, issues);
      }
    }
    above.delete(value);
  }
}

/** Whether each surrogate of a string has its other half. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
