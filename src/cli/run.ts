import { Command, CommanderError } from "commander";
import { type Issue, isRolewrightError } from "../errors.js";
import { version } from "../version.js";
import { addDiagnoseCommand } from "./commands/diagnose.js";
import { addDiagramCommand } from "./commands/diagram.js";
import { addEqualCommand } from "./commands/equal.js";
import { addEvaluateCommand } from "./commands/evaluate.js";
import { addPolicyCommand } from "./commands/policy.js";
import { addProveCommand } from "./commands/prove.js";
import { addSchemaCommand } from "./commands/schema.js";
import { addStackSetCommand } from "./commands/stackset.js";
import { addTemplateCommand } from "./commands/template.js";
import { addTerraformCommand } from "./commands/terraform.js";
import { addValidateCommand } from "./commands/validate.js";
import { faultText } from "./in-file.js";
import type { CommandIo, Io } from "./io.js";

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
    await program(args[0], { ...io, answerNo }).parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (isRolewrightError(error)) {
      const { issues } = error;
      io.stderr(
        `rolewright: ${issues.length === 1 ? "1 fault" : `${issues.length} faults`}:\n${issues.map((issue) => `  ${faultLine(issue)}\n`).join("")}`,
      );
    } else {
      io.stderr(`rolewright: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    return 2;
  }
}

/** What the library asks for by name and the command line by an option. */
const OPTIONS: ReadonlySet<string> = new Set(["account", "document", "identity", "part", "provider", "role", "trust"]);

/** One fault as one line; what an option should have said is named as the option. */
function faultLine(issue: Issue): string {
  const [first, ...more] = issue.path;
  const isOption = typeof first === "string" && more.length === 0 && OPTIONS.has(first);
  return isOption ? `--${faultText(issue)}` : faultText(issue);
}

/** Every command, in the order of the help. */
const COMMANDS: { readonly [name: string]: (program: Command, io: CommandIo) => void } = {
  policy: addPolicyCommand,
  template: addTemplateCommand,
  stackset: addStackSetCommand,
  terraform: addTerraformCommand,
  validate: addValidateCommand,
  equal: addEqualCommand,
  prove: addProveCommand,
  evaluate: addEvaluateCommand,
  diagnose: addDiagnoseCommand,
  diagram: addDiagramCommand,
  schema: addSchemaCommand,
};

/** The one command that is called, if it is known; otherwise all, for the help and for suggestions. */
function commandsFor(name: string | undefined) {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]!] : Object.values(COMMANDS);
}

function program(name: string | undefined, io: CommandIo): Command {
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
  for (const add of commandsFor(name)) add(command, io);
  return command;
}
