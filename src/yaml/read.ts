import { type Document, isScalar, LineCounter, type Pair, parseDocument, visit } from "yaml";
import { checkOptions, checkText } from "../argument.js";
import { type Issue, type IssueCode, RolewrightError, show } from "../errors.js";
import { dataOf, isJsonTag } from "./data.js";
import { isDeeper } from "./nesting.js";

/** More than any description needs: one of 10,000 accounts has about 200,000 characters. */
const MOST_CHARACTERS = 1_000_000;
const MOST_LEVELS = 64;

/**
 * The data in a text of YAML 1.2 or JSON.
 *
 * Duplicate keys, tags, several documents, and texts that are too large or too deeply nested for any description are
 * refused. Aliases are followed, within limits.
 *
 * @param text The content of a description's file.
 * @param options `template`: the text is a CloudFormation template, whose short forms (`!Sub`) become the long ones.
 * @returns Plain data, to be given to `parseIntegration`.
 * @throws {RolewrightError} `INVALID_SYNTAX`, `DUPLICATE_KEY`, `TOO_LARGE`; the issues have the line and column.
 * @example
 * parseText('mode: ecs\ntaskRoleArn: "arn:aws:iam::111122223333:role/task"').mode; // "ecs"
 */
export function parseText(text: string, options: { readonly template?: boolean } = {}): unknown {
  checkText(["text"], "the text of a description", text);
  checkOptions(["options"], ["template"], options);
  const { template = false } = options;
  const size = sizeIssue(text);
  if (size !== undefined) throw new RolewrightError([size]);

  const lines = new LineCounter();
  const document = composed(text, lines);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const { value, faults } = dataOf(document, MOST_LEVELS, template);
  const issues: Issue[] = [
    ...[...document.errors, ...document.warnings.filter(isOwnFault)].map((error) => {
      const message =
        error.code === "MULTIPLE_DOCS"
          ? "holds several documents; a description is one."
          : `${error.message.replace(/\.$/, "")}.`;
      return { ...issue("INVALID_SYNTAX", message), ...at(error.pos[0]) };
    }),
    ...faults.map(({ code, message, node }) => ({ ...issue(code, message), ...at(node.range?.[0] ?? 0) })),
  ];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items as Pair<unknown, unknown>[]) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          issues.push({
            ...issue("DUPLICATE_KEY", `the key ${show(key.value)} is there twice. Keep one of them.`),
            ...at(key.range?.[0] ?? 0),
          });
        seen.add(key.value);
      }
    },
  });
  if (issues.length > 0) throw new RolewrightError(issues.sort(byPlace));
  return value;
}

function byPlace(a: Issue, b: Issue): number {
  return a.line! - b.line! || a.column! - b.column!;
}

/** Tags are judged where the data are made, those of templates, which the parser does not know, among them. */
function isOwnFault({ code, message }: { readonly code: string; readonly message: string }): boolean {
  if (code === "BAD_COLLECTION_TYPE") return false;
  const [, tag] = /^Unresolved tag: (.*)$/s.exec(message) ?? [];
  return code !== "TAG_RESOLVE_FAILED" || tag === undefined || isJsonTag(tag);
}

/** The YAML document in a text, with the places of its parts. */
export function composed(text: string, lines: LineCounter): Document.Parsed {
  return parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: "error",
  });
}

function issue(code: IssueCode, message: string): Issue {
  return { path: [], code, message };
}

/** Refuses what no description is like before the YAML parser sees it. */
function sizeIssue(text: string): Issue | undefined {
  if (text.length > MOST_CHARACTERS)
    return issue("TOO_LARGE", `has ${text.length} characters; at most ${MOST_CHARACTERS} are read.`);
  if (isDeeper(text, MOST_LEVELS))
    return issue("TOO_LARGE", `is nested deeper than ${MOST_LEVELS} levels; a description needs three.`);
  return undefined;
}
