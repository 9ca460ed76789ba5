/**
 * The name that a text was likely meant to be; nothing if none is near. Letter case does not count. At most a third of the
 * letters may be wrong, and no more than four; two that have changed places are one.
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  if (text.length > 200) return undefined;
  const lower = text.toLowerCase();
  let least = Math.min(4, Math.max(1, Math.floor(text.length / 3))) + 1;
  let found: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - text.length) >= least) continue;
    const steps = distance(lower, name.toLowerCase(), least);
    if (steps >= least) continue;
    least = steps;
    found = name;
  }
  return found;
}

/** How many letters two texts differ in, if it is less than `most`: Damerau's distance with Levenshtein's table, row by row. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1);
      row.push(steps);
    }
    if (Math.min(...row, ...last) >= most) return most;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
