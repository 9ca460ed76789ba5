import { closest, distance } from "fastest-levenshtein";

/**
 * The condition operators of the policy language.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** What an operator compares. */
export type OperatorType = "String" | "Numeric" | "Date" | "Bool" | "Binary" | "IpAddress" | "Arn" | "Null";

/** An operator without its set prefix and its `IfExists`. */
interface Comparison {
  readonly type: OperatorType;
  readonly negated: boolean;
}

const COMPARISONS: { readonly [name: string]: Comparison } = {
  StringEquals: { type: "String", negated: false },
  StringNotEquals: { type: "String", negated: true },
  StringEqualsIgnoreCase: { type: "String", negated: false },
  StringNotEqualsIgnoreCase: { type: "String", negated: true },
  StringLike: { type: "String", negated: false },
  StringNotLike: { type: "String", negated: true },
  NumericEquals: { type: "Numeric", negated: false },
  NumericNotEquals: { type: "Numeric", negated: true },
  NumericLessThan: { type: "Numeric", negated: false },
  NumericLessThanEquals: { type: "Numeric", negated: false },
  NumericGreaterThan: { type: "Numeric", negated: false },
  NumericGreaterThanEquals: { type: "Numeric", negated: false },
  DateEquals: { type: "Date", negated: false },
  DateNotEquals: { type: "Date", negated: true },
  DateLessThan: { type: "Date", negated: false },
  DateLessThanEquals: { type: "Date", negated: false },
  DateGreaterThan: { type: "Date", negated: false },
  DateGreaterThanEquals: { type: "Date", negated: false },
  Bool: { type: "Bool", negated: false },
  BinaryEquals: { type: "Binary", negated: false },
  IpAddress: { type: "IpAddress", negated: false },
  NotIpAddress: { type: "IpAddress", negated: true },
  ArnEquals: { type: "Arn", negated: false },
  ArnLike: { type: "Arn", negated: false },
  ArnNotEquals: { type: "Arn", negated: true },
  ArnNotLike: { type: "Arn", negated: true },
  Null: { type: "Null", negated: false },
};

const BY_LOWER_CASE = new Map(Object.keys(COMPARISONS).map((name) => [name.toLowerCase(), name]));

/** The operator that a text that is none was meant to be, in its usual letters; nothing if it is like none. */
export function similarOperator(text: string): string | undefined {
  const [, prefix = "", rest = "", suffix = ""] = /^([A-Za-z]{0,20}:)?(.{0,60}?)(IfExists)?$/is.exec(text) ?? [];
  const near = closest(rest, Object.keys(COMPARISONS));
  if (distance(rest, near) > 3) return undefined;
  const set = prefix === "" ? "" : `${closest(prefix, ["ForAnyValue:", "ForAllValues:"])}`;
  return `${set}${near}${suffix === "" ? "" : "IfExists"}`;
}

/** How an operator treats a request's several values for one key. */
export type SetPrefix = "ForAnyValue" | "ForAllValues" | undefined;

/** A condition operator, taken apart. */
export interface Operator extends Comparison {
  /** The comparison in its usual letters, without prefix and suffix: `StringEquals`. */
  readonly name: string;
  readonly set: SetPrefix;
  readonly ifExists: boolean;
  /** The whole operator in its usual letters. */
  readonly canonical: string;
}

const PARSED = new Map<string, Operator | undefined>();

/** Takes an operator apart, whatever its letter case; nothing for what is none. */
export function parseOperator(text: string): Operator | undefined {
  if (!PARSED.has(text)) {
    if (PARSED.size > 1000) PARSED.clear();
    PARSED.set(text, takenApart(text));
  }
  return PARSED.get(text);
}

function takenApart(text: string): Operator | undefined {
  const [, prefix, rest = ""] = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]{2,40})$/i.exec(text) ?? [];
  const ifExists = /IfExists$/i.test(rest);
  const name = BY_LOWER_CASE.get(rest.slice(0, ifExists ? -"IfExists".length : undefined).toLowerCase());
  if (name === undefined) return undefined;
  const set: SetPrefix =
    prefix === undefined ? undefined : prefix.toLowerCase() === "foranyvalue" ? "ForAnyValue" : "ForAllValues";
  return {
    ...COMPARISONS[name]!,
    name,
    set,
    ifExists,
    canonical: `${set === undefined ? "" : `${set}:`}${name}${ifExists ? "IfExists" : ""}`,
  };
}
