import { RolewrightError } from "../../errors.js";
import { checkJson } from "../../json/check-json.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { isMap, statementsOf } from "../lists.js";
import { completedArn } from "../resource-pattern.js";
import { type RootOf, rootsIn } from "./account-root.js";
import { expressionOf, inOrder, members, withExpressions } from "./members.js";
import { normalCondition } from "./normal-condition.js";
import { policyFaults } from "./policy-faults.js";

/**
 * The normal form of a policy document: equal for documents that mean the same to IAM, and different for all others.
 *
 * Statements, and the members of lists, are in order and once each; one member stands as a list; a principal `*` stands as
 * `{"AWS": ["*"]}`, an account ID as its root ARN in the partition that the document's ARNs name (`aws` if none does); actions
 * are in lower case; condition operators have their usual letters (`ArnEquals` is `ArnLike`), condition keys are in lower
 * case, values are strings; a resource that ends early in a statement without a principal is completed, as IAM does it in
 * identity policies. A missing version is the one that IAM takes then. What only a deployment of a template knows stands as
 * the template's expression for it, such as `{"Ref": "Name"}`, and what IAM would refuse stands as it is.
 *
 * @param document A policy document, as `readPolicies` gives it.
 * @returns A new document, which means the same; the normal form of a normal form is itself.
 * @throws {RolewrightError} For what is no policy document: `INVALID_TYPE` for what is no map, `MISSING_KEY` for a map without
 * `Statement`, `UNKNOWN_KEY` for elements that documents do not have. `NOT_JSON` for what JSON cannot hold.
 * @example
 * const { Statement } = normalForm({ Statement: { Effect: "Allow", Action: "S3:*", Resource: "*" } });
 * Statement; // [{ Effect: "Allow", Action: ["s3:*"], Resource: ["*"] }]
 */
export function normalForm(document: unknown): JsonObject {
  const issues = policyFaults(document);
  if (issues.length > 0) throw new RolewrightError(issues);
  const form = formOf(document, rootsIn(document));
  checkJson(form);
  return form;
}

/** The normal forms of two documents that are compared: each may say the partition of the other's account IDs. */
export function normalForms(a: unknown, b: unknown): readonly [JsonObject, JsonObject] {
  const faultsOf = (name: string, document: unknown) =>
    policyFaults(document).map((issue) => ({ ...issue, path: [name, ...issue.path] }));
  const issues = [...faultsOf("a", a), ...faultsOf("b", b)];
  if (issues.length > 0) throw new RolewrightError(issues);
  return [formOf(a, rootsIn(a, b)), formOf(b, rootsIn(b, a))];
}

function formOf(document: unknown, rootOf: RootOf): JsonObject {
  const { Version, Id } = document as Readonly<Record<string, unknown>>;
  return {
    Version: Version === undefined ? "2008-10-17" : withExpressions(Version),
    ...(Id !== undefined && { Id: withExpressions(Id) }),
    Statement: inOrder(statementsOf(document).map((statement) => normalStatement(statement, rootOf))),
  };
}

/** The normal form of one statement; what is none stays as it is. */
function normalStatement(statement: unknown, rootOf: RootOf): JsonValue {
  if (!isMap(statement) || expressionOf(statement) !== undefined) return withExpressions(statement);
  const completed =
    statement["Principal"] === undefined && statement["NotPrincipal"] === undefined ? completedArn : undefined;
  const normal: [string, JsonValue][] = [];
  for (const [element, value] of Object.entries(statement)) {
    if (value === undefined) continue;
    const member = expressionOf(value) ?? normalElement(element, value, rootOf, completed);
    if (member !== undefined) normal.push([element, member]);
  }
  return Object.fromEntries(normal);
}

function normalElement(
  element: string,
  value: unknown,
  rootOf: RootOf,
  completed: ((resource: string) => string) | undefined,
): JsonValue | undefined {
  switch (element) {
    case "Principal":
    case "NotPrincipal":
      return normalPrincipal(value, rootOf);
    case "Action":
    case "NotAction":
      return members(value, (action) => action.toLowerCase());
    case "Resource":
    case "NotResource":
      return members(value, completed);
    case "Condition":
      return normalCondition(value);
    default:
      return withExpressions(value);
  }
}

function normalPrincipal(value: unknown, rootOf: RootOf): JsonValue {
  if (value === "*") return { AWS: ["*"] };
  if (!isMap(value)) return withExpressions(value);
  const nameOf = (name: string) => (/^\d{12}$/.test(name) ? rootOf(name) : name);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, names]) => names !== undefined)
      .map(([type, names]) => [type, members(names, type === "AWS" ? nameOf : undefined)]),
  );
}
