import { show } from "../../../errors.js";
import type { JsonText } from "../../../json/text.js";
import { type FindingCodes, finding, GRAMMAR, type RuleFinding } from "../finding.js";

export const JSON_CODES = {
  JSON_SYNTAX_ERROR: ["error", "The text is no JSON, or holds no policy document."],
  DUPLICATE_KEY: [
    "error",
    "A map has the same key twice; readers keep one and drop the other without a word.",
    GRAMMAR,
  ],
} as const satisfies FindingCodes;

/** The finding that a text is no JSON. */
export function noJson({ line, column, message }: NonNullable<JsonText["syntaxError"]>): RuleFinding {
  return { ...finding(JSON_CODES, "JSON_SYNTAX_ERROR", [], message), line, column };
}

/** One finding a key that a map of a text has twice. */
export function keysTwice(duplicates: JsonText["duplicates"]): RuleFinding[] {
  return duplicates.map(({ path, line, column }) => {
    const message = `The key ${show(path.at(-1))} is there twice. Keep one of them.`;
    return { ...finding(JSON_CODES, "DUPLICATE_KEY", path, message), line, column };
  });
}
