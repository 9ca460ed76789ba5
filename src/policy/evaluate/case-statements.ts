import { fault, formatPath } from "../../errors.js";
import type { JsonPath } from "../../json/types.js";
import { isMap } from "../lists.js";
import { policiesIn } from "../read/read-policies.js";
import { type CaseStatement, type PolicyRole, statementsInDocument } from "./statements-in.js";

/** The statements of one of a case's policies that allow or deny; `place` is where the policy stands in the case. */
export function statementsIn(policy: PolicyRole, given: unknown, place: JsonPath = [policy]): CaseStatement[] {
  if (Array.isArray(given)) return given.flatMap((each, index) => statementsIn(policy, each, [...place, index]));
  return documentsOf(given, place).flatMap(({ document, path }) =>
    statementsInDocument(policy, document, [...place, ...path]),
  );
}

function documentsOf(policy: unknown, place: JsonPath) {
  const { policies, syntaxError, duplicates } = policiesIn(policy);
  if (duplicates.length > 0)
    throw fault(
      "INVALID_SYNTAX",
      place,
      `has a key twice, and tools differ in which they take: ${formatPath(duplicates[0]!.path)}.`,
    );
  if (syntaxError === undefined && policies.every(({ document }) => isMap(document))) return policies;
  throw fault("INVALID_SYNTAX", place, `holds no policy document. ${syntaxError?.message ?? ""}`.trim());
}
