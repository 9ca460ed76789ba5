import fc from "fast-check";
import { expect, test } from "vitest";
import { matches, pattern } from "../../src/policy/wildcard.js";

/** The same, as a regular expression: slow on purpose-made input, but plain to see. */
function naive(wildcard: string, text: string): boolean {
  const source = wildcard.replace(
    /[^*?]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new RegExp(`^${source.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`).test(text);
}

test("matches as the definition says", () => {
  const letters = fc.constantFrom("a", "b", "*", "?");
  fc.assert(
    fc.property(
      fc.string({ unit: letters, maxLength: 10 }),
      fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 }),
      (wildcard, text) => {
        expect(matches(pattern(wildcard), text)).toBe(naive(wildcard, text));
      },
    ),
    { numRuns: 20_000 },
  );
});

test("long parts with any-character places match over the 32-place words", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 60, maxLength: 130 }),
      fc.nat(129),
      fc.nat(20),
      (part, place, before) => {
        const at = place % part.length;
        const wildcard = `*${part.slice(0, at)}?${part.slice(at + 1)}*`;
        expect(matches(pattern(wildcard), `${"b".repeat(before)}${part}a`)).toBe(true);
        expect(matches(pattern(wildcard), "c".repeat(before + part.length))).toBe(
          naive(wildcard, "c".repeat(before + part.length)),
        );
      },
    ),
  );
});

test("literal pieces have no wildcards", () => {
  expect(matches(pattern("a", { literal: "*" }, "?"), "a*b")).toBe(true);
  expect(matches(pattern("a", { literal: "*" }), "ab")).toBe(false);
});

test("huge patterns against huge texts come to an end", () => {
  const text = "a".repeat(131_072);
  expect(matches(pattern(`${"*a".repeat(60_000)}*b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a".repeat(60_000)}b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a?".repeat(5000)}b*`), text)).toBe(false);
});
