import { copyOf } from "../json/copy.js";
import type { ServiceAccountCaller } from "../modes/caller.js";
import * as parts from "./plan.js";

/** The parts of a plan for those who use the package: each is a copy, which may be changed without changing the plan. */

/** The caller of a plan. */
export function callerOf(plan: parts.Plan): parts.PlannedCaller {
  return copyOf(parts.callerOf(plan));
}

/** The caller's identity in AWS, if it has one. */
export function identityOf(plan: parts.Plan): parts.PlannedIdentity | undefined {
  return copyOf(parts.identityOf(plan));
}

/** The OIDC provider that each target account needs, where the trust rests on one. */
export function providerOf(plan: parts.Plan): ServiceAccountCaller["provider"] | undefined {
  return copyOf(parts.providerOf(plan));
}
