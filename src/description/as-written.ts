import type { Issue } from "../errors.js";

/**
 * Faults whose messages show what was given as its text has it: `012345678901`, where the value is the number 12345678901.
 *
 * The faults are found once more with a symbol in place of each such value, which messages show as its description; what is
 * wrong, and where, is told by the values themselves.
 *
 * @param input The data that the issues are of.
 * @param faultsIn What found the issues.
 */
export function asWritten(
  issues: readonly Issue[],
  input: unknown,
  writtenAt: (path: Issue["path"]) => string | undefined,
  faultsIn: (input: unknown) => readonly Issue[],
): Issue[] {
  const copy: unknown = structuredClone(input);
  const replaced = new Set<string>();
  for (const { path } of issues) {
    const text = writtenAt(path);
    if (text !== undefined && replace(copy, path, Symbol(text))) replaced.add(JSON.stringify(path));
  }
  if (replaced.size === 0) return [...issues];
  const messages = new Map(faultsIn(copy).map(({ path, message }) => [JSON.stringify(path), message]));
  return issues.map((issue) => {
    const path = JSON.stringify(issue.path);
    return replaced.has(path) ? { ...issue, message: messages.get(path) ?? issue.message } : issue;
  });
}

/** Puts a value at a path of data; says whether there is one already. */
function replace(data: unknown, path: Issue["path"], value: symbol): boolean {
  let holder = data;
  for (const [index, step] of path.entries()) {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step)) return false;
    const map = holder as Record<string | number, unknown>;
    if (index === path.length - 1) Object.defineProperty(map, step, { value, enumerable: true });
    holder = map[step];
  }
  return path.length > 0;
}
