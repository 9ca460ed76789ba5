import { expect, test } from "vitest";
import { formatIssue } from "../../src/index.js";
import { parseText } from "../../src/yaml/index.js";
import { issuesOf } from "../fixtures.js";

test("YAML and JSON, with tabs, escapes and a comment", () => {
  expect(parseText('# a\nmode: ecs\ntags: {a: "1"}\n')).toStrictEqual({ mode: "ecs", tags: { a: "1" } });
  expect(parseText('{\n\t"mode": "ecs",\n\t"tags": {"a": "\\ud83d\\ude00\\/"}}')).toStrictEqual({
    mode: "ecs",
    tags: { a: "😀/" },
  });
  expect(parseText("a: &x [1]\nb: *x")).toStrictEqual({ a: [1], b: [1] });
});

test("keys of prototypes are keys like others", () => {
  const value = parseText("__proto__: 1\nconstructor: 2") as object;
  expect(Object.keys(value)).toStrictEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`).join("\n")}`;

test.each([
  ["a duplicate key", "mode: a\ntags:\n  x: 1\n  x: 2", "DUPLICATE_KEY", "line 4, column 3"],
  ["a duplicate key in JSON", '{"a": 1, "a": 2}', "DUPLICATE_KEY", "line 1, column 10"],
  ["a syntax error", "a: b: c", "INVALID_SYNTAX", "line 1"],
  ["a tag", "a: !Ref b", "INVALID_SYNTAX", "line 1"],
  ["two documents", "a: 1\n---\nb: 2", "INVALID_SYNTAX", "several documents"],
  ["an alias of nothing", "a: *b", "INVALID_SYNTAX", "alias"],
  ["aliases that explode", bomb, "INVALID_SYNTAX", "alias"],
  ["a map as key", "? {a: 1}\n: 2", "INVALID_SYNTAX", "line 1"],
  ["too many characters", "a".repeat(1_000_001), "TOO_LARGE", "1000001"],
  ["deep brackets", "[".repeat(200_000), "TOO_LARGE", "nested"],
  ["deep brackets that close", `${"[".repeat(5000)}${"]".repeat(5000)}`, "TOO_LARGE", "nested"],
  ["deep maps", '{"a":'.repeat(100_000), "TOO_LARGE", "nested"],
  ["deep lists", "- ".repeat(20_000), "TOO_LARGE", "nested"],
  ["deep explicit keys", "? ".repeat(20_000), "TOO_LARGE", "nested"],
  [
    "deep indentation",
    Array.from({ length: 1000 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
    "TOO_LARGE",
    "nested",
  ],
])("refuses %s", (_name, text, code, said) => {
  const issues = issuesOf(() => parseText(text));
  expect(issues[0]).toMatchObject({ path: [], code });
  expect(formatIssue(issues[0]!)).toContain(said);
  expect(issues.length).toBeLessThanOrEqual(21);
});

test("60,000 keys are read once each", () => {
  const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join("\n");
  expect(Object.keys(parseText(text) as object)).toHaveLength(60_000);
});
