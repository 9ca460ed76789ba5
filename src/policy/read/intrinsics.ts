import { fault } from "../../errors.js";
import { isDeeper } from "../../json/levels.js";
import { isMap } from "../lists.js";
import { isUnknown, type Piece, Unknown } from "./unknown.js";

/** What a template's pseudo parameters and its own stand for; those that are not given stay unknown. */
export interface PseudoParameters {
  readonly partition?: string | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** The values of the template's own parameters, by name. */
  readonly parameters?: { readonly [name: string]: string | undefined };
}

/** What the functions of one template are resolved with. */
export interface TemplateScope extends PseudoParameters {
  /** The template's `Conditions`. */
  readonly conditions?: Readonly<Record<string, unknown>>;
  /** Which of them hold, as far as they were asked for: each is decided once, however often it is named. */
  readonly decided?: Map<string, boolean | undefined>;
  /** How many characters its functions have made so far: a parameter can be named any number of times. */
  readonly made?: { characters: number };
}

/** More than the longest text that is read. */
const MOST_MADE = 10_000_000;

/** Counts what a function makes. */
function count(scope: TemplateScope, pieces: readonly Piece[]): void {
  if (scope.made === undefined) return;
  for (const piece of pieces) scope.made.characters += typeof piece === "string" ? piece.length : piece.open.length;
  if (scope.made.characters > MOST_MADE)
    throw fault("TOO_LARGE", [], `has functions that make more than ${MOST_MADE} characters of it.`);
}

/** The scope of a template: what is given, and the defaults of its parameters. */
export function templateScope(template: unknown, pseudo: PseudoParameters): TemplateScope {
  const made = { characters: 0 };
  if (!isMap(template)) return { ...pseudo, made };
  const { Parameters, Conditions } = template;
  const defaults = isMap(Parameters)
    ? Object.entries(Parameters).flatMap(([name, parameter]) =>
        isMap(parameter) && typeof parameter["Default"] === "string" ? [[name, parameter["Default"]] as const] : [],
      )
    : [];
  return {
    ...pseudo,
    made,
    parameters: { ...Object.fromEntries(defaults), ...pseudo.parameters },
    ...(isMap(Conditions) && !isDeeper(Conditions, MOST_LEVELS) && { conditions: Conditions, decided: new Map() }),
  };
}

/**
 * A document of a CloudFormation template with its intrinsic functions replaced: parameters by what is given, all that
 * only a deployment knows by {@link Unknown}, which no check complains about. What has no value is left out of the list or
 * map that it stands in; alone, it is `undefined`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function withoutIntrinsics(value: unknown, scope: TemplateScope): unknown {
  if (isDeeper(value, MOST_LEVELS))
    throw fault("TOO_LARGE", [], `is nested deeper than ${MOST_LEVELS} levels; a policy has no more than eight.`);
  return resolved(value, scope);
}

/** Deeper than any text is read. */
const MOST_LEVELS = 200;

function resolved(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value))
    return value.map((member) => resolved(member, scope)).filter((member) => member !== undefined);
  if (!isMap(value)) return value;
  const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    if (name === "Ref" && argument === "AWS::NoValue") return undefined;
    if (name === "Fn::If" && Array.isArray(argument)) return resolved(branch(argument, scope), scope);
    const pieces = piecesOf(name, argument, scope) ?? [{ open: nameOf(value) }];
    count(scope, pieces);
    return textOf(value, pieces);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, resolved(member, scope)])
      .filter(([, member]) => member !== undefined),
  );
}

/** A text of its pieces, or what is unknown of it if one is open. */
function textOf(source: unknown, pieces: readonly Piece[]): string | Unknown {
  return isKnown(pieces) ? pieces.join("") : new Unknown(source, pieces);
}

/** Whether no piece of a text is open. */
export function isKnown(pieces: readonly Piece[]): pieces is readonly string[] {
  return pieces.every((piece) => typeof piece === "string");
}

/** The pieces of the text that a function gives; nothing for what gives no text that is known here. */
function piecesOf(name: string, argument: unknown, scope: TemplateScope): readonly Piece[] | undefined {
  if (name === "Ref") return typeof argument === "string" ? [referenced(argument, scope)] : undefined;
  if (name === "Fn::Sub") return substitution(argument, scope);
  if (!Array.isArray(argument)) return undefined;
  if (name === "Fn::Join") {
    const separator = String(argument[0]);
    return listOf(argument[1], scope)?.flatMap((pieces, index) => (index === 0 ? pieces : [separator, ...pieces]));
  }
  return name === "Fn::Select" ? listOf(argument[1], scope)?.[Number(argument[0])] : undefined;
}

/** What an expression is called where it stands open in a text. */
function nameOf(expression: unknown): string {
  const [[name, argument] = ["", undefined]] = isMap(expression) ? Object.entries(expression) : [];
  if (name === "Ref" && typeof argument === "string") return argument;
  if (name === "Fn::GetAtt") return [argument].flat().map(String).join(".");
  return name.startsWith("Fn::") ? name : "unknown";
}

/** The pieces of an `Fn::Sub`'s text: the text alone, or with a map of values; nothing if there is no text. */
export function substitution(argument: unknown, scope: TemplateScope): readonly Piece[] | undefined {
  const [text, values] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== "string") return undefined;
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("${", from);
    const close = open < 0 ? -1 : text.indexOf("}", open);
    if (close < 0) return [...pieces, text.slice(from)];
    const name = text.slice(open + 2, close);
    pieces.push(
      text.slice(from, open),
      name.startsWith("!") ? `\${${name.slice(1)}}` : substituted(name, values, scope),
    );
    from = close + 1;
  }
}

function substituted(name: string, values: unknown, scope: TemplateScope): Piece {
  if (!isMap(values) || !Object.hasOwn(values, name)) return referenced(name, scope);
  const value = resolved(values[name], scope);
  return typeof value === "string" ? value : { open: name };
}

/** The `Fn::Sub` of a part of another's text. */
export function partOfSubstitution(pieces: readonly Piece[], argument: unknown): object {
  const text = pieces.map((piece) => (typeof piece === "string" ? piece.replaceAll("${", "${!") : `\${${piece.open}}`));
  const [, values] = Array.isArray(argument) ? argument : [];
  const own = pieces.flatMap((piece) =>
    typeof piece !== "string" && isMap(values) && Object.hasOwn(values, piece.open)
      ? [[piece.open, values[piece.open]] as const]
      : [],
  );
  return { "Fn::Sub": own.length === 0 ? text.join("") : [text.join(""), Object.fromEntries(own)] };
}

/** The branches of an `Fn::If` that may hold: one, if its condition is known. */
export function branches([condition, whenTrue, whenFalse]: readonly unknown[], scope: TemplateScope): unknown[] {
  const holds = typeof condition === "string" ? named(condition, scope) : undefined;
  const all = holds === undefined ? [whenTrue, whenFalse] : [holds ? whenTrue : whenFalse];
  return all.filter((each) => !isNoValue(each));
}

/** The branch that holds, or else the first that says something. */
function branch(argument: readonly unknown[], scope: TemplateScope): unknown {
  return branches(argument, scope)[0];
}

/** Whether a template's condition holds; nothing where only a deployment knows, or where it rests on itself. */
function named(name: string, scope: TemplateScope): boolean | undefined {
  const { conditions, decided } = scope;
  if (conditions === undefined || decided === undefined || !Object.hasOwn(conditions, name)) return undefined;
  // Those that a condition rests on are decided before it: one may rest on a chain of thousands.
  const done = new Set<string>();
  const open = decided.has(name) ? [] : [name];
  for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
    if (decided.has(next)) {
      open.pop();
      if (!done.has(next)) decided.set(next, conditionHolds(conditions[next], scope));
      done.add(next);
    } else {
      decided.set(next, undefined);
      for (const each of namesIn(conditions[next]).reverse())
        if (Object.hasOwn(conditions, each) && !decided.has(each)) open.push(each);
    }
  }
  return decided.get(name);
}

/** The conditions that a condition names. */
function namesIn(condition: unknown, levels = MOST_LEVELS): string[] {
  if (typeof condition !== "object" || condition === null || levels === 0) return [];
  const { Condition, "Fn::If": choice } = condition as Readonly<Record<string, unknown>>;
  const own = [Condition, Array.isArray(choice) ? choice[0] : undefined].filter((name) => typeof name === "string");
  return [...own, ...Object.values(condition).flatMap((member) => namesIn(member, levels - 1))];
}

function conditionHolds(condition: unknown, scope: TemplateScope): boolean | undefined {
  if (!isMap(condition)) return undefined;
  const [[name, argument] = ["", undefined]] = Object.entries(condition);
  const inner = (value: unknown) => conditionHolds(value, scope);
  if (name === "Condition" && typeof argument === "string") return named(argument, scope);
  if (!Array.isArray(argument)) return undefined;
  switch (name) {
    case "Fn::Equals": {
      const [a, b] = argument.map((value) => resolved(value, scope));
      return typeof a === "string" && typeof b === "string" ? a === b : undefined;
    }
    case "Fn::Not": {
      const holds = inner(argument[0]);
      return holds === undefined ? undefined : !holds;
    }
    case "Fn::And":
    case "Fn::Or": {
      const decisive = name === "Fn::Or";
      const all = argument.map(inner);
      return all.includes(decisive) ? decisive : all.includes(undefined) ? undefined : !decisive;
    }
    default:
      return undefined;
  }
}

/** The members of a list, or what `Fn::Split` makes of a text, each as pieces. */
function listOf(value: unknown, scope: TemplateScope): readonly (readonly Piece[])[] | undefined {
  if (Array.isArray(value))
    return value.flatMap((member) => {
      const text = resolved(member, scope);
      if (text === undefined) return [];
      if (isUnknown(text)) return [text.pieces];
      return [[typeof text === "string" ? text : { open: nameOf(member) }]];
    });
  if (!isMap(value) || !Array.isArray(value["Fn::Split"])) return undefined;
  const [separator, text] = value["Fn::Split"];
  const whole = resolved(text, scope);
  return typeof whole === "string" ? whole.split(String(separator)).map((part) => [part]) : undefined;
}

function isNoValue(value: unknown): boolean {
  return value === undefined || (isMap(value) && value["Ref"] === "AWS::NoValue");
}

/** What a name stands for, or that it stands open. */
function referenced(name: string, { partition, accountId, region, parameters }: TemplateScope): Piece {
  const open = { open: name };
  switch (name) {
    case "AWS::Partition":
      return partition ?? open;
    case "AWS::AccountId":
      return accountId ?? open;
    case "AWS::Region":
      return region ?? open;
    case "AWS::URLSuffix":
      return "amazonaws.com";
    default:
      return (parameters !== undefined && Object.hasOwn(parameters, name) ? parameters[name] : undefined) ?? open;
  }
}
