import type { JsonPath } from "../../json/types.js";
import type { PrincipalName } from "./callers.js";
import type { Union } from "./find-text.js";
import type { Values } from "./values.js";

/** Where an element stands: in which policy of its side, and where there. */
export interface Place {
  readonly side: "policy" | "limit";
  readonly policy: number;
  readonly path: JsonPath;
}

/** What a statement asks of one field of a request. */
export type Atom = { readonly id: number; readonly place: Place; readonly exact: boolean } & (
  | { readonly kind: "text"; readonly field: "action" | "resource"; readonly union: Union }
  | {
      readonly kind: "principal";
      readonly field: "principal";
      readonly names: readonly PrincipalName[];
      readonly excepts: boolean;
    }
  | KeyAtom
  | { readonly kind: "unclear"; readonly field: "unclear"; readonly why: string }
);

/** That a request has a value for a condition key which is among some values, or is not where `negated`; or lacks the key. */
export interface KeyCondition {
  readonly kind: "key";
  /** The condition key, in lower case. */
  readonly field: string;
  /** Whether it holds for a request without the key. */
  readonly absent: boolean;
  readonly negated: boolean;
  readonly values: Values;
}

type KeyAtom = KeyCondition & { readonly name: string };

/** An atom that must hold, or must not. */
export interface Literal {
  readonly atom: Atom;
  readonly holds: boolean;
}

export function opposite({ atom, holds }: Literal): Literal {
  return { atom, holds: !holds };
}

/** A statement: whoever meets all of its literals is allowed or denied by it. */
export interface Clause {
  /** `unclear` where it may do either. */
  readonly effect: "Allow" | "Deny" | "unclear";
  readonly literals: readonly Literal[];
  readonly place: Place;
}

/** Atoms by what they say, so that those that say the same are one. */
export interface Atoms {
  readonly intern: (key: string, make: (id: number) => Atom) => Atom;
  readonly all: () => Iterable<Atom>;
  /** The condition keys that are compared with set operators. */
  readonly compared: Set<string>;
}

export function atomTable(): Atoms {
  const known = new Map<string, Atom>();
  return {
    intern: (key, make) => {
      let atom = known.get(key);
      if (atom === undefined) {
        atom = make(known.size);
        known.set(key, atom);
      }
      return atom;
    },
    all: () => known.values(),
    compared: new Set(),
  };
}
