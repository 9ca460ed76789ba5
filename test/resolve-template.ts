import type { JsonObject, JsonValue } from "../src/index.js";

/**
 * What CloudFormation makes of a value with intrinsic functions: an independent reading of its documentation, for the
 * functions that rolewright's templates use. It throws on any other.
 */
export function resolve(
  value: JsonValue,
  values: { readonly [name: string]: string },
  conditions: { readonly [name: string]: JsonValue } = {},
): JsonValue {
  const inner = (part: JsonValue): JsonValue => resolve(part, values, conditions);
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  const [key, argument] = entries[0] ?? [];
  if (entries.length !== 1 || key === undefined || (key !== "Ref" && !key.startsWith("Fn::"))) {
    return Object.fromEntries(entries.map(([name, member]) => [name, inner(member)]));
  }
  const list = argument as JsonValue[];
  switch (key) {
    case "Ref":
      return known(values, argument as string);
    case "Fn::Sub": {
      const [template, own] =
        typeof argument === "string"
          ? [argument, {}]
          : [list[0] as string, inner(list[1]!) as { [name: string]: string }];
      const text = template.replace(/\$\{(!?)([^}]*)\}/g, (_match, literal: string, name: string) =>
        literal === "!" ? `\${${name}}` : known({ ...values, ...own }, name),
      );
      return text.startsWith("{") ? (JSON.parse(text) as JsonValue) : text;
    }
    case "Fn::Join":
      return (inner(list[1]!) as string[]).join(list[0] as string);
    case "Fn::Split":
      return (inner(list[1]!) as string).split(list[0] as string);
    case "Fn::Select":
      return (inner(list[1]!) as string[])[list[0] as number]!;
    case "Fn::If":
      return inner(
        conditions[list[0] as string] === undefined
          ? unknown(list[0] as string)
          : isTrue(conditions[list[0] as string]!, inner)
            ? list[1]!
            : list[2]!,
      );
    default:
      return unknown(key);
  }
}

function isTrue(condition: JsonValue, inner: (part: JsonValue) => JsonValue): boolean {
  const { "Fn::Not": not, "Fn::Equals": equals } = condition as { "Fn::Not"?: JsonValue[]; "Fn::Equals"?: JsonValue[] };
  if (not !== undefined) return !isTrue(not[0]!, inner);
  if (equals !== undefined) return inner(equals[0]!) === inner(equals[1]!);
  return unknown(JSON.stringify(condition));
}

function known(values: { readonly [name: string]: string }, name: string): string {
  return values[name] ?? unknown(name);
}

function unknown(name: string): never {
  throw new Error(`the template uses ${name}, which nothing defines`);
}
