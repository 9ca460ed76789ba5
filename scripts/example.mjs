import { spawnSync } from "node:child_process";

/** The main job on the examples, with the built command: what the README's first command shows. */
const CALLS = [
  ["policy", "examples/ecs.yaml", "--pretty"],
  ["policy", "examples/ecs.yaml", "--role", "workload", "--document", "permissions", "--pretty"],
  ["template", "examples/irsa.yaml"],
  ["stackset", "examples/iam-user.yaml", "--request", "instances"],
];

for (const call of CALLS) {
  process.stdout.write(`\n$ rolewright ${call.join(" ")}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli/rolewright.cjs", ...call], {
    encoding: "utf8",
  });
  process.stdout.write(stderr + stdout);
  if (status !== 0) process.exit(status ?? 1);
}
