import { RolewrightError } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import type { Io } from "./io.js";
import { readFile } from "./read-file.js";

/** The plan of the description in a file, or on standard input for `-`. Its notes go to standard error. */
export async function readPlan(file: string, io: Io): Promise<Plan> {
  const text = await readFile(file, io);
  const [{ parseText }, { parseQuickly }, { planIntegration }] = await Promise.all([
    import("../yaml/read.js"),
    import("../description/accept.js"),
    import("../plan/plan.js"),
  ]);
  const input = parseText(text);
  const integration = parseQuickly(input);
  if (integration === undefined) throw new RolewrightError((await import("./faults.js")).faultsOf(input));
  const plan = planIntegration(integration);
  for (const note of plan.notes) io.stderr(`note: ${note}\n`);
  return plan;
}
