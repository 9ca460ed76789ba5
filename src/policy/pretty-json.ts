import { refuseDeep } from "../json/levels.js";
import type { JsonValue } from "../json/types.js";
import { DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS } from "./types.js";

/** Other keys follow by their UTF-16 code units. */
const CONVENTIONAL_ORDER = [...DOCUMENT_ELEMENTS, ...STATEMENT_ELEMENTS];
const RANK = new Map(CONVENTIONAL_ORDER.map((key, index) => [key, index]));

/**
 * A policy as people read it: two spaces a level, the elements in AWS's conventional order. The data are those of
 * `canonicalJson`, and so is the promise: the same text whatever the order of the keys.
 *
 * @example
 * prettyJson({ Statement: [], Version: "2012-10-17" }) // '{\n  "Version": "2012-10-17",\n  "Statement": []\n}'
 */
export function prettyJson(document: object): string {
  refuseDeep(document);
  return JSON.stringify(document, (_key, value: JsonValue) => (isObject(value) ? inOrder(value) : value), 2);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inOrder(object: { readonly [key: string]: JsonValue }): JsonValue {
  const rank = (key: string) => RANK.get(key) ?? CONVENTIONAL_ORDER.length;
  const entries = Object.entries(object).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
