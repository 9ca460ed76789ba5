import { checkOptions, checkShape } from "../../argument.js";
import { fault, RolewrightError, show } from "../../errors.js";
import { rootsIn } from "../compare/account-root.js";
import { policyFaults } from "../compare/policy-faults.js";
import { isMap, statementsOf } from "../lists.js";
import { type Atoms, atomTable, type Clause, type Literal, type Place } from "./atoms.js";
import { type Budget, budgetOf, SPENT } from "./budget.js";
import { type CallerKind, callerKinds, identityKinds, type PrincipalName, strangerKinds } from "./callers.js";
import { type Assignment, clausesOf } from "./clauses.js";
import { examplesFor } from "./condition-keys.js";
import { type Answer, type Cover, decide } from "./decide.js";
import type { KnownActions, World } from "./fields.js";
import type { Reading } from "./find-text.js";
import { knownActions } from "./known-actions.js";
import { strangerLiterals } from "./strangers.js";
import { globTokens, patternOf, type TextPattern } from "./text-pattern.js";
import { type Attachment, isGranted, names, PREFERRED, type Witness, witnessOf } from "./witness.js";

/**
 * What can be claimed of a policy: that it grants nothing that others do not, all of them together; that it grants none of some
 * actions, as policies write them, on any resource; that it lets in neither anonymous callers nor everyone.
 */
export type Claim =
  | { readonly within: object | readonly object[] }
  | { readonly denies: string | readonly string[] }
  | { readonly notPublic: true };

export interface ProveOptions {
  /** The actions that exist, as `service:Name`. A witness is one of them where it can be. */
  readonly actions?: readonly string[];
  /** Whether the claim is about these actions alone. Without it, it is about all that there may ever be. */
  readonly known?: boolean;
  /** The resource that the policy is of. A witness is about it where it can be. */
  readonly resource?: string;
}

/** Why a claim is decided as it is, or is not. */
export interface Reason {
  readonly message: string;
  /** Of what is proved: the statements that cover what each statement of the policy allows. */
  readonly covers?: readonly Cover[];
  /** Of what is undecided: the element that is in doubt, where it is one. */
  readonly element?: Place;
}

export interface Proof {
  readonly verdict: "proved" | "refuted" | "undecided";
  readonly claim: "within" | "denies" | "not-public";
  /** Of what is refuted: a case as `evaluate` takes it, which it allows. */
  readonly witness?: Witness;
  readonly reason: Reason;
}

/** The most steps of one search. */
const STEPS = 6_000_000;

/**
 * Decides a claim about a policy for all requests that there can be: proved, refuted by a request, or undecided. It is never proved
 * where something is in doubt, and each request that refutes is one that `evaluate` decides so. `docs/proofs.md` says what is
 * decided, and what is in doubt.
 *
 * @param policy A policy document, as `readPolicies` gives it: of an identity, or of a role or another resource, which names
 * principals.
 * @param claim What is claimed. A limit is of the kind of the policy.
 * @param options The actions that exist, and the resource that the policy is of.
 * @returns The verdict with its reason; of what is refuted, a case as `evaluate` takes it.
 * @throws {RolewrightError} For what is no policy document (as `normalForm`), a limit of another kind, no limit or no action, and what
 * is no action.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html
 * @example
 * const Version = "2012-10-17";
 * const read = { Version, Statement: { Effect: "Allow", Action: "s3:Get*", Resource: "*" } };
 * const more = { Version, Statement: { Effect: "Allow", Action: ["s3:Get*", "s3:PutObject"], Resource: "*" } };
 * prove(read, { within: more }).verdict; // "proved"
 * prove(more, { within: read }).witness?.request.action; // "s3:PutObject"
 * prove(read, { denies: ["iam:*", "s3:Put*"] }).verdict; // "proved"
 */
export function prove(policy: object, claim: Claim, options: ProveOptions = {}): Proof {
  checkOptions(["options"], ["actions", "known", "resource"], options);
  const question = readQuestion(policy, claim, options);
  const { kind } = question;
  const doubt = withinBudget(() => possibleRequest(question));
  if (doubt !== SPENT && doubt.found === undefined)
    return { verdict: "proved", claim: kind, reason: { message: PROVED[kind], covers: doubt.covers } };
  const sure = withinBudget(() => sureWitness(question));
  if (sure !== SPENT && sure !== undefined)
    return { verdict: "refuted", claim: kind, witness: sure.witness, reason: { message: sure.message } };
  const reason = doubt === SPENT ? { message: "The search takes more steps than it may." } : reasonOfDoubt(doubt);
  return { verdict: "undecided", claim: kind, reason };
}

/** What a search finds, or that it takes more steps than it may. */
function withinBudget<Result>(find: () => Result): Result | typeof SPENT {
  try {
    return find();
  } catch (error) {
    if (error === SPENT) return SPENT;
    throw error;
  }
}

const PROVED: { readonly [kind in Proof["claim"]]: string } = {
  within: "Whatever the policy grants, the limit grants.",
  denies: "The policy grants none of the actions.",
  "not-public": "The policy lets in no stranger.",
};

const CLAIMS = ["within", "denies", "notPublic"] as const;

interface QuestionOf {
  readonly kind: Proof["claim"];
  readonly policy: object;
  readonly limits: readonly object[];
  /** Actions that the limit does not allow, where it is not made of policies. */
  readonly denied: readonly string[];
  readonly attachment: Attachment;
  readonly preferred: World["preferred"];
  readonly actions: KnownActions | undefined;
  readonly onlyKnown: boolean;
  readonly spellings: ReadonlyMap<string, string>;
}

function readQuestion(policy: object, claim: Claim, { actions, known = false, resource }: ProveOptions): QuestionOf {
  checkOptions(["claim"], CLAIMS, claim);
  if (actions !== undefined) checkShape(["options", "actions"], actions, ["text"]);
  if (resource !== undefined) checkShape(["options", "resource"], resource, "text");
  const given: { readonly [name in (typeof CLAIMS)[number]]?: unknown } = claim;
  const [name, ...others] = CLAIMS.filter((each) => given[each] !== undefined && given[each] !== false);
  if (name === undefined || others.length > 0) {
    const shown = [name, ...others].filter((each) => each !== undefined).join(" and ") || "none";
    throw fault("INVALID_VALUE", ["claim"], `must have one of ${CLAIMS.join(", ")}; given ${shown}.`);
  }
  const kind = name === "notPublic" ? "not-public" : name;
  const limits = kind === "within" ? ([given.within].flat() as readonly object[]) : [];
  const denied = kind === "denies" ? ([given.denies].flat() as readonly string[]) : [];
  const inner = (name: string) => (document: object, index: number) =>
    policyFaults(document).map((issue) => ({ ...issue, path: [name, ...(index < 0 ? [] : [index]), ...issue.path] }));
  const issues = [...inner("policy")(policy, -1), ...limits.flatMap(inner("within"))];
  denied.forEach((action, index) => {
    if (typeof action !== "string" || !/^(?:\*|[\w*?-]+:[\w*?-]+)$/.test(action))
      issues.push({
        path: ["denies", index],
        code: "INVALID_VALUE",
        message: `must be an action, such as "s3:GetObject" or "s3:Put*"; given ${show(action)}.`,
      });
  });
  if ((kind === "within" && limits.length === 0) || (kind === "denies" && denied.length === 0))
    issues.push({ path: [kind], code: "TOO_FEW", message: "must have at least one member." });
  if (known && actions === undefined)
    issues.push({
      path: ["actions"],
      code: "MISSING_KEY",
      message: "is required for a claim about known actions alone.",
    });
  if (issues.length > 0) throw new RolewrightError(issues);
  const documents = [policy, ...limits];
  const withPrincipals = documents.filter((document) => names(document, "Principal"));
  for (const [index, limit] of limits.entries())
    if (!areOfOneKind(policy, limit))
      issues.push({
        path: ["within", index],
        code: "INVALID_VALUE",
        message:
          "must be of the kind of the policy: both name principals, as policies of roles and other resources do, or neither.",
      });
  if (issues.length > 0) throw new RolewrightError(issues);
  const attachment =
    withPrincipals.length === 0
      ? "identity"
      : documents.some((document) => names(document, "Resource"))
        ? "resource"
        : "role";
  return {
    kind,
    policy,
    limits,
    denied,
    attachment,
    preferred: {
      ...PREFERRED[attachment],
      resource: [...(resource === undefined ? [] : [resource]), ...PREFERRED[attachment].resource],
    },
    actions: actions && knownActions(actions),
    onlyKnown: known,
    spellings: spellingsOf([...(actions ?? []), ...denied, ...documents.flatMap(actionsIn)]),
  };
}

/** Whether two policies both name principals or both do not, as far as they have statements. */
export function areOfOneKind(a: object, b: object): boolean {
  const isEmpty = (document: object) => statementsOf(document).length === 0;
  return isEmpty(a) || isEmpty(b) || names(a, "Principal") === names(b, "Principal");
}

function actionsIn(document: object): string[] {
  return statementsOf(document).flatMap((statement) =>
    isMap(statement)
      ? [statement["Action"], statement["NotAction"]].flat().filter((each) => typeof each === "string")
      : [],
  );
}

function spellingsOf(texts: readonly string[]): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const text of texts) if (!spellings.has(text.toLowerCase())) spellings.set(text.toLowerCase(), text);
  return spellings;
}

interface Compiled {
  readonly atoms: Atoms;
  readonly policy: readonly Clause[];
  readonly limit: readonly Clause[];
  /** The keys of policy variables, by their lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The statements of both sides, with values in place of policy variables. */
function compiled({ policy, limits, denied, attachment }: QuestionOf, assignment: Assignment): Compiled {
  const atoms = atomTable();
  const variables = new Map<string, string>();
  const rootOf = rootsIn({ Statement: [policy, ...limits].flatMap(statementsOf) });
  const reader = { atoms, namesPrincipals: attachment !== "identity", assignment, rootOf, variables };
  const own = clausesOf(policy, { side: "policy", policy: 0 }, reader);
  const limit = limits.flatMap((document, index) => clausesOf(document, { side: "limit", policy: index }, reader));
  return {
    atoms,
    variables,
    policy: own,
    limit: denied.length === 0 ? limit : limitOf(denied, atoms),
  };
}

/** The limit that allows all but some actions. */
function limitOf(denied: readonly string[], atoms: Atoms): Clause[] {
  if (denied.includes("*")) return [];
  const union = denied.map((action) => patternOf(action.toLowerCase(), globTokens([action.toLowerCase()], true)));
  const place: Place = { side: "limit", policy: 0, path: [] };
  const atom = atoms.intern("denied", (id) => ({ id, kind: "text", field: "action", union, place, exact: true }));
  return [{ effect: "Allow", literals: [{ atom, holds: false }], place }];
}

function answerOf(
  question: QuestionOf,
  { atoms, policy, limit }: Compiled,
  assignment: Assignment,
  how: {
    readonly reading: Reading;
    readonly only?: ReadonlySet<number>;
    readonly known?: boolean;
    readonly budget: Budget;
  },
): Answer {
  const { attachment, kind, actions, onlyKnown } = question;
  const principals = [...atoms.all()].flatMap((atom) => (atom.kind === "principal" ? atom.names : []));
  const given = [...assignedLiterals(assignment, atoms), ...(kind === "not-public" ? strangerLiterals(atoms) : [])];
  return decide({
    policy,
    limit,
    callers: callersOf(attachment, kind, principals, atoms, how.reading),
    isTrust: attachment === "role",
    given,
    atoms,
    reading: how.reading,
    budget: how.budget,
    known: onlyKnown || how.known ? actions : undefined,
    preferred: question.preferred,
    only: how.only,
  });
}

function callersOf(
  attachment: Attachment,
  kind: Proof["claim"],
  principals: readonly PrincipalName[],
  atoms: Atoms,
  reading: Reading,
) {
  if (attachment === "identity") {
    if (kind === "not-public") return [];
    const isAsked = [...atoms.all()].some(({ field }) => /^aws:(?:principal|user(?:id|name)$)/.test(field));
    return isAsked ? identityKinds() : identityKinds().slice(0, 1);
  }
  const all = kind === "not-public" ? strangerKinds(principals, reading) : callerKinds(principals, reading);
  return attachment === "role" ? all.filter((caller) => caller.kind !== "Anonymous") : all;
}

/** That the keys have the values that stand in place of their variables. */
function assignedLiterals(assignment: Assignment, atoms: Atoms): Literal[] {
  return [...assignment].map(([field, value]) => ({
    holds: value !== undefined,
    atom: atoms.intern(`assigned ${field} ${JSON.stringify(value ?? null)}`, (id) => ({
      id,
      kind: "key",
      field,
      name: field,
      absent: false,
      negated: false,
      values:
        value === undefined
          ? { type: "any" }
          : { type: "text", union: [patternOf(`=  ${value}`, globTokens([value], false))], isBool: false },
      place: { side: "policy", policy: 0, path: [] },
      exact: true,
    })),
  }));
}

/**
 * A request that the policy may grant and the limit may not. Where a statement says itself which values the key of a policy variable
 * has, each of them is a case of its own.
 */
function possibleRequest(question: QuestionOf): Answer {
  const open = compiled(question, NOTHING);
  const budget = budgetOf(STEPS);
  if (open.variables.size === 0) return answerOf(question, open, NOTHING, { reading: "possible", budget });
  const cases = open.policy.map((clause) => (clause.effect === "Deny" ? [] : casesOf(clause, open.variables)));
  const unpinned = new Set([...cases.keys()].filter((index) => cases[index]!.some(({ size }) => size === 0)));
  const answer = answerOf(question, open, NOTHING, { reading: "possible", only: unpinned, budget });
  if (answer.found !== undefined) return answer;
  const covers = [...answer.covers];
  for (const [index, clause] of open.policy.entries()) {
    const by = new Set<Place>();
    for (const assignment of cases[index]!.filter(({ size }) => size > 0)) {
      const only = new Set([index]);
      const one = answerOf(question, compiled(question, assignment), assignment, { reading: "possible", only, budget });
      if (one.found !== undefined) return one;
      for (const cover of one.covers) for (const place of cover.by) by.add(place);
    }
    if (clause.effect !== "Deny" && !unpinned.has(index)) covers.push({ allow: clause.place, by: distinctPlaces(by) });
  }
  return { found: undefined, covers };
}

function distinctPlaces(places: Iterable<Place>): Place[] {
  return [...new Map([...places].map((place) => [JSON.stringify(place), place])).values()];
}

const NOTHING: Assignment = new Map();
const MOST_CASES = 32;

/** The values that a statement asks the keys of policy variables to have, in all combinations. */
function casesOf({ literals }: Clause, variables: ReadonlyMap<string, string>): readonly Assignment[] {
  const pinned = [...variables.keys()].flatMap((key): [string, readonly string[]][] => {
    for (const { atom, holds } of literals) {
      if (atom.kind !== "key" || atom.field !== key || !holds || atom.absent || atom.negated) continue;
      if (atom.values.type !== "text" || !atom.exact) continue;
      const texts = atom.values.union.flatMap(({ literal }) => literal ?? []);
      if (texts.length === atom.values.union.length && texts.length > 0) return [[key, texts]];
    }
    return [];
  });
  const count = pinned.reduce((product, [, texts]) => product * texts.length, 1);
  return count > MOST_CASES ? [NOTHING] : combinations(pinned);
}

function combinations(values: readonly (readonly [string, readonly (string | undefined)[]])[]): readonly Assignment[] {
  return values.reduce<Assignment[]>(
    (cases, [key, texts]) => cases.flatMap((each) => texts.map((text) => new Map([...each, [key, text]]))),
    [new Map()],
  );
}

/** A request that the policy surely grants and the limit surely does not, as `evaluate` finds too. */
function sureWitness(question: QuestionOf): { readonly witness: Witness; readonly message: string } | undefined {
  const open = compiled(question, NOTHING);
  const budget = budgetOf(STEPS);
  const ways = question.actions !== undefined && !question.onlyKnown ? [true, false] : [false];
  for (const known of ways)
    for (const assignment of assignmentsOf(open)) {
      const side = assignment.size === 0 ? open : compiled(question, assignment);
      const answer = answerOf(question, side, assignment, { reading: "sure", known, budget });
      if (answer.found === undefined) continue;
      const witness = witnessOf({
        found: answer.found,
        caller: answer.caller,
        attachment: question.attachment,
        preferred: question.preferred,
        policy: question.policy,
        spellings: new Map(
          [...side.atoms.all()].flatMap((atom) => (atom.kind === "key" ? [[atom.field, atom.name]] : [])),
        ),
        actions: question.spellings,
      });
      if (!isGranted(witness, question.attachment, [question.policy])) continue;
      if (question.kind === "within" && isGranted(witness, question.attachment, question.limits)) continue;
      return { witness, message: messageOf(question, answer) };
    }
  return undefined;
}

function messageOf({ kind }: QuestionOf, { allow, denied }: Answer & { readonly found: object }): string {
  const by = `The policy allows it by ${shownPlace(allow.place)}`;
  if (kind === "denies") return `${by}.`;
  if (kind === "not-public") return `${by}, and anybody can make it.`;
  return denied === undefined
    ? `${by}, and the limit does not.`
    : `${by}, and the limit denies it by ${shownPlace(denied.place)}.`;
}

function shownPlace({ path }: Place): string {
  const [element, index] = path;
  return index === undefined ? String(element) : `${element}[${index}]`;
}

/**
 * What to try in place of policy variables: a value of its own for each, which no policy names, and for one after the other those
 * that the policies do name, and none at all.
 */
function assignmentsOf({ atoms, variables }: Compiled): readonly Assignment[] {
  const values = [...variables.keys()].map((key, index): [string, readonly (string | undefined)[]] => {
    const [first, second] = examplesFor(key);
    const texts = new Set<string>([
      first === "example" && index > 0 ? `example-${index + 1}` : first!,
      second ?? first!,
    ]);
    for (const atom of atoms.all())
      if (atom.kind === "key" && atom.field === key && atom.values.type === "text")
        for (const pattern of atom.values.union) if (texts.size < 6) texts.add(exampleOf(pattern));
    return [key, [...texts, undefined]];
  });
  const count = values.reduce((product, [, texts]) => product * texts.length, 1);
  if (count <= MOST_CASES) return combinations(values);
  const base = new Map(values.map(([key, [text]]) => [key, text]));
  const others = values.flatMap(([key, texts]) => texts.slice(1).map((text) => new Map([...base, [key, text]])));
  return [base, ...others].slice(0, MOST_CASES);
}

/** Whether it is not written down that an element names, or excepts, a kind of callers. */
function isDoubtful(caller: CallerKind, names: readonly PrincipalName[], excepts: boolean): boolean {
  if ((excepts ? caller.isExcepted(names) : caller.isNamed(names)) === "maybe") return true;
  return (caller.kind === "Service" || caller.kind === "Federated") && names.some(({ text }) => text === "*");
}

/** A text that a pattern takes, as short as can be. */
function exampleOf({ tokens }: TextPattern): string {
  return tokens
    .map((token) => (token.variable !== undefined || token.many ? "" : (token.characters.listed?.[0] ?? "x")))
    .join("");
}

function reasonOfDoubt({ found, caller, allow }: Answer & { readonly found: object }): Reason {
  for (const { literals } of found.values())
    for (const { atom } of literals) {
      if (atom.kind === "unclear")
        return { message: `${atom.why} What AWS makes of it is not known.`, element: atom.place };
      if (atom.kind === "principal" && isDoubtful(caller, atom.names, atom.excepts))
        return { message: "Whether a principal names such a caller is not written down.", element: atom.place };
      const union =
        atom.kind === "text" ? atom.union : atom.kind === "key" && atom.values.type === "text" ? atom.values.union : [];
      if (union.some((pattern) => pattern.open))
        return {
          message: "What stands for a variable, or what only a deployment knows, may be such that the policies differ.",
          element: atom.place,
        };
      if (!atom.exact) return { message: "How AWS reads a value is not written down.", element: atom.place };
    }
  const keys = [...found].flatMap(([, { literals }]) =>
    literals.flatMap(({ atom }) => (atom.kind === "key" ? [atom] : [])),
  );
  const [first] = keys;
  return {
    message:
      first === undefined
        ? "Only requests that nobody may be able to make tell the policies apart."
        : `Only values of ${first.name} tell the policies apart that it may never have.`,
    element: first?.place ?? allow.place,
  };
}
