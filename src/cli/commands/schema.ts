import { Argument, type Command } from "commander";
import { printedJson } from "../../json/printed.js";
import type { CommandIo } from "../io.js";

/** The JSON Schemas that the package ships in `schemas/`, each loaded when it is asked for. */
export const SCHEMAS = {
  integration: () => import("../../../schemas/integration.schema.json"),
  "trust-policy": () => import("../../../schemas/trust-policy.schema.json"),
  "permissions-policy": () => import("../../../schemas/permissions-policy.schema.json"),
  template: () => import("../../../schemas/template.schema.json"),
  "create-stack-set": () => import("../../../schemas/create-stack-set.schema.json"),
  "create-stack-instances": () => import("../../../schemas/create-stack-instances.schema.json"),
  "update-stack-set": () => import("../../../schemas/update-stack-set.schema.json"),
  parameters: () => import("../../../schemas/parameters.schema.json"),
  policy: () => import("../../../schemas/policy.schema.json"),
  "evaluation-case": () => import("../../../schemas/evaluation-case.schema.json"),
  evaluation: () => import("../../../schemas/evaluation.schema.json"),
  validation: () => import("../../../schemas/validation.schema.json"),
  proof: () => import("../../../schemas/proof.schema.json"),
  diagnosis: () => import("../../../schemas/diagnosis.schema.json"),
} as const;

/** `rolewright schema`: a JSON Schema, the same text as the file in the package. */
export function addSchemaCommand(program: Command, io: CommandIo): void {
  program
    .command("schema")
    .summary("print a JSON Schema")
    .description("Prints a JSON Schema (draft 2020-12): of the description (integration), or of one of the outputs.")
    .addArgument(new Argument("[name]", "which schema").choices(Object.keys(SCHEMAS)).default("integration"))
    .action(async (name: keyof typeof SCHEMAS) => {
      const { default: schema } = (await SCHEMAS[name]()) as { default: object };
      io.print(`${printedJson(schema, 2)}\n`);
    });
}
