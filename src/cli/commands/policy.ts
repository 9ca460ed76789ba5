import { type Command, Option } from "commander";
import type { PolicySelection } from "../../plan/select.js";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

/** `rolewright policy`: one policy document as JSON. */
export function addPolicyCommand(program: Command, io: CommandIo): void {
  program
    .command("policy")
    .summary("print one trust or permissions policy as JSON")
    .description(
      "Prints one policy document as canonical JSON (RFC 8785) and a newline. Without options: the integration role's trust policy.",
    )
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .addOption(
      new Option("--role <role>", "whose document").choices(["integration", "workload"]).default("integration"),
    )
    .addOption(
      new Option("--document <document>", "which of its documents").choices(["trust", "permissions"]).default("trust"),
    )
    .option("--account <id>", "the target account, where the document differs by account (irsa)")
    .option("--part <number>", "which of the policies, where the permissions are split over several", Number)
    .option("--pretty", "indented, in AWS's conventional order of keys")
    .action(async (config: string, { pretty, ...selection }: PolicySelection & { pretty?: true }) => {
      const plan = await readPlan(config, io);
      const { selectPolicy } = await import("../../plan/select.js");
      const document = selectPolicy(plan, selection);
      const json = pretty
        ? (await import("../../policy/pretty-json.js")).prettyJson(document)
        : (await import("../../json/canonical.js")).canonicalJson(document);
      io.print(`${json}\n`);
    });
}
