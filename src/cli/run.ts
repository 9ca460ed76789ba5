import { Command, CommanderError } from "commander";
import { fault, type Issue, isRolewrightError, moreText, type RolewrightError } from "../errors.js";
import { oneLine, shortLine } from "../one-line.js";
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
import { type CommandIo, commandIo, type Io, type Said } from "./io.js";
import { reasonOf } from "./reason.js";

/**
 * Runs the command line.
 *
 * @param args The words after the command's own name.
 * @returns The exit status: 0 yes or done, 1 the answer is no, 2 the call or the input is wrong, or what was asked for cannot
 * be written. A reader that has seen enough and closes the pipe is no fault.
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { status, stdout, stderr } = await answer(args, io);
  // The notes first: where they cannot be told, exit status 2 has nothing on standard output.
  try {
    if (stderr !== "") await io.stderr(stderr);
  } catch (error) {
    if (!isClosedPipe(error)) return 2;
  }
  try {
    if (stdout !== "") await io.stdout(stdout);
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    await io.stderr(`rolewright: standard output cannot be written: ${reasonOf(error)}.\n`).catch(() => {});
    return 2;
  }
  return status;
}

/** What a call comes to. One that is wrong has nothing on standard output. */
async function answer(args: readonly string[], io: Io) {
  const { io: commands, said } = commandIo(io);
  const refused = (stderr: string) => ({ status: 2, stdout: "", stderr: said.stderr + stderr });
  try {
    if (args.filter(isStandardInput).length > 1)
      throw fault("USAGE", [], "Standard input (-) can be read once only: name one file as -.");
    await program(args[0], commands, said).parseAsync(args, { from: "user" });
    return { status: said.isNo ? 1 : 0, stdout: said.stdout, stderr: said.stderr };
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? { status: 0, stdout: said.stdout, stderr: said.stderr } : refused("");
    if (isRolewrightError(error)) return refused(faultsText(error));
    return refused(`rolewright: internal error: ${reasonOf(error)}\n`);
  }
}

/** Whether a word of the call stands for standard input. */
function isStandardInput(word: string): boolean {
  return /^(?:--[a-z]+=)?-$/.test(word);
}

function isClosedPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "EPIPE";
}

/** The faults, one a line. */
function faultsText({ issues, omitted }: RolewrightError): string {
  const count = issues.length + omitted;
  const lines = issues.map((issue) => `  ${oneLine(faultLine(issue))}\n`);
  return `rolewright: ${count === 1 ? "1 fault" : `${count} faults`}:\n${lines.join("")}${omitted > 0 ? `  ${moreText(omitted)}\n` : ""}`;
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

/** What the parser of the command line says, which quotes the words of the call as they are: its suggestion stays a line. */
function callFault(text: string): string {
  const [, said = text, suggestion] = /^(.*?)(?:\n(\(Did you mean [\w, -]+\?\)))?\n$/s.exec(text) ?? [];
  return `${shortLine(said)}\n${suggestion === undefined ? "" : `${suggestion}\n`}`;
}

function program(name: string | undefined, io: CommandIo, said: Said): Command {
  const command = new Command("rolewright")
    .description("The exact IAM documents that a self-hosted AWS integration needs. It never calls AWS.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: io.print,
      writeErr: (text) => {
        said.stderr += text;
      },
      outputError: (text, write) => write(callFault(text)),
    })
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
