import { escaped } from "../../json/printed.js";
import { oneLine } from "../../one-line.js";

/** How parts of a report are set off; plain text by default. */
export type Style = (kind: "error" | "warning" | "note" | "bold" | "dim", text: string) => string;

export const plain: Style = (_kind, text) => text;

/** A part of a line: text, or text that is set off. */
export type Part = string | readonly [kind: Parameters<Style>[0], text: string];

/** A line of a report, or JSON text, which may have several. */
export type Row = readonly Part[] | { readonly json: string };

/** The text of a report, each row in a line of its own. Whatever it shows goes through here: nothing acts on a terminal. */
export function rowsText(rows: readonly Row[], style: Style): string {
  const lines = rows.map((row) =>
    "json" in row
      ? escaped(row.json)
      : row.map((part) => (typeof part === "string" ? oneLine(part) : style(part[0], oneLine(part[1])))).join(""),
  );
  return `${lines.join("\n").trimEnd()}\n`;
}
