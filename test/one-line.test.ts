import fc from "fast-check";
import { expect, test } from "vitest";
import { printedJson } from "../src/json/printed.js";
import { oneLine, shortLine } from "../src/one-line.js";

/** What no line has, whoever shows it: Unicode's controls, marks of direction, separators, unassigned and private characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;

test.each([
  ["a\u001b[31mb", "a\\u{1b}[31mb"],
  ["a\nb\r\u2028\u0085", "a\\u{a}b\\u{d}\\u{2028}\\u{85}"],
  ["\u202eabc\u2066\u200b\ufeff", "\\u{202e}abc\\u{2066}\\u{200b}\\u{feff}"],
  ["\ud800x\u{e0001}", "\\u{d800}x\\u{e0001}"],
  ['a … é 漢 😀 \\ "', 'a … é 漢 😀 \\ "'],
])("the line of %j is %j", (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test("no line has more than can be seen, and JSON keeps its data", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(oneLine(text)).not.toMatch(UNSEEN);
      const json = printedJson({ [text]: [text] }, 2);
      expect(json.replaceAll("\n", "")).not.toMatch(UNSEEN);
      expect(JSON.parse(json)).toStrictEqual({ [text]: [text] });
    }),
  );
});

test("a long message is cut, never within a character", () => {
  expect(shortLine("a".repeat(2000))).toBe("a".repeat(2000));
  expect(shortLine("a".repeat(2001))).toBe(`${"a".repeat(1999)}… (2001 characters)`);
  expect(shortLine("😀".repeat(100_000))).toBe(`${"😀".repeat(999)}… (200000 characters)`);
});
