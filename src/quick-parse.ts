import { inconsistencies, partitionOf, type WellFormedKeys } from "./consistency.js";
import { AUTO_DEPLOYMENT_DEFAULTS, DEFAULTS, isDescription } from "./input/is-description.js";
import type { Integration } from "./integration.js";

/**
 * A valid description with its defaults, as `parseIntegration` makes it, at a fraction of the time: by code that was made
 * from its JSON Schema. It cannot say what is wrong.
 *
 * @returns Nothing for a description with a fault.
 */
export function parseQuickly(input: unknown): Integration | undefined {
  if (!isDescription(input)) return undefined;
  const given = input as { readonly mode: string; readonly [key: string]: unknown };
  const description: Record<string, unknown> = { ...DEFAULTS[given.mode] };
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined) return undefined;
    description[key] = typeof value === "object" ? copied(value) : value;
  }
  const stackSet = description["stackSet"] as { autoDeployment?: object } | undefined;
  if (stackSet?.autoDeployment !== undefined)
    stackSet.autoDeployment = { ...AUTO_DEPLOYMENT_DEFAULTS, ...stackSet.autoDeployment };
  const keys = description as WellFormedKeys;
  if (inconsistencies(keys, (key) => !Object.hasOwn(given, key)).length > 0) return undefined;
  return { ...description, partition: partitionOf(keys) } as Integration;
}

/** A copy of a list or map of a valid description, whose maps are three deep at the most. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)]));
}
