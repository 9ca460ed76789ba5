import { type Command, Option } from "commander";
import { fault } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

interface TerraformOptions {
  readonly role?: "integration" | "workload";
  readonly variables?: true;
  readonly values?: true;
}

/** `rolewright terraform`: a Terraform configuration in JSON syntax. */
export function addTerraformCommand(program: Command, io: CommandIo): void {
  program
    .command("terraform")
    .summary("print a Terraform configuration in JSON syntax")
    .description(
      "Prints a Terraform configuration, for a file that ends in .tf.json. Without options: all that belongs into the workload's account, or into the account that runs the stack set; it has no provider block.",
    )
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .addOption(new Option("--role <role>", "that role or user alone").choices(["integration", "workload"]))
    .option(
      "--variables",
      "a reusable module of the integration role, with variables in place of the description's values",
    )
    .option("--values", "the description's own values for those variables, for terraform.tfvars.json")
    .action(async (config: string, { role, variables, values }: TerraformOptions) => {
      if (role === "workload" && (variables || values)) {
        throw fault(
          "USAGE",
          [],
          "--variables and --values are for the integration role: the workload is one role or user, not one a customer.",
        );
      }
      const plan = await readPlan(config, io);
      const [{ terraformConfiguration, terraformNotes }, { terraformModule, terraformVariables }] = await Promise.all([
        import("../../render/terraform/configuration.js"),
        import("../../render/terraform/module.js"),
      ]);
      const output = values
        ? terraformVariables(plan)
        : variables
          ? terraformModule(plan)
          : terraformConfiguration(plan, role);
      io.print(`${printedJson(output, 2)}\n`);
      if (variables || values) return;
      for (const note of terraformNotes(plan, role)) io.note(note);
    });
}
