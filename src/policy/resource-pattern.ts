import { arnParts } from "./arn-parts.js";

/**
 * An ARN that ends early, completed as IAM does it in an identity policy: each part that is missing of the six is `*`.
 * `arn:aws:sqs` is `arn:aws:sqs:*:*:*`. What does not begin with `arn:`, and what has six parts, is returned as it is. A
 * colon inside a policy variable parts nothing.
 *
 * IAM does so in identity policies only; what it then refuses (an empty service, `::`) is a matter of `validate`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function completedArn(text: string): string {
  if (!text.startsWith("arn:")) return text;
  const missing = 6 - arnParts(text).length;
  return missing > 0 ? `${text}${":*".repeat(missing)}` : text;
}
