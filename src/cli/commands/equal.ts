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
      "Exits with 0 if two policy documents grant the same, and with 1 if not, printing what differs: - what only the first has, + what only the second has. Whether the first grants less or more is said on standard error. What is no policy document is refused.",
    )
    .argument("<a>", "a policy document, or the output of the AWS CLI that holds it; - for standard input")
    .argument("<b>", "the other one")
    .option("--json", "the differences as JSON")
    .action(async (a: string, b: string, { json }: { json?: true }) => {
      const [{ diffPolicies }, { comparePolicies }, { readOneDocument }] = await Promise.all([
        import("../../policy/compare/equal.js"),
        import("../../policy/prove/compare-policies.js"),
        import("../read-document.js"),
      ]);
      const [first, second] = [await readOneDocument(a, io), await readOneDocument(b, io)];
      const differences = diffPolicies(first, second);
      const { relation, witnesses, reason } = comparePolicies(first, second);
      const equal = relation === "equal";
      if (!equal) io.answerNo();
      if (json) {
        io.print(`${printedJson({ equal, relation, differences, witnesses })}\n`);
        return;
      }
      if (equal) return;
      io.tell(`${RELATIONS[relation]}${reason === undefined ? "" : ` ${reason.message}`}`);
      for (const { path, onlyA, onlyB } of differences) {
        io.print(`${formatPath(path)}\n`);
        if (onlyA !== undefined) io.print(`  - ${printedJson(onlyA)}\n`);
        if (onlyB !== undefined) io.print(`  + ${printedJson(onlyB)}\n`);
      }
    });
}

const RELATIONS = {
  narrower: "The first grants less.",
  wider: "The first grants more.",
  neither: "Each grants what the other does not.",
  undecided: "Whether one grants more than the other is undecided.",
} as const;
