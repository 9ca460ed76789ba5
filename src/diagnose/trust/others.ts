import { policyFaults } from "../../policy/compare/policy-faults.js";
import { isMap } from "../../policy/lists.js";
import { areOfOneKind, type Proof, prove } from "../../policy/prove/prove.js";
import type { Intent } from "../intent.js";

/**
 * Whether a trust policy lets in nobody but the described caller, in the described way, for every request that there can be; with a
 * request of somebody else's where it does not. Nothing for what is no trust policy.
 */
export type Others = Omit<Proof, "claim">;

export function othersIn(document: unknown, intent: Intent): Others | undefined {
  if (!isMap(document) || policyFaults(document).length > 0 || !areOfOneKind(document, intent.document))
    return undefined;
  const { claim: _claim, ...proof } = prove(document, { within: intent.document }, { resource: intent.roleArn });
  return proof;
}
