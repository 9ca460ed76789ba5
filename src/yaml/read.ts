import {
  type CollectionTag,
  type Document,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  type ScalarTag,
  visit,
} from "yaml";
import { type Issue, type IssueCode, RolewrightError, show } from "../errors.js";

/** More than any description needs: one of 10,000 accounts has about 200,000 characters. */
const MOST_CHARACTERS = 1_000_000;
const MOST_LEVELS = 64;
const MOST_ISSUES = 20;

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
export function parseText(text: string, { template = false }: { readonly template?: boolean } = {}): unknown {
  const size = sizeIssue(text);
  if (size !== undefined) throw new RolewrightError([size]);

  const lines = new LineCounter();
  const document = composed(text, lines, template);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const issues: Issue[] = [...document.errors, ...document.warnings].map((error) => {
    const message =
      error.code === "MULTIPLE_DOCS"
        ? "holds several documents; a description is one."
        : `${error.message.replace(/\.$/, "")}.`;
    return { ...issue("INVALID_SYNTAX", message), ...at(error.pos[0]) };
  });
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
  if (issues.length > MOST_ISSUES)
    issues.splice(MOST_ISSUES, issues.length, issue("INVALID_SYNTAX", "There are more faults of this kind."));
  if (issues.length > 0) throw new RolewrightError(issues);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new RolewrightError([
      issue("INVALID_SYNTAX", `${error instanceof Error ? error.message : "The text cannot be read"}.`),
    ]);
  }
}

/** The YAML document in a text, with the places of its parts. */
export function composed(text: string, lines: LineCounter, template = false): Document.Parsed {
  return parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: "error",
    ...(template && { customTags: CLOUDFORMATION_TAGS }),
  });
}

const FUNCTIONS =
  "And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub ToJsonString Transform";

/** `!Sub x` as `{"Fn::Sub": "x"}`, and so on. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const CLOUDFORMATION_TAGS: (CollectionTag | ScalarTag)[] = ["Ref", "Condition", ...FUNCTIONS.split(" ")].flatMap(
  (name) => {
    const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
    const wrapped = (value: unknown) => ({
      [key]: name === "GetAtt" && typeof value === "string" ? value.split(/\.(.*)/s, 2) : value,
    });
    const collection = (kind: "seq" | "map"): CollectionTag => ({
      tag: `!${name}`,
      collection: kind,
      resolve: (node) => wrapped(node.toJSON()),
    });
    return [{ tag: `!${name}`, resolve: wrapped } satisfies ScalarTag, collection("seq"), collection("map")];
  },
);

function issue(code: IssueCode, message: string): Issue {
  return { path: [], code, message };
}

/**
 * Refuses what no description is like before the YAML parser sees it, whose time and stack grow with the nesting. The
 * nesting is counted without regard to quotes, so it is never less than what the parser will find.
 */
function sizeIssue(text: string): Issue | undefined {
  if (text.length > MOST_CHARACTERS)
    return issue("TOO_LARGE", `has ${text.length} characters; a description has at most ${MOST_CHARACTERS}.`);
  let brackets = 0;
  for (const character of text) {
    if (character === "[" || character === "{") brackets++;
    else if (character === "]" || character === "}") brackets = Math.max(0, brackets - 1);
    if (brackets > MOST_LEVELS) return tooDeep;
  }
  for (const [line] of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm)) {
    const markers = line.trim() === "" ? 0 : line.trim().split(/[ \t]+/).length;
    if (markers > MOST_LEVELS || line.length > 4 * MOST_LEVELS) return tooDeep;
  }
  return undefined;
}

const tooDeep = issue("TOO_LARGE", `is nested deeper than ${MOST_LEVELS} levels; a description needs three.`);
