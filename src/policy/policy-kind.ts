/** What a policy is attached to: a role's trust policy, an identity's permissions, a resource's policy. */
export type PolicyKind = "trust" | "identity" | "resource";

export const POLICY_KINDS: readonly PolicyKind[] = ["trust", "identity", "resource"];
