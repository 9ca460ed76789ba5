import type { JsonPath } from "../../json/types.js";

/** How bad a finding is: only an error makes a document invalid. */
export type Severity = "error" | "security-warning" | "warning" | "suggestion";

const CHECKS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";
const GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

/**
 * Every code of a finding, with its severity and what it means. The names are those of IAM Access Analyzer where it has
 * one. The list is closed: a new code is a new minor version.
 */
export const FINDING_CODES = {
  JSON_SYNTAX_ERROR: ["error", "The text is no JSON, or holds no policy document."],
  DUPLICATE_KEY: ["error", "A map has the same key twice; readers keep one and drop the other without a word."],
  DATA_TYPE_MISMATCH: ["error", "A value has the wrong JSON type."],
  INVALID_POLICY_ELEMENT: ["error", "An element that policies do not have. Names of elements have letter case."],
  INVALID_VERSION: ["error", "Version is neither 2012-10-17 nor 2008-10-17."],
  MISSING_STATEMENT: ["error", "The document has no statement."],
  MISSING_EFFECT: ["error", "A statement has no Effect."],
  INVALID_EFFECT: ["error", "Effect is neither Allow nor Deny, in these letters."],
  MISSING_ACTION: ["error", "A statement has neither Action nor NotAction."],
  MISSING_RESOURCE: ["error", "A statement has neither Resource nor NotResource."],
  MISSING_PRINCIPAL: ["error", "A statement has neither Principal nor NotPrincipal."],
  UNSUPPORTED_ELEMENT_COMBINATION: [
    "error",
    "A statement has an element and its opposite, such as Action and NotAction.",
  ],
  UNSUPPORTED_PRINCIPAL: ["error", "The policies of identities have no principal."],
  UNSUPPORTED_RESOURCE: ["error", "Trust policies have no Resource: they are about the role that they belong to."],
  UNSUPPORTED_NOT_PRINCIPAL: ["error", "Trust policies do not take NotPrincipal."],
  UNIQUE_SIDS_REQUIRED: ["error", "Two statements have the same Sid."],
  UNSUPPORTED_SID: ["error", "A Sid has other characters than letters and digits."],
  INVALID_ACTION: ["error", "An action is not of the form service:Name."],
  UNSUPPORTED_ACTION_IN_TRUST_POLICY: ["error", "An action that trust policies cannot grant."],
  INVALID_ARN_PREFIX: ["error", "A resource is neither * nor an ARN."],
  MISSING_ARN_FIELD: ["error", "An ARN has too few parts."],
  INVALID_PARTITION: ["error", "An ARN names a partition that does not exist."],
  INVALID_ARN_SERVICE_CASE: ["error", "The service in an ARN is in lower case."],
  INVALID_ARN_ACCOUNT: ["error", "The account in an ARN has 12 digits."],
  ARN_REGION_NOT_ALLOWED: ["error", "ARNs of IAM have no region."],
  INVALID_ARN_RESOURCE: ["error", "The resource in an ARN does not have the form that its service asks for."],
  INVALID_PRINCIPAL_KEY: ["error", "A key of Principal is not AWS, Federated, Service or CanonicalUser."],
  INVALID_PRINCIPAL_FORMAT: ["error", "A principal does not have a form that IAM knows."],
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: ["error", "A principal may be *, but have no wildcard within."],
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: [
    "error",
    "A federated principal is no provider that IAM knows.",
  ],
  MISMATCHED_ACTION_FOR_PRINCIPAL: ["error", "The action and the kind of principal do not go together."],
  INVALID_CONDITION_OPERATOR: ["error", "A condition operator that does not exist."],
  NULL_WITH_IF_EXISTS: ["error", "Null has no IfExists: it asks itself whether a key is there."],
  INVALID_CONDITION_DATA_TYPE: ["error", "The value of a condition does not have the type that its operator compares."],
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: ["error", "A condition names one key twice, in different letters."],
  VARIABLE_UNSUPPORTED_IN_ELEMENT: ["error", "A policy variable where none is expanded."],
  INVALID_CHARACTERS: ["error", "The document has characters that IAM does not store."],
  POLICY_SIZE_EXCEEDS_QUOTA: ["error", "The document is larger than IAM can be made to accept."],
  PRINCIPAL_DELETED: ["warning", "A principal is a unique ID: the role or user behind it was deleted."],
  TRUST_POLICY_FOR_ANYONE: ["security-warning", "Anyone may assume the role, in any account."],
  ALLOW_WITH_NOT_PRINCIPAL: ["security-warning", "Allow with NotPrincipal grants to everyone else, in all accounts."],
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: ["security-warning", "ForAllValues is true when the key is absent."],
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: ["security-warning", "Any identity of the provider may assume the role."],
  POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA: ["warning", "The document is larger than IAM accepts unless a quota is raised."],
  MISSING_VERSION: ["warning", "Without a version, the one of 2008 holds, which has no policy variables."],
  VARIABLE_UNSUPPORTED_IN_VERSION: ["warning", "The version of 2008 takes a policy variable literally."],
  WILDCARD_WITHOUT_LIKE_OPERATOR: ["warning", "A wildcard under an operator that takes it literally."],
  UNUSUAL_LETTER_CASE: ["warning", "IAM reads it, other tools may not."],
  UNUSUAL_ACTION: ["warning", "An action that matches nothing as it is written."],
  UNKNOWN_CONDITION_KEY_FORMAT: ["warning", "A condition key without a colon is in no request."],
  RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: ["suggestion", "Nothing says on whose behalf the service may act."],
  EMPTY_LIST: ["suggestion", "An empty list matches nothing."],
  REDUNDANT_MEMBER: ["suggestion", "A list names the same member twice."],
  UNIQUE_SIDS_RECOMMENDED: ["suggestion", "An empty Sid says nothing."],
} as const satisfies Record<string, readonly [Severity, string]>;

/** A stable name for a kind of finding. */
export type FindingCode = keyof typeof FINDING_CODES;

/** What is to be said of one place in a policy document. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: JsonPath;
  readonly message: string;
  /** AWS's page on it. */
  readonly link: string;
  /** Where it stands in the text, from 1, if the document was read from text. */
  readonly line?: number;
  readonly column?: number;
}

const OWN: ReadonlySet<FindingCode> = new Set([
  "DUPLICATE_KEY",
  "INVALID_CHARACTERS",
  "EMPTY_LIST",
  "UNUSUAL_LETTER_CASE",
  "UNUSUAL_ACTION",
]);

/** A finding, with the severity and the link of its code. */
export function finding(code: FindingCode, path: JsonPath, message: string): Finding {
  return { code, severity: FINDING_CODES[code][0], path, message, link: OWN.has(code) ? GRAMMAR : CHECKS };
}
