import type { Command } from "commander";
import { fault } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import type { CommandIo } from "../io.js";
import { readFile } from "../read-file.js";

/** `rolewright evaluate`: the decision on one assume-role request. */
export function addEvaluateCommand(program: Command, io: CommandIo): void {
  program
    .command("evaluate")
    .summary("decide one request, such as to assume a role")
    .description(
      "Prints the decision on one request as JSON, with the statements that made it and why the others did not match. Exits with 0 if it is allowed, with 1 if not. The case: rolewright schema evaluation-case.",
    )
    .argument(
      "<case>",
      "a JSON file with the request and the policies, such as trustPolicy and identityPolicies; - for standard input",
    )
    .action(async (file: string) => {
      const [{ evaluate }, { readJsonText }] = await Promise.all([
        import("../../policy/evaluate/evaluate.js"),
        import("../../json/text.js"),
      ]);
      const { value, syntaxError, duplicates } = readJsonText(await readFile(file, io));
      const at = syntaxError ?? duplicates[0];
      if (at !== undefined) {
        const message = syntaxError?.message ?? "A key is there twice.";
        throw fault("INVALID_SYNTAX", [], `Line ${at.line}, column ${at.column}: ${message}`);
      }
      const evaluation = evaluate(value as Parameters<typeof evaluate>[0]);
      if (evaluation.decision !== "allowed") io.answerNo();
      io.print(`${printedJson(evaluation, 2)}\n`);
    });
}
