import { describe, expect, test } from "vitest";
import { readJsonText } from "../../src/json/text.js";
import type { JsonPath } from "../../src/json/types.js";

describe("syntax errors have their place", () => {
  test.each([
    ["a comma without a member", '{\n "Statement": [,] }', 2, 16, "Unexpected token , found."],
    ["nothing", "", 1, 1, "Unexpected end of input found."],
    ["a map without an end", '{"a": 1', 1, 8, "Unexpected end of input found."],
    ["a list with a map's end", "[1}", 1, 3, "Unexpected token } found."],
    ["half a word", "\n\n  nul", 3, 3, "Unexpected identifier 'nul' found."],
    [
      "too many levels",
      "[".repeat(101),
      1,
      1,
      "The text is nested deeper than 100 levels; a policy has no more than eight.",
    ],
    ["too many characters", " ".repeat(8_000_001), 1, 1, "The text has 8000001 characters; at most 8000000 are read."],
  ])("%s", (_name, text, line, column, message) => {
    const { positionOf, ...read } = readJsonText(text);
    expect(read).toStrictEqual({ value: undefined, syntaxError: { line, column, message }, duplicates: [] });
    expect(positionOf([])).toBeUndefined();
  });

  test("what is nested 100 levels deep is read, whatever stands in its strings", () => {
    const text = `${"[".repeat(99)}{"[[[[\\"": "]]\\\\"}${"]".repeat(99)}`;
    expect(readJsonText(text)).toMatchObject({ syntaxError: undefined, value: JSON.parse(text) });
  });
});

describe("duplicate keys have their place", () => {
  test.each<[string, object[]]>([
    ['{"a": 1, "b": {"a": 1}}', []],
    ['{"a": ":", "b:": "{\\":"}', []],
    ['{"a": 1,\n "a": 2}', [{ path: ["a"], line: 2, column: 2 }]],
    [
      '[{"x": {"a": 1, "a": 2, "a": 3}}]',
      [16, 24].map((column) => ({ path: [0, "x", "a"], line: 1, column: column + 1 })),
    ],
    ['{"__proto__": 1, "__proto__": 2}', [{ path: ["__proto__"], line: 1, column: 18 }]],
  ])("%s", (text, duplicates) => {
    expect(readJsonText(text).duplicates).toStrictEqual(duplicates);
  });
});

describe("each part has its place", () => {
  const text = '\n{\n  "a": [1,\n    {"b": 2}],\n  "c": 3, "c": {"d": 4}\n}';
  test.each<[JsonPath, number, number]>([
    [[], 2, 1],
    [["a"], 3, 3],
    [["a", 0], 3, 9],
    [["a", 1], 4, 5],
    [["a", 1, "b"], 4, 6],
    [["c"], 5, 11],
    [["c", "d"], 5, 17],
    [["a", 7], 3, 3],
    [["a", 1, "none"], 4, 5],
    [["none"], 2, 1],
  ])("%j", (path, line, column) => {
    expect(readJsonText(text).positionOf(path)).toStrictEqual({ line, column });
  });
});
