import { inverse, MOST_TRANSFORMED, PRIME, product, transform } from "./convolution.js";

/** A part of a pattern between two of its `*`: text in which some places may be any character. */
export interface Part {
  readonly text: string;
  /** 1 for each place that any character fits; nothing if there is none. */
  readonly any: Uint8Array | undefined;
}

/** Whether a part fits a text at a place. */
export function fitsAt({ text: part, any }: Part, text: string, at: number): boolean {
  if (any === undefined) return text.startsWith(part, at);
  if (at + part.length > text.length) return false;
  for (let index = 0; index < part.length; index++)
    if (any[index] === 0 && part.charCodeAt(index) !== text.charCodeAt(at + index)) return false;
  return true;
}

/** The first place from which a part fits, between `from` and `end`; -1 if there is none. */
export function find(part: Part, text: string, from: number, end: number): number {
  if (end - from < part.text.length) return -1;
  if (part.any === undefined) return findText(part.text, text, from, end);
  return part.text.length <= MOST_SHIFTED || part.text.length > MOST_TRANSFORMED
    ? findShifting(part.text, part.any, text, from, end)
    : findLong(part.text, part.any, text, from, end);
}

/** From about here on, a convolution takes less time than a step for each 32 places and character. Measured. */
const MOST_SHIFTED = 4096;

/** Knuth, Morris and Pratt's search. */
function findText(part: string, text: string, from: number, end: number): number {
  if (part.length === 1) {
    const found = text.indexOf(part, from);
    return found < end ? found : -1;
  }
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
function findShifting(part: string, any: Uint8Array, text: string, from: number, end: number): number {
  const words = Math.ceil(part.length / 32);
  const everywhere = new Int32Array(words);
  for (let index = 0; index < part.length; index++) if (any[index] === 1) everywhere[index >> 5]! |= 1 << (index & 31);
  const masks = new Map<string, Int32Array>();
  for (let index = 0; index < part.length; index++) {
    if (any[index] === 1) continue;
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

/**
 * Kalai's search, in time n log n whatever the part: each place of the part has a random weight, those of any character 0, and
 * the weighted sum of the text's characters under the part, which one convolution gives for all places of a block, is the part's
 * own where it fits, and elsewhere once in 10^8 times. Where it is, the characters are compared.
 * A. Kalai, "Efficient pattern-matching with don't cares", SODA 2002.
 */
function findLong(part: string, any: Uint8Array, text: string, from: number, end: number): number {
  let size = 1;
  while (size < Math.min(end - from, 4 * part.length, MOST_TRANSFORMED)) size *= 2;
  const weights = new Int32Array(size);
  let own = 0;
  for (let index = 0; index < part.length; index++) {
    if (any[index] === 1) continue;
    const weight = Math.floor(Math.random() * (PRIME - 1)) - (PRIME - 3) / 2;
    weights[(size - index) % size] = weight;
    own = (own + product(weight, part.charCodeAt(index))) % PRIME;
  }
  transform(weights);
  const block = new Int32Array(size);
  const places = size - part.length + 1;
  for (let start = from; start + part.length <= end; start += places) {
    for (let index = 0; index < size; index++) block[index] = start + index < end ? text.charCodeAt(start + index) : 0;
    transform(block);
    for (let index = 0; index < size; index++) block[index] = product(block[index]!, weights[index]!);
    inverse(block);
    for (let index = 0; index < places && start + index + part.length <= end; index++)
      if ((block[index]! - own) % PRIME === 0 && fitsAt({ text: part, any }, text, start + index)) return start + index;
  }
  return -1;
}
