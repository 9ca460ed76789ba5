import { frozen } from "../../frozen.js";
import type { RuleFinding } from "./finding.js";
import { ACTION_CODES } from "./rules/action.js";
import { CONDITION_CODES } from "./rules/condition.js";
import { DOCUMENT_CODES } from "./rules/document.js";
import { ELEMENT_CODES } from "./rules/elements.js";
import { JSON_CODES } from "./rules/json.js";
import { KNOWN_ACTION_CODES } from "./rules/known-action.js";
import { KNOWN_CONDITION_KEY_CODES } from "./rules/known-condition-key.js";
import { KNOWN_RESOURCE_CODES } from "./rules/known-resource.js";
import { SUBJECT_CODES } from "./rules/oidc-subject.js";
import { PARTITION_CODES } from "./rules/partition.js";
import { PRINCIPAL_CODES } from "./rules/principal.js";
import { RESOURCE_CODES } from "./rules/resource-arn.js";
import { SID_CODES } from "./rules/sid.js";
import { SIZE_CODES } from "./rules/size.js";
import { STATEMENT_CODES } from "./rules/statement.js";
import { STRING_CODES } from "./rules/strings.js";
import { TRUST_CODES } from "./rules/trust.js";
import { VARIABLE_CODES } from "./rules/variables.js";

/**
 * Every code of a finding, with its severity and what it means, by rule: each stands beside its rule. The names are those of
 * IAM Access Analyzer where it has one. The list is closed: a new code is a new minor version.
 */
export const FINDING_CODES = /* @__PURE__ */ (() =>
  frozen({
    ...JSON_CODES,
    ...STRING_CODES,
    ...ELEMENT_CODES,
    ...DOCUMENT_CODES,
    ...SID_CODES,
    ...STATEMENT_CODES,
    ...ACTION_CODES,
    ...RESOURCE_CODES,
    ...PARTITION_CODES,
    ...PRINCIPAL_CODES,
    ...TRUST_CODES,
    ...SUBJECT_CODES,
    ...CONDITION_CODES,
    ...VARIABLE_CODES,
    ...SIZE_CODES,
    ...KNOWN_ACTION_CODES,
    ...KNOWN_RESOURCE_CODES,
    ...KNOWN_CONDITION_KEY_CODES,
  }))();

/** A stable name for a kind of finding. */
export type FindingCode = keyof typeof FINDING_CODES;

/** What is to be said of one place in a policy document. */
export interface Finding extends RuleFinding {
  readonly code: FindingCode;
}

/** What the rules say, as findings: a test holds that every rule's codes are in the list. */
export function listed(findings: readonly RuleFinding[]): readonly Finding[] {
  return findings as readonly Finding[];
}
