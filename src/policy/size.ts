import { refuseDeep } from "../json/levels.js";
import type { PolicyDocument } from "./types.js";

/** Whether a part of a policy is certainly shorter than a limit, without writing it out. */
export function isShorter(part: unknown, limit: number): boolean {
  return roughSize(part) < limit;
}

/** No less than the size: each character counted as if it had to be escaped. */
function roughSize(part: unknown): number {
  if (typeof part === "string") return 2 * part.length + 4;
  if (typeof part !== "object" || part === null) return 8;
  let size = 2;
  if (Array.isArray(part)) for (const member of part) size += roughSize(member) + 1;
  else for (const key in part) size += 2 * key.length + 4 + roughSize((part as Record<string, unknown>)[key]);
  return size;
}

/**
 * The size of a policy as IAM's quotas count it, in characters: white space between tokens is free. IAM does not say
 * whether it counts white space inside strings; it is counted here, so the true number is never higher.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policySize(document: PolicyDocument): number {
  refuseDeep(document);
  return JSON.stringify(document).length;
}
