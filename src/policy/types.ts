/** Who a statement of a trust policy is about. */
export type Principal = {
  readonly AWS?: string | readonly string[];
  readonly Federated?: string | readonly string[];
  readonly Service?: string | readonly string[];
};

/** Condition operators, each with its condition keys and the values allowed for them. */
export type ConditionBlock = { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };

/** A statement of a policy document. */
export type Statement = {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
};

/**
 * An IAM policy document, as rolewright makes it: a plain object that `JSON.stringify` writes as IAM reads it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export type PolicyDocument = {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
};

/** The elements of a document or of a statement as they were read, whatever they hold. */
export type Elements = Readonly<Record<string, unknown>>;

/**
 * What a policy is attached to: a role's trust policy, an identity's permissions, a resource's policy. A managed policy is one
 * of an identity, of which IAM asks more.
 */
export type PolicyKind = "trust" | "identity" | "managed" | "resource";

export const POLICY_KINDS: readonly PolicyKind[] = ["trust", "identity", "managed", "resource"];

/** The elements of a policy document and of its statements, in the order in which AWS's documentation writes them. */
export const DOCUMENT_ELEMENTS: readonly string[] = ["Version", "Id", "Statement"];

export const STATEMENT_ELEMENTS: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
