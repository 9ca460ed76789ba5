import { fault } from "../errors.js";

/** Deeper than any document of AWS, and shallow enough for every JSON reader's stack. */
export const MOST_LEVELS = 500;

/** Whether a value is nested deeper than so many levels, as what contains itself is. */
export function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (most === 0) return true;
  if (Array.isArray(value)) return value.some((member) => isDeeper(member, most - 1));
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], most - 1)) return true;
  return false;
}

/** Refuses what is nested too deep to be written as JSON. */
export function refuseDeep(value: unknown): void {
  if (isDeeper(value, MOST_LEVELS))
    throw fault("NOT_JSON", [], `must not be nested deeper than ${MOST_LEVELS} levels.`);
}
