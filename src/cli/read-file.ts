import { createReadStream } from "node:fs";
import { fault, show } from "../errors.js";
import { bytesOf, type Io } from "./io.js";
import { reasonOf } from "./reason.js";

/** More bytes than the largest text that any parser here takes, of 8,000,000 characters: UTF-8 has up to 3 a UTF-16 unit. */
const MOST_BYTES = 24_000_001;

/** The text of a file, or of standard input for `-`. A text that says nothing is a mistake of the call. */
export async function readFile(file: string, io: Pick<Io, "stdin">): Promise<string> {
  const name = file === "-" ? "Standard input" : show(file);
  const text = decode(await bytesIn(file, name, io), name);
  if (saysNothing(text)) throw fault("UNREADABLE", [], `${name} is empty.`);
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

async function bytesIn(file: string, name: string, io: Pick<Io, "stdin">): Promise<Uint8Array> {
  try {
    return file === "-" ? await io.stdin(MOST_BYTES) : await bytesOf(createReadStream(file), MOST_BYTES);
  } catch (error) {
    throw fault("UNREADABLE", [], `${name} cannot be read: ${reasonOf(error)}.`);
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fault("INVALID_SYNTAX", [], `${name} is no UTF-8 text. Save it as UTF-8.`);
  }
}
