import type { JsonObject, JsonValue } from "../json/types.js";

/**
 * References to values that CloudFormation knows only at deployment.
 *
 * While a document is made, a reference stands in its strings between two private-use characters, which no description
 * can hold. Then {@link resolveReferences} makes of them what CloudFormation reads.
 */
const OPEN = "\u{E000}";
const CLOSE = "\u{E001}";
const REFERENCE = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, "gu");

/** A reference to a parameter, a pseudo parameter or a named expression, to be put into a string. */
export function reference(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

/** Expressions under names of their own, for references that are neither parameters nor pseudo parameters. */
export type Expressions = { readonly [name: string]: JsonValue };

/**
 * Replaces the references in a value by `Ref` and `Fn::Sub`. A map key cannot be an intrinsic function, so a map with a
 * reference in a key becomes its own JSON text under `Fn::Sub`, as a whole; it must be one that CloudFormation also takes
 * as text. Elsewhere the structure stays.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function resolveReferences(value: JsonValue, expressions: Expressions = {}): JsonValue {
  return hasReferenceInKey(value) ? substitution(JSON.stringify(value), expressions) : resolved(value, expressions);
}

function resolved(value: JsonValue, expressions: Expressions): JsonValue {
  if (typeof value === "string") {
    if (!value.includes(OPEN)) return value;
    const whole = new RegExp(`^${OPEN}([^${CLOSE}]*)${CLOSE}$`, "u").exec(value)?.[1];
    if (whole !== undefined) return expressions[whole] ?? { Ref: whole };
    return substitution(value, expressions);
  }
  if (Array.isArray(value)) return value.map((member: JsonValue) => resolved(member, expressions));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, member]) => [key, resolved(member, expressions)]),
  );
}

/** A text with its references and all between them as another language writes them. */
export function writeReferences(
  text: string,
  literal: (text: string) => string,
  expression: (name: string) => string,
): string {
  return text
    .split(OPEN)
    .map((part, index) => {
      if (index === 0) return literal(part);
      const end = part.indexOf(CLOSE);
      return expression(part.slice(0, end)) + literal(part.slice(end + 1));
    })
    .join("");
}

/** Text under `Fn::Sub`: references as `${NAME}`, a literal `${` as `${!`. */
function substitution(text: string, expressions: Expressions): JsonValue {
  const template = text.replaceAll("${", "${!").replace(REFERENCE, (_match, name: string) => `\${${name}}`);
  const used = Object.entries(expressions).filter(([name]) => text.includes(reference(name)));
  return { "Fn::Sub": used.length === 0 ? template : [template, Object.fromEntries(used)] };
}

function hasReferenceInKey(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasReferenceInKey);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value as JsonObject).some(([key, member]) => key.includes(OPEN) || hasReferenceInKey(member));
}
