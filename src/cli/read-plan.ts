import { parseIntegration } from "../integration.js";
import { type Plan, planIntegration } from "../plan.js";
import type { Io } from "./io.js";
import { readFile } from "./read-file.js";

/** The plan of the description in a file, or on standard input for `-`. Its notes go to standard error. */
export async function readPlan(file: string, io: Io): Promise<Plan> {
  const { parseText } = await import("../input/parse-text.js");
  const text = await readFile(file, io);
  const plan = planIntegration(parseIntegration(parseText(text)));
  for (const note of plan.notes) io.stderr(`note: ${note}\n`);
  return plan;
}
