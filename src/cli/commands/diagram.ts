import { type Command, Option } from "commander";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

/** `rolewright diagram`: a picture of who assumes what. */
export function addDiagramCommand(program: Command, io: CommandIo): void {
  program
    .command("diagram")
    .summary("print a picture of who assumes what, as Mermaid or SVG")
    .description("Prints a picture of who assumes what, in which account, and under which conditions.")
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .addOption(
      new Option("--format <format>", "mermaid, for Markdown, or svg, a picture that needs nothing besides")
        .choices(["mermaid", "svg"])
        .default("mermaid"),
    )
    .action(async (config: string, { format }: { readonly format: "mermaid" | "svg" }) => {
      const { planDiagram } = await import("../../render/diagram/diagram.js");
      const diagram = planDiagram(await readPlan(config, io));
      io.print(
        format === "svg"
          ? (await import("../../render/diagram/svg.js")).svgText(diagram)
          : (await import("../../render/diagram/mermaid.js")).mermaidText(diagram),
      );
    });
}
