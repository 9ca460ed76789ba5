import type { Plan } from "../plan/plan.js";
import { inFile } from "./in-file.js";
import type { CommandIo } from "./io.js";
import { readFile } from "./read-file.js";

/** The plan of the description in a file, or on standard input for `-`. Its notes go to standard error. */
export async function readPlan(file: string, io: CommandIo): Promise<Plan> {
  const text = await readFile(file, io);
  const { planOfText } = await import("./plan-of-text.js");
  const plan = await inFile(file, () => planOfText(text));
  for (const note of plan.notes) io.note(note);
  return plan;
}
