import { find, fitsAt, type Part } from "./part-search.js";

/**
 * Matching of IAM's wildcards: `*` for any characters, `?` for one. The time is in proportion to the lengths, whatever
 * they hold: no regular expression is built from input.
 */

/** A pattern: text in which `*` and `?` are wildcards but at some places. It takes no more room than its text. */
export interface Pattern {
  readonly text: string;
  /** 1 for each place that is taken as it is; nothing if no wildcard is. */
  readonly literal: Uint8Array | undefined;
}

/** A piece of a pattern: text to be taken as it is, or text in which `*` and `?` are wildcards. */
export type Piece = string | { readonly literal: string };

/** A pattern from text in which `*` and `?` are wildcards, with literal pieces between. */
export function pattern(...pieces: readonly Piece[]): Pattern {
  return patternOf(pieces);
}

/** The same of a list, which may be longer than arguments can be. */
export function patternOf(pieces: readonly Piece[]): Pattern {
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.literal)).join("");
  if (!pieces.some((piece) => typeof piece !== "string" && /[*?]/.test(piece.literal)))
    return { text, literal: undefined };
  const literal = new Uint8Array(text.length);
  let from = 0;
  for (const piece of pieces) {
    const to = from + (typeof piece === "string" ? piece : piece.literal).length;
    if (typeof piece !== "string") literal.fill(1, from, to);
    from = to;
  }
  return { text, literal };
}

/** Whether a whole text matches a pattern. */
export function matches(wildcard: Pattern, text: string): boolean {
  const { length } = wildcard.text;
  const first = nextPlace(wildcard, "*", 0);
  const parts = partsOf(wildcard);
  if (first === length) return text.length === length && fitsAt(parts(0, length), text, 0);
  let last = length - 1;
  while (!isStar(wildcard, last)) last--;
  const end = text.length - (length - last - 1);
  if (first > end || !fitsAt(parts(0, first), text, 0)) return false;
  if (!fitsAt(partsOf(wildcard)(last + 1, length), text, end)) return false;
  let from = first;
  for (let star = first; star < last; ) {
    const next = nextPlace(wildcard, "*", star + 1);
    if (next > star + 1) {
      const found = find(parts(star + 1, next), text, from, end);
      if (found < 0) return false;
      from = found + next - star - 1;
    }
    star = next;
  }
  return from <= end;
}

/** The texts of a pattern between its wildcards, with an edge where the pattern begins or ends. */
export function literalRuns(wildcard: Pattern, edge: string): string[] {
  const whole = edge + wildcard.text + edge;
  const runs: string[] = [];
  let from = 0;
  for (let at = 0; at < wildcard.text.length; at++) {
    if (wildcard.literal?.[at] === 1 || (wildcard.text[at] !== "*" && wildcard.text[at] !== "?")) continue;
    if (at + edge.length > from) runs.push(whole.slice(from, at + edge.length));
    from = at + edge.length + 1;
  }
  return [...runs, whole.slice(from)];
}

function isStar({ text, literal }: Pattern, at: number): boolean {
  return text[at] === "*" && literal?.[at] !== 1;
}

/** The next place of a wildcard; the length of the pattern if there is none. */
function nextPlace({ text, literal }: Pattern, wildcard: "*" | "?", from: number): number {
  let at = text.indexOf(wildcard, from);
  while (at >= 0 && literal?.[at] === 1) at = text.indexOf(wildcard, at + 1);
  return at < 0 ? text.length : at;
}

/** The parts of a pattern, which are asked for from its begin to its end: each `?` is looked for once. */
function partsOf(wildcard: Pattern): (from: number, to: number) => Part {
  let nextAny = -1;
  return (from, to) => {
    const text = wildcard.text.slice(from, to);
    if (nextAny < from) nextAny = nextPlace(wildcard, "?", from);
    if (nextAny >= to) return { text, any: undefined };
    const any = new Uint8Array(to - from);
    for (; nextAny < to; nextAny = nextPlace(wildcard, "?", nextAny + 1)) any[nextAny - from] = 1;
    return { text, any };
  };
}

/** Whether a pattern of an action, whatever its letter case, matches a name. */
export function matchesIgnoringCase(wildcard: string, name: string): boolean {
  return matches(pattern(wildcard.toLowerCase()), name.toLowerCase());
}
