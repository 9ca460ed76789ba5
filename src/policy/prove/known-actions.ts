import type { KnownActions } from "./fields.js";
import type { Union } from "./find-text.js";
import { accepts, type TextPattern } from "./text-pattern.js";

/** The actions of a catalogue, with which of them are in a union. */
export function knownActions(actions: readonly string[]): KnownActions {
  const names = [...new Set(actions.map((action) => action.toLowerCase()))];
  const positions = new Map(names.map((name, index) => [name, index]));
  const byService = new Map<string, number[]>();
  names.forEach((name, index) => {
    const service = name.slice(0, name.indexOf(":"));
    if (byService.has(service)) byService.get(service)!.push(index);
    else byService.set(service, [index]);
  });
  const all = names.map((_, index) => index);
  const near = ({ prefix }: TextPattern) => {
    const colon = prefix.indexOf(":");
    return colon < 0 ? all : (byService.get(prefix.slice(0, colon)) ?? []);
  };
  const known = new WeakMap<Union, Uint8Array>();
  return {
    names,
    setOf: (union) => {
      const found = known.get(union);
      if (found !== undefined) return found;
      const set = new Uint8Array(names.length);
      for (const pattern of union) {
        if (pattern.literal !== undefined) {
          const index = positions.get(pattern.literal);
          if (index !== undefined) set[index] = 1;
        } else for (const index of near(pattern)) if (accepts(pattern, names[index]!)) set[index] = 1;
      }
      known.set(union, set);
      return set;
    },
  };
}
