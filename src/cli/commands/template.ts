import { type Command, Option } from "commander";
import { QUOTAS } from "../../aws/quotas.js";
import { fault } from "../../errors.js";
import type { Plan } from "../../plan/plan.js";
import type { Template } from "../../render/cloudformation/template.js";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

interface TemplateOptions {
  readonly role: "integration" | "workload";
  readonly format: "yaml" | "json";
  readonly fragment?: true;
  readonly parameters?: true;
  readonly organization?: true;
}

/** `rolewright template`: a CloudFormation template, or its resources. */
export function addTemplateCommand(program: Command, io: CommandIo): void {
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
    .option(
      "--organization",
      "one template for the account that runs the stack set: all roles there, and the stack set with its targets",
    )
    .action(async (config: string, options: TemplateOptions) => {
      refuseConflicts(options);
      const plan = await readPlan(config, io);
      const output = await text(await templateOf(plan, options), options);
      const bytes = Buffer.byteLength(output);
      if (bytes > QUOTAS.templateBodyBytes) {
        io.note(
          `The template has ${bytes} bytes. Above ${QUOTAS.templateBodyBytes}, CloudFormation takes it from S3 only: aws cloudformation deploy --s3-bucket BUCKET.`,
        );
      }
      io.print(output);
      for (const note of await notesOn(plan, options)) io.note(note);
    });
}

async function templateOf(plan: Plan, { role, parameters, organization }: TemplateOptions): Promise<Template> {
  if (organization) return (await import("../../render/cloudformation/organization.js")).organizationTemplate(plan);
  if (parameters) return (await import("../../render/cloudformation/parameters.js")).reusableTemplate(plan);
  const { integrationTemplate, workloadTemplate } = await import("../../render/cloudformation/template.js");
  return role === "workload" ? workloadTemplate(plan) : integrationTemplate(plan);
}

async function notesOn(plan: Plan, { role, organization }: TemplateOptions): Promise<string[]> {
  if (organization) return (await import("../../render/cloudformation/organization.js")).organizationNotes(plan);
  return role === "workload" ? (await import("../../render/cloudformation/template.js")).workloadNotes(plan) : [];
}

function refuseConflicts({ role, fragment, parameters, organization }: TemplateOptions): void {
  const refuse = (message: string) => fault("USAGE", [], message);
  if (organization && (parameters || role === "workload"))
    throw refuse("--organization has every role that its account needs: it excludes --parameters and --role workload.");
  if (!parameters) return;
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
  const { yamlText } = await import("../../yaml/write.js");
  return fragment ? indented(yamlText(value)) : yamlText(value);
}

/** No string of ours spans lines, so that lines can be indented as they are. */
function indented(yaml: string): string {
  return yaml.replace(/^(?=.)/gm, "  ");
}
