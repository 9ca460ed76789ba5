/**
 * Matching of IAM's wildcards: `*` for any characters, `?` for one. The time is in proportion to the lengths, whatever
 * they hold: no regular expression is built from input.
 */

/** A pattern, as the parts between its `*`s. A part is text in which some places may be any character. */
export interface Pattern {
  readonly parts: readonly Part[];
}

interface Part {
  readonly text: string;
  /** Places that any character fits; nothing if there is none. */
  readonly any: ReadonlySet<number> | undefined;
}

/** A piece of a pattern: text to be taken as it is, or text in which `*` and `?` are wildcards. */
export type Piece = string | { readonly literal: string };

/** A pattern from text in which `*` and `?` are wildcards, with literal pieces between. */
export function pattern(...pieces: readonly Piece[]): Pattern {
  const parts: Part[] = [];
  let text = "";
  let any: Set<number> | undefined;
  const close = () => {
    parts.push({ text, any });
    text = "";
    any = undefined;
  };
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      text += piece.literal;
      continue;
    }
    let from = 0;
    for (let index = 0; index < piece.length; index++) {
      const character = piece[index];
      if (character === "*") {
        text += piece.slice(from, index);
        close();
        from = index + 1;
      } else if (character === "?") {
        any ??= new Set();
        any.add(text.length + index - from);
      }
    }
    text += piece.slice(from);
  }
  close();
  return { parts };
}

/** Whether a whole text matches a pattern. */
export function matches({ parts }: Pattern, text: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return text.length === first.text.length && fitsAt(first, text, 0);
  const last = parts[parts.length - 1]!;
  const end = text.length - last.text.length;
  if (first.text.length > end || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  let from = first.text.length;
  for (const part of parts.slice(1, -1)) {
    if (part.text === "") continue;
    const found = find(part, text, from, end);
    if (found < 0) return false;
    from = found + part.text.length;
  }
  return from <= end;
}

function fitsAt({ text: part, any }: Part, text: string, at: number): boolean {
  if (any === undefined) return text.startsWith(part, at);
  for (let index = 0; index < part.length; index++) {
    if (part[index] !== text[at + index] && !any.has(index)) return false;
  }
  return true;
}

/** The first place from which a part fits, between `from` and `end`; -1 if there is none. */
function find(part: Part, text: string, from: number, end: number): number {
  return part.any === undefined ? findText(part.text, text, from, end) : findPart(part, text, from, end);
}

/** Knuth, Morris and Pratt's search. */
function findText(part: string, text: string, from: number, end: number): number {
  const back = new Int32Array(part.length);
  for (let index = 1, length = 0; index < part.length; index++) {
    while (length > 0 && part[index] !== part[length]) length = back[length - 1]!;
    if (part[index] === part[length]) length++;
    back[index] = length;
  }
  for (let index = from, length = 0; index < end; index++) {
    while (length > 0 && text[index] !== part[length]) length = back[length - 1]!;
    if (text[index] === part[length]) length++;
    if (length === part.length) return index - length + 1;
  }
  return -1;
}

/** Baeza-Yates and Gonnet's search (shift-and), which knows places that any character fits; 32 places a step. */
function findPart({ text: part, any }: Part, text: string, from: number, end: number): number {
  const words = Math.ceil(part.length / 32);
  const everywhere = new Int32Array(words);
  for (const index of any!) everywhere[index >> 5]! |= 1 << (index & 31);
  const masks = new Map<string, Int32Array>();
  for (let index = 0; index < part.length; index++) {
    if (any!.has(index)) continue;
    const character = part[index]!;
    const mask = masks.get(character) ?? everywhere.slice();
    mask[index >> 5]! |= 1 << (index & 31);
    masks.set(character, mask);
  }
  const state = new Int32Array(words);
  const lastWord = words - 1;
  const lastBit = 1 << ((part.length - 1) & 31);
  for (let index = from; index < end; index++) {
    const mask = masks.get(text[index]!) ?? everywhere;
    let carry = 1;
    for (let word = 0; word < words; word++) {
      const old = state[word]!;
      state[word] = ((old << 1) | carry) & mask[word]!;
      carry = old >>> 31;
    }
    if (state[lastWord]! & lastBit) return index - part.length + 1;
  }
  return -1;
}

/** Whether a pattern of an action, whatever its letter case, matches a name. */
export function matchesIgnoringCase(wildcard: string, name: string): boolean {
  return matches(pattern(wildcard.toLowerCase()), name.toLowerCase());
}
