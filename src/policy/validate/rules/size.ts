import { QUOTAS } from "../../../aws/quotas.js";
import { show } from "../../../errors.js";
import { isUnknown } from "../../read/unknown.js";
import { type FindingCodes, GRAMMAR } from "../finding.js";
import type { Report } from "../report.js";
import { JSON_CODES } from "./json.js";

export const SIZE_CODES = {
  INVALID_CHARACTERS: ["error", "The document has characters that IAM does not store.", GRAMMAR],
  POLICY_SIZE_EXCEEDS_QUOTA: ["error", "The document is larger than IAM can be made to accept."],
  POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA: ["warning", "The document is larger than IAM accepts unless a quota is raised."],
} as const satisfies FindingCodes;

export function checkSize(report: Report, document: object): void {
  let text: string;
  try {
    text = knownText(document);
  } catch {
    report.add(JSON_CODES, "JSON_SYNTAX_ERROR", [], "The document cannot be written as JSON.");
    return;
  }
  const odd = /[^\t\n\r\u0020-\u00FF]/u.exec(text);
  if (odd !== null)
    report.add(SIZE_CODES, "INVALID_CHARACTERS", [], `IAM stores characters up to U+00FF; given ${show(odd[0])}.`);
  const [usual, most] = limits(report);
  if (text.length > most)
    report.add(
      SIZE_CODES,
      "POLICY_SIZE_EXCEEDS_QUOTA",
      [],
      `The document has ${text.length} characters without white space; IAM takes ${most} at the most.`,
    );
  else if (text.length > usual)
    report.add(
      SIZE_CODES,
      "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA",
      [],
      report.kind === "trust"
        ? `The document has ${text.length} characters without white space; IAM takes ${usual} unless the quota "Role trust policy length" is raised.`
        : `The document has ${text.length} characters without white space; a managed policy of your own takes ${QUOTAS.managedPolicy}, all inline policies of a role ${QUOTAS.roleInlinePolicies}.`,
    );
}

/** A document as JSON text, in which what only a deployment knows is as long as what is known of it. */
function knownText(document: object): string {
  return JSON.stringify(document, function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    const member = this[key];
    return isUnknown(member) ? member.known : value;
  });
}

function limits(report: Report): readonly [number, number] {
  if (report.kind === "trust") return [QUOTAS.trustPolicyDefault, QUOTAS.trustPolicyMost];
  if (report.kind === "managed") return [QUOTAS.managedPolicy, QUOTAS.managedPolicy];
  return [report.kind === "identity" ? QUOTAS.managedPolicy : QUOTAS.policyText, Number.POSITIVE_INFINITY];
}
