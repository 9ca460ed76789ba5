import { type Clause, type Literal, opposite } from "./atoms.js";
import type { Fields, FieldValue, World } from "./fields.js";

/**
 * The search for a request that meets some literals and none of some statements: the Davis-Putnam-Logemann-Loveland procedure (1962)
 * over the literals that a statement can fail by, with a decision procedure for each field of a request in place of truth values
 * (Nieuwenhuis, Oliveras, Tinelli, "Solving SAT and SAT Modulo Theories", 2006).
 */

/** A request that was found, by its fields, with the literals that they had to meet. */
export type Found = ReadonlyMap<string, FieldValue & { readonly literals: readonly Literal[] }>;

type State = ReadonlyMap<string, readonly Literal[]>;

/**
 * A request that meets all of some literals and none of some statements; nothing if there is none.
 *
 * @param used Is given the statements that the answer rests on.
 */
export function search(
  fields: Fields,
  { reading, budget }: World,
  given: readonly Literal[],
  statements: readonly Clause[],
  used: Set<Clause>,
): Found | undefined {
  const add = (state: State, literal: Literal): State | undefined => {
    const field = fields.fieldOf(literal);
    const before = state.get(field) ?? [];
    if (before.some(({ atom, holds }) => atom === literal.atom && holds === literal.holds)) return state;
    const after = [...before, literal];
    return fields.solve(field, after) === undefined ? undefined : new Map(state).set(field, after);
  };

  const step = (start: State, open: readonly Clause[]): State | undefined => {
    let state = start;
    let left = open;
    for (;;) {
      let fewest:
        | { readonly clause: Clause; readonly ways: readonly State[]; readonly by: readonly Literal[] }
        | undefined;
      const kept: Clause[] = [];
      let forced = false;
      for (const clause of left) {
        budget.spend(1);
        const [ways, by]: [State[], Literal[]] = [[], []];
        let fails = false;
        for (const literal of clause.literals) {
          const without = opposite(literal);
          const with_ = add(state, without);
          if (with_ === state || (with_ !== undefined && surelyFails(state, literal))) {
            fails = true;
            break;
          }
          if (with_ === undefined) continue;
          ways.push(with_);
          by.push(without);
        }
        if (fails) continue;
        if (ways.length === 0) {
          used.add(clause);
          return undefined;
        }
        if (ways.length === 1) {
          used.add(clause);
          state = ways[0]!;
          forced = true;
          continue;
        }
        kept.push(clause);
        if (fewest === undefined || ways.length < fewest.ways.length) fewest = { clause, ways, by };
      }
      left = kept;
      if (forced) continue;
      if (fewest === undefined) return state;
      const { clause, ways, by } = fewest;
      used.add(clause);
      const rest = left.filter((each) => each !== clause);
      let excluded: State | undefined;
      for (const [index, way] of ways.entries()) {
        // What was tried without success is not tried again: in doubt, both may hold.
        let from: State | undefined = way;
        if (reading === "possible" && excluded !== undefined) from = add(excluded, by[index]!);
        const found = from && step(from, rest);
        if (found !== undefined) return found;
        if (reading === "possible") {
          excluded = add(excluded ?? state, opposite(by[index]!));
          if (excluded === undefined) return undefined;
        }
      }
      return undefined;
    }
  };

  /** Whether a literal cannot hold, so that the statement fails by it. */
  const surelyFails = (state: State, literal: Literal): boolean =>
    (reading === "possible" || literal.atom.exact) && add(state, literal) === undefined;

  let state: State | undefined = new Map();
  for (const literal of given) {
    state = add(state, literal);
    if (state === undefined) return undefined;
  }
  const end = step(state, statements);
  if (end === undefined) return undefined;
  return new Map([...end].map(([field, literals]) => [field, { ...fields.solve(field, literals), literals }]));
}
