import { arnParts } from "../arn-parts.js";
import { ANY, type Characters, includes, NOT_COLON, oneOf, without } from "./characters.js";

/** A place of a pattern: one character, any number of them, or a policy variable, which is the same text wherever it stands. */
export type Token =
  | { readonly characters: Characters; readonly many: boolean; readonly variable?: never }
  | { readonly variable: string };

/** A set of texts, as one value of a policy writes it. */
export interface TextPattern {
  /** Patterns with equal keys are the same set. */
  readonly key: string;
  readonly tokens: readonly Token[];
  /** The one text that it is, if it is one. */
  readonly literal: string | undefined;
  /** How all of its texts begin. */
  readonly prefix: string;
  /** Whether the set has policy variables. */
  readonly open: boolean;
  /** Whether it is known that AWS reads it so; if not, it may be any part of the set. */
  readonly exact: boolean;
}

/** Text in which wildcards count, text in which they do not, or a variable. */
export type PatternPiece = string | { readonly literal: string } | { readonly variable: string };

export function patternOf(key: string, tokens: readonly Token[], exact = true): TextPattern {
  let prefix = "";
  let index = 0;
  for (; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.variable !== undefined || token.many || token.characters.listed?.length !== 1) break;
    prefix += token.characters.listed;
  }
  return {
    key,
    tokens,
    literal: index === tokens.length ? prefix : undefined,
    prefix,
    open: tokens.some(({ variable }) => variable !== undefined),
    exact,
  };
}

export const one = (characters: Characters): Token => ({ characters, many: false });
export const many = (characters: Characters): Token => ({ characters, many: true });

/** The places of a text that stands for itself. */
export function textTokens(text: string, ignoringCase = false): Token[] {
  return text.split("").map((each) => one(oneOf(ignoringCase ? casesOf(each) : each)));
}

/** A character with all others that are the same in lower case; of the alphabet alone, for of others it depends on the rest. */
function casesOf(character: string): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  if (lower === upper || !/[a-z]/.test(lower)) return character;
  return `${lower}${upper}${lower === "k" ? "\u212a" : ""}`;
}

/** The places of pieces, wildcards among them. */
export function globTokens(pieces: readonly PatternPiece[], wildcards: boolean, any: Characters = ANY, fold = false) {
  const tokens: Token[] = [];
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      if ("variable" in piece) tokens.push({ variable: piece.variable });
      else tokens.push(...textTokens(piece.literal, fold));
    } else if (!wildcards) tokens.push(...textTokens(piece, fold));
    else
      for (const each of piece.split("")) {
        const last = tokens.at(-1);
        if (each === "?") tokens.push(one(any));
        else if (each !== "*") tokens.push(one(oneOf(fold ? casesOf(each) : each)));
        else if (last?.variable !== undefined || !last?.many) tokens.push(many(any));
      }
  }
  return tokens;
}

/**
 * The places of an ARN whose six parts are compared one by one; nothing for what is no whole ARN. Only the last part has colons.
 */
export function arnTokens(text: string, piecesOf: (text: string) => readonly PatternPiece[] | undefined) {
  if (text === "*") return [many(ANY)];
  const parts = arnParts(text);
  if (parts.length !== 6) return undefined;
  const tokens: Token[] = [];
  for (const [index, part] of parts.entries()) {
    const pieces = piecesOf(part);
    if (pieces === undefined) return undefined;
    const odd = pieces.some((piece) => typeof piece !== "string" && "literal" in piece && piece.literal.includes(":"));
    if (index < 5 && odd) return undefined;
    if (index > 0) tokens.push(one(oneOf(":")));
    tokens.push(...globTokens(pieces, true, index < 5 ? NOT_COLON : ANY));
  }
  return tokens;
}

/** Whether a text is in the set; with variables, whether it may be. */
export function accepts({ literal, prefix, tokens }: TextPattern, text: string): boolean {
  if (literal !== undefined) return text === literal;
  if (!text.startsWith(prefix)) return false;
  return runs(
    tokens.slice(prefix.length),
    text.slice(prefix.length).split(""),
    (token, each) => token.variable !== undefined || token.characters.has(each),
    (token) => token.variable !== undefined || token.many,
  );
}

/**
 * Whether a set surely has all texts of another one, whatever the variables stand for: each place of the other is taken by one
 * of it. A set that is a union of others' is not found so.
 */
export function covers(set: TextPattern, other: TextPattern): boolean {
  if (set.key === other.key) return true;
  if (!set.exact || !(set.prefix.startsWith(other.prefix) || other.prefix.startsWith(set.prefix))) return false;
  return runs(
    set.tokens,
    other.tokens,
    (token, place) => {
      if (token.variable !== undefined) return token.variable === place.variable;
      if (place.variable !== undefined) return token.many && token.characters === ANY;
      return (token.many || !place.many) && includes(token.characters, place.characters);
    },
    (token) => token.variable === undefined && token.many,
  );
}

/** Whether a row of symbols can be read along tokens, of which some may be read any number of times. */
function runs<Symbol>(
  tokens: readonly Token[],
  symbols: readonly Symbol[],
  takes: (token: Token, symbol: Symbol) => boolean,
  repeats: (token: Token) => boolean,
): boolean {
  const last = tokens.length;
  let places: readonly number[] = [];
  let next: number[] = [];
  // Whoever is at a `*` need not be anywhere before it.
  let least = 0;
  const enter = (place: number) => {
    for (let at = place; next.at(-1) === undefined || at > next.at(-1)!; at++) {
      next.push(at);
      const token = tokens[at];
      if (token === undefined || !repeats(token)) return;
      if (token.variable === undefined && token.characters === ANY) least = next.length - 1;
    }
  };
  enter(0);
  for (const symbol of symbols) {
    places = next.slice(least);
    [next, least] = [[], 0];
    for (const place of places) {
      const token = tokens[place];
      if (token === undefined || !takes(token, symbol)) continue;
      enter(repeats(token) ? place : place + 1);
    }
    if (next.length === 0) return false;
  }
  return next.at(-1) === last;
}

/** Tokens that take of any characters only some. */
export function narrowed(tokens: readonly Token[], to: Characters): Token[] {
  return tokens.map((token) =>
    token.variable === undefined ? { ...token, characters: without(token.characters, to) } : token,
  );
}
