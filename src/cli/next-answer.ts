import type { Explanation } from "../diagnose/errors/explain.js";
import type { NextAnswer } from "../diagnose/errors/possible-causes.js";

/** An explanation whose commands go on to this command line where it has an answer of its own. */
export function withNextAnswers({ error, causes }: Explanation): Explanation {
  return {
    error,
    causes: causes.map(({ next, command, ...cause }) => ({
      ...cause,
      command: [command, next && callOf(next)].filter((part) => part !== undefined).join(" && "),
    })),
  };
}

function callOf(next: NextAnswer): string {
  if ("validate" in next) return `rolewright validate ${next.file}${next.validate === "trust" ? " --kind trust" : ""}`;
  const option = next.diagnose === "workload-trust" ? "--role workload --trust" : `--${next.diagnose}`;
  // The caller's own policies say only half: the role must let the caller in, too.
  const beside = next.diagnose === "identity" ? "--trust role.json " : "";
  return `rolewright diagnose CONFIG ${beside}${option} ${next.file}`;
}
