import type { JsonPath } from "./types.js";

/**
 * What is said of places in a value, in the order in which its text would have them: a key by its position in its map, and what
 * is not there first in what lacks it. Of one place, the order stays.
 */
export function inOrderOfPlace<Said extends { readonly path: JsonPath }>(
  said: readonly Said[],
  value: unknown,
): Said[] {
  const positions = new Map<object, ReadonlyMap<string, number>>();
  const positionIn = (holder: unknown, step: string | number): number => {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step)) return -1;
    if (typeof step === "number" && Array.isArray(holder)) return step;
    let keys = positions.get(holder);
    if (keys === undefined) {
      keys = new Map(Object.keys(holder).map((key, index) => [key, index]));
      positions.set(holder, keys);
    }
    return keys.get(String(step)) ?? -1;
  };
  const placeOf = (path: JsonPath): number[] => {
    let holder = value;
    return path.map((step) => {
      const position = positionIn(holder, step);
      holder = position < 0 ? undefined : (holder as Record<string | number, unknown>)[step];
      return position;
    });
  };
  return said
    .map((each) => ({ each, place: placeOf(each.path) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ each }) => each);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}
