/** What a command reads and writes, so that tests can stand in for the process. */
export interface Io {
  /** Everything on standard input, as bytes; it stops reading past `most` bytes. */
  readonly stdin: (most: number) => Promise<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether standard output shows colours and wants them. */
  readonly colours: boolean;
}

/** What a command that answers a question has besides. */
export interface CommandIo extends Io {
  /** Says that the answer is no: the exit status is 1. */
  readonly answerNo: () => void;
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
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  colours: wantsColours(),
};

/** As the conventions NO_COLOR and FORCE_COLOR have it; otherwise on a terminal that has colours. */
function wantsColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true && TERM !== "dumb";
}
