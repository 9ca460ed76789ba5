import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from "yaml";
import type { JsonPath, Position } from "../json/types.js";
import { composed } from "./read.js";

/** Where the parts of a text stand, and how they are written there. */
export interface Source {
  /** Where the value at a path begins, or its key; for what is not there, where the map begins that lacks it. */
  readonly positionOf: (path: JsonPath, part: "key" | "value") => Position;
  /** The number or boolean at a path as it is written, where that is not as JavaScript writes it: `0x1f`, `012345678901`. */
  readonly writtenAt: (path: JsonPath) => string | undefined;
}

/** The source of a text that `parseText` has accepted. It reads the text once more: only what is faulty needs it. */
export function sourceOf(text: string): Source {
  const lines = new LineCounter();
  const document = composed(text, lines);
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const memberOf = (map: YAMLMap, key: string): Pair | undefined => {
    let index = indexes.get(map);
    if (index === undefined) {
      index = new Map((map.items as Pair[]).map((pair) => [isScalar(pair.key) ? String(pair.key.value) : "", pair]));
      indexes.set(map, index);
    }
    return index.get(key);
  };
  let aliases: ReadonlyMap<Alias, Node | undefined> | undefined;
  const followed = (node: unknown) => {
    if (!isAlias(node)) return node;
    aliases ??= aliasesIn(document);
    return aliases.get(node);
  };

  /** What stands at a path, as far as the path leads. */
  const find = (path: JsonPath) => {
    let node: unknown = document.contents;
    let key: unknown;
    for (const step of path) {
      const holder = followed(node);
      const pair = isMap(holder) ? memberOf(holder, String(step)) : undefined;
      const next = isSeq(holder) && typeof step === "number" ? holder.items[step] : pair?.value;
      if (next === undefined && pair === undefined) return { node, key: undefined, found: false };
      [node, key] = [next, pair?.key];
    }
    return { node, key, found: true };
  };
  const startOf = (node: unknown) => (node as Node | null | undefined)?.range?.[0];

  return {
    positionOf: (path, part) => {
      const { node, key } = find(path);
      const start = part === "key" ? (startOf(key) ?? startOf(node)) : (startOf(node) ?? startOf(key));
      const { line, col } = lines.linePos(start ?? 0);
      return line > 0 ? { line, column: col } : { line: 1, column: 1 };
    },
    writtenAt: (path) => {
      const { node, found } = find(path);
      const scalar = followed(node);
      if (!found || !isScalar(scalar)) return undefined;
      const { value, source } = scalar;
      if ((typeof value !== "number" && typeof value !== "boolean") || source === undefined) return undefined;
      return source === String(value) ? undefined : source;
    },
  };
}

/** What each alias of a document stands for: the last node before it that has its anchor. */
function aliasesIn(document: Document.Parsed): ReadonlyMap<Alias, Node | undefined> {
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node | undefined>();
  visit(document, (_key, node) => {
    if (isAlias(node)) aliases.set(node, anchors.get(node.source));
    else if (isNode(node) && "anchor" in node && typeof node.anchor === "string")
      anchors.set(node.anchor, node as Node);
  });
  return aliases;
}
