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
  ["aliases that explode", bomb, "TOO_LARGE", "alias"],
  ["a list that contains itself", "a: &a [*a]", "TOO_LARGE", "nested"],
  ["a list that contains itself twice", "a: &a [*a, *a]", "TOO_LARGE", "nested"],
  ["brackets that close in quotes alone", '[["]"'.repeat(20_000), "TOO_LARGE", "nested"],
  ["braces that close in a comment", "[[ # ]\n".repeat(5000), "TOO_LARGE", "nested"],
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
  expect(issues.length).toBeLessThanOrEqual(100);
});

test("brackets in words, quotes and comments nest nothing", () => {
  const many = Array.from({ length: 200 }, (_, index) => `k${index}: ["[", '{', "{[["] # [`).join("\n");
  const text = `${many}\na: it's [\nb: |\n  [[[[\n# {{{\n`;
  expect(parseText(text)).toMatchObject({ k199: ["[", "{", "{[["], a: "it's [", b: "[[[[\n" });
});

test.each([
  ["!!set", "a: !!set {a, b}"],
  ["!!omap", "a: !!omap [enabled: false]"],
  ["!!pairs", "a: !!pairs [a: 1]"],
  ["!!binary", "a: !!binary aGk="],
  ["!!timestamp", "a: !!timestamp 2026-01-31"],
  ["!!map", "a: !!map [b]"],
  ["!!int", "a: !!int b"],
  ["!Sub", "a: !Sub b"],
  ["!<x>", "a: !<x> b"],
  ["a tag of a directive", "%TAG ! tag:yaml.org,2002:s\n---\na: !et {a}"],
])("refuses %s, once and with its place", (_name, text) => {
  for (const template of text.includes("!Sub") ? [false] : [false, true])
    expect(issuesOf(() => parseText(text, { template })).map(({ code, line }) => ({ code, line }))).toStrictEqual([
      { code: "INVALID_SYNTAX", line: text.split("\n").length },
    ]);
});

test("JSON's types may be named", () => {
  expect(parseText("a: !!str 1\nb: !!int 1\nc: !!map {d: !!seq [!!null ~]}\ne: ! 1\nf: !!bool true")).toStrictEqual({
    a: "1",
    b: 1,
    c: { d: [null] },
    e: "1",
    f: true,
  });
});

test("an alias stands for a copy of what it points to, in a template's functions too", () => {
  const text = "a: &x [1]\nb: !Join ['', [*x, b]]\nc: *x\nd: &x 2\ne: !Sub [*x, {f: *x}]";
  const read = parseText(text, { template: true }) as { a: number[]; c: number[] };
  expect(read).toStrictEqual({
    a: [1],
    b: { "Fn::Join": ["", [[1], "b"]] },
    c: [1],
    d: 2,
    e: { "Fn::Sub": [2, { f: 2 }] },
  });
  read.a.push(3);
  expect(read.c).toStrictEqual([1]);
});

test("10,000 anchors have an alias each", () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `a${index}: &a${index} [${index}]\nb${index}: *a${index}`);
  expect(parseText(lines.join("\n"))).toMatchObject({ a9999: [9999], b9999: [9999] });
});

test("60,000 keys are read once each", () => {
  const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join("\n");
  expect(Object.keys(parseText(text) as object)).toHaveLength(60_000);
});
