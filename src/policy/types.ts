/** A value that JSON text can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** An object that JSON text can hold. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Who a statement of a trust policy is about. */
export interface Principal {
  readonly AWS?: string | readonly string[];
  readonly Federated?: string | readonly string[];
  readonly Service?: string | readonly string[];
}

/** Condition operators, each with its condition keys and the values allowed for them. */
export type ConditionBlock = { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };

/** A statement of a policy document. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

/**
 * An IAM policy document, as rolewright makes it: a plain object that `JSON.stringify` writes as IAM reads it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}
