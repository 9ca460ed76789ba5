import fc from "fast-check";
import { expect, test } from "vitest";
import { matches, pattern, patternOf } from "../../src/wildcard/pattern.js";

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

test("parts that are longer than a convolution is worth match as the definition says", () => {
  const places = fc.array(fc.nat(4999), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b", "\u{E9}", "\u{1F600}"), minLength: 1, maxLength: 30 }),
      places,
      places,
      fc.nat(9000),
      (unit, any, wrong, before) => {
        const part = unit.repeat(5000).slice(0, 5000);
        const put = (text: string, at: readonly number[], sign: string) =>
          at.reduce((changed, place) => changed.slice(0, place) + sign + changed.slice(place + 1), text);
        const text = `${"c".repeat(before)}${put(part, wrong, "c")}${"c".repeat(3000)}`;
        const fits = wrong.every((place) => any.includes(place));
        expect(matches(pattern(`*${put(part, any, "?")}c*`), text)).toBe(fits);
        // The same place is found as without the places for any character, and what follows is looked for behind it.
        if (fits) expect(matches(pattern(`*${put(part, [...any, 0], "?")}${"c".repeat(3000)}`), text)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test("literal pieces have no wildcards", () => {
  expect(matches(pattern("a", { literal: "*" }, "?"), "a*b")).toBe(true);
  expect(matches(pattern("a", { literal: "*" }), "ab")).toBe(false);
});

test("patterns with literal pieces and wildcards match as the definition says", () => {
  const unit = fc.constantFrom("a", "*", "?");
  const piece = fc.oneof(fc.string({ unit, maxLength: 4 }), fc.record({ literal: fc.string({ unit, maxLength: 4 }) }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), fc.string({ unit, maxLength: 10 }), (pieces, text) => {
      // A literal character stands for itself where no other stands for it.
      const letters = { a: "a", "*": "x", "?": "y" } as const;
      const renamed = (literal: string) => [...literal].map((each) => letters[each as "a"]).join("");
      const wildcard = pieces.map((each) => (typeof each === "string" ? each : renamed(each.literal))).join("");
      expect(matches(pattern(...pieces), text)).toBe(naive(wildcard, renamed(text)));
    }),
    { numRuns: 20_000 },
  );
});

test("patterns of many pieces, and of many wildcards, take no more than their text", () => {
  const pieces = Array.from({ length: 300_000 }, () => ({ literal: "*" }));
  expect(matches(patternOf(pieces), "*".repeat(300_000))).toBe(true);
  expect(matches(patternOf(pieces), "a".repeat(300_000))).toBe(false);
  expect(matches(pattern("?".repeat(3_000_000)), "a".repeat(3_000_000))).toBe(true);
  expect(matches(pattern("*a".repeat(1_500_000)), "a".repeat(1_500_000))).toBe(true);
});

test("huge patterns against huge texts come to an end", () => {
  const text = "a".repeat(131_072);
  expect(matches(pattern(`${"*a".repeat(60_000)}*b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a".repeat(60_000)}b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a?".repeat(60_000)}b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a".repeat(60_000)}?${"a".repeat(60_000)}b*`), text)).toBe(false);
  expect(matches(pattern(`*${"a".repeat(60_000)}?${"a".repeat(60_000)}*`), text)).toBe(true);
});
