import type { JsonPath, Position } from "./types.js";

/** A member of a map in a text: its key, and where that and its value begin. */
interface Member {
  readonly key: string;
  readonly at: number;
  readonly value: number;
}

/** Where the parts of a JSON text stand. */
export interface Places {
  /** Where the value at a path stands, or the key that it has in a map; as near as the text has it. */
  readonly positionOf: (path: JsonPath) => Position;
  /** Keys that a map has twice, in the order of the text. */
  readonly duplicates: () => (Position & { readonly path: JsonPath })[];
}

/**
 * Finds places in a text that `JSON.parse` has read, which is why nothing is checked here. Each list and map is read through
 * once, when a place in it is first asked for: measured a tenth of the time that a tree of the whole text takes.
 */
export function placesIn(text: string): Places {
  const ends = endsIn(text);
  const lines = lineStartsIn(text);
  const elements = remembered((at) => elementsAt(text, ends, at));
  const members = remembered((at) => membersAt(text, ends, at));
  const byName = remembered((at) => new Map(members(at).map((member) => [member.key, member])));
  const root = afterSpace(text, 0);

  const position = (at: number): Position => {
    let line = lines.length;
    for (let low = 1; low < line; ) {
      const middle = (low + line) >> 1;
      if (lines[middle]! <= at) low = middle + 1;
      else line = middle;
    }
    return { line, column: at - lines[line - 1]! + 1 };
  };

  const positionOf = (path: JsonPath) => {
    let [at, value] = [root, root];
    for (const step of path) {
      if (text[value] === "[") {
        const element = typeof step === "number" ? elements(value)[step] : undefined;
        if (element === undefined) break;
        at = element;
        value = element;
      } else if (text[value] === "{") {
        // JSON.parse keeps the last of several members of one name.
        const member = byName(value).get(String(step));
        if (member === undefined) break;
        at = member.at;
        value = member.value;
      } else break;
    }
    return position(at);
  };

  const duplicates = () => {
    const found: (Position & { path: JsonPath })[] = [];
    const walk = (value: number, path: JsonPath) => {
      if (text[value] === "[")
        elements(value).forEach((element, index) => {
          if (isInside(text, element)) walk(element, [...path, index]);
        });
      else if (text[value] === "{") {
        const seen = new Set<string>();
        for (const member of members(value)) {
          if (seen.has(member.key)) found.push({ path: [...path, member.key], ...position(member.at) });
          seen.add(member.key);
          if (isInside(text, member.value)) walk(member.value, [...path, member.key]);
        }
      }
    };
    walk(root, []);
    return found;
  };
  return { positionOf, duplicates };
}

function isInside(text: string, at: number): boolean {
  return text[at] === "[" || text[at] === "{";
}

/** What is found at a place, found once. */
function remembered<Found>(find: (at: number) => Found): (at: number) => Found {
  const known = new Map<number, Found>();
  return (at) => {
    let found = known.get(at);
    if (found === undefined) {
      found = find(at);
      known.set(at, found);
    }
    return found;
  };
}

/** For the place where a list or map begins, the place behind its end. */
function endsIn(text: string): Int32Array {
  const ends = new Int32Array(text.length);
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = afterString(text, at) - 1;
    else if (sign === "[" || sign === "{") open.push(at);
    else if (sign === "]" || sign === "}") ends[open.pop()!] = at + 1;
  }
  return ends;
}

function afterString(text: string, from: number): number {
  for (let at = from + 1; ; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}

/** What may follow a number or a word. */
const ENDS: ReadonlySet<string> = /* @__PURE__ */ new Set([",", "]", "}", " ", "\n", "\r", "\t"]);

function afterValue(text: string, ends: Int32Array, from: number): number {
  if (isInside(text, from)) return ends[from]!;
  if (text[from] === '"') return afterString(text, from);
  let at = from;
  while (at < text.length && !ENDS.has(text[at]!)) at++;
  return at;
}

/** The place behind a value and the comma that may follow it. */
function next(text: string, ends: Int32Array, value: number): number {
  const behind = afterSpace(text, afterValue(text, ends, value));
  return text[behind] === "," ? afterSpace(text, behind + 1) : behind;
}

function elementsAt(text: string, ends: Int32Array, list: number): readonly number[] {
  const found: number[] = [];
  for (let at = afterSpace(text, list + 1); text[at] !== "]"; at = next(text, ends, at)) found.push(at);
  return found;
}

function membersAt(text: string, ends: Int32Array, map: number): readonly Member[] {
  const found: Member[] = [];
  for (let at = afterSpace(text, map + 1); text[at] !== "}"; ) {
    const behind = afterString(text, at);
    const value = afterSpace(text, afterSpace(text, behind) + 1);
    const raw = text.slice(at + 1, behind - 1);
    found.push({ key: raw.includes("\\") ? (JSON.parse(text.slice(at, behind)) as string) : raw, at, value });
    at = next(text, ends, value);
  }
  return found;
}

/** Where the lines of a text begin; a line ends with a line feed, a carriage return, or both. */
function lineStartsIn(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return starts;
}
