import { isComparable, numberOf } from "../condition-value.js";
import { timeOf } from "../date.js";
import { hasVariable } from "../has-variable.js";
import { rangeOf } from "../ip-range.js";
import { isMap, statementsOf } from "../lists.js";
import { type Operator, parseOperator } from "../operators.js";
import { PRINCIPAL_KINDS } from "../principal.js";
import { isUnknown, type Unknown } from "../read/unknown.js";
import { completedArn } from "../resource-pattern.js";
import type { Atom, Atoms, Clause, KeyCondition, Literal, Place } from "./atoms.js";
import type { PrincipalName } from "./callers.js";
import { ANY } from "./characters.js";
import { arnTokens, globTokens, many, type PatternPiece, patternOf, type TextPattern } from "./text-pattern.js";
import { addressRange, type Comparison, type Values } from "./values.js";

/**
 * The statements of a policy as conjunctions of literals, each about one field of a request. What cannot be read as AWS surely
 * reads it is an atom of its own, of which nothing is known but that it is the same wherever it is written the same.
 */

/** What stands in place of policy variables, by their keys in lower case; a variable without a value stays one. */
export type Assignment = ReadonlyMap<string, string | undefined>;

export interface Reader {
  readonly atoms: Atoms;
  /** Whether the policies name principals: those of roles and other resources do. */
  readonly namesPrincipals: boolean;
  readonly assignment: Assignment;
  readonly rootOf: (accountId: string) => string;
  /** The keys of all policy variables that are read, by their lower case. */
  readonly variables: Map<string, string>;
}

/** The statements of a document. */
export function clausesOf(document: unknown, place: Omit<Place, "path">, reader: Reader): Clause[] {
  const version = isMap(document) && document["Version"] === "2012-10-17" ? "2012-10-17" : "2008-10-17";
  const listed = isMap(document) && Array.isArray(document["Statement"]);
  return statementsOf(document).flatMap((statement, index): Clause[] => {
    const at: Place = { ...place, path: ["Statement", ...(listed ? [index] : [])] };
    if (!isMap(statement))
      return [
        {
          effect: "unclear",
          literals: unclear({ ...reader, version, place: at }, "Statement", statement, "A statement is no map."),
          place: at,
        },
      ];
    const literals = literalsOf(statement, { ...reader, version, place: at });
    const { Effect } = statement;
    if (literals === undefined) return [];
    return [{ effect: Effect === "Allow" || Effect === "Deny" ? Effect : "unclear", literals, place: at }];
  });
}

interface StatementReader extends Reader {
  readonly version: string;
  readonly place: Place;
}

/** What never holds. */
const NEVER = undefined;

function literalsOf(statement: Readonly<Record<string, unknown>>, reader: StatementReader): Literal[] | typeof NEVER {
  const groups = [
    reader.namesPrincipals ? principalLiterals(statement, reader) : [],
    textLiterals(statement, "Action", reader),
    textLiterals(statement, "Resource", reader),
    ...conditionLiterals(statement["Condition"], reader),
  ];
  if (groups.some((group) => group === NEVER)) return NEVER;
  const literals = groups.flatMap((group) => group!);
  return literals.filter(
    ({ atom, holds }, index) => literals.findIndex((each) => each.atom === atom && each.holds === holds) === index,
  );
}

/** What a part of a statement asks for, in a way that nobody can be sure of. */
function unclear(reader: StatementReader, element: string, value: unknown, why: string): Literal[] {
  const place = { ...reader.place, path: [...reader.place.path, element] };
  const text = JSON.stringify([element, value ?? null]);
  return [
    {
      holds: true,
      atom: reader.atoms.intern(`unclear ${text}`, (id) => ({
        id,
        kind: "unclear",
        field: "unclear",
        why,
        place,
        exact: false,
      })),
    },
  ];
}

function principalLiterals(
  statement: Readonly<Record<string, unknown>>,
  reader: StatementReader,
): Literal[] | typeof NEVER {
  const { Principal, NotPrincipal } = statement;
  // A statement without a principal is none of such a policy, and lets nobody in.
  if (Principal === undefined && NotPrincipal === undefined) return NEVER;
  const element = Principal === undefined ? "NotPrincipal" : "Principal";
  const value = statement[element];
  const names = principalNames(value, reader.rootOf);
  if (names === undefined || (Principal !== undefined && NotPrincipal !== undefined))
    return unclear(reader, element, [Principal, NotPrincipal], "It names principals in a form that AWS does not have.");
  const excepts = element === "NotPrincipal";
  const key = JSON.stringify([element, names.map(({ kind, text }) => `${kind} ${text}`).sort()]);
  const atom = reader.atoms.intern(key, (id) => ({
    id,
    kind: "principal",
    field: "principal",
    names,
    excepts,
    place: reader.place,
    exact: true,
  }));
  return [{ atom, holds: !excepts }];
}

/** The principals of an element; nothing for what is none. */
export function principalNames(value: unknown, rootOf: (accountId: string) => string): PrincipalName[] | undefined {
  if (value === "*") return [{ kind: "AWS", text: "*" }];
  if (isUnknown(value)) return [{ kind: "AWS", text: undefined }];
  if (!isMap(value)) return undefined;
  const names: PrincipalName[] = [];
  for (const [kind, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const list = readTexts(given);
    if (list === undefined || !PRINCIPAL_KINDS.includes(kind)) return undefined;
    for (const text of list)
      names.push({
        kind,
        text: typeof text !== "string" ? undefined : kind === "AWS" && /^\d{12}$/.test(text) ? rootOf(text) : text,
      });
  }
  return names.length === 0 ? undefined : names;
}

/** The texts of an element, and what only a deployment knows; nothing for what is malformed. */
function readTexts(value: unknown): readonly (string | Unknown)[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((each) => typeof each === "string" || isUnknown(each))
    ? (list as readonly (string | Unknown)[])
    : undefined;
}

function textLiterals(
  statement: Readonly<Record<string, unknown>>,
  name: "Action" | "Resource",
  reader: StatementReader,
): Literal[] | typeof NEVER {
  const [own, not] = [statement[name], statement[`Not${name}`]];
  if (own === undefined && not === undefined) {
    if (name === "Resource" && reader.namesPrincipals) return [];
    return unclear(reader, name, undefined, `The statement has no ${name}.`);
  }
  const element = own === undefined ? `Not${name}` : name;
  const list = readTexts(own ?? not);
  if (list === undefined || (own !== undefined && not !== undefined))
    return unclear(reader, element, [own, not], `${element} is of a form that AWS does not have.`);
  const field = name === "Action" ? "action" : "resource";
  const union = list.map((text) => elementPattern(text, field, reader));
  const holds = element === name;
  if (union.some(isUniversal)) return holds ? [] : NEVER;
  const key = `${field} ${keyOf(union)}`;
  const exact = isExact(union);
  const atom = reader.atoms.intern(key, (id) => ({
    id,
    kind: "text",
    field,
    union,
    place: { ...reader.place, path: [...reader.place.path, element] },
    exact,
  }));
  return [{ atom, holds }];
}

function elementPattern(text: string | Unknown, field: "action" | "resource", reader: StatementReader): TextPattern {
  if (typeof text !== "string") return unknownPattern(text, field === "action");
  if (field === "action") return patternOf(text.toLowerCase(), globTokens([text.toLowerCase()], true));
  const whole = reader.namesPrincipals ? text : completedArn(text);
  return patternOf(`${reader.version} ${whole}`, globTokens(piecesOf(whole, reader), true));
}

/** What is known of a text that only a deployment knows: what stands open in it may be a pattern of its own. */
function unknownPattern(text: Unknown, lower: boolean): TextPattern {
  const pieces = text.pieces.map(
    (piece): PatternPiece =>
      typeof piece === "string" ? (lower ? piece.toLowerCase() : piece) : { variable: `\${open ${piece.open}}` },
  );
  return patternOf(`unknown ${JSON.stringify(text.source)}`, globTokens(pieces, true));
}

/** Whether it is known which texts a union has. */
export function isExact(union: readonly TextPattern[]): boolean {
  return union.every(({ exact, open }) => exact && !open);
}

function isUniversal({ tokens, exact }: TextPattern): boolean {
  const [first, ...others] = tokens;
  return (
    exact && others.length === 0 && first?.variable === undefined && first?.many === true && first.characters === ANY
  );
}

export function keyOf(union: readonly TextPattern[]): string {
  return JSON.stringify([...new Set(union.map(({ key }) => key))].sort());
}

/**
 * A text's pieces: what stands in place of a variable, and the variables that stay. A key that a request lacks makes a text that
 * has it and no default match nothing.
 */
function piecesOf(text: string, { version, assignment, variables }: StatementReader): PatternPiece[] {
  if (version !== "2012-10-17" || !text.includes("${")) return [text];
  const pieces: PatternPiece[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("${", from);
    const close = open < 0 ? -1 : text.indexOf("}", open);
    if (close < 0) return [...pieces, text.slice(from)];
    pieces.push(text.slice(from, open), variablePiece(text.slice(open + 2, close), assignment, variables));
    from = close + 1;
  }
}

function variablePiece(variable: string, assignment: Assignment, variables: Map<string, string>): PatternPiece {
  if (variable === "*" || variable === "?" || variable === "$") return { literal: variable };
  const comma = variable.indexOf(",");
  const name = (comma < 0 ? variable : variable.slice(0, comma)).trim();
  const key = name.toLowerCase();
  const rest = comma < 0 ? undefined : variable.slice(comma + 1).trim();
  variables.set(key, name);
  if (!assignment.has(key)) return { variable: `\${${key}${rest === undefined ? "" : `, ${rest}`}}` };
  const value = assignment.get(key);
  if (value !== undefined) return { literal: value };
  // A request without the key: the default, or nothing that any text matches.
  return rest !== undefined && /^'.*'$/s.test(rest) ? { literal: rest.slice(1, -1) } : { literal: NO_TEXT };
}

/** A character that no text of a request has. */
const NO_TEXT = "\uffff";

function conditionLiterals(block: unknown, reader: StatementReader): readonly (Literal[] | typeof NEVER)[] {
  if (block === undefined) return [];
  if (!isMap(block)) return [unclear(reader, "Condition", block, "The condition is no map.")];
  return Object.entries(block).flatMap(([text, keys]): (Literal[] | typeof NEVER)[] => {
    if (!isMap(keys)) return [unclear(reader, "Condition", { [text]: keys }, `The conditions of ${text} are no map.`)];
    return Object.entries(keys).map(([key, values]) => conditionLiteral(text, key, values, reader));
  });
}

function conditionLiteral(
  text: string,
  name: string,
  given: unknown,
  reader: StatementReader,
): Literal[] | typeof NEVER {
  const operator = parseOperator(text);
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const odd = (why: string) => unclear(reader, "Condition", { [text]: { [name.toLowerCase()]: given } }, why);
  if (operator === undefined) return odd(`${text} is no condition operator.`);
  if (operator.type === "Null" && operator.ifExists) return odd("Null has no IfExists.");
  const known = list.filter((value) => !isUnknown(value));
  if (known.some((value) => typeof value === "object")) return odd(`${text} compares no maps.`);
  const texts = known.map(String);
  if (texts.some((value) => !isComparable(operator.type, value)))
    return odd(`${text} has a value that it cannot compare.`);
  const unknown = list.filter(isUnknown);
  const isText = operator.type === "String" || operator.type === "Arn";
  if (unknown.length > 0 && !isText) return odd("Only a deployment knows the value.");
  const key = name.toLowerCase();
  if (operator.set !== undefined) reader.atoms.compared.add(key);
  if (operator.type === "Null") return nullLiteral(key, name, texts, reader);
  const values = valuesOf(operator, texts, unknown, reader);
  const base = { kind: "key", field: key, name, values } as const;
  switch (operator.set) {
    case "ForAnyValue":
      return literalOf({ ...base, absent: operator.ifExists, negated: operator.negated }, true, reader);
    case "ForAllValues":
      return literalOf({ ...base, absent: false, negated: !operator.negated }, false, reader);
    case undefined:
      return literalOf(
        { ...base, absent: operator.ifExists && !operator.negated, negated: false },
        !operator.negated,
        reader,
      );
  }
}

function nullLiteral(
  key: string,
  name: string,
  texts: readonly string[],
  reader: StatementReader,
): Literal[] | typeof NEVER {
  const wanted = new Set(texts.map((text) => text.toLowerCase()));
  if (wanted.size === 2) return [];
  if (wanted.size === 0) return NEVER;
  const present = { kind: "key", field: key, name, absent: false, negated: false, values: { type: "any" } } as const;
  return literalOf(present, wanted.has("false"), reader);
}

function literalOf(
  condition: KeyCondition & { readonly name: string },
  holds: boolean,
  reader: StatementReader,
): Literal[] {
  const { field, absent, negated, values } = condition;
  const key = JSON.stringify([field, absent, negated, values.type, shownValues(values)]);
  const exact = values.type !== "text" || isExact(values.union);
  const place = { ...reader.place, path: [...reader.place.path, "Condition"] };
  return [{ holds, atom: reader.atoms.intern(key, (id): Atom => ({ ...condition, id, place, exact })) }];
}

function shownValues(values: Values): unknown {
  switch (values.type) {
    case "text":
      return keyOf(values.union);
    case "number":
    case "date":
      return [values.compare, [...values.bounds].sort()];
    case "address":
      return values.ranges.map(({ version, first, last }) => `${version} ${first} ${last}`).sort();
    case "any":
      return "";
  }
}

const COMPARISONS: { readonly [end: string]: Comparison } = {
  LessThanEquals: "<=",
  LessThan: "<",
  GreaterThanEquals: ">=",
  GreaterThan: ">",
};

function valuesOf(
  { name, type }: Operator,
  texts: readonly string[],
  unknown: readonly Unknown[],
  reader: StatementReader,
): Values {
  if (type === "Numeric" || type === "Date") {
    const compare = COMPARISONS[name.slice(type.length)] ?? "=";
    const read = type === "Numeric" ? numberOf : timeOf;
    return { type: type === "Numeric" ? "number" : "date", compare, bounds: texts.map((text) => read(text)!) };
  }
  if (type === "IpAddress") return { type: "address", ranges: texts.map((text) => addressRange(rangeOf(text)!)) };
  const union = [
    ...texts.map((text) => valuePattern(text, name, type, reader)),
    ...unknown.map((each) => unknownPattern(each, false)),
  ];
  return { type: "text", union, isBool: type === "Bool" };
}

function valuePattern(text: string, name: string, type: Operator["type"], reader: StatementReader): TextPattern {
  const open = reader.version === "2012-10-17" && text.includes("${");
  const key = (form: string) => `${form} ${open ? "2012" : ""} ${text}`;
  const pieces = (part: string) => piecesOf(part, reader);
  if (type === "Arn") {
    const tokens = arnTokens(text, pieces);
    // What is no whole ARN matches nothing, or whatever it would as a text: that is not written down.
    if (tokens === undefined) return patternOf(key("text"), globTokens(pieces(text), true), false);
    return patternOf(key("arn"), tokens);
  }
  if (type === "String" && name.endsWith("Like")) {
    if (text === "*") return patternOf("like *", [many(ANY)]);
    return patternOf(key("like"), globTokens(pieces(text), true));
  }
  const fold = type === "Bool" || name.endsWith("IgnoreCase");
  // The letter case of other alphabets is none that is the same everywhere.
  const exact = !fold || !/[^\0-\x7f]/.test(text) || text.toLowerCase() === text.toUpperCase();
  const all = type === "String" ? pieces(text) : [text];
  const tokens = globTokens(all, false, ANY, fold);
  if (!exact) return patternOf(key("case"), [many(ANY)], false);
  return patternOf(key(fold ? "case" : "="), fold && hasVariable(text) && open ? foldedVariables(tokens) : tokens);
}

/** A variable that is compared without letter case is another sign than the same variable with it. */
function foldedVariables(tokens: TextPattern["tokens"]): TextPattern["tokens"] {
  return tokens.map((token) =>
    token.variable === undefined ? token : { variable: `${token.variable} in any letters` },
  );
}
