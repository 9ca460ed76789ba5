import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { fault, show } from "../errors.js";
import { reasonOf } from "./reason.js";

/**
 * The files that names stand for: a folder stands for the policy files in it and below, in order of their names. Links are
 * followed. What has the name of a policy file and cannot be read as one is a fault: nothing is passed over without a word.
 */
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
    const inside = (await filesBelow(name, new Set())).sort();
    if (inside.length === 0) throw fault("UNREADABLE", [], `${show(name)} has no .json, .yaml or .yml file.`);
    files.push(...inside);
  }
  return files;
}

/** @param above The folders that lead here, as they are without links. */
async function filesBelow(folder: string, above: ReadonlySet<string>): Promise<string[]> {
  const unreadable = (path: string) => (error: unknown) => {
    throw fault("UNREADABLE", [], `${show(path)} cannot be read: ${reasonOf(error)}.`);
  };
  const here = await realpath(folder).catch(unreadable(folder));
  if (above.has(here)) throw fault("UNREADABLE", [], `${show(folder)} cannot be read: its links lead in a circle.`);
  const entries = await readdir(folder, { withFileTypes: true }).catch(unreadable(folder));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const isPolicy = /\.(?:json|ya?ml)$/i.test(entry.name);
    if (entry.isSymbolicLink() && !isPolicy && !(await leadsToFolder(path))) continue;
    const found = entry.isSymbolicLink() ? await stat(path).catch(unreadable(path)) : entry;
    if (found.isDirectory()) {
      for (const file of await filesBelow(path, new Set([...above, here]))) files.push(file);
    } else if (isPolicy && !found.isFile())
      throw fault("UNREADABLE", [], `${show(path)} is no file, but a pipe, a socket or a device. Name it by itself.`);
    else if (isPolicy) files.push(path);
  }
  return files;
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path)
    .then((found) => found.isDirectory())
    .catch(() => false);
}
