import type { Budget } from "./budget.js";
import { ANY, alphabetOf, type Characters } from "./characters.js";
import { accepts, covers, type TextPattern, type Token } from "./text-pattern.js";

/**
 * Whether there is a text that some patterns take and others do not, and which.
 *
 * Patterns with `*` and `?` are regular: a finite automaton reads each, whose states are the sets of places that it may have come
 * to (Rabin and Scott, 1959). One text is read by all of them at once, in the product of the automata, of which only the states are
 * made that are come to, shortest texts first; characters that all patterns treat alike are one. AWS's own analysis asks the same
 * questions of a solver (Backes et al., "Semantic-based Automated Reasoning for AWS Access Policies using SMT", FMCAD 2018).
 */

/**
 * How doubts are read. `possible`: whatever AWS's documentation leaves room for. `sure`: only what it says, so that what is
 * found surely exists.
 */
export type Reading = "possible" | "sure";

/** A union of patterns. */
export type Union = readonly TextPattern[];

/** That there is a text, for some values of the policy variables in it. */
export const OPEN = Symbol("open");

export interface TextQuestion {
  /** The text is in each of these unions. */
  readonly inside: readonly Union[];
  /** And in none of these. */
  readonly outside: readonly Union[];
  readonly reading: Reading;
  /** Texts that are nicer than others. */
  readonly preferred?: readonly string[];
  readonly budget: Budget;
}

/** A text that answers a question; nothing if there is none. */
export function findText(question: TextQuestion): string | typeof OPEN | undefined {
  const { reading, budget } = question;
  const inside =
    reading === "possible"
      ? question.inside
      : question.inside.map((union) => union.filter(({ exact, open }) => exact && !open));
  const unions = [...inside].sort((a, b) => a.length - b.length);
  if (unions[0]?.length === 0) return undefined;
  for (const text of question.preferred ?? [])
    if (inside.every((union) => isIn(union, text, "sure")) && !isOutside(question, text)) return text;
  let found: string | typeof OPEN | undefined;
  const choose = (chosen: readonly TextPattern[], level: number): boolean => {
    budget.spend(1);
    const literal = chosen.find((pattern) => pattern.literal !== undefined)?.literal;
    if (literal !== undefined) {
      const taken = unions.every((union) => isIn(union, literal, reading)) && !isOutside(question, literal, chosen);
      if (taken) found = literal;
      return taken;
    }
    if (level === unions.length) {
      found = findInAll(chosen, question);
      return found !== undefined;
    }
    const union = unions[level]!;
    const [first] = chosen;
    return (first === undefined ? union : nearIn(union, first)).some(
      (pattern) =>
        chosen.every((other) => mayMeet(pattern, other)) &&
        choose(chosen.includes(pattern) ? chosen : [...chosen, pattern], level + 1),
    );
  };
  choose([], 0);
  return found;
}

/** Whether two patterns may have a text in common, as far as their beginnings say. */
function mayMeet({ prefix: a }: TextPattern, { prefix: b }: TextPattern): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** A union by what stands before the first colon. */
interface Index {
  readonly literals: ReadonlyMap<string, TextPattern>;
  readonly byHead: ReadonlyMap<string, Union>;
  /** Those that have no such beginning. */
  readonly headless: Union;
}

const INDEXES = new WeakMap<Union, Index>();

function indexOf(union: Union): Index {
  const known = INDEXES.get(union);
  if (known !== undefined) return known;
  const byHead = new Map<string, TextPattern[]>();
  const headless: TextPattern[] = [];
  const literals = new Map<string, TextPattern>();
  for (const pattern of union) {
    if (pattern.literal !== undefined) literals.set(pattern.literal, pattern);
    const head = headOf(pattern.prefix);
    if (head === undefined) headless.push(pattern);
    else if (byHead.has(head)) byHead.get(head)!.push(pattern);
    else byHead.set(head, [pattern]);
  }
  const index = { literals, byHead, headless };
  INDEXES.set(union, index);
  return index;
}

function headOf(text: string): string | undefined {
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : text.slice(0, colon);
}

/** The patterns of a union that may have a text in common with a pattern, and perhaps others. */
export function nearIn(union: Union, { prefix }: TextPattern): Union {
  const head = headOf(prefix);
  if (union.length < 4 || head === undefined) return union;
  const { byHead, headless } = indexOf(union);
  return [...(byHead.get(head) ?? []), ...headless];
}

/** Whether a text is in a union: possibly, or surely. */
export function isIn(union: Union, text: string, reading: Reading): boolean {
  const counts = (pattern: TextPattern) => reading === "possible" || (pattern.exact && !pattern.open);
  if (union.length < 4) return union.some((pattern) => counts(pattern) && accepts(pattern, text));
  const { literals, byHead, headless } = indexOf(union);
  const literal = literals.get(text);
  if (literal !== undefined && counts(literal)) return true;
  const near = byHead.get(headOf(text) ?? "");
  const isWildcard = (pattern: TextPattern) =>
    pattern.literal === undefined && counts(pattern) && accepts(pattern, text);
  return headless.some(isWildcard) || near?.some(isWildcard) === true;
}

/** Whether a text is kept out: in the reading of what is possible, only if it surely is, or by the very pattern that has it. */
function isOutside({ outside, reading }: TextQuestion, text: string, chosen: readonly TextPattern[] = []): boolean {
  const other = reading === "possible" ? "sure" : "possible";
  return outside.some(
    (union) =>
      isIn(union, text, other) ||
      (chosen.some(({ exact }) => !exact) && union.some(({ key }) => chosen.some((pattern) => pattern.key === key))),
  );
}

/** A text that all of some patterns take, and none of those outside; each of the patterns has more than one. */
function findInAll(chosen: readonly TextPattern[], { outside, reading, budget }: TextQuestion) {
  const [first] = chosen;
  const near: TextPattern[] = [];
  const texts: string[] = [];
  for (const union of outside) {
    for (const pattern of first === undefined ? union : nearIn(union, first)) {
      if (!chosen.every((other) => mayMeet(pattern, other))) continue;
      budget.spend(1 + pattern.tokens.length / 32);
      if (chosen.some((other) => covers(pattern, other))) return undefined;
      if (reading === "possible" && !pattern.exact) continue;
      if (pattern.literal === undefined) near.push(pattern);
      else if (chosen.every((other) => accepts(other, pattern.literal!))) texts.push(pattern.literal);
    }
  }
  // What stands at a variable is the same on both sides where one pattern is read with the variable as a sign of its own; the
  // others may read that sign in any way.
  const hosts = reading === "possible" ? chosen.filter(({ open }) => open) : [];
  if (hosts.length === 0) return product(chosen, near, texts, reading, undefined, budget);
  const open = hosts.every((host) => product(chosen, near, texts, reading, host, budget) !== undefined);
  return open ? OPEN : undefined;
}

/** One automaton: its states are sets of places, a bit each. */
interface Automaton {
  readonly last: bigint;
  readonly start: bigint;
  /** By symbol: the places that go on to the next with it, and those that stay. */
  readonly steps: readonly { readonly next: bigint; readonly stay: bigint }[];
  readonly repeated: bigint;
  /** A place from which whatever follows is taken. */
  readonly all: bigint;
  /** The places of `*`, the last first: whoever is at one need not be anywhere before it. */
  readonly stars: readonly bigint[];
}

/** How an automaton reads a variable: as one sign, as any text, or as no text that it knows. */
type VariableReading = "sign" | "any";

function automatonOf({ tokens }: TextPattern, symbols: readonly string[], variables: VariableReading): Automaton {
  const isMany = (token: Token) => (token.variable === undefined ? token.many : variables === "any");
  const takes = (token: Token, symbol: string) => {
    if (symbol.length > 1) {
      if (token.variable !== undefined) return variables === "any" || token.variable === symbol;
      return variables === "sign" && token.many && token.characters === ANY;
    }
    return token.variable === undefined ? token.characters.has(symbol) : variables === "any";
  };
  let repeated = 0n;
  const steps = symbols.map(() => ({ next: 0n, stay: 0n }));
  tokens.forEach((token, place) => {
    const bit = 1n << BigInt(place);
    if (isMany(token)) repeated |= bit;
    symbols.forEach((symbol, index) => {
      if (!takes(token, symbol)) return;
      if (isMany(token)) steps[index]!.stay |= bit;
      else steps[index]!.next |= bit;
    });
  });
  const final = tokens.at(-1);
  const takesAll = final !== undefined && final.variable === undefined && final.many && final.characters === ANY;
  const last = 1n << BigInt(tokens.length);
  const stars = tokens
    .flatMap((token, place) =>
      (token.variable === undefined && token.many && token.characters === ANY) ||
      (token.variable !== undefined && variables === "any")
        ? [1n << BigInt(place)]
        : [],
    )
    .reverse();
  const automaton = { last, start: 1n, steps, repeated, all: takesAll ? last >> 1n : 0n, stars };
  return { ...automaton, start: entered(1n, automaton) };
}

/** Places with those that are come to without a character, and without those that add nothing. */
function entered(places: bigint, { repeated, stars }: Automaton): bigint {
  let all = places;
  for (;;) {
    const more = all | ((all & repeated) << 1n);
    if (more === all) break;
    all = more;
  }
  for (const star of stars) if ((all & star) !== 0n) return all & ~(star - 1n);
  return all;
}

interface State {
  readonly inside: readonly bigint[];
  readonly outside: readonly bigint[];
  /** The texts outside that begin like what was read, as a node of their tree. */
  readonly texts: TextTree | undefined;
  readonly before: State | undefined;
  readonly symbol: string;
}

interface TextTree {
  readonly id: number;
  end: boolean;
  readonly branches: Map<string, TextTree>;
}

function treeOf(texts: readonly string[]): TextTree | undefined {
  if (texts.length === 0) return undefined;
  let count = 0;
  const node = (): TextTree => ({ id: count++, end: false, branches: new Map() });
  const root = node();
  for (const text of texts) {
    let at = root;
    for (const each of text.split("")) {
      if (!at.branches.has(each)) at.branches.set(each, node());
      at = at.branches.get(each)!;
    }
    at.end = true;
  }
  return root;
}

function product(
  chosen: Union,
  near: Union,
  texts: readonly string[],
  reading: Reading,
  host: TextPattern | undefined,
  budget: Budget,
): string | undefined {
  const sets: Characters[] = [];
  const variables = new Set<string>();
  for (const { tokens } of [...chosen, ...near])
    for (const token of tokens) if (token.variable === undefined) sets.push(token.characters);
  for (const token of host?.tokens ?? []) if (token.variable !== undefined) variables.add(token.variable);
  const symbols = [...alphabetOf(sets, texts), ...variables];
  const inside = chosen.map((pattern) => automatonOf(pattern, symbols, pattern === host ? "sign" : "any"));
  const outside = near.map((pattern) => automatonOf(pattern, symbols, reading === "possible" ? "sign" : "any"));
  const hostIndex = host === undefined ? -1 : chosen.indexOf(host);
  // The host's own wildcards stand for text alone.
  if (hostIndex >= 0) forgetSigns(inside[hostIndex]!, host!, symbols);
  const distinct = distinctSymbols(symbols, [...inside, ...outside], new Set(texts.join("")));

  const start: State = {
    inside: inside.map((automaton) => automaton.start),
    outside: outside.map((automaton) => automaton.start),
    texts: treeOf(texts),
    before: undefined,
    symbol: "",
  };
  // Sets of places are numbers, whose size is that of the patterns.
  const size = [...chosen, ...near].reduce((sum, { tokens }) => sum + 1 + (tokens.length / 64) ** 2, 1);
  budget.spend((size * symbols.length) / 4);
  const seen = new Set<string>();
  let row: State[] = [start];
  while (row.length > 0) {
    const following: State[] = [];
    for (const state of row) {
      if (
        state.inside.every((places, index) => (places & inside[index]!.last) !== 0n) &&
        state.outside.every((places, index) => (places & outside[index]!.last) === 0n) &&
        state.texts?.end !== true
      )
        return textOf(state);
      for (const index of distinct) {
        budget.spend(size);
        const next = after(state, index, symbols[index]!, inside, outside);
        if (next === undefined) continue;
        const key = `${next.inside.join()};${next.outside.join()};${next.texts?.id}`;
        if (seen.has(key)) continue;
        seen.add(key);
        following.push(next);
      }
    }
    row = following;
  }
  return undefined;
}

/** The state after a symbol; nothing where no text is left that answers the question. */
function after(
  state: State,
  index: number,
  symbol: string,
  inside: readonly Automaton[],
  outside: readonly Automaton[],
): State | undefined {
  const moved: bigint[] = [];
  for (let each = 0; each < inside.length; each++) {
    const automaton = inside[each]!;
    const places = state.inside[each]!;
    const { next, stay } = automaton.steps[index]!;
    // A variable's text, of which nothing is known, may lead to any later place.
    const to =
      symbol.length > 1 && next === 0n ? anyAfter(places, automaton) : ((places & next) << 1n) | (places & stay);
    if (to === 0n) return undefined;
    moved.push(entered(to, automaton));
  }
  const without: bigint[] = [];
  for (let each = 0; each < outside.length; each++) {
    const automaton = outside[each]!;
    const { next, stay } = automaton.steps[index]!;
    const places = state.outside[each]!;
    if (places === 0n) {
      without.push(0n);
      continue;
    }
    const to = entered(((places & next) << 1n) | (places & stay), automaton);
    if ((to & automaton.all) !== 0n) return undefined;
    without.push(to);
  }
  return { inside: moved, outside: without, texts: state.texts?.branches.get(symbol), before: state, symbol };
}

function anyAfter(places: bigint, { last }: Automaton): bigint {
  const least = places & -places;
  return ((last << 1n) - 1n) & ~(least - 1n);
}

function forgetSigns(automaton: Automaton, { tokens }: TextPattern, symbols: readonly string[]): void {
  const steps = automaton.steps as { next: bigint; stay: bigint }[];
  (automaton.stars as bigint[]).length = 0;
  symbols.forEach((symbol, index) => {
    if (symbol.length === 1) return;
    let next = 0n;
    tokens.forEach((token, place) => {
      if (token.variable === symbol) next |= 1n << BigInt(place);
    });
    steps[index] = { next, stay: 0n };
  });
}

/** One of the symbols that all automata treat alike; those of single texts stand for themselves. */
function distinctSymbols(
  symbols: readonly string[],
  automata: readonly Automaton[],
  kept: ReadonlySet<string>,
): number[] {
  const seen = new Set<string>();
  return symbols.flatMap((symbol, index) => {
    const key = kept.has(symbol)
      ? symbol
      : automata.map(({ steps }) => `${steps[index]!.next}/${steps[index]!.stay}`).join();
    if (seen.has(`${symbol.length > 1} ${key}`)) return [];
    seen.add(`${symbol.length > 1} ${key}`);
    return [index];
  });
}

function textOf(state: State): string {
  let text = "";
  for (let at: State | undefined = state; at !== undefined; at = at.before) text = at.symbol + text;
  return text;
}
