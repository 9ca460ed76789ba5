import { frozen } from "./frozen.js";
import { oneLine, shortLine } from "./one-line.js";

/** Every issue code that rolewright reports, with what it means. The list is closed: a new code is a new minor version. */
export const ISSUE_CODES = /* @__PURE__ */ frozen({
  MISSING_KEY: "A required key is absent.",
  UNKNOWN_KEY: "A key that no description has, or an element that no policy document has.",
  NOT_APPLICABLE: "A key that exists, but not in this mode or beside these other keys.",
  INVALID_TYPE: "The value has the wrong JSON type, such as a number where a string belongs.",
  INVALID_FORMAT: "The string does not have the form that AWS or Kubernetes asks for.",
  INVALID_VALUE: "The value is not one of those allowed.",
  OUT_OF_RANGE: "A number is below or above its limits.",
  TOO_FEW: "A list has fewer members than it needs.",
  TOO_MANY: "A list or map has more members than AWS takes.",
  DUPLICATE: "A list names the same member twice, or two tag keys differ only in letter case.",
  CONFLICTING_KEYS: "Two keys exclude each other.",
  PARTITION_MISMATCH: "ARNs and regions of one description lie in different partitions.",
  REGION_MISMATCH: "Two keys name different regions where there can be only one.",
  ACCOUNT_MISMATCH: "A value belongs to another account than the one that it must live in.",
  INVALID_SYNTAX: "The text is neither YAML nor JSON.",
  DUPLICATE_KEY: "A map in the text has the same key twice.",
  TOO_LARGE: "The text is larger or more deeply nested than any description.",
  UNREADABLE: "The file cannot be read, or is empty.",
  NO_SUCH_DOCUMENT: "The description has no such document.",
  ACCOUNT_REQUIRED: "The document differs by account, and the description does not say which.",
  PART_REQUIRED: "The document is split over several policies, and the call does not say which.",
  NOT_A_TARGET: "The account is not among the targets.",
  QUOTA_EXCEEDED: "The document is larger than AWS accepts.",
  UNSUPPORTED: "The combination cannot work in AWS, or rolewright does not build it.",
  NOT_JSON:
    "The value cannot be written as JSON text, or is no plain data: an instance of a class, a computed property, a circle.",
  USAGE: "The command line is wrong.",
} as const);

/** A stable name for a kind of fault. */
export type IssueCode = keyof typeof ISSUE_CODES;

/** One fault: where it is, which kind it is, and what to do about it. */
export interface Issue {
  /** The keys and list positions that lead to the fault; empty for the whole input. */
  readonly path: readonly (string | number)[];
  readonly code: IssueCode;
  /** One or more sentences: what is wrong, what is allowed, what was given, the likely fix. */
  readonly message: string;
  /** Where the fault stands in the text, counted from 1; nothing for what was given as a value. */
  readonly line?: number;
  readonly column?: number;
}

/** More faults than anybody mends at once. */
const MOST_ISSUES = 100;

/**
 * The one error that rolewright throws, with the faults found: the first hundred in order of their places, and how many more
 * there are. No message has control characters or line ends, whatever was given.
 *
 * @example
 * try {
 *   parseIntegration({ mode: "ecs" });
 * } catch (error) {
 *   if (error instanceof RolewrightError) error.issues[0]?.code; // "MISSING_KEY"
 * }
 */
export class RolewrightError extends Error {
  override readonly name = "RolewrightError";
  readonly issues: readonly Issue[];
  /** How many faults there are besides. */
  readonly omitted: number;

  constructor(issues: readonly Issue[], omitted = 0) {
    const told = issues.slice(0, MOST_ISSUES).map((issue) => ({ ...issue, message: shortLine(issue.message) }));
    const more = omitted + issues.length - told.length;
    super([...told.map(formatIssue), ...(more > 0 ? [moreText(more)] : [])].join("\n"));
    this.issues = told;
    this.omitted = more;
  }
}

/** How many faults are not told. */
export function moreText(count: number): string {
  return `… and ${count} more.`;
}

/** Whether something thrown is a {@link RolewrightError}, of this copy of the package or of another. */
export function isRolewrightError(error: unknown): error is RolewrightError {
  return error instanceof Error && error.name === "RolewrightError" && "issues" in error && Array.isArray(error.issues);
}

/** The error of one fault. */
export function fault(code: IssueCode, path: Issue["path"], message: string): RolewrightError {
  return new RolewrightError([{ path, code, message }]);
}

/** One issue as one line of text: `targets.accounts[0]: message [CODE]`, after its line and column if it has them. */
export function formatIssue(issue: Issue): string {
  if (typeof issue !== "object" || issue === null) throw noIssue("issue", "an issue of a RolewrightError", issue);
  const { path, code, message, line, column } = issue;
  if (typeof message !== "string" || typeof code !== "string")
    throw noIssue("issue", "an issue of a RolewrightError", issue);
  const where = formatPath(path);
  const place = line === undefined ? "" : `line ${line}, column ${column}: `;
  return oneLine(`${place}${where === "" ? "" : `${where}: `}${message} [${code}]`);
}

/** A path as people write it: `targets.accounts[0]`, `tags["cost center"]`. */
export function formatPath(path: Issue["path"]): string {
  if (!Array.isArray(path)) throw noIssue("path", "a list of keys and positions", path);
  let text = "";
  for (const step of path) {
    if (typeof step !== "number" && typeof step !== "string")
      throw noIssue("path", "a list of keys and positions", path);
    if (typeof step === "number") text += `[${step}]`;
    else if (step.length > SHOWN_CHARACTERS || !/^[A-Za-z_]\w*$/.test(step)) text += `[${show(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

function noIssue(name: string, what: string, given: unknown): RolewrightError {
  return fault("INVALID_TYPE", [name], `must be ${what}; given ${show(given)}.`);
}

const SHOWN_CHARACTERS = 100;

/**
 * A value as it can be shown in a message: JSON, cut short, with nothing that a terminal would act on. A symbol is shown as its
 * description: it stands for a value that its text writes in another way, such as `012345678901`.
 */
export function show(value: unknown): string {
  return showUpTo(SHOWN_CHARACTERS, value);
}

/** The same, cut after a number of characters. */
export function showUpTo(most: number, value: unknown): string {
  if (typeof value === "string") {
    const cut = value.length <= most ? value : [...value.slice(0, 2 * most)].slice(0, most).join("");
    const text = oneLine(JSON.stringify(cut));
    return cut.length < value.length ? `${text}… (${value.length} characters)` : text;
  }
  if (typeof value === "symbol") {
    const shown = showUpTo(most, value.description ?? "");
    return shown.replace(/^"(.*)"/, "$1");
  }
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "a map" : typeof value;
}
