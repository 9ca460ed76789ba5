import { TRUST_ACTIONS } from "../trust-actions.js";
import type { Atoms, Clause, Literal, Place } from "./atoms.js";
import type { Budget } from "./budget.js";
import { type CallerKind, isOidc } from "./callers.js";
import { isExact, keyOf } from "./clauses.js";
import { type Fields, fieldsOf, type KnownActions, type World } from "./fields.js";
import { isIn, nearIn, type Reading, type Union } from "./find-text.js";
import { type Found, search } from "./search.js";
import { covers, patternOf, type TextPattern, textTokens } from "./text-pattern.js";

/** Whether a policy grants a request that a limit does not. */
export interface Question {
  readonly policy: readonly Clause[];
  readonly limit: readonly Clause[];
  readonly callers: readonly CallerKind[];
  /** Whether the policies are those of roles, which callers assume. */
  readonly isTrust: boolean;
  /** What holds of every request that is asked about. */
  readonly given: readonly Literal[];
  readonly atoms: Atoms;
  readonly reading: Reading;
  readonly budget: Budget;
  readonly known: KnownActions | undefined;
  readonly preferred: World["preferred"];
  /** The statements that are asked about, by their position in the policy; all if they are not given. */
  readonly only?: ReadonlySet<number> | undefined;
}

/** That what a statement allows is allowed by other statements of the limit, or denied by others of the policy. */
export interface Cover {
  readonly allow: Place;
  readonly by: readonly Place[];
}

export type Answer =
  | { readonly found: Found; readonly caller: CallerKind; readonly allow: Clause; readonly denied: Clause | undefined }
  | { readonly found: undefined; readonly covers: readonly Cover[] };

/**
 * A request that the policy grants and the limit does not; without one, what covers each statement that allows. A request is granted
 * if a statement that allows matches it and none that denies does. What a policy may do counts as done in the possible reading, and
 * what a limit may not do as not done; in the sure reading it is the other way round.
 */
export function decide(question: Question): Answer {
  const { policy, limit, reading } = question;
  // A statement whose effect is unclear does what is worse, or what is better.
  const may = reading === "possible";
  const having = (clauses: readonly Clause[], effect: Clause["effect"], unclear: boolean) =>
    clauses.filter((clause) => clause.effect === effect || (unclear && clause.effect === "unclear"));
  const allows = having(policy, "Allow", may);
  const denies = having(policy, "Deny", !may);
  const limitAllows = having(limit, "Allow", !may);
  const limitDenies = having(limit, "Deny", may);
  const worlds = question.callers.map((caller) => worldOf(question, caller));
  const covered: Cover[] = [];
  for (const allow of allows) {
    if (question.only?.has(policy.indexOf(allow)) === false) continue;
    const used = new Set<Clause>();
    for (const world of worlds) {
      const answer = within(allow, { denies, limitAllows, limitDenies }, world, used);
      if (answer !== undefined) return { ...answer, caller: world.world.caller, allow };
    }
    covered.push({ allow: allow.place, by: [...used].map(({ place }) => place) });
  }
  return { found: undefined, covers: covered };
}

interface CallerWorld {
  readonly world: World;
  readonly fields: Fields;
  readonly given: readonly Literal[];
  readonly atoms: Atoms;
}

function worldOf(question: Question, caller: CallerKind): CallerWorld {
  const { reading, budget, known, preferred, atoms } = question;
  const world: World = { caller, reading, budget, compared: atoms.compared, known, preferred };
  return {
    world,
    fields: fieldsOf(world),
    given: [...question.given, ...callLiterals(caller, question.isTrust ? reading : "possible", atoms)],
    atoms,
  };
}

interface Sides {
  readonly denies: readonly Clause[];
  readonly limitAllows: readonly Clause[];
  readonly limitDenies: readonly Clause[];
}

function within(allow: Clause, sides: Sides, { world, fields, given, atoms }: CallerWorld, used: Set<Clause>) {
  const { denies, limitAllows, limitDenies } = sides;
  const rest = [...given, ...allow.literals.filter((literal) => !isActions(literal))];
  const start = search(fields, world, rest, [], used);
  if (start === undefined) return undefined;
  const covering = coveringOf(rest, limitAllows, world);
  const clauses = [...denies, ...limitAllows];
  for (const actions of partsOf(allow, atoms)) {
    world.budget.spend(1);
    const literals = [...rest, ...actions];
    const by = covering(actions);
    if (by !== undefined) used.add(by);
    else {
      const found = search(fields, world, literals, clauses, used);
      if (found !== undefined) return { found, denied: undefined };
    }
    for (const denied of limitDenies) {
      const found = search(fields, world, [...literals, ...denied.literals], denies, used);
      if (found !== undefined) return { found, denied };
    }
  }
  return undefined;
}

const isActions = ({ atom, holds }: Literal) => atom.field === "action" && holds;

/** The literals about the actions of a statement, one pattern a time: most statements say nothing of most patterns. */
function partsOf(allow: Clause, atoms: Atoms): readonly (readonly Literal[])[] {
  const literal = allow.literals.find(isActions);
  if (literal === undefined) return [[]];
  if (literal.atom.kind !== "text" || literal.atom.union.length === 1) return [[literal]];
  const { union, place } = literal.atom;
  return union.map((pattern) => [{ atom: actionAtom([pattern], place, atoms), holds: true }]);
}

function actionAtom(union: Union, place: Place, atoms: Atoms): Literal["atom"] {
  return atoms.intern(`action ${keyOf(union)}`, (id) => ({
    id,
    kind: "text",
    field: "action",
    union,
    place,
    exact: isExact(union),
  }));
}

/**
 * The statement that allows some actions by what it asks of them alone: all else that it asks for is asked for already. It needs no
 * search, and is what most patterns of two versions of one policy are.
 */
function coveringOf(given: readonly Literal[], allows: readonly Clause[], { caller }: World) {
  const isGiven = (literal: Literal) =>
    given.some(({ atom, holds }) => atom === literal.atom && holds === literal.holds) ||
    (literal.atom.kind === "principal" && !literal.atom.excepts && caller.isNamed(literal.atom.names) === "yes");
  const candidates = allows.flatMap((clause) => {
    const actions = clause.literals.filter(({ atom }) => atom.field === "action");
    const others = clause.literals.filter(({ atom }) => atom.field !== "action");
    return actions.every(isActions) && actions.length < 2 && others.every(isGiven)
      ? [{ clause, atom: actions[0]?.atom }]
      : [];
  });
  return (actions: readonly Literal[]): Clause | undefined => {
    const pattern = actions[0]?.atom.kind === "text" ? actions[0].atom.union[0] : undefined;
    return candidates.find(
      ({ atom }) =>
        atom === undefined || (atom.kind === "text" && pattern !== undefined && isCovered(pattern, atom.union)),
    )?.clause;
  };
}

function isCovered(pattern: TextPattern, union: Union): boolean {
  if (pattern.literal !== undefined && pattern.exact) return isIn(union, pattern.literal, "sure");
  return nearIn(union, pattern).some((other) => covers(other, pattern));
}

const inLowerCase = (actions: readonly string[]): Union =>
  actions.map((action) => patternOf(action.toLowerCase(), textTokens(action.toLowerCase())));

/** With a token, and with nothing else; then what comes along with it. */
const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";
const SAML = "sts:AssumeRoleWithSAML";
const ALONG = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

/** What callers of a kind call: nobody assumes a role without credentials or a token, nor with those that are for another call. */
function callLiterals({ kind, name }: CallerKind, reading: Reading, atoms: Atoms): Literal[] {
  const literal = (actions: readonly string[], holds: boolean): Literal[] => [
    { holds, atom: actionAtom(inLowerCase(actions), { side: "policy", policy: 0, path: [] }, atoms) },
  ];
  if (kind === "Anonymous") return literal(TRUST_ACTIONS, false);
  if (reading === "possible" || kind === "Service") return [];
  if (kind === "AWS") return literal([WEB_IDENTITY, SAML], false);
  return literal([isOidc(name) ? WEB_IDENTITY : SAML, ...ALONG], true);
}
