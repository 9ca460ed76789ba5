import type { Diagram } from "./diagram.js";
import { checkDiagram } from "./diagram.js";

/**
 * A diagram as a flowchart in Mermaid's language.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidText(diagram: Diagram): string {
  checkDiagram(diagram);
  const { title, groups, edges } = diagram;
  const lines = ["flowchart LR", `  accTitle: ${label([title])}`];
  for (const group of groups) {
    lines.push(`  subgraph ${id(group.id)}["${label([group.title])}"]`, "    direction TB");
    for (const node of group.nodes) lines.push(`    ${id(node.id)}["${label(node.lines)}"]`);
    lines.push("  end");
  }
  for (const { from, to, lines: text } of edges) lines.push(`  ${id(from)} -- "${label(text)}" --> ${id(to)}`);
  return `${lines.join("\n")}\n`;
}

function id(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, "_");
}

/** Text between quotation marks; whatever Mermaid might read as its own is written as an entity. */
function label(lines: readonly string[]): string {
  const entity = (character: string) => `#${character.codePointAt(0)};`;
  return lines.map((line) => line.replace(/[^A-Za-z0-9 .,:/_=+@()-]/gu, entity)).join("<br>");
}
