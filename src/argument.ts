import { fault, RolewrightError, show } from "./errors.js";
import { isPlainObject } from "./plain-object.js";

/** What callers without a type checker may give in place of what is asked for. */

/** That an argument, or a part of one, is not of its type. */
export function wrongArgument(path: readonly (string | number)[], what: string, given: unknown): RolewrightError {
  return fault("INVALID_TYPE", path, `must be ${what}; given ${given === undefined ? "nothing" : show(given)}.`);
}

/** Refuses what is no text. */
export function checkText(path: readonly (string | number)[], what: string, given: unknown): void {
  if (typeof given !== "string") throw wrongArgument(path, what, given);
}

/**
 * Refuses what is no map of options: no instance of a class, such as a Map or a promise, and with none but the keys that are
 * known. A mistyped key would be as good as left out.
 */
export function checkOptions(path: readonly (string | number)[], known: readonly string[], given: unknown): void {
  const what = `a map with ${known.join(", ")}`;
  if (!isMap(given) || !isPlainObject(given)) throw wrongArgument(path, what, given);
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  throw new RolewrightError(
    unknown.map((key) => ({ path: [...path, key], code: "UNKNOWN_KEY", message: `is not known here: ${what}.` })),
  );
}

/** Refuses what is no map. */
export function checkMap(path: readonly (string | number)[], what: string, given: unknown): void {
  if (!isMap(given)) throw wrongArgument(path, what, given);
}

/** Refuses what is none of some words, unless it is left out. */
export function checkChoice(path: readonly (string | number)[], words: readonly string[], given: unknown): void {
  if (given === undefined || (typeof given === "string" && words.includes(given))) return;
  throw fault("INVALID_VALUE", path, `must be one of ${words.map(show).join(", ")}; given ${show(given)}.`);
}

/**
 * The shape of plain data: a text, a map, a function, a path of keys and positions, one of some words, a list of one shape, or
 * a map that has at least some keys.
 */
export type Shape =
  | "text"
  | "map"
  | "function"
  | "path"
  | readonly [Shape]
  | readonly string[]
  | { readonly [key: string]: Shape };

/** Refuses what has not the shape that it should have. */
export function checkShape(path: readonly (string | number)[], given: unknown, shape: Shape): void {
  if (typeof shape === "string") {
    if (!hasShape(given, shape)) throw wrongArgument(path, NOUNS[shape as keyof typeof NOUNS], given);
  } else if (isChoice(shape)) {
    checkText(path, "a text", given);
    checkChoice(path, shape, given);
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(given)) throw wrongArgument(path, "a list", given);
    for (let index = 0; index < given.length; index++) checkShape([...path, index], given[index], shape[0]);
  } else {
    checkMap(path, "a map", given);
    for (const [key, inner] of Object.entries(shape))
      checkShape([...path, key], (given as Readonly<Record<string, unknown>>)[key], inner);
  }
}

const NOUNS = { text: "a text", map: "a map", function: "a function", path: "a list of keys and positions" } as const;

function isChoice(shape: Exclude<Shape, string>): shape is readonly string[] {
  return Array.isArray(shape) && typeof shape[0] === "string" && !Object.hasOwn(NOUNS, shape[0]);
}

function hasShape(given: unknown, shape: string): boolean {
  switch (shape) {
    case "text":
      return typeof given === "string";
    case "function":
      return typeof given === "function";
    case "path":
      return Array.isArray(given) && given.every((step) => typeof step === "string" || typeof step === "number");
    default:
      return isMap(given);
  }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
