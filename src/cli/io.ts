import { oneLine } from "../one-line.js";

/** What the command line reads and writes, so that tests can stand in for the process. */
export interface Io {
  /** Everything on standard input, as bytes; it stops reading past `most` bytes. */
  readonly stdin: (most: number) => Promise<Uint8Array>;
  /** Writes to standard output; it is rejected when that fails. */
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => Promise<void>;
  /** Whether standard output shows colours and wants them. */
  readonly colours: boolean;
}

/** What a command has of it. Nothing is written before the command is done: one that fails has printed nothing. */
export interface CommandIo extends Pick<Io, "stdin" | "colours"> {
  /** Prints a document, byte for byte. What was not made here must have gone through `oneLine` or `printedJson`. */
  readonly print: (document: string) => void;
  /** Tells something on standard error, in one line. */
  readonly tell: (text: string) => void;
  /** The same of what is worth a note. */
  readonly note: (text: string) => void;
  /** Says that the answer is no: the exit status is 1. */
  readonly answerNo: () => void;
}

/** What a command has said. */
export interface Said {
  stdout: string;
  stderr: string;
  isNo: boolean;
}

/** The inputs and outputs of a command, which are kept until it is done. */
export function commandIo({ stdin, colours }: Io): { readonly io: CommandIo; readonly said: Said } {
  const said: Said = { stdout: "", stderr: "", isNo: false };
  const tell = (text: string) => {
    said.stderr += `${oneLine(text)}\n`;
  };
  const io: CommandIo = {
    stdin,
    colours,
    print: (document) => {
      said.stdout += document;
    },
    tell,
    note: (text) => tell(`note: ${text}`),
    answerNo: () => {
      said.isNo = true;
    },
  };
  return { io, said };
}

/** What a stream gives, as bytes; it stops reading past `most` bytes. Files may be pipes, whose size nobody knows before. */
export async function bytesOf(stream: AsyncIterable<Buffer>, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  return Buffer.concat(chunks);
}

/** The process's own. */
export const processIo: Io = {
  stdin: (most) => bytesOf(process.stdin, most),
  stdout: (text) => written(process.stdout, text),
  stderr: (text) => written(process.stderr, text),
  colours: wantsColours(),
};

/** Writes a text to a stream, to its end. */
function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The stream tells of a fault twice: to whoever wrote, and by an event that would end the process.
    stream.once("error", reject);
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** As the conventions NO_COLOR and FORCE_COLOR have it; otherwise on a terminal that has colours. */
function wantsColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true && TERM !== "dumb";
}
