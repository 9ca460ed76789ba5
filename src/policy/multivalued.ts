import { MULTIVALUED_KEYS } from "../aws/multivalued-keys.js";

const BY_PREFIX = new Map<string, ReadonlySet<string>>();

/**
 * Whether a condition key is known to have several values in one request. What is not in AWS's reference, such as the claims
 * of identity providers, is not known to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function isMultivalued(key: string): boolean {
  const lower = key.toLowerCase();
  const prefix = lower.slice(0, Math.max(0, lower.indexOf(":")));
  if (!Object.hasOwn(MULTIVALUED_KEYS, prefix)) return false;
  let names = BY_PREFIX.get(prefix);
  if (names === undefined) {
    names = new Set(MULTIVALUED_KEYS[prefix]!.split(" "));
    BY_PREFIX.set(prefix, names);
  }
  const name = lower.slice(prefix.length + 1);
  return names.has(name) || names.has(name.replace(/\/.+$/, "/${}"));
}
