import { type Command, Option } from "commander";
import { RolewrightError } from "../errors.js";
import { integrationTemplate, type Template, workloadTemplate } from "../render/cloudformation.js";
import { reusableTemplate } from "../render/reusable-template.js";
import type { Io } from "./io.js";
import { readPlan } from "./read-plan.js";

interface TemplateOptions {
  readonly role: "integration" | "workload";
  readonly format: "yaml" | "json";
  readonly fragment?: true;
  readonly parameters?: true;
}

/** `rolewright template`: a CloudFormation template, or its resources. */
export function addTemplateCommand(program: Command, io: Io): void {
  program
    .command("template")
    .summary("print a CloudFormation template")
    .description(
      "Prints a CloudFormation template: of the integration role (for every target account), or of the workload's role or user (for its own account).",
    )
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .addOption(
      new Option("--role <role>", "whose template").choices(["integration", "workload"]).default("integration"),
    )
    .addOption(new Option("--format <format>", "the form of the text").choices(["yaml", "json"]).default("yaml"))
    .option("--fragment", "the resources alone; as YAML, indented to be pasted under Resources:")
    .option("--parameters", "a reusable template, with Parameters in place of the description's values")
    .action(async (config: string, options: TemplateOptions) => {
      refuseConflicts(options);
      const plan = await readPlan(config, io);
      const template = options.parameters
        ? reusableTemplate(plan)
        : options.role === "workload"
          ? workloadTemplate(plan)
          : integrationTemplate(plan);
      io.stdout(await text(template, options));
    });
}

function refuseConflicts({ role, fragment, parameters }: TemplateOptions): void {
  if (!parameters) return;
  const refuse = (message: string) => new RolewrightError([{ path: [], code: "USAGE", message }]);
  if (fragment)
    throw refuse("--fragment and --parameters exclude each other: resources with parameters do not stand alone.");
  if (role === "workload")
    throw refuse(
      "--parameters is for the integration role's template: the workload is one role or user, not one a customer.",
    );
}

async function text(template: Template, { format, fragment }: TemplateOptions): Promise<string> {
  const value = fragment ? template.Resources : template;
  if (format === "json") return `${JSON.stringify(value, null, 2)}\n`;
  const { yamlText } = await import("../render/yaml.js");
  return fragment ? indented(yamlText(value)) : yamlText(value);
}

/** No string of ours spans lines, so that lines can be indented as they are. */
function indented(yaml: string): string {
  return yaml.replace(/^(?=.)/gm, "  ");
}
