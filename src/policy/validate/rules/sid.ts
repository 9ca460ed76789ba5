import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { arnParts } from "../../arn-parts.js";
import { isMap, listOf } from "../../lists.js";
import { isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { STRING_CODES } from "./strings.js";

export const SID_CODES = {
  UNIQUE_SIDS_REQUIRED: ["error", "Two statements have the same Sid."],
  UNSUPPORTED_SID: ["error", "A Sid has other characters than letters and digits."],
  UNIQUE_SIDS_RECOMMENDED: ["suggestion", "An empty Sid, or one that two statements share, names no statement."],
} as const satisfies FindingCodes;

/**
 * Checks a statement's Sid.
 *
 * @param sids Those of the statements before, each with its position; this one is added.
 * @param mayRepeat Whether the service that the policy belongs to takes the same Sid twice.
 */
export function checkSid(
  report: Report,
  sid: unknown,
  path: JsonPath,
  sids: Map<string, number>,
  index: number,
  mayRepeat: boolean,
): void {
  if (sid === undefined || isUnknown(sid)) return;
  if (typeof sid !== "string") {
    report.add(STRING_CODES, "DATA_TYPE_MISMATCH", path, `Sid must be a string; given ${show(sid)}.`);
    return;
  }
  if (sid === "") {
    report.add(SID_CODES, "UNIQUE_SIDS_RECOMMENDED", path, "Sid is empty. Remove it, or name the statement.");
    return;
  }
  const first = sids.get(sid);
  if (first !== undefined) {
    const message = `Sid ${show(sid)} is that of statement ${first} already.`;
    if (mayRepeat) report.add(SID_CODES, "UNIQUE_SIDS_RECOMMENDED", path, message);
    else report.add(SID_CODES, "UNIQUE_SIDS_REQUIRED", path, message);
    return;
  }
  sids.set(sid, index);
  if (report.kind !== "resource" && !/^[A-Za-z0-9]+$/.test(sid))
    report.add(SID_CODES, "UNSUPPORTED_SID", path, `Sid must be letters and digits only; given ${show(sid)}.`);
}

/**
 * Whether a resource policy is one of a service that takes the same Sid twice. Its actions say which service that is, or else
 * its resources. SNS wants them unique; of others it is not known.
 *
 * https://github.com/aws-cloudformation/cfn-lint/issues/4014, https://github.com/getmoto/moto/issues/8933,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-special-information.html
 */
export function takesSidsTwice(statements: readonly unknown[]): boolean {
  const services = statements.filter(isMap).flatMap((statement) => {
    const ofActions = [...listOf(statement["Action"]), ...listOf(statement["NotAction"])].flatMap((action) =>
      action.includes(":") ? action.slice(0, action.indexOf(":")).toLowerCase() : [],
    );
    if (ofActions.length > 0) return ofActions;
    const resources = [...listOf(statement["Resource"]), ...listOf(statement["NotResource"])];
    return resources.flatMap((text) => arnParts(text)[2] ?? []);
  });
  return services.length > 0 && services.every((service) => service === "s3" || service === "ecr");
}
