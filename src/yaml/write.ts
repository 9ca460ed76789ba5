import { Document, Scalar, visit } from "yaml";
import { wrongArgument } from "../argument.js";
import { checkJson } from "../json/check-json.js";

/**
 * A value as YAML that YAML 1.1 readers (CloudFormation, PyYAML) and YAML 1.2 readers read back as the same data.
 *
 * Strings stand plain only where no reader could take them for anything else; all others are quoted: account IDs,
 * `2012-10-17`, `on`, `yes`, and so on. Lines are not folded, and there are no anchors and no tags.
 *
 * @param value A plain object or list of strings, finite numbers, booleans, null, and of plain objects and lists of them.
 * @throws {RolewrightError} `INVALID_TYPE` for what is no map or list, `NOT_JSON` for what JSON cannot hold.
 * @returns The text, with a newline at its end.
 * @example
 * yamlText({ Version: "2012-10-17", Account: "012345678901" }); // 'Version: "2012-10-17"\nAccount: "012345678901"\n'
 */
export function yamlText(value: object): string {
  if (typeof value !== "object" || value === null) throw wrongArgument(["value"], "a map or a list", value);
  checkJson(value);
  const document = new Document(value, { aliasDuplicateObjects: false, version: "1.2" });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "string") node.type = isSafePlain(node.value) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({
    lineWidth: 0,
    minContentWidth: 0,
    doubleQuotedAsJSON: true,
    flowCollectionPadding: false,
  });
  return text.replace(
    LINE_BREAKS_AND_INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Begins with a letter, so it is no number, date or merge key; has no `: ` and no ` #`; ends with no colon. */
const SAFE_PLAIN = /^[A-Za-z](?:[\w+,./=@*()?$~'-]|:(?=[\w/*:])| (?=[\w(]))*$/;

/** Words that YAML 1.1 or 1.2 readers take for booleans or null. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function isSafePlain(text: string): boolean {
  return SAFE_PLAIN.test(text) && !WORDS.test(text);
}

/** Characters beyond ASCII, which only quoted strings hold, that some readers take for line breaks or that cannot be seen. */
const LINE_BREAKS_AND_INVISIBLE = /[\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]/g;
