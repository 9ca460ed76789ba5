import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { matchesIgnoringCase } from "../../wildcard.js";
import { type FindingCodes, GRAMMAR } from "../finding.js";
import type { Report } from "../report.js";

export const ACTION_CODES = {
  INVALID_ACTION: ["error", "An action is not of the form service:Name."],
  UNSUPPORTED_ACTION_IN_TRUST_POLICY: ["error", "An action that trust policies cannot grant."],
  UNUSUAL_ACTION: ["warning", "An action that matches nothing as it is written.", GRAMMAR],
} as const satisfies FindingCodes;

const TRUST_ACTIONS = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:TagSession",
  "sts:SetSourceIdentity",
  "sts:SetContext",
];

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
  if (vendor === undefined || name === undefined || !/^[A-Za-z0-9-]+$/.test(vendor)) {
    report.add(ACTION_CODES, "INVALID_ACTION", path, `An action is service:Name, or *; given ${show(action)}.`);
    return;
  }
  if (!/^[\w*?-]+$/.test(name)) {
    // AWS's own policies have a few actions with white space; IAM takes them, and they match nothing.
    if (/^[\w*?-]+$/.test(name.trim()))
      report.add(
        ACTION_CODES,
        "UNUSUAL_ACTION",
        path,
        `${show(action)} has white space, so that it matches no action. Remove it.`,
      );
    else
      report.add(
        ACTION_CODES,
        "INVALID_ACTION",
        path,
        `An action's name has letters, digits, * and ?; given ${show(action)}.`,
      );
    return;
  }
  if (report.kind === "trust" && !TRUST_ACTIONS.some((known) => matchesIgnoringCase(action, known)))
    report.add(
      ACTION_CODES,
      "UNSUPPORTED_ACTION_IN_TRUST_POLICY",
      path,
      `A trust policy grants ${TRUST_ACTIONS.join(", ")}; given ${show(action)}.`,
    );
}
