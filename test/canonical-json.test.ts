import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, prettyJson, RolewrightError } from "../src/index.js";
import vectors from "./vectors/canonical-json.json" with { type: "json" };

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
        expect(prettyJson(reversed(normalized))).toBe(prettyJson(normalized));
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
  const refusal = caught(() => canonicalJson(value as never));
  expect(refusal.issues).toMatchObject([{ code: "NOT_JSON", path }]);
});

test("the pretty form has AWS's order", () => {
  const document = {
    Statement: [{ Condition: { B: { z: "1", a: "2" }, A: {} }, Action: "x", Sid: "s", Principal: {}, Effect: "Deny" }],
    Version: "2012-10-17",
  };
  const text = prettyJson(document);
  const keys = [...text.matchAll(/"(\w+)":/g)].map(([, key]) => key);
  expect(keys).toStrictEqual([
    "Version",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "Action",
    "Condition",
    "A",
    "B",
    "a",
    "z",
  ]);
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  ) as T;
}

function caught(action: () => unknown): RolewrightError {
  try {
    action();
  } catch (error) {
    if (error instanceof RolewrightError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
