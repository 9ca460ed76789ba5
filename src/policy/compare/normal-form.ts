import { canonicalJson } from "../../json/canonical.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap, listOf, statementsOf } from "../lists.js";
import { parseOperator } from "../operators.js";
import { isUnknown } from "../read/unknown.js";

/**
 * The normal form of a policy document: equal for documents that mean the same to IAM, and different for all others.
 *
 * Statements, and the members of lists, are in order and once each; one member stands as a list; a principal `*` stands as
 * `{"AWS": ["*"]}`, an account ID as its root ARN; actions are in lower case; condition operators have their usual letters
 * (`ArnEquals` is `ArnLike`), condition keys are in lower case up to the first `/`, values are strings. A missing version
 * is the one that IAM takes then. What only a deployment of a template knows stands as the template's expression for it,
 * such as `{"Ref": "Name"}`.
 *
 * @param document A policy document, as `readPolicies` gives it.
 * @returns A new document; the normal form of a normal form is itself.
 * @example
 * const { Statement } = normalForm({ Statement: { Effect: "Allow", Action: "S3:*", Resource: "*" } });
 * Statement; // [{ Effect: "Allow", Action: ["s3:*"], Resource: ["*"] }]
 */
export function normalForm(document: unknown): JsonObject {
  const { Version, Id } = isMap(document) ? document : {};
  const statements = new Map(
    statementsOf(document).map((statement) => {
      const normal = normalStatement(statement);
      return [canonicalJson(normal), normal];
    }),
  );
  return {
    Version: typeof Version === "string" ? Version : (expressionOf(Version) ?? "2008-10-17"),
    ...(typeof Id === "string" ? { Id } : expressionOf(Id) !== undefined && { Id: expressionOf(Id)! }),
    Statement: [...statements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement),
  };
}

/** A template's expression for what only a deployment knows: that of an unknown value, or one that stands for itself. */
export function expressionOf(value: unknown): JsonObject | undefined {
  if (isUnknown(value)) return value.source as JsonObject;
  if (!isMap(value)) return undefined;
  const [name = "", ...others] = Object.keys(value);
  return others.length === 0 && /^(?:Ref$|Fn::)/.test(name) ? (value as JsonObject) : undefined;
}

/** The normal form of one statement. */
function normalStatement(statement: unknown): JsonObject {
  const expression = expressionOf(statement);
  if (expression !== undefined) return expression;
  if (!isMap(statement)) return {};
  const normal: Record<string, JsonValue> = {};
  for (const [element, value] of Object.entries(statement)) {
    if (value === undefined) continue;
    const member = normalElement(element, value);
    if (member !== undefined) normal[element] = member;
  }
  return normal;
}

function normalElement(element: string, value: unknown): JsonValue | undefined {
  const expression = expressionOf(value);
  if (expression !== undefined) return expression;
  switch (element) {
    case "Principal":
    case "NotPrincipal":
      return normalPrincipal(value);
    case "Action":
    case "NotAction":
      return members(value, (action) => action.toLowerCase());
    case "Resource":
    case "NotResource":
      return members(value);
    case "Condition":
      return normalCondition(value);
    default:
      return withExpressions(value);
  }
}

function normalPrincipal(value: unknown): JsonValue {
  const map = isMap(value) ? value : { AWS: value };
  return Object.fromEntries(
    Object.entries(map).map(([type, names]) => [
      type,
      members(names, (name) => (type === "AWS" && /^\d{12}$/.test(name) ? rootArn(name) : name)),
    ]),
  );
}

/** An account ID alone says nothing of the partition; IAM stores it as the root of its own, which is nearly always this. */
function rootArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

function normalCondition(value: unknown): JsonValue | undefined {
  if (!isMap(value)) return value as JsonValue;
  const operators = new Map<string, Map<string, JsonValue>>();
  const open: Record<string, JsonValue> = {};
  for (const [operator, keys] of Object.entries(value)) {
    const name = operatorName(operator);
    const expression = expressionOf(keys);
    if (expression !== undefined) open[Object.hasOwn(open, name) ? operator : name] = expression;
    if (expression !== undefined || !isMap(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const block = operators.get(name) ?? new Map<string, JsonValue>();
      operators.set(name, block);
      const list = conditionValues(name, values);
      const known = keyName(key);
      // Two blocks for one key must both hold; only identical ones are one.
      block.set(block.has(known) && canonicalJson(block.get(known)!) !== canonicalJson(list) ? key : known, list);
    }
  }
  for (const [operator, expression] of Object.entries(open)) {
    const block = operators.get(operator);
    if (block === undefined) continue;
    // One operator in two letter cases, of which one block is open: they must both hold.
    block.set(canonicalJson(expression).toLowerCase(), [expression]);
    delete open[operator];
  }
  if (operators.size === 0 && Object.keys(open).length === 0) return undefined;
  return { ...Object.fromEntries([...operators].map(([name, block]) => [name, Object.fromEntries(block)])), ...open };
}

/** `ArnEquals` and `ArnLike` behave the same. */
function operatorName(operator: string): string {
  return (parseOperator(operator)?.canonical ?? operator).replace(/Arn(Not)?Equals/, "Arn$1Like");
}

/** The names of condition keys have no letter case; what follows a `/` is a tag's key or a part of an issuer. */
function keyName(key: string): string {
  const slash = key.indexOf("/");
  return slash < 0 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}

function conditionValues(operator: string, value: unknown): JsonValue {
  const list = (Array.isArray(value) ? value : [value]).map((member) =>
    typeof member === "number" || typeof member === "boolean" ? String(member) : member,
  );
  const isMember = (member: unknown) => typeof member === "string" || expressionOf(member) !== undefined;
  if (!list.every(isMember)) return list.map((member) => withExpressions(member));
  const insensitive = /^(?:(?:ForAnyValue|ForAllValues):)?Bool|^Null$/.test(operator);
  return members(list, insensitive ? (member) => member.toLowerCase() : undefined);
}

/** A value with the expressions of what is unknown in it. */
function withExpressions(value: unknown, level = 0): JsonValue {
  if (isUnknown(value)) return value.source as JsonValue;
  // What goes on deeper than a template may contain itself; writing it as JSON says so.
  if (level > MOST_LEVELS) return value as JsonValue;
  if (Array.isArray(value)) return value.map((member) => withExpressions(member, level + 1));
  if (!isMap(value) || Object.getPrototypeOf(value) !== Object.prototype) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withExpressions(member, level + 1)]));
}

const MOST_LEVELS = 100;

/** The members of a list in order, once each: its strings, and then the expressions of what is unknown. */
function members(value: unknown, normal = (member: string) => member): readonly JsonValue[] {
  const strings = [...new Set(listOf(value).map(normal))].sort();
  const expressions = new Map(
    [value].flat().flatMap((member) => {
      const expression = expressionOf(member);
      return expression === undefined ? [] : [[canonicalJson(expression), expression] as const];
    }),
  );
  return [...strings, ...[...expressions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, expression]) => expression)];
}
