import { type Pattern, type Piece, patternOf } from "../../wildcard/pattern.js";
import { isMultivalued } from "../multivalued.js";
import type { Context } from "./context.js";

/**
 * Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for these characters themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

/** A text's pieces with its variables replaced; nothing if a variable has no single value and no default. */
export function expanded(text: string, context: Context, version: string): readonly Piece[] | undefined {
  if (version !== "2012-10-17" || !text.includes("${")) return [text];
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("${", from);
    const close = open < 0 ? -1 : text.indexOf("}", open);
    if (close < 0) return [...pieces, text.slice(from)];
    pieces.push(text.slice(from, open));
    const literal = literalOf(text.slice(open + 2, close), context);
    if (literal === undefined) return undefined;
    pieces.push({ literal });
    from = close + 1;
  }
}

function literalOf(variable: string, context: Context): string | undefined {
  if (variable === "*" || variable === "?" || variable === "$") return variable;
  const comma = variable.indexOf(",");
  const key = (comma < 0 ? variable : variable.slice(0, comma)).trim();
  // "You cannot use a multivalued context key as a policy variable": it stands for nothing, be there but one value.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  if (isMultivalued(key)) return undefined;
  const values = context.get(key);
  if (values !== undefined) return values.length === 1 ? values[0] : undefined;
  const fallback = comma < 0 ? undefined : variable.slice(comma + 1).trim();
  return fallback !== undefined && /^'.*'$/s.test(fallback) ? fallback.slice(1, -1) : undefined;
}

/** A text with its variables replaced, in which wildcards are literal; nothing as for `expanded`. */
export function expandedText(text: string, context: Context, version: string): string | undefined {
  return expanded(text, context, version)
    ?.map((piece) => (typeof piece === "string" ? piece : piece.literal))
    .join("");
}

/** A pattern with its variables replaced; nothing as for `expanded`. */
export function expandedPattern(text: string, context: Context, version: string): Pattern | undefined {
  const pieces = expanded(text, context, version);
  return pieces && patternOf(pieces);
}
