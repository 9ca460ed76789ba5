import { parse } from "@humanwhocodes/momoa";
import { type Places, placesIn } from "./places.js";
import type { JsonPath, Position } from "./types.js";

/** JSON text that was read: its data, what is wrong with it, and where each part of it stands. */
export interface JsonText {
  readonly value: unknown;
  /** Why the text is no JSON, if it is none. */
  readonly syntaxError: (Position & { readonly message: string }) | undefined;
  /** Keys that a map has twice; `JSON.parse` keeps the last one and says nothing. */
  readonly duplicates: readonly (Position & { readonly path: JsonPath })[];
  /** Where the value at a path stands, as near as the text has it. */
  readonly positionOf: (path: JsonPath) => Position | undefined;
}

/** IAM takes 131,072 characters; white space and files of several documents have room. */
const MOST_CHARACTERS = 8_000_000;
/** A template with an inline template has about 20. */
const MOST_LEVELS = 100;

/**
 * Reads JSON text (RFC 8259) with what `JSON.parse` does not tell: duplicate keys, lines and columns. It takes time in
 * proportion to the text, whatever the text is.
 */
export function readJsonText(text: string): JsonText {
  const tooMuch = excess(text);
  if (tooMuch !== undefined) return faulty({ line: 1, column: 1, message: tooMuch });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return faulty(syntaxErrorOf(text, error));
  }
  let found: Places | undefined;
  const places = () => {
    found ??= placesIn(text);
    return found;
  };
  return {
    value,
    syntaxError: undefined,
    duplicates: membersIn(text) === membersOf(value) ? [] : places().duplicates(),
    positionOf: (path) => places().positionOf(path),
  };
}

function faulty(syntaxError: JsonText["syntaxError"]): JsonText {
  return { value: undefined, syntaxError, duplicates: [], positionOf: () => undefined };
}

function excess(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS)
    return `The text has ${text.length} characters; at most ${MOST_CHARACTERS} are read.`;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MOST_LEVELS)
        return `The text is nested deeper than ${MOST_LEVELS} levels; a policy has no more than eight.`;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** How many members the maps of a text have: outside strings, each has one colon. */
function membersIn(text: string): number {
  let count = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === COLON) count++;
  }
  return count;
}

function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += membersOf(member);
  return count;
}

const SIGNS: { readonly [token: string]: string } = {
  LBrace: "{",
  RBrace: "}",
  LBracket: "[",
  RBracket: "]",
  Colon: ":",
  Comma: ",",
};

/** What the parser says, without its own names of signs and without the place, which is told apart. */
function plainly(message: string): string {
  const sentence = message.replace(/ ?\(\d+:\d+\)\.?$/, "").replace(/\.$/, "");
  return `${sentence.replace(/\b[LR]?(?:Brace|Bracket)\b|\b(?:Colon|Comma)\b/g, (token) => SIGNS[token] ?? token)}.`;
}

function syntaxErrorOf(text: string, error: unknown): Position & { message: string } {
  try {
    parse(text, { mode: "json" });
  } catch (located) {
    const { line, column, message } = located as { line?: number; column?: number; message: string };
    if (line !== undefined && column !== undefined) return { line, column, message: plainly(message) };
  }
  return { line: 1, column: 1, message: `${error instanceof Error ? error.message : "The text is no JSON"}.` };
}
