import type { PolicyDocument } from "./types.js";

/**
 * The size of a policy as IAM's quotas count it, in characters: white space between tokens is free. IAM does not say
 * whether it counts white space inside strings; it is counted here, so the true number is never higher.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
