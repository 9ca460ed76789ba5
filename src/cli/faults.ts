import { parseIntegration } from "../description/integration.js";
import { type Issue, RolewrightError } from "../errors.js";

/**
 * What is wrong with a description. It is built as a file of its own, with the schemas that only faults need: a valid
 * description is read without them.
 */
export function faultsOf(input: unknown): readonly Issue[] {
  try {
    parseIntegration(input);
    return [];
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues;
    throw error;
  }
}
