import { accept } from "../description/accept.js";
import { type Issue, type IssueCode, isRolewrightError, RolewrightError } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import { planIntegration } from "../plan/plan-integration.js";
import { parseText } from "../yaml/read.js";
import type { Source } from "../yaml/source.js";

/**
 * The plan of a description's text.
 *
 * @throws {RolewrightError} With every fault of the text, of the description, or of its plan, and where in the text it is.
 */
export async function planOfText(text: string): Promise<Plan> {
  const input = parseText(text);
  const integration = accept(input);
  if (integration === undefined) {
    const [{ faultsOf }, source] = await Promise.all([import("../description/faults.js"), readSource(text)]);
    throw placed(faultsOf(input, source.writtenAt), source);
  }
  try {
    return planIntegration(integration);
  } catch (error) {
    throw isRolewrightError(error) ? placed(error.issues, await readSource(text), error.omitted) : error;
  }
}

async function readSource(text: string): Promise<Source> {
  return (await import("../yaml/source.js")).sourceOf(text);
}

/** The faults that are those of a key, whatever its value is. */
const OF_KEYS: ReadonlySet<IssueCode> = new Set(["UNKNOWN_KEY", "NOT_APPLICABLE", "CONFLICTING_KEYS", "DUPLICATE"]);

function placed(issues: readonly Issue[], { positionOf }: Source, omitted = 0): RolewrightError {
  return new RolewrightError(
    issues.map((issue) => ({ ...issue, ...positionOf(issue.path, OF_KEYS.has(issue.code) ? "key" : "value") })),
    omitted,
  );
}
