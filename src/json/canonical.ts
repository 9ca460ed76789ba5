import stringify from "fast-json-stable-stringify";
import { checkJson } from "./check-json.js";
import { isPlain } from "./plain.js";

/**
 * The canonical JSON text of a value: the same bytes for the same data, whatever the order of its keys.
 *
 * RFC 8785 (JSON Canonicalization Scheme): no white space, keys in order of their UTF-16 code units, numbers and strings
 * as ECMAScript writes them. The text has no newline at its end.
 *
 * @param value Strings, finite numbers, booleans, null, and lists and plain objects of them.
 * @throws {RolewrightError} `NOT_JSON` for each part that JSON cannot hold: undefined, functions, NaN, lone
 * surrogates, instances of classes, computed properties, circles.
 * @example
 * canonicalJson({ b: 1, a: [true, null] }) // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  if (isPlain(value) && hasJsonOnly(value)) {
    const text = stringify(value);
    // Half of a surrogate pair comes out escaped, and little else does.
    if (!text.includes("\\u")) return text;
  }
  checkJson(value);
  return stringify(value);
}

/** Whether plain data is certain to be JSON's, strings aside. What is not so at first sight is checked with care. */
function hasJsonOnly(value: unknown): boolean {
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
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!hasJsonOnly(value[index])) return false;
    return true;
  }
  const map = value as Readonly<Record<string, unknown>>;
  if (map["toJSON"] !== undefined) return false;
  for (const key in map) if (!hasJsonOnly(map[key])) return false;
  return true;
}
