import type { JsonPath } from "../../json/types.js";
import { evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap, shownListOf } from "../../policy/lists.js";
import { type Operator, parseOperator } from "../../policy/operators.js";
import { isUnknown } from "../../policy/read/unknown.js";
import type { Elements } from "../../policy/types.js";
import type { Request } from "../intent.js";

/** A statement of a document that was read. */
export interface PlacedStatement {
  readonly statement: Elements;
  readonly path: JsonPath;
}

/** The statements of a document, each with its place; members that are no maps are left out. */
export function placedStatements(document: unknown): PlacedStatement[] {
  if (!isMap(document)) return [];
  const { Statement } = document;
  if (isMap(Statement)) return [{ statement: Statement, path: ["Statement"] }];
  if (!Array.isArray(Statement)) return [];
  return Statement.flatMap((statement: unknown, index) =>
    isMap(statement) ? [{ statement, path: ["Statement", index] }] : [],
  );
}

/** The statement that a path leads into. */
export function statementAt(document: unknown, path: JsonPath): PlacedStatement | undefined {
  const { Statement } = isMap(document) ? document : {};
  if (path[0] !== "Statement") return undefined;
  if (isMap(Statement)) return { statement: Statement, path: ["Statement"] };
  const index = path[1];
  const statement: unknown = Array.isArray(Statement) && typeof index === "number" ? Statement[index] : undefined;
  return isMap(statement) ? { statement, path: path.slice(0, 2) } : undefined;
}

/** One principal of a statement. */
export interface PrincipalEntry {
  readonly kind: string;
  readonly text: string;
  readonly path: JsonPath;
}

/** The principals that a statement names; what a template leaves open, as its text. */
export function principalEntries({ statement, path }: PlacedStatement): PrincipalEntry[] {
  const { Principal } = statement;
  const at = [...path, "Principal"];
  if (isUnknown(Principal)) return [{ kind: "AWS", text: String(Principal), path: at }];
  if (typeof Principal === "string") return [{ kind: Principal === "*" ? "*" : "AWS", text: Principal, path: at }];
  if (!isMap(Principal)) return [];
  return Object.entries(Principal).flatMap(([kind, value]) =>
    shownListOf(value).map((text, index) => ({
      kind,
      text,
      path: [...at, kind, ...(Array.isArray(value) ? [index] : [])],
    })),
  );
}

/** One condition of a statement. */
export interface PlacedCondition {
  readonly operatorText: string;
  /** Nothing for an operator that does not exist. */
  readonly operator: Operator | undefined;
  readonly key: string;
  readonly values: readonly string[];
  readonly path: JsonPath;
  /** The condition alone, under a key. */
  readonly under: (key: string) => unknown;
}

/** The conditions of a statement, one an operator and key. */
export function placedConditions({ statement, path }: PlacedStatement): PlacedCondition[] {
  const { Condition } = statement;
  const open = (value: unknown, at: JsonPath, under: PlacedCondition["under"]): PlacedCondition => {
    return { operatorText: String(value), operator: undefined, key: "", values: [], path: at, under };
  };
  if (isUnknown(Condition)) return [open(Condition, [...path, "Condition"], () => Condition)];
  if (!isMap(Condition)) return [];
  return Object.entries(Condition).flatMap(([operatorText, keys]) =>
    isMap(keys)
      ? Object.entries(keys).map(([key, value]) => ({
          operatorText,
          operator: parseOperator(operatorText),
          key,
          values: (Array.isArray(value) ? value : [value]).map(String),
          path: [...path, "Condition", operatorText, key],
          under: (name) => ({ [operatorText]: { [name]: value } }),
        }))
      : isUnknown(keys)
        ? [open(keys, [...path, "Condition", operatorText], () => ({ [operatorText]: keys }))]
        : [],
  );
}

/** Whether a trust policy of the given parts alone, all others open to everyone, lets a request in. */
export function lets(request: Request, version: unknown, parts: Readonly<Record<string, unknown>>): boolean {
  const statement = {
    Effect: "Allow",
    ...(parts["NotPrincipal"] === undefined && { Principal: "*" }),
    ...(parts["NotAction"] === undefined && { Action: "*" }),
    ...parts,
  };
  return evaluate({ request, trustPolicy: { Version: version, Statement: [statement] } }).decision === "allowed";
}

/** A statement without the elements that are not there. */
export function partsOf(
  statement: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    names.filter((name) => statement[name] !== undefined).map((name) => [name, statement[name]]),
  );
}
