import { open } from "node:fs/promises";
import { fault, show } from "../errors.js";
import type { Io } from "./io.js";

/** More bytes than the largest text that any parser here takes. */
const MOST_BYTES = 8_000_001;

/** The text of a file, or of standard input for `-`. A text that says nothing is a mistake of the call. */
export async function readFile(file: string, io: Io): Promise<string> {
  const text = decode(file === "-" ? await io.stdin(MOST_BYTES) : await readBytes(file));
  if (saysNothing(text)) throw fault("UNREADABLE", [], `${file === "-" ? "Standard input" : show(file)} is empty.`);
  return text;
}

/** Whether a text is white space and YAML's comments alone. */
function saysNothing(text: string): boolean {
  const said = /[^\s\uFEFF]/g;
  for (;;) {
    const first = said.exec(text);
    if (first === null) return true;
    if (first[0] !== "#") return false;
    const end = text.indexOf("\n", first.index);
    if (end < 0) return true;
    said.lastIndex = end;
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, "r");
    try {
      const buffer = Buffer.alloc(Math.min(MOST_BYTES, Math.max(65_536, (await handle.stat()).size + 1)));
      let size = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, size, buffer.length - size);
        size += bytesRead;
        if (bytesRead === 0 || size === buffer.length) return buffer.subarray(0, size);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fault("UNREADABLE", [], `${show(file)} cannot be read: ${reason(error)}.`);
  }
}

function reason(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
      return "permission is denied";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fault("INVALID_SYNTAX", [], "is no UTF-8 text. Save it as UTF-8.");
  }
}
