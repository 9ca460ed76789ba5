import { accept } from "../description/accept.js";
import { RolewrightError } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import { planIntegration } from "../plan/plan-integration.js";
import { parseText } from "../yaml/read.js";

/**
 * The plan of a description's text.
 *
 * @throws {RolewrightError} With every fault of the text, of the description, or of its plan.
 */
export async function planOfText(text: string): Promise<Plan> {
  const input = parseText(text);
  const integration = accept(input);
  if (integration === undefined) throw new RolewrightError((await import("../description/faults.js")).faultsOf(input));
  return planIntegration(integration);
}
