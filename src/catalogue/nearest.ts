/**
 * The name that a text was likely meant to be; nothing if none is near. Letter case does not count. At most a third of the
 * letters may be wrong, and no more than four; two that have changed places are one.
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  if (text.length > 200) return undefined;
  const lower = text.toLowerCase();
  const rows = Array.from({ length: 3 }, () => new Uint8Array(text.length + 6));
  let least = Math.min(4, Math.max(1, Math.floor(text.length / 3))) + 1;
  let found: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - text.length) >= least) continue;
    const steps = distance(lower, name.toLowerCase(), least, rows);
    if (steps >= least) continue;
    least = steps;
    found = name;
  }
  return found;
}

/**
 * How many letters two texts differ in, or `most` if it is not less: Damerau's distance with Levenshtein's table, of which only
 * the places near the diagonal can count.
 */
function distance(a: string, b: string, most: number, rows: Uint8Array[]): number {
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) last[j] = Math.min(j, most);
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    row[from - 1] = from === 1 ? Math.min(i, most) : most;
    let smallest = row[from - 1]!;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let steps = last[j - 1]! + (same ? 0 : 1);
      if (row[j - 1]! + 1 < steps) steps = row[j - 1]! + 1;
      if (j < i + most && last[j]! + 1 < steps) steps = last[j]! + 1;
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped && before[j - 2]! + 1 < steps) steps = before[j - 2]! + 1;
      row[j] = steps;
      if (steps < smallest) smallest = steps;
    }
    if (smallest >= most) return most;
    [before, last, row] = [last, row, before];
  }
  return last[b.length]!;
}
