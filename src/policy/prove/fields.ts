import type { Literal } from "./atoms.js";
import type { Budget } from "./budget.js";
import type { CallerKind, OwnKey } from "./callers.js";
import { ANY, NOT_COLON, oneOf, PRINTABLE, WORD } from "./characters.js";
import { examplesFor, formOf, hasSeveralValues, isAlwaysThere, TWELVE_DIGITS } from "./condition-keys.js";
import { findText, type Reading, type Union } from "./find-text.js";
import { many, narrowed, one, patternOf, type TextPattern, textTokens } from "./text-pattern.js";
import { has, samplesOf, type Values } from "./values.js";

/**
 * The fields of a request, and whether literals about one of them can hold together. Fields that hang together are one: a caller's
 * ARN with the keys that are parts of it, a resource with the account in its ARN.
 */

/** What a field is in a request. In the possible reading it may be known only that there is something. */
export interface FieldValue {
  readonly text?: string;
  /** The values of a condition key; nothing where the request lacks it. */
  readonly values?: readonly string[];
}

/** The actions of a catalogue, where a claim is about those alone. */
export interface KnownActions {
  /** In lower case. */
  readonly names: readonly string[];
  /** Which of them are in a union: 1 for each that is. */
  readonly setOf: (union: Union) => Uint8Array;
}

/** What a search is about: a kind of callers, a reading of what is in doubt. */
export interface World {
  readonly caller: CallerKind;
  readonly reading: Reading;
  readonly budget: Budget;
  /** The keys that policies compare with set operators. */
  readonly compared: ReadonlySet<string>;
  readonly known: KnownActions | undefined;
  readonly preferred: { readonly action: readonly string[]; readonly resource: readonly string[] };
}

export interface Fields {
  readonly fieldOf: (literal: Literal) => string;
  /** A value of a field for which literals about it hold; nothing if there is none. */
  readonly solve: (field: string, literals: readonly Literal[]) => FieldValue | undefined;
}

/** The field of the key that tells callers of one kind apart. */
export const CALLER = "the caller";
export const RESOURCE_ACCOUNT = "aws:resourceaccount";

export function fieldsOf(world: World): Fields {
  const { own } = world.caller;
  const solved = new Map<string, FieldValue | undefined>();
  return {
    fieldOf: ({ atom: { field } }) => {
      if (own !== undefined && (field === own.key || own.parts.has(field))) return CALLER;
      return field === RESOURCE_ACCOUNT ? "resource" : field;
    },
    solve: (field, literals) => {
      const ids = literals.map(({ atom, holds }) => (holds ? atom.id : -1 - atom.id));
      const key = `${field} ${ids.sort((a, b) => a - b).join()}`;
      if (!solved.has(key)) {
        world.budget.spend(1);
        // An atom that must hold and must not is no more in doubt, whatever it means.
        const set = new Set(ids);
        solved.set(key, ids.some((id) => set.has(-1 - id)) ? undefined : solve(field, literals, world));
      }
      return solved.get(key);
    },
  };
}

function solve(field: string, literals: readonly Literal[], world: World): FieldValue | undefined {
  switch (field) {
    case "principal":
      return literals.every((literal) => isMet(literal, world)) ? {} : undefined;
    case "unclear":
      return world.reading === "possible" ? {} : undefined;
    case "action":
      return world.known === undefined ? solveText(literals, world, "action", [ACTION]) : solveKnown(literals, world);
    case "resource":
      return solveResource(literals, world);
    case CALLER:
      return solveCaller(literals, world.caller.own!, world);
    default:
      return solveKey(field, literals, world);
  }
}

function isMet({ atom, holds }: Literal, { caller, reading }: World): boolean {
  if (atom.kind !== "principal") return false;
  const truth = atom.excepts ? caller.isExcepted(atom.names) : caller.isNamed(atom.names);
  return truth === "maybe" ? reading === "possible" : (truth === "yes") === holds;
}

/** A service and a name, in lower case; which ones there will be nobody knows. */
const ACTION: Union = [
  /* @__PURE__ */ patternOf("action", [one(WORD), many(WORD), one(oneOf(":")), one(WORD), many(WORD)]),
];
const SOMETHING: Union = [/* @__PURE__ */ patternOf("something", [one(PRINTABLE), many(PRINTABLE)])];

function solveText(
  literals: readonly Literal[],
  { reading, budget, preferred }: World,
  field: "action" | "resource",
  inside: readonly Union[],
  outside: readonly Union[] = [],
): FieldValue | undefined {
  const unions = (wanted: boolean) =>
    literals.flatMap(({ atom, holds }) => (atom.kind === "text" && holds === wanted ? [atom.union] : []));
  const found = findText({
    inside: [...inside, ...unions(true)],
    outside: [...outside, ...unions(false)],
    reading,
    preferred: preferred[field],
    budget,
  });
  return found === undefined ? undefined : typeof found === "string" ? { text: found } : {};
}

function solveKnown(literals: readonly Literal[], { known, budget }: World): FieldValue | undefined {
  const { names, setOf } = known!;
  const sets = literals.flatMap(({ atom, holds }) =>
    atom.kind === "text" ? [{ set: setOf(atom.union), holds: Number(holds) }] : [],
  );
  budget.spend(1 + (sets.length * names.length) / 100);
  const index = names.findIndex((_, each) => sets.every(({ set, holds }) => set[each] === holds));
  return index < 0 ? undefined : { text: names[index]! };
}

const COLON = /* @__PURE__ */ one(/* @__PURE__ */ oneOf(":"));
const BEFORE_ACCOUNT = /* @__PURE__ */ Array.from({ length: 4 }, () => [many(NOT_COLON), COLON]).flat();

/** The resources whose ARN has an account that is in a set. */
function withAccount({ key, tokens, exact }: TextPattern): readonly TextPattern[] {
  const begin = [...BEFORE_ACCOUNT, ...narrowed(tokens, NOT_COLON)];
  return [
    patternOf(`resource account ${key}`, begin, exact),
    patternOf(`resource account ${key}:`, [...begin, COLON, many(ANY)], exact),
  ];
}

const WITH_ACCOUNT: Union = /* @__PURE__ */ withAccount(/* @__PURE__ */ patternOf("any", TWELVE_DIGITS));
const RESOURCE: Union = [/* @__PURE__ */ patternOf("resource", [one(ANY), many(ANY)])];

/** A resource has the account of its ARN; one without has whichever, or none that the request says. */
function solveResource(literals: readonly Literal[], world: World): FieldValue | undefined {
  const ofAccount = literals.filter(({ atom }) => atom.field === RESOURCE_ACCOUNT);
  if (ofAccount.length === 0) return solveText(literals, world, "resource", [RESOURCE]);
  const { inside, outside, never } = unionsOf(ofAccount, world, (union) => mapped(withAccount, union));
  const own = never ? undefined : solveText(literals, world, "resource", [WITH_ACCOUNT, ...inside], outside);
  if (own !== undefined) return own;
  const account = solveKey(RESOURCE_ACCOUNT, ofAccount, world);
  const other = account && solveText(literals, world, "resource", [RESOURCE], [WITH_ACCOUNT]);
  return other && { ...other, ...account };
}

/** The unions in which a value must be and must not be, for literals about a key that has one value. */
function unionsOf(literals: readonly Literal[], { reading }: World, map: (union: Union, field: string) => Union) {
  const inside: Union[] = [];
  const outside: Union[] = [];
  let never = false;
  for (const { atom, holds } of literals) {
    if (atom.kind !== "key") continue;
    const isMember = holds !== atom.negated;
    if (atom.values.type === "text") (isMember ? inside : outside).push(map(atom.values.union, atom.field));
    else if (atom.values.type === "any") never ||= !isMember;
    // Numbers, times and addresses are none of the values of such a key.
    else never ||= reading === "sure";
  }
  return { inside, outside, never };
}

const MAPPED = new WeakMap<object, WeakMap<Union, Union>>();

/** A union with each of its patterns mapped; the same union is mapped once. */
function mapped(map: (pattern: TextPattern) => readonly TextPattern[], union: Union): Union {
  const known = MAPPED.get(map) ?? new WeakMap<Union, Union>();
  MAPPED.set(map, known);
  const found = known.get(union) ?? union.flatMap(map);
  known.set(union, found);
  return found;
}

function solveCaller(literals: readonly Literal[], own: OwnKey, world: World): FieldValue | undefined {
  const { reading, budget } = world;
  const find = (given: readonly Literal[], how: Reading) => {
    const { inside, outside, never } = unionsOf(given, { ...world, reading: how }, (union, field) =>
      field === own.key ? union : mapped(own.parts.get(field)!, union),
    );
    if (never) return undefined;
    return findText({
      inside: [how === "sure" ? own.sure : own.all, ...inside],
      outside: [own.others, ...outside],
      reading: how,
      preferred: own.examples,
      budget,
    });
  };
  if (own.hidden && reading === "sure") {
    // Whatever the value is, the literals must hold.
    const doubtful = literals.some(
      (literal) => find([{ ...literal, holds: !literal.holds }], "possible") !== undefined,
    );
    return doubtful ? undefined : { text: own.examples[0]! };
  }
  const found = find(literals, reading);
  return found === undefined ? undefined : typeof found === "string" ? { text: found } : {};
}

function solveKey(field: string, literals: readonly Literal[], world: World): FieldValue | undefined {
  const { caller, reading, compared } = world;
  if (caller.keys.has(field) || caller.lacks(field)) {
    const value = caller.keys.get(field);
    const given: FieldValue = value === undefined ? {} : { values: [value] };
    return literals.every((literal) => isTrue(literal, given.values, reading)) ? given : undefined;
  }
  const mayLack = reading === "possible" || !isAlwaysThere(field);
  if (mayLack && literals.every((literal) => isTrue(literal, undefined, reading))) return {};
  const asked = literals.flatMap(({ atom, holds }) =>
    atom.kind === "key" ? [{ values: atom.values, isMember: holds !== atom.negated, some: holds }] : [],
  );
  if (!hasSeveralValues(field, compared.has(field))) {
    const value = findValue(field, asked, world);
    return value === undefined ? undefined : typeof value === "string" ? { values: [value] } : {};
  }
  // Of several values, each is as all must be, and one for each literal that some value meets is so.
  const one = findValue(field, asked, world);
  if (typeof one === "string") return { values: [one] };
  const all = asked.filter(({ some }) => !some);
  const values = new Set<string>();
  let open = false;
  for (const each of [...asked.filter(({ some }) => some).map((member) => [...all, member]), all]) {
    if (each === all && (values.size > 0 || open)) continue;
    const value = findValue(field, each, world);
    if (value === undefined) return undefined;
    if (typeof value === "string") values.add(value);
    else open = true;
  }
  return open ? {} : { values: [...values] };
}

/** Whether a literal holds for the values of its key: possibly, or surely. */
function isTrue({ atom, holds }: Literal, given: readonly string[] | undefined, reading: Reading): boolean {
  if (atom.kind !== "key") return false;
  if (given === undefined) return atom.absent === holds;
  const { values, negated } = atom;
  const isMember = (text: string, wanted: boolean) => isAsked({ values, isMember: wanted }, text, reading);
  return holds ? given.some((text) => isMember(text, !negated)) : given.every((text) => isMember(text, negated));
}

/** That a value is among some values, or is not. */
interface Asked {
  readonly values: Values;
  readonly isMember: boolean;
}

function isAsked({ values, isMember }: Asked, text: string, reading: Reading): boolean {
  if (isMember) return has(values, text, reading);
  return !has(values, text, reading === "possible" ? "sure" : "possible");
}

/** One value of a key for which all hold; that there is one, of which no text is known, in the possible reading. */
function findValue(field: string, asked: readonly Asked[], world: World): string | true | undefined {
  const { reading, budget } = world;
  if (asked.some(({ values, isMember }) => values.type === "any" && !isMember)) return undefined;
  const telling = asked.filter(({ values }) => values.type !== "any");
  const isText = telling.every(({ values }) => values.type === "text");
  const isRight = (text: string) => telling.every((each) => isAsked(each, text, reading));
  const unions = telling.flatMap(({ values }) => (values.type === "text" ? [values.union] : []));
  if (isText) {
    const of = (wanted: boolean) =>
      telling.flatMap(({ values, isMember }) => (values.type === "text" && isMember === wanted ? [values.union] : []));
    const base = reading === "sure" ? [sureValues(field, telling, unions)] : [];
    const preferred = reading === "sure" ? examplesFor(field) : [];
    const found = findText({ inside: [...base, ...of(true)], outside: of(false), reading, preferred, budget });
    return found === undefined || typeof found === "string" ? found : true;
  }
  const named = telling.flatMap(({ values, isMember }) =>
    values.type === "text" && isMember && values.union.every(({ literal }) => literal !== undefined)
      ? [values.union]
      : [],
  );
  const literals = (named[0] === undefined ? unions : [named[0]]).flatMap((union) =>
    union.flatMap(({ literal }) => literal ?? []),
  );
  const types = telling.map(({ values }) => values);
  const samples = named.length > 0 ? literals : [...samplesOf(types, reading), ...literals];
  budget.spend(samples.length * telling.length);
  const found = samples.find(isRight);
  if (found !== undefined) return found;
  // Texts beside numbers, times or addresses: another text may do.
  const isMixed = named.length === 0 && new Set(types.map(({ type }) => type)).size > 1;
  return isMixed && reading === "possible" ? true : undefined;
}

/** The values that a key surely can have: those of its form, and those that the policies name; never the empty text. */
function sureValues(field: string, asked: readonly Asked[], unions: readonly Union[]): Union {
  if (asked.some(({ values }) => values.type === "text" && values.isBool)) return BOOLEANS;
  const form = formOf(field);
  if (form === undefined) return SOMETHING;
  return [form, ...unions.flatMap((union) => union.filter(({ literal }) => literal !== undefined && literal !== ""))];
}

const BOOLEANS: Union = /* @__PURE__ */ ["true", "false"].map((text) => patternOf(`=${text}`, textTokens(text)));
