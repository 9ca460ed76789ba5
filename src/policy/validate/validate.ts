import type { JsonPath } from "../../json/types.js";
import { isMap, listOf, statementsOf } from "../lists.js";
import { type FoundPolicy, readPolicies } from "../read/read-policies.js";
import type { PolicyKind } from "../types.js";
import { type Finding, listed } from "./codes.js";
import { checkDocument } from "./rules/document.js";
import { keysTwice, noJson } from "./rules/json.js";

/** What was found in one document. */
export interface Validation {
  readonly kind: PolicyKind;
  /** Whether the kind was guessed from the document. */
  readonly guessed: boolean;
  /** Where the document stands in what was read. */
  readonly path: JsonPath;
  /** False if a finding is an error: IAM would refuse the document. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Checks policy documents against IAM's grammar and rules, and against good practice.
 *
 * @param input JSON text or a value, as `readPolicies` takes it: a document, the output of the AWS CLI, a template.
 * @param options `kind`: what the documents are attached to. Without it, what they stand in says it, or else their elements.
 * @returns One result a document, at least one. What IAM accepts has no error.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @example
 * const [result] = validatePolicies({ Version: "2012-10-17", Statement: [{ Action: "s3:*", Resource: "*" }] });
 * result.valid; // false
 * result.findings[0].code; // "MISSING_EFFECT"
 */
export function validatePolicies(input: unknown, { kind }: { readonly kind?: PolicyKind } = {}): Validation[] {
  const { policies, syntaxError, duplicates } = readPolicies(input);
  if (syntaxError !== undefined) {
    const findings = listed([noJson(syntaxError)]);
    return [{ kind: kind ?? "identity", guessed: kind === undefined, path: [], valid: false, findings }];
  }
  return policies.map((policy, index) => {
    const result = validateFound(policy, kind);
    const twice = index > 0 ? [] : listed(keysTwice(duplicates));
    return { ...result, valid: result.valid && twice.length === 0, findings: [...twice, ...result.findings] };
  });
}

/** Checks one document that was found. */
export function validateFound(policy: FoundPolicy, asked?: PolicyKind): Validation {
  const kind = asked ?? policy.kind ?? guessKind(policy.document);
  const findings = listed(checkDocument(policy.document, kind)).map((each) => {
    const position = policy.positionOf(each.path);
    if (position === undefined) return each;
    // Member by member: measured five times as fast as spreading, and there may be a million.
    const { code, severity, path, message, link } = each;
    return { code, severity, path, message, link, line: position.line, column: position.column };
  });
  return {
    kind,
    guessed: asked === undefined && policy.kind === undefined,
    path: policy.path,
    valid: !findings.some(({ severity }) => severity === "error"),
    findings,
  };
}

/** The kind that a document's elements suggest: a principal and an assume action, a principal, or neither. */
function guessKind(document: unknown): PolicyKind {
  const maps = statementsOf(document).filter(isMap);
  if (!maps.some((statement) => "Principal" in statement || "NotPrincipal" in statement)) return "identity";
  const about = maps.some((statement) => "Resource" in statement || "NotResource" in statement);
  const assumes = maps.some((statement) => listOf(statement["Action"]).some((action) => /^sts:/i.test(action)));
  return assumes || !about ? "trust" : "resource";
}
