import { processIo } from "./io.js";
import { run } from "./run.js";

/** A reader that has seen enough closes the pipe; that is no fault. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

void run(process.argv.slice(2), processIo).then((status) => {
  process.exitCode = status;
});
