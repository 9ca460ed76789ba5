import type { Catalogue } from "../../../catalogue/types.js";
import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { arnParts } from "../../arn-parts.js";
import { hasVariable } from "../../has-variable.js";
import { completedArn } from "../../resource-pattern.js";
import { canBeOf, resourcePattern } from "../catalogue/arn-overlap.js";
import { SHARED_PREFIXES } from "../catalogue/shared-prefixes.js";
import type { SureActions } from "../catalogue/statement-actions.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const KNOWN_RESOURCE_CODES = {
  UNSUPPORTED_RESOURCE_FOR_ACTION: ["warning", "A resource that none of the statement's actions is granted on."],
} as const satisfies FindingCodes;

/**
 * Checks that some action of a statement can be granted on a resource. Where it is unsure what is meant (a policy variable, a
 * pattern that does not begin as an ARN does), nothing is said.
 */
export function checkKnownResource(
  report: Report,
  catalogue: Catalogue,
  sure: () => SureActions | undefined,
  text: string,
  path: JsonPath,
): void {
  if (!text.startsWith("arn:") || hasVariable(text)) return;
  const actions = sure();
  if (actions === undefined || actions.contradictory) return;
  if (!report.looksUp(10)) return;
  const arn = completedArn(text);
  const given = resourcePattern(arn);
  for (const form of actions.arnForms) if (canBeOf(given, form)) return;
  if (namesNothing(arn, actions.withoutTypes)) return;
  const { texts } = actions;
  if (
    SHARED_PREFIXES.includes(given.service) &&
    texts.some((each) => each.toLowerCase().startsWith(`${given.service}:`))
  )
    return;
  const [first] = texts;
  const date = catalogue.catalogueDate;
  report.add(
    KNOWN_RESOURCE_CODES,
    "UNSUPPORTED_RESOURCE_FOR_ACTION",
    path,
    actions.arnForms.size > 0
      ? `${show(text)} is of no type that ${texts.length === 1 ? first : "an action of the statement"} takes, as AWS documented by ${date}: the statement says nothing of it.${expected(actions)}`
      : `${texts.length === 1 ? show(first) : "Each action of the statement"} takes "*" alone, as AWS documented by ${date}; given ${show(text)}.`,
  );
}

/**
 * Services whose actions without resource types are known to ask for all alone: those of EC2 for `*`, those of S3 for
 * `arn:aws:s3:::*`, in which a word before a slash is a bucket.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policy-structure.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
 */
const OF_ALL_ALONE = /^(?:ec2|s3)$/;

/**
 * Whether a pattern names no single resource of some services, but all, or all of a type: `arn:aws:s3:::*`,
 * `arn:aws:logs:*:*:log-group:*`. Of the actions that take no resource in AWS's reference, many are known to ask for such a
 * one (s3:ListAllMyBuckets; states:ListStateMachines, https://github.com/scribd/terraform-aws-datadog/pull/18), so that
 * nothing can be said of it.
 */
function namesNothing(arn: string, services: ReadonlySet<string>): boolean {
  const [, , service = "", , , resource = ""] = arnParts(arn);
  if (!services.has(service)) return false;
  return OF_ALL_ALONE.test(service) ? /^\*+$/.test(resource) : /^(?:[\w.-]+[:/])?[*:/]*\*[*:/]*$/.test(resource);
}

/** What a single action takes. */
function expected({ texts, arnForms }: SureActions): string {
  return texts.length === 1 && arnForms.size <= 3 ? ` It takes ${[...arnForms].join(", ")}.` : "";
}
