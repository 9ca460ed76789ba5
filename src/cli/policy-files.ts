import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fault, show } from "../errors.js";

/** The files that names stand for: a folder stands for the policy files in it and below, in order of their names. */
export async function policyFiles(names: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    const isFolder =
      name !== "-" &&
      (await stat(name)
        .then((found) => found.isDirectory())
        .catch(() => false));
    if (!isFolder) {
      files.push(name);
      continue;
    }
    const inside = (await readdir(name, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.(?:json|ya?ml)$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (inside.length === 0) throw fault("UNREADABLE", [], `${show(name)} has no .json, .yaml or .yml file.`);
    files.push(...inside);
  }
  return files;
}
