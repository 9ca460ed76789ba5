import { checkChoice, checkOptions, checkShape, type Shape } from "../../argument.js";
import type { Catalogue } from "../../catalogue/types.js";
import type { JsonPath } from "../../json/types.js";
import { isMap, listOf, statementsOf } from "../lists.js";
import { type FoundPolicy, policiesIn } from "../read/read-policies.js";
import { POLICY_KINDS, type PolicyKind } from "../types.js";
import { type Finding, listed } from "./codes.js";
import { MOST_FINDINGS } from "./report.js";
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
  /** The first thousand errors and the first thousand others, in the order of the document's parts. */
  readonly findings: readonly Finding[];
  /** How many more there are; absent if those are all. */
  readonly omitted?: number;
}

/**
 * Checks policy documents against IAM's grammar and rules, and against good practice.
 *
 * @param input JSON text or a value, as `readPolicies` takes it: a document, the output of the AWS CLI, a template.
 * @param options `kind`: what the documents are attached to. Without it, what they stand in says it, or else their elements.
 *   `catalogue`: what exists in AWS, as `import * as catalogue from "rolewright/catalogue"` has it. With it, names that do not
 *   exist, and resources and condition keys that the actions do not have, are warnings too.
 * @returns One result a document, at least one. What IAM accepts has no error.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @example
 * const [result] = validatePolicies({ Version: "2012-10-17", Statement: [{ Action: "s3:*", Resource: "*" }] });
 * result.valid; // false
 * result.findings[0].code; // "MISSING_EFFECT"
 */
export function validatePolicies(
  input: unknown,
  options: { readonly kind?: PolicyKind; readonly catalogue?: Catalogue } = {},
): Validation[] {
  checkOptions(["options"], ["kind", "catalogue"], options);
  const { kind, catalogue } = options;
  checkChoice(["options", "kind"], POLICY_KINDS, kind);
  if (catalogue !== undefined) checkShape(["options", "catalogue"], catalogue, CATALOGUE);
  const { policies, syntaxError, duplicates } = policiesIn(input);
  if (syntaxError !== undefined) {
    const findings = listed([noJson(syntaxError)]);
    return [{ kind: kind ?? "identity", guessed: kind === undefined, path: [], valid: false, findings }];
  }
  return policies.map((policy, index) => {
    const result = validateFound(policy, kind, catalogue);
    if (index > 0 || duplicates.length === 0) return result;
    const told = duplicates.slice(0, MOST_FINDINGS);
    const omitted = (result.omitted ?? 0) + duplicates.length - told.length;
    const findings = [...listed(keysTwice(told)), ...result.findings];
    return { ...result, valid: false, findings, ...(omitted > 0 && { omitted }) };
  });
}

const CATALOGUE: { readonly [Name in keyof Catalogue]: Shape } = {
  catalogueDate: "text",
  actionsMatching: "function",
  conditionKeysOf: "function",
  findAction: "function",
  findConditionKey: "function",
  isConditionKeyPrefix: "function",
  isGlobalConditionKey: "function",
  isService: "function",
  matchesAnyAction: "function",
  nearestAction: "function",
  nearestActionBeginning: "function",
  nearestConditionKey: "function",
  nearestService: "function",
  resourceTypesOf: "function",
};

/** Checks one document that was found. */
export function validateFound(policy: FoundPolicy, asked?: PolicyKind, catalogue?: Catalogue): Validation {
  const kind = asked ?? policy.kind ?? guessKind(policy.document);
  const report = checkDocument(policy.document, kind, catalogue);
  const findings = listed(report.findings).map((each) => {
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
    valid: !report.hasError,
    findings,
    ...(report.omitted > 0 && { omitted: report.omitted }),
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
