import * as z from "zod";
import { show } from "../errors.js";

interface Format {
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
  /** The likely fix for a value that is no string. */
  readonly typeHint?: (given: unknown) => string | undefined;
}

/** A Zod schema for strings of one form, whose messages name the rule, the value and the likely fix. */
export function format({ id, title, rule, pattern, examples, hint, typeHint }: Format) {
  const wrong = (given: unknown, fix: string | undefined) =>
    `must be ${title}: ${rule}; given ${show(given)}.${fix === undefined ? "" : ` ${fix}`}`;
  return z
    .string({
      error: ({ input }) =>
        input === undefined
          ? `is required: ${title}, ${rule}, such as ${show(examples[0])}.`
          : wrong(input, typeHint?.(input) ?? quote(input)),
    })
    .regex(pattern, {
      error: ({ input }) => wrong(input, hint?.(input as string) ?? whiteSpace(input as string)),
    })
    .meta({
      id,
      title: capitalized(title),
      description: `${/^(?:arn:|ou-)/.test(rule) ? rule : capitalized(rule)}.`,
      examples: [...examples],
    });
}

function quote(given: unknown): string | undefined {
  return typeof given === "number" || typeof given === "boolean" ? `Write it in quotes: "${given}".` : undefined;
}

function whiteSpace(given: string): string | undefined {
  return given === given.trim() ? undefined : "Remove the white space around it.";
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
