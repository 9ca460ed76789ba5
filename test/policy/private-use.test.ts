import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** A character of the private use areas, or its escape. What escapes characters by their class names no character. */
const PRIVATE_USE =
  /\p{Co}|\\u(?:(?:e[0-9a-f]|f[0-8])[0-9a-f]{2}|\{0*(?:(?:e[0-9a-f]|f[0-8])[0-9a-f]{2}|(?:f|10)[0-9a-f]{4})\})/iu;
const CODE_POINT = /0x0*(?:(?:e[0-9a-f]|f[0-8])[0-9a-f]{2}|(?:f|10)[0-9a-f]{4})\b/i;

describe("no character stands for what is unknown", () => {
  const files = ["src/policy", "src/diagnose"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[jt]s$/.test(file) && !/\.test\./.test(file))
      .map((file) => `${folder}/${file}`),
  );

  test.each(files)("in %s", (file) => {
    const text = readFileSync(file, "utf8");
    expect(text).not.toMatch(PRIVATE_USE);
    expect(text).not.toMatch(CODE_POINT);
  });

  test.each(["\\u{E000}", "\\uE000", "\\uf8ff", "\\u{0f0000}", "\\u{10FFFD}", "\u{E000}"])(
    "%s would be found",
    (text) => {
      expect(text).toMatch(PRIVATE_USE);
    },
  );

  test.each(["\\u{FFFD}", "\\u00FF", "\\p{Co}", "\\u{1F600}"])("%s is another", (text) => {
    expect(text).not.toMatch(PRIVATE_USE);
  });
});
