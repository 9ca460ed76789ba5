import { fault, type Issue, RolewrightError, show } from "../errors.js";
import { policyFaults } from "../policy/compare/policy-faults.js";
import { isMap } from "../policy/lists.js";
import type { PseudoParameters } from "../policy/read/intrinsics.js";
import { type FoundPolicy, policiesIn } from "../policy/read/read-policies.js";
import { inFile } from "./in-file.js";
import type { Io } from "./io.js";
import { readDocument } from "./read-document.js";

/** The policy documents in a file, of which there is one at least; what is no policy document is refused. */
export async function readPoliciesIn(
  file: string,
  io: Pick<Io, "stdin">,
  pseudo: PseudoParameters = {},
): Promise<readonly (FoundPolicy & { readonly document: object })[]> {
  const { policies, syntaxError, duplicates } = policiesIn(await readDocument(file, io), pseudo);
  const refused = (message: string) => fault("INVALID_SYNTAX", [], `${show(file)} ${message}`);
  if (syntaxError !== undefined)
    throw refused(`is no JSON. Line ${syntaxError.line}, column ${syntaxError.column}: ${syntaxError.message}`);
  const [twice] = duplicates;
  if (twice !== undefined)
    throw refused(`has the key ${show(twice.path.at(-1))} twice, in line ${twice.line}, column ${twice.column}.`);
  if (policies.length === 0) throw refused("holds no policy document.");
  const issues = policies.flatMap(({ document, path, positionOf }): Issue[] =>
    policyFaults(document).map((issue) => ({ ...issue, path: [...path, ...issue.path], ...positionOf(issue.path) })),
  );
  return inFile(file, () => {
    if (issues.length > 0) throw new RolewrightError(issues);
    return policies.flatMap((found) => (isMap(found.document) ? [{ ...found, document: found.document }] : []));
  });
}
