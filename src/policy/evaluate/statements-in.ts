import type { JsonPath } from "../../json/types.js";
import { isMap, statementsOf } from "../lists.js";

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

/** The statements of one document that allow or deny; `path` is where the document stands in the case. */
export function statementsInDocument(policy: PolicyRole, document: unknown, path: JsonPath): CaseStatement[] {
  const version = isMap(document) && document["Version"] === "2012-10-17" ? "2012-10-17" : "2008-10-17";
  const listed = isMap(document) && Array.isArray(document["Statement"]);
  return statementsOf(document).flatMap((statement, position): CaseStatement[] => {
    if (!isMap(statement)) return [];
    const { Sid, Effect } = statement;
    if (Effect !== "Allow" && Effect !== "Deny") return [];
    const reference: StatementReference = {
      policy,
      path: [...path, "Statement", ...(listed ? [position] : [])],
      ...(typeof Sid === "string" && { sid: Sid }),
      effect: Effect,
    };
    return [{ reference, statement, version }];
  });
}
