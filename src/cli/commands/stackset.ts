import { type Command, Option } from "commander";
import { printedJson } from "../../json/printed.js";
import type { JsonValue } from "../../json/types.js";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

interface StackSetCliOptions {
  readonly request: "create" | "instances" | "update" | "parameters";
  readonly script?: true;
}

/** `rolewright stackset`: the body of a request to CloudFormation StackSets. */
export function addStackSetCommand(program: Command, io: CommandIo): void {
  program
    .command("stackset")
    .summary("print a request to CloudFormation StackSets")
    .description(
      "Prints the JSON body of a request, for: aws cloudformation create-stack-set --cli-input-json file://FILE (and create-stack-instances, update-stack-set). What the request does not do is told on standard error.",
    )
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .addOption(
      new Option("--request <request>", "which request; parameters: the description's values for template --parameters")
        .choices(["create", "instances", "update", "parameters"])
        .default("create"),
    )
    .option("--script", "in place of a request: a shell script that runs all of them, in the right order")
    .action(async (config: string, { request, script }: StackSetCliOptions) => {
      const plan = await readPlan(config, io);
      if (script) {
        io.print((await import("../../render/cloudformation/script.js")).rolloutScript(plan));
        return;
      }
      if (request === "parameters") {
        const { parameterValues } = await import("../../render/cloudformation/parameters.js");
        io.print(`${printedJson(parameterValues(plan), 2)}\n`);
        return;
      }
      const { stackSetRequests } = await import("../../render/cloudformation/stackset.js");
      const { notes, [request]: body } = stackSetRequests(plan);
      io.print(`${printedJson(body satisfies JsonValue, 2)}\n`);
      for (const note of notes) io.note(note);
    });
}
