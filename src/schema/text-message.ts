import { show } from "../errors.js";

/** A form of strings, and what to say of those that do not have it. */
export interface Format {
  /** The name of the definition in the JSON Schemas. */
  readonly id: string;
  /** What it is, as a noun with its article: "an AWS account ID". */
  readonly title: string;
  /** The rule in words, to be read after "must be". */
  readonly rule: string;
  /**
   * The rule as an expression that means the same in JSON Schema (the `u` flag, ASCII `\w`). Anchored, and bounded in
   * length before anything in it repeats, so that it ends quickly on any text.
   */
  readonly pattern: RegExp;
  readonly examples: readonly string[];
  /** The likely fix for a value that does not match, as a sentence. */
  readonly hint?: (given: string) => string | undefined;
  /** The likely fix for a value that is no string; a symbol is one whose text is its description. */
  readonly typeHint?: (given: unknown) => string | undefined;
}

/** What to say of a value that does not have the form. */
export function formatMessage(form: Format, given: unknown): string {
  const { title, rule, hint, typeHint } = form;
  const fix =
    typeof given === "string" ? (hint?.(given) ?? whiteSpace(given)) : (typeHint?.(given) ?? quoteHint(given));
  return `must be ${title}: ${rule}; given ${show(given)}.${fix === undefined ? "" : ` ${fix}`}`;
}

/** To write what is no string as one, in quotes, as it was given. */
export function quoteHint(given: unknown): string | undefined {
  if (typeof given === "symbol") {
    const { description = "" } = given;
    return description.length > MOST_QUOTED ? "Write it in quotes." : `Write it in quotes: "${description}".`;
  }
  return typeof given === "number" || typeof given === "boolean" ? `Write it in quotes: "${given}".` : undefined;
}

const MOST_QUOTED = 100;

function whiteSpace(given: string): string | undefined {
  return given === given.trim() ? undefined : "Remove the white space around it.";
}
