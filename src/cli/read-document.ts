import { fault, RolewrightError, show } from "../errors.js";
import { policyFaults } from "../policy/compare/policy-faults.js";
import { isMap } from "../policy/lists.js";
import { policiesIn } from "../policy/read/read-policies.js";
import { inFile } from "./in-file.js";
import type { Io } from "./io.js";
import { readFile } from "./read-file.js";

/**
 * A file of policies, to be given to `readPolicies`: JSON text as it is, with its lines and columns; YAML, which only
 * templates are written in, as the value that it is.
 */
export async function readDocument(file: string, io: Pick<Io, "stdin">): Promise<unknown> {
  const text = await readFile(file, io);
  if (/^[\s\uFEFF]*(?:[{["]|%7B|$)/i.test(text)) return text;
  const { parseText } = await import("../yaml/read.js");
  const value = await inFile(file, () => parseText(text, { template: true }));
  // Text that is neither: the faults of JSON say more.
  return typeof value === "object" ? value : text;
}

/** The one policy document in a file; what is no policy document is refused. */
export async function readOneDocument(file: string, io: Pick<Io, "stdin">): Promise<unknown> {
  const { policies, syntaxError, duplicates } = policiesIn(await readDocument(file, io));
  const refused = (message: string) => fault("INVALID_SYNTAX", [], `${show(file)} ${message}`);
  if (syntaxError !== undefined)
    throw refused(`is no JSON. Line ${syntaxError.line}, column ${syntaxError.column}: ${syntaxError.message}`);
  const [twice] = duplicates;
  if (twice !== undefined)
    throw refused(`has the key ${show(twice.path.at(-1))} twice, in line ${twice.line}, column ${twice.column}.`);
  if (policies.length !== 1) throw refused(`holds ${policies.length} policy documents; one is needed.`);
  const [found] = policies;
  if (found === undefined || !isMap(found.document)) throw refused("holds no policy document.");
  const { document, path: place, positionOf } = found;
  const issues = policyFaults(document).map((issue) => ({
    ...issue,
    path: [...place, ...issue.path],
    message: `${issue.message}${descriptionHint(document)}`,
    ...positionOf(issue.path),
  }));
  return inFile(file, () => {
    if (issues.length > 0) throw new RolewrightError(issues);
    return document;
  });
}

/** What to do with the description of an integration in place of a policy. */
function descriptionHint(document: Readonly<Record<string, unknown>>): string {
  return typeof document["mode"] === "string" && !Object.hasOwn(document, "Statement")
    ? " That is the description of an integration: rolewright policy prints the policies that it describes."
    : "";
}
