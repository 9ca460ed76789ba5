import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { arnParts } from "../../arn-parts.js";
import { matchesIgnoringCase } from "../../wildcard.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { checkPartition } from "./partition.js";
import { checkVariables } from "./variables.js";

export const RESOURCE_CODES = {
  INVALID_ARN_PREFIX: ["error", "A resource is neither * nor an ARN."],
  MISSING_ARN_FIELD: ["error", "An ARN has too few parts."],
  INVALID_ARN_SERVICE_CASE: ["error", "The service in an ARN is in lower case."],
  INVALID_ARN_ACCOUNT: ["error", "The account in an ARN has 12 digits."],
  ARN_REGION_NOT_ALLOWED: ["error", "ARNs of IAM have no region."],
  INVALID_ARN_RESOURCE: ["error", "The resource in an ARN does not have the form that its service asks for."],
} as const satisfies FindingCodes;

export function checkResource(report: Report, text: string, path: JsonPath): void {
  if (text === "*" || text === "") {
    if (text === "")
      report.add(RESOURCE_CODES, "INVALID_ARN_PREFIX", path, 'A resource is "*" or an ARN; given an empty string.');
    return;
  }
  checkVariables(report, text, path);
  if (text.startsWith("*") || text.startsWith("${")) return;
  const parts = arnParts(text);
  const [prefix = "", partition = "", service = "", region = "", account = "", resource = ""] = parts;
  if (prefix !== "arn") {
    if (matchesIgnoringCase(prefix, "arn")) return;
    report.add(RESOURCE_CODES, "INVALID_ARN_PREFIX", path, `A resource is "*" or an ARN; given ${show(text)}.`);
    return;
  }
  if (parts.length > 2 && !/[*?$]/.test(partition)) checkPartition(report, partition, text, path);
  if (parts.length < 6) {
    if (!text.endsWith("*"))
      report.add(
        RESOURCE_CODES,
        "MISSING_ARN_FIELD",
        path,
        `An ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; given ${show(text)}.`,
      );
    return;
  }
  if (/[A-Z]/.test(service) && !service.includes("$"))
    report.add(
      RESOURCE_CODES,
      "INVALID_ARN_SERVICE_CASE",
      path,
      `The service in an ARN is in lower case; given ${show(service)}.`,
    );
  if (service === "iam") {
    if (region !== "" && !/^[*?]+$/.test(region))
      report.add(RESOURCE_CODES, "ARN_REGION_NOT_ALLOWED", path, `ARNs of IAM have no region; given ${show(text)}.`);
    if (
      !/[*?$]/.test(resource.split("/")[0]!) &&
      !/^(?:root$|(?:role|user|group|policy|instance-profile|oidc-provider|saml-provider|server-certificate|mfa|sms-mfa|assumed-role|federated-user|access-report|contextProvider|u2f|delegation-request|outbound-web-identity-federation)\b)/.test(
        resource,
      )
    )
      report.add(
        RESOURCE_CODES,
        "INVALID_ARN_RESOURCE",
        path,
        `IAM has no ${show(resource.split("/")[0])} in ARNs; given ${show(text)}.`,
      );
  }
  if (account !== "" && account !== "aws" && /^\d+$/.test(account) && account.length !== 12)
    report.add(RESOURCE_CODES, "INVALID_ARN_ACCOUNT", path, `An account ID has 12 digits; given ${show(account)}.`);
}
