import { frozen } from "../frozen.js";

/**
 * Sizes that AWS accepts, in characters without white space unless said otherwise.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const QUOTAS = /* @__PURE__ */ frozen({
  /** A role's trust policy, as accounts start out. */
  trustPolicyDefault: 2048,
  /** A role's trust policy, with the quota raised as far as it goes (L-C07B4B0D). */
  trustPolicyMost: 8192,
  /** All inline policies of a role together. */
  roleInlinePolicies: 10_240,
  /** All inline policies of a user together. */
  userInlinePolicies: 2048,
  /** The text of any policy, white space and all, that IAM's API takes. */
  policyText: 131_072,
  /** One customer managed policy. */
  managedPolicy: 6144,
  /** Managed policies attached to one role, as accounts start out. */
  managedPoliciesDefault: 10,
  /** `ManagedPolicyArns` of one role in a template. */
  managedPoliciesInTemplate: 20,
  /** The body of a template in a request, in bytes of UTF-8. */
  templateBodyBytes: 51_200,
  /** Organizational units in one call of `CreateStackInstances`. */
  organizationalUnitsInCall: 50,
} as const);
