import { arnParts } from "./arn-parts.js";
import { timeOf } from "./date.js";
import { hasVariable } from "./has-variable.js";
import { rangeOf } from "./ip-range.js";
import type { OperatorType } from "./operators.js";

/** Whether a value is one that operators of a type compare. */
export function isComparable(type: OperatorType, text: string): boolean {
  if (hasVariable(text)) return type === "String" || type === "Arn";
  switch (type) {
    case "Numeric":
      return numberOf(text) !== undefined;
    case "Date":
      return timeOf(text) !== undefined;
    case "Bool":
    case "Null":
      return /^(?:true|false)$/i.test(text);
    case "Binary":
      return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
    case "IpAddress":
      return rangeOf(text) !== undefined;
    case "Arn":
      return text === "*" || arnParts(text).length >= 6 || text.includes("*");
    case "String":
      return true;
  }
}

/** The number that a text is; nothing if it is none. */
export function numberOf(text: string): number | undefined {
  return text.length < 400 && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
