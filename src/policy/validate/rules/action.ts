import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { matchesIgnoringCase } from "../../../wildcard/pattern.js";
import { TRUST_ACTIONS } from "../../trust-actions.js";
import { type FindingCodes, GRAMMAR } from "../finding.js";
import type { Report } from "../report.js";

export const ACTION_CODES = {
  INVALID_ACTION: ["error", "An action is not of the form service:Name."],
  UNSUPPORTED_ACTION_IN_TRUST_POLICY: ["error", "An action that trust policies cannot grant."],
  UNUSUAL_ACTION: ["warning", "An action that matches nothing as it is written.", GRAMMAR],
} as const satisfies FindingCodes;

const TRUST_ACTION_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  TRUST_ACTIONS.map((action) => action.toLowerCase()),
);

/** Whether a trust policy can grant an action: without a wildcard, it is looked up. */
function isTrustAction(action: string): boolean {
  return /[*?]/.test(action)
    ? TRUST_ACTIONS.some((known) => matchesIgnoringCase(action, known))
    : TRUST_ACTION_NAMES.has(action.toLowerCase());
}

const GRANTED = /* @__PURE__ */ TRUST_ACTIONS.join(", ");

export function checkAction(report: Report, action: string, path: JsonPath): void {
  if (/^\*+$/.test(action)) {
    if (report.kind === "trust")
      report.add(
        ACTION_CODES,
        "UNSUPPORTED_ACTION_IN_TRUST_POLICY",
        path,
        "A trust policy names actions of sts, such as sts:AssumeRole.",
      );
    return;
  }
  const [, vendor, name] = /^([^:]*):(.*)$/s.exec(action) ?? [];
  // IAM checks the prefix and that there is one colon, of the name almost nothing.
  if (
    vendor === undefined ||
    name === undefined ||
    !/^[A-Za-z0-9.-]+$/.test(vendor) ||
    name === "" ||
    name.includes(":")
  ) {
    report.add(ACTION_CODES, "INVALID_ACTION", path, `An action is service:Name, or *; given ${show(action)}.`);
    return;
  }
  if (report.kind === "trust" && !isTrustAction(action))
    report.add(
      ACTION_CODES,
      "UNSUPPORTED_ACTION_IN_TRUST_POLICY",
      path,
      `A trust policy grants ${GRANTED}; given ${show(action)}.`,
    );
  else if (vendor.includes("."))
    report.add(
      ACTION_CODES,
      "UNUSUAL_ACTION",
      path,
      `No service has a prefix with a dot, so ${show(action)} matches no action. Write the prefix alone, such as s3.`,
    );
  else if (!/^[\w*?-]+$/.test(name))
    report.add(
      ACTION_CODES,
      "UNUSUAL_ACTION",
      path,
      `${show(action)} matches no action: a name has letters and digits, with the wildcards * and ?.`,
    );
}
