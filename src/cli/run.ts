import { Command, CommanderError } from "commander";
import { formatIssue, RolewrightError } from "../errors.js";
import { version } from "../version.js";
import { addDiagnoseCommand } from "./diagnose.js";
import { addDiagramCommand } from "./diagram.js";
import { addEqualCommand } from "./equal.js";
import { addEvaluateCommand } from "./evaluate.js";
import type { CommandIo, Io } from "./io.js";
import { addPolicyCommand } from "./policy.js";
import { addSchemaCommand } from "./schema.js";
import { addStackSetCommand } from "./stackset.js";
import { addTemplateCommand } from "./template.js";
import { addTerraformCommand } from "./terraform.js";
import { addValidateCommand } from "./validate.js";

/**
 * Runs the command line.
 *
 * @param args The words after the command's own name.
 * @returns The exit status: 0 yes or done, 1 the answer is no, 2 the call or the input is wrong.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    let status = 0;
    const answerNo = () => {
      status = 1;
    };
    await program({ ...io, answerNo }).parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof RolewrightError) {
      const { issues } = error;
      io.stderr(
        `rolewright: ${issues.length === 1 ? "1 fault" : `${issues.length} faults`}:\n${issues.map((issue) => `  ${formatIssue(issue)}\n`).join("")}`,
      );
    } else {
      io.stderr(`rolewright: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    return 2;
  }
}

function program(io: CommandIo): Command {
  const command = new Command("rolewright")
    .description("The exact IAM documents that a self-hosted AWS integration needs. It never calls AWS.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showHelpAfterError("(rolewright --help explains the commands)")
    .addHelpText(
      "after",
      `
A description, in YAML or JSON:
  mode: ecs
  taskRoleArn: arn:aws:iam::111122223333:role/integration-task

Examples:
  rolewright policy integration.yaml --pretty
  rolewright template integration.yaml > role.yaml
  rolewright stackset integration.yaml --script > rollout.sh
  rolewright validate policies/
  rolewright diagnose integration.yaml --trust role.json

Exit status: 0 yes or done; 1 the answer is no; 2 the call or the input is wrong.`,
    );
  for (const add of [
    addPolicyCommand,
    addTemplateCommand,
    addStackSetCommand,
    addTerraformCommand,
    addValidateCommand,
    addEqualCommand,
    addEvaluateCommand,
    addDiagnoseCommand,
    addDiagramCommand,
    addSchemaCommand,
  ])
    add(command, io);
  return command;
}
