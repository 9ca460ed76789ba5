import { POLICIES, SOURCE } from "./data.js";
import type { ManagedPolicyVersion } from "./types.js";

export {
  actionNames,
  actionsMatching,
  conditionKeysOf,
  findAction,
  matchesAnyAction,
  nearestAction,
  nearestActionBeginning,
  resourceTypesOf,
} from "./actions.js";
export { findConditionKey, isConditionKeyPrefix, isGlobalConditionKey, nearestConditionKey } from "./condition-keys.js";
export { isService, nearestService, services } from "./services.js";
export type {
  AccessLevel,
  Action,
  ActionResourceType,
  Catalogue,
  ConditionKey,
  ConditionKeyType,
  ManagedPolicyName,
  ManagedPolicyVersion,
  ResourceType,
} from "./types.js";

/** The day of the data: what AWS added later is not known. */
export const catalogueDate: string = SOURCE.date;

/** AWS's policies for reading that actions have a bit for, each in the version that was looked at. */
export const managedPolicies: readonly ManagedPolicyVersion[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ POLICIES.map((policy) => Object.freeze({ ...policy })),
);
