/** What a command reads and writes, so that tests can stand in for the process. */
export interface Io {
  /** Everything on standard input, as bytes; it stops reading past `most` bytes. */
  readonly stdin: (most: number) => Promise<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** What a command that answers a question has besides. */
export interface CommandIo extends Io {
  /** Says that the answer is no: the exit status is 1. */
  readonly answerNo: () => void;
}

/** The process's own. */
export const processIo: Io = {
  stdin: async (most) => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
    return Buffer.concat(chunks);
  },
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
};
