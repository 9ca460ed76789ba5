import { distance } from "fastest-levenshtein";

/**
 * The name that a text was likely meant to be; nothing if none is near. Letter case does not count. At most a third of the
 * letters may differ, and no more than four.
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  if (text.length > 200) return undefined;
  const lower = text.toLowerCase();
  let least = Math.min(4, Math.max(1, Math.floor(text.length / 3))) + 1;
  let found: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - text.length) >= least) continue;
    const steps = distance(lower, name.toLowerCase());
    if (steps >= least) continue;
    least = steps;
    found = name;
  }
  return found;
}
