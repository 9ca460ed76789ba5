import { fault, formatPath } from "../../errors.js";
import type { JsonPath } from "../../json/types.js";
import { isMap, statementsOf } from "../lists.js";
import { policiesIn } from "../read/read-policies.js";

/** Which of a case's policies a statement is of. */
export type PolicyRole =
  | "trustPolicy"
  | "resourcePolicy"
  | "identityPolicies"
  | "permissionsBoundary"
  | "sessionPolicies"
  | "serviceControlPolicies"
  | "resourceControlPolicies";

/** A statement that took part in a decision. */
export interface StatementReference {
  readonly policy: PolicyRole;
  /** Where the statement stands in the case. */
  readonly path: JsonPath;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
}

/** A statement of one of a case's policies, with the version of its document. */
export interface CaseStatement {
  readonly reference: StatementReference;
  readonly statement: Readonly<Record<string, unknown>>;
  readonly version: string;
}

/** The statements of one of a case's policies that allow or deny; `place` is where the policy stands in the case. */
export function statementsIn(policy: PolicyRole, given: unknown, place: JsonPath = [policy]): CaseStatement[] {
  if (Array.isArray(given)) return given.flatMap((each, index) => statementsIn(policy, each, [...place, index]));
  return documentsOf(given, place).flatMap(({ document, path }) => {
    const version = isMap(document) && document["Version"] === "2012-10-17" ? "2012-10-17" : "2008-10-17";
    const listed = isMap(document) && Array.isArray(document["Statement"]);
    return statementsOf(document).flatMap((statement, position): CaseStatement[] => {
      if (!isMap(statement)) return [];
      const { Sid, Effect } = statement;
      if (Effect !== "Allow" && Effect !== "Deny") return [];
      const reference: StatementReference = {
        policy,
        path: [...place, ...path, "Statement", ...(listed ? [position] : [])],
        ...(typeof Sid === "string" && { sid: Sid }),
        effect: Effect,
      };
      return [{ reference, statement, version }];
    });
  });
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
