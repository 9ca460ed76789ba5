import { canonicalJson } from "../../json/canonical.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap, listOf, statementsOf } from "../lists.js";
import { parseOperator } from "../operators.js";

/**
 * The normal form of a policy document: equal for documents that mean the same to IAM, and different for all others.
 *
 * Statements, and the members of lists, are in order and once each; one member stands as a list; a principal `*` stands as
 * `{"AWS": ["*"]}`, an account ID as its root ARN; actions are in lower case; condition operators have their usual letters
 * (`ArnEquals` is `ArnLike`), condition keys are in lower case up to the first `/`, values are strings. A missing version
 * is the one that IAM takes then.
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
    Version: typeof Version === "string" ? Version : "2008-10-17",
    ...(typeof Id === "string" && { Id }),
    Statement: [...statements].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement),
  };
}

/** The normal form of one statement. */
function normalStatement(statement: unknown): JsonObject {
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
  switch (element) {
    case "Principal":
    case "NotPrincipal":
      return normalPrincipal(value);
    case "Action":
    case "NotAction":
      return members(listOf(value).map((action) => action.toLowerCase()));
    case "Resource":
    case "NotResource":
      return members(listOf(value));
    case "Condition":
      return normalCondition(value);
    default:
      return value as JsonValue;
  }
}

function normalPrincipal(value: unknown): JsonValue {
  const map = isMap(value) ? value : { AWS: value };
  return Object.fromEntries(
    Object.entries(map).map(([type, names]) => [
      type,
      members(listOf(names).map((name) => (type === "AWS" && /^\d{12}$/.test(name) ? rootArn(name) : name))),
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
  for (const [operator, keys] of Object.entries(value)) {
    const name = operatorName(operator);
    if (!isMap(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const block = operators.get(name) ?? new Map<string, JsonValue>();
      operators.set(name, block);
      const list = conditionValues(name, values);
      const known = keyName(key);
      // Two blocks for one key must both hold; only identical ones are one.
      block.set(block.has(known) && canonicalJson(block.get(known)!) !== canonicalJson(list) ? key : known, list);
    }
  }
  if (operators.size === 0) return undefined;
  return Object.fromEntries([...operators].map(([name, block]) => [name, Object.fromEntries(block)]));
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
  if (!list.every((member) => typeof member === "string")) return list as JsonValue;
  const insensitive = /^(?:(?:ForAnyValue|ForAllValues):)?Bool|^Null$/.test(operator);
  return members(insensitive ? list.map((member) => member.toLowerCase()) : list);
}

function members(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort();
}
