import type { Command } from "commander";
import { formatPath } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import type { CommandIo } from "../io.js";

/** `rolewright equal`: whether two policies mean the same. */
export function addEqualCommand(program: Command, io: CommandIo): void {
  program
    .command("equal")
    .summary("tell whether two policies mean the same")
    .description(
      "Exits with 0 if two policy documents mean the same to IAM, and with 1 if not, printing what differs: - what only the first has, + what only the second has. What is no policy document is refused. Order, single-member lists and the letter case of actions do not matter.",
    )
    .argument("<a>", "a policy document, or the output of the AWS CLI that holds it; - for standard input")
    .argument("<b>", "the other one")
    .option("--json", "the differences as JSON")
    .action(async (a: string, b: string, { json }: { json?: true }) => {
      const [{ diffPolicies }, { readOneDocument }] = await Promise.all([
        import("../../policy/compare/equal.js"),
        import("../read-document.js"),
      ]);
      const differences = diffPolicies(await readOneDocument(a, io), await readOneDocument(b, io));
      if (differences.length > 0) io.answerNo();
      if (json) {
        io.print(`${printedJson({ equal: differences.length === 0, differences })}\n`);
        return;
      }
      for (const { path, onlyA, onlyB } of differences) {
        io.print(`${formatPath(path)}\n`);
        if (onlyA !== undefined) io.print(`  - ${printedJson(onlyA)}\n`);
        if (onlyB !== undefined) io.print(`  + ${printedJson(onlyB)}\n`);
      }
    });
}
