import { isMap } from "../lists.js";

/** What stands for a part of a text that only a deployment knows. */
export const UNKNOWN = "\u{E000}";

/** Whether a value is one that only a deployment knows, in part or as a whole. */
export function isOpen(value: unknown): boolean {
  return typeof value === "string" && value.includes(UNKNOWN);
}

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
}

/** The scope of a template: what is given, and the defaults of its parameters. */
export function templateScope(template: unknown, pseudo: PseudoParameters): TemplateScope {
  if (!isMap(template)) return pseudo;
  const { Parameters, Conditions } = template;
  const defaults = isMap(Parameters)
    ? Object.entries(Parameters).flatMap(([name, parameter]) =>
        isMap(parameter) && typeof parameter["Default"] === "string" ? [[name, parameter["Default"]] as const] : [],
      )
    : [];
  return {
    ...pseudo,
    parameters: { ...Object.fromEntries(defaults), ...pseudo.parameters },
    ...(isMap(Conditions) && { conditions: Conditions, decided: new Map() }),
  };
}

/**
 * A document of a CloudFormation template with its intrinsic functions replaced: parameters by what is given, all that
 * only a deployment knows by {@link UNKNOWN}, which no check complains about. What has no value is left out of the list or
 * map that it stands in; alone, it is `undefined`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function withoutIntrinsics(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value))
    return value.map((member) => withoutIntrinsics(member, scope)).filter((member) => member !== undefined);
  if (!isMap(value)) return value;
  const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === "Ref" && argument === "AWS::NoValue") return undefined;
    if (name === "Ref") return typeof argument === "string" ? referenced(argument, scope) : UNKNOWN;
    if (name === "Fn::Sub") return substitution(argument, scope) ?? UNKNOWN;
    if (name === "Fn::Join" && Array.isArray(argument))
      return listOf(argument[1], scope)?.join(String(argument[0])) ?? UNKNOWN;
    if (name === "Fn::Select" && Array.isArray(argument))
      return listOf(argument[1], scope)?.[Number(argument[0])] ?? UNKNOWN;
    if (name === "Fn::If" && Array.isArray(argument)) return withoutIntrinsics(branch(argument, scope), scope);
    if (name.startsWith("Fn::")) return UNKNOWN;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutIntrinsics(member, scope)])
      .filter(([, member]) => member !== undefined),
  );
}

/** The text of an `Fn::Sub`: the text alone, or with a map of values; nothing if there is no text. */
export function substitution(argument: unknown, scope: TemplateScope): string | undefined {
  const [text, values] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== "string") return undefined;
  const own = isMap(values)
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, stringOf(value, scope)]))
    : {};
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_match, literal: string, name: string) =>
    literal === "!" ? `\${${name}}` : Object.hasOwn(own, name) ? own[name]! : referenced(name, scope),
  );
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
  if (!decided.has(name)) {
    decided.set(name, undefined);
    decided.set(name, conditionHolds(conditions[name], scope));
  }
  return decided.get(name);
}

function conditionHolds(condition: unknown, scope: TemplateScope): boolean | undefined {
  if (!isMap(condition)) return undefined;
  const [[name, argument] = ["", undefined]] = Object.entries(condition);
  const inner = (value: unknown) => conditionHolds(value, scope);
  if (name === "Condition" && typeof argument === "string") return named(argument, scope);
  if (!Array.isArray(argument)) return undefined;
  switch (name) {
    case "Fn::Equals": {
      const [a, b] = argument.map((value) => stringOf(value, scope));
      return isOpen(a) || isOpen(b) ? undefined : a === b;
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

/** A list, or what `Fn::Split` makes of a text. */
function listOf(value: unknown, scope: TemplateScope): string[] | undefined {
  if (Array.isArray(value))
    return (withoutIntrinsics(value, scope) as unknown[]).map((member) =>
      typeof member === "string" ? member : UNKNOWN,
    );
  if (!isMap(value) || !Array.isArray(value["Fn::Split"])) return undefined;
  const [separator, text] = value["Fn::Split"];
  const whole = stringOf(text, scope);
  return isOpen(whole) ? undefined : whole.split(String(separator));
}

function stringOf(value: unknown, scope: TemplateScope): string {
  const resolved = withoutIntrinsics(value, scope);
  return typeof resolved === "string" ? resolved : UNKNOWN;
}

function isNoValue(value: unknown): boolean {
  return value === undefined || (isMap(value) && value["Ref"] === "AWS::NoValue");
}

function referenced(name: string, { partition, accountId, region, parameters }: TemplateScope): string {
  switch (name) {
    case "AWS::Partition":
      return partition ?? UNKNOWN;
    case "AWS::AccountId":
      return accountId ?? UNKNOWN;
    case "AWS::Region":
      return region ?? UNKNOWN;
    case "AWS::URLSuffix":
      return "amazonaws.com";
    default:
      return (parameters !== undefined && Object.hasOwn(parameters, name) ? parameters[name] : undefined) ?? UNKNOWN;
  }
}
