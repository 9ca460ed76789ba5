import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/index.js";
import { issuesOf } from "../fixtures.js";
import { reversed } from "../reversed.js";
import vectors from "../vectors/canonical-json.json" with { type: "json" };

describe("RFC 8785", () => {
  test.each(vectors)("$name", ({ value, expected }) => {
    expect(canonicalJson(value as never)).toBe(expected);
  });

  test("any JSON value comes back, whatever the order of its keys", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const normalized = JSON.parse(JSON.stringify(value));
        const text = canonicalJson(normalized);
        expect(JSON.parse(text)).toStrictEqual(normalized);
        expect(canonicalJson(reversed(normalized))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

const circle: { self?: unknown } = {};
circle.self = circle;

test.each([
  ["a lone surrogate", { a: "\ud800" }, ["a"]],
  ["a lone surrogate in a key", { "\udc00": 1 }, ["\udc00"]],
  ["undefined", { a: [undefined] }, ["a", 0]],
  ["NaN", [Number.NaN], [0]],
  ["infinity", Number.POSITIVE_INFINITY, []],
  ["a function", { f: () => 1 }, ["f"]],
  ["a bigint", 1n, []],
  ["a date", { d: new Date(0) }, ["d"]],
  ["a circle", circle, ["self"]],
  ["a deep nest", JSON.parse(`${"[".repeat(2000)}${"]".repeat(2000)}`), Array(500).fill(0)],
])("refuses %s and says where", (_name, value, path) => {
  expect(issuesOf(() => canonicalJson(value as never)).map((issue) => [issue.code, issue.path])).toStrictEqual([
    ["NOT_JSON", path],
  ]);
});
