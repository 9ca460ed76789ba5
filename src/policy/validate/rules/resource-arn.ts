import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { matches, pattern } from "../../../wildcard/pattern.js";
import { arnParts } from "../../arn-parts.js";
import { completedArn } from "../../resource-pattern.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { checkPartition } from "./partition.js";
import { checkVariables } from "./variables.js";

const RESOURCES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
const ARNS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";

export const RESOURCE_CODES = {
  INVALID_ARN_PREFIX: ["error", "A resource is neither * nor an ARN."],
  MISSING_ARN_FIELD: ["error", "An ARN has too few parts, or its service is empty."],
  UNSUPPORTED_WILDCARD_IN_ARN_SERVICE: ["error", "The service in an ARN has a wildcard.", RESOURCES],
  INVALID_ARN_SERVICE_CASE: ["error", "The service in an ARN is in lower case."],
  INVALID_ARN_ACCOUNT: ["error", "The account in an ARN has 12 digits."],
  ARN_REGION_NOT_ALLOWED: ["error", "ARNs of IAM, and of S3's buckets and objects, have no region."],
  INVALID_ARN_RESOURCE: ["error", "The resource in an ARN does not have the form that its service asks for."],
  INCOMPLETE_ARN: ["warning", "An ARN ends early and covers all that begins like it.", ARNS],
  RESOURCE_MATCHES_NOTHING: ["warning", "A pattern that no ARN can match.", RESOURCES],
  RESOURCE_MATCHES_EVERYTHING: [
    "warning",
    "A pattern that every ARN matches, and that is not written as *.",
    RESOURCES,
  ],
} as const satisfies FindingCodes;

/**
 * A resource in the policy of an API: API Gateway completes it with the API's own ARN when the policy is saved.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
const OF_AN_API = /^execute-api:\//;

export function checkResource(report: Report, text: string, path: JsonPath): void {
  if (text === "*" || (report.kind === "resource" && OF_AN_API.test(text))) return;
  if (text === "") {
    report.add(RESOURCE_CODES, "INVALID_ARN_PREFIX", path, 'A resource is "*" or an ARN; given an empty string.');
    return;
  }
  checkVariables(report, text, path);
  if (text.startsWith("arn:") || text === "arn") checkArn(report, text, path);
  else checkPattern(report, text, path);
}

/** Checks what does not begin as an ARN does. */
function checkPattern(report: Report, text: string, path: JsonPath): void {
  const parts = arnParts(text);
  const [first = ""] = parts;
  if (!/^(?:\*|\$\{)/.test(text) && !matches(pattern(first), "arn")) {
    report.add(RESOURCE_CODES, "INVALID_ARN_PREFIX", path, `A resource is "*" or an ARN; given ${show(text)}.`);
  } else if (matchesEveryArn(parts)) {
    report.add(RESOURCE_CODES, "RESOURCE_MATCHES_EVERYTHING", path, `${show(text)} covers everything. Write "*".`);
  } else if (matchesNoArn(parts)) {
    report.add(
      RESOURCE_CODES,
      "RESOURCE_MATCHES_NOTHING",
      path,
      `No ARN matches ${show(text)}: it has six parts, arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, and a wildcard reaches over a colon only at the end of its part.`,
    );
  }
}

/** Whether a pattern is `*` in other words. */
function matchesEveryArn([first = "", ...others]: readonly string[]): boolean {
  return first.endsWith("*") && matches(pattern(first), "arn") && others.every((part) => /^\*+$/.test(part));
}

/**
 * Whether a pattern can match no ARN, because its first part cannot be `arn`, or because it has too few parts and no wildcard
 * that reaches over a colon: only one that ends a part does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function matchesNoArn(parts: readonly string[]): boolean {
  const [first = ""] = parts;
  const variable = /^\$\{([^}]*)\}/.exec(first)?.[1];
  if (variable !== undefined) return NO_ARNS.test(variable);
  if (!first.includes("${") && !matches(pattern(first), "arn")) return true;
  return parts.length < 6 && !parts.some((part) => part.endsWith("*") || part.includes("${"));
}

/** Policy variables whose values never begin as an ARN does. */
const NO_ARNS =
  /^aws:(?:username|userid|principaltype|principalaccount|principalorgid|resourceaccount|resourceorgid|sourceaccount|sourceip|sourceorgid|sourcevpce?|requestedregion|currenttime|epochtime|tokenissuetime)$/i;

function checkArn(report: Report, text: string, path: JsonPath): void {
  const given = arnParts(text);
  if (given.length > 2 && !/[*?$]/.test(given[1]!)) checkPartition(report, given[1]!, text, path);
  // IAM: "Resource vendor must be fully qualified and cannot contain regexes."
  if (given.length < 3 || given[2] === "" || !isWhole(report, given)) {
    report.add(
      RESOURCE_CODES,
      "MISSING_ARN_FIELD",
      path,
      `An ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; given ${show(text)}.`,
    );
    return;
  }
  const whole = given.length < 6 ? completedArn(text) : text;
  // What ends with a wildcard says itself that it covers what follows.
  if (whole !== text && !text.endsWith("*"))
    report.add(
      RESOURCE_CODES,
      "INCOMPLETE_ARN",
      path,
      `${show(text)} covers ${show(whole)}. Write that if it is meant.`,
    );
  const [, , service = "", region = "", account = "", resource = ""] = arnParts(whole);
  checkService(report, service, path);
  // IAM: "Resource … can not contain region information", be it a wildcard: https://github.com/aws/aws-cdk/issues/22445 and
  // https://github.com/JetBrains/kotless/issues/2. An ARN that it completes itself may have one.
  const hasRegion = region !== "" && (given.length >= 6 || !/^[*?]+$/.test(region));
  if (hasRegion && service === "iam")
    report.add(RESOURCE_CODES, "ARN_REGION_NOT_ALLOWED", path, `ARNs of IAM have no region; given ${show(text)}.`);
  if (hasRegion && service === "s3" && (account === "" || !mayHaveRegion(resource)))
    report.add(
      RESOURCE_CODES,
      "ARN_REGION_NOT_ALLOWED",
      path,
      `ARNs of S3's buckets and objects have no region, as in arn:aws:s3:::BUCKET; given ${show(text)}.`,
    );
  if (service === "iam" && !IAM_RESOURCE.test(resource))
    report.add(
      RESOURCE_CODES,
      "INVALID_ARN_RESOURCE",
      path,
      `A resource of IAM is "*", root, or begins with its whole type, such as role/; given ${show(text)}.`,
    );
  if (/^\d+$/.test(account) && account.length !== 12)
    report.add(RESOURCE_CODES, "INVALID_ARN_ACCOUNT", path, `An account ID has 12 digits; given ${show(account)}.`);
}

/**
 * Whether an ARN has all its parts, or is one that IAM completes: only in the policies of identities, and not after an empty
 * part. In other policies, it must end with a wildcard.
 */
function isWhole(report: Report, parts: readonly string[]): boolean {
  if (parts.length >= 6) return true;
  return report.isOfIdentity ? !parts.includes("") : parts.at(-1)!.endsWith("*");
}

/** S3's resources that live in a region. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const S3_WITH_REGION = ["accesspoint", "access-grants", "job", "storage-lens", "storage-lens-group", "async-request"];

/** Whether a resource of S3 is, or by its wildcards may be, of a type that lives in a region. */
function mayHaveRegion(resource: string): boolean {
  const [type = ""] = resource.split("/", 1);
  const wildcard = type.search(/[*?$]/);
  return wildcard < 0
    ? S3_WITH_REGION.includes(type)
    : S3_WITH_REGION.some((each) => each.startsWith(type.slice(0, wildcard)));
}

function checkService(report: Report, service: string, path: JsonPath): void {
  if (service.includes("$")) return;
  if (/[*?]/.test(service))
    report.add(
      RESOURCE_CODES,
      "UNSUPPORTED_WILDCARD_IN_ARN_SERVICE",
      path,
      `The service in an ARN is written in full; given ${show(service)}. For resources of every service, write "*".`,
    );
  else if (/[A-Z]/.test(service))
    report.add(
      RESOURCE_CODES,
      "INVALID_ARN_SERVICE_CASE",
      path,
      `The service in an ARN is in lower case; given ${show(service)}.`,
    );
}

/**
 * IAM: 'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, …'. The types that its
 * message does not name are those of the newer kinds in the service authorization reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const IAM_RESOURCE =
  /^(?:\*+$|root$|\$|(?:user|federated-user|role|group|instance-profile|mfa|sms-mfa|u2f|server-certificate|policy|saml-provider|oidc-provider|report|access-report|assumed-role|contextProvider|delegation-request)\/|outbound-web-identity-federation\b)/;
