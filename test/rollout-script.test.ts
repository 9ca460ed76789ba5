import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseIntegration, planIntegration, rolloutScript, stackSetRequests } from "../src/index.js";

const base = {
  mode: "ecs",
  taskRoleArn: "arn:aws:iam::111122223333:role/task",
  description: "don't $(touch /tmp/x) `id` é",
};
const plan = (input: object) => planIntegration(parseIntegration({ ...base, ...input }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollout-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a script with a stand-in for the AWS CLI that writes down its words and the files that it is given. */
function run(script: string, account: string, env: Record<string, string> = {}) {
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(
    join(folder, "aws"),
    `#!/bin/sh
echo "$*" >>${log}
case "$*" in
  *get-caller-identity*) echo ${account} ;;
  *describe-stack-set-operation*) echo SUCCEEDED ;;
  *describe-stack-set*) exit 1 ;;
  *create-stack-instances*) cp "$(echo "$*" | sed 's/.*file:\\/\\/\\([^ ]*\\).*/\\1/')" ${folder}/instances.json; echo op ;;
  *create-stack-set*) cp "$(echo "$*" | sed 's/.*file:\\/\\/\\([^ ]*\\).*/\\1/')" ${folder}/create.json ;;
esac
`,
    { mode: 0o755 },
  );
  const file = join(folder, "rollout.sh");
  writeFileSync(file, script);
  const output = execFileSync("sh", [file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, IAM_DELAY: "0", ...env },
  });
  const calls = readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => / cloudformation (deploy --stack-name \S+|\S+)/.exec(line)?.[1] ?? []);
  return { output, calls };
}

test("the workload comes first, then the management account's role, then the stack set", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" } });
  const { calls } = run(rolloutScript(planned), "111122223333");
  expect(calls).toStrictEqual([
    "deploy --stack-name PortIntegrationRole-workload",
    "deploy --stack-name PortIntegrationRole-management",
    "describe-stack-set",
    "create-stack-set",
    "create-stack-instances",
    "describe-stack-set-operation",
  ]);
});

test("the files are the requests", () => {
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  run(rolloutScript(planned), "111122223333", { WORKLOAD_EXISTS: "1" });
  const { create, instances } = stackSetRequests(planned);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  expect(read("instances.json")).toStrictEqual(instances);
  expect(read("create.json")).toStrictEqual(create);
});

test("a step in another account than the credentials' stops", () => {
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  expect(() => run(rolloutScript(planned), "999999999999")).toThrow(/belongs into account 111122223333/);
});

test("a delegated administrator calls as such", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"] }, stackSet: { callAs: "DELEGATED_ADMIN" } });
  expect(rolloutScript(planned)).toContain("--call-as DELEGATED_ADMIN");
});
