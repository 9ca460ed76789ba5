import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { integrationTemplate, rolloutScript, stackSetRequests, workloadTemplate } from "../../../src/index.js";
import { accountIds, ecs, irsa, planOf, user } from "../../fixtures.js";

const base = { ...ecs, description: "don't $(touch /tmp/x) `id` é" };
const plan = (input: object) => planOf({ ...base, ...input });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollout-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface StandIn {
  /** The account of the credentials. */
  readonly account?: string;
  readonly env?: Record<string, string>;
  /** Whether the stack set is there already. */
  readonly exists?: boolean;
  /** What its operations are, one poll after the other. */
  readonly states?: readonly string[];
}

/**
 * Runs a script with stand-ins for the AWS CLI and for sleep that write down their words, and keep the files that they are
 * given.
 */
function run(script: string, { account = "111122223333", env = {}, exists = false, states = ["SUCCEEDED"] }: StandIn) {
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(join(folder, "states"), `${states.join("\n")}\n`);
  const program = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >>${log}\n${text}`, { mode: 0o755 });
  program("sleep", "");
  program(
    "aws",
    `keep() { cp "$(echo "$2" | sed 's/.*\\(file:\\/\\/\\|--template-file \\)\\([^ ]*\\).*/\\2/')" ${folder}/kept-$1; }
case "$*" in
  *get-caller-identity*) echo ${account} ;;
  *describe-stack-set-operation*) head -n 1 ${folder}/states; tail -n +2 ${folder}/states >${folder}/rest; mv ${folder}/rest ${folder}/states ;;
  *describe-stack-set*) exit ${exists ? 0 : 1} ;;
  *list-stack-set-operation-results*) echo "444455556666 FAILED reason" ;;
  *create-stack-instances*) keep instances.json "$*"; echo op-2 ;;
  *create-stack-set*) keep create.json "$*" ;;
  *update-stack-set*) keep update.json "$*"; echo op-1 ;;
  *deploy*-workload*) keep workload.json "$*" ;;
  *deploy*-management*) keep management.json "$*" ;;
esac
`,
  );
  const file = join(folder, "rollout.sh");
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync("sh", [file], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, ...env },
  });
  // The folder of the script's own files has a name of chance.
  const calls = readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.replace(/\S*\/([\w-]+\.json)/g, "$1"));
  return { status, stdout, stderr, calls };
}

const aws = (words: string, more = "") => `aws ${more}--region us-east-1 ${words}`;
const identity = "sts get-caller-identity --query Account --output text";
const deploy = (stack: string, file: string) =>
  `cloudformation deploy --stack-name ${stack} --template-file ${file} --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset`;
const describeStackSet = "cloudformation describe-stack-set --stack-set-name PortIntegrationRole";
const create = "cloudformation create-stack-set --cli-input-json create.json";
const update = "cloudformation update-stack-set --cli-input-json update.json --query OperationId --output text";
const instances =
  "cloudformation create-stack-instances --cli-input-json instances.json --query OperationId --output text";
const wait = (operation: string) =>
  `cloudformation describe-stack-set-operation --stack-set-name PortIntegrationRole --operation-id ${operation} --query StackSetOperation.Status --output text`;

test("the workload comes first, then the management account's role, then the stack set", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" } });
  const { status, stdout, stderr, calls } = run(rolloutScript(planned), {});
  expect([status, stderr]).toStrictEqual([0, ""]);
  expect(calls).toStrictEqual([
    aws(identity),
    aws(deploy("PortIntegrationRole-workload", "workload.json")),
    "sleep 15",
    aws(identity),
    aws(deploy("PortIntegrationRole-management", "management.json")),
    aws(identity),
    aws(describeStackSet),
    aws(create),
    aws(instances),
    aws(wait("op-2")),
  ]);
  expect(stdout).toBe(`==> The workload's role, in account 111122223333
==> The management account's own role, in account 111122223333: stack sets never deploy there
==> The stack set PortIntegrationRole
==> Its stacks, in the target accounts
==> Done.
`);
});

test("IAM is given the time that is asked for to show a new user, and none where nothing names it", () => {
  const slept = (input: object, env: Record<string, string> = {}) =>
    run(rolloutScript(planOf({ ...input, targets: { accounts: ["444455556666"] } })), { env }).calls.filter((line) =>
      line.startsWith("sleep"),
    );
  expect(slept(user)).toStrictEqual(["sleep 15"]);
  expect(slept(user, { IAM_DELAY: "40" })).toStrictEqual(["sleep 40"]);
  expect(slept(user, { WORKLOAD_EXISTS: "1" })).toStrictEqual([]);
  expect(slept({ ...user, trustVia: "account" })).toStrictEqual([]);
  expect(slept(irsa)).toStrictEqual([]);
});

test("each step has the profile that is named for it", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" } });
  const env = { WORKLOAD_PROFILE: "w", MANAGEMENT_PROFILE: "m", ADMIN_PROFILE: "a" };
  const { calls } = run(rolloutScript(planned), { env });
  const profiles = calls.flatMap((line) => /--profile (\w)/.exec(line)?.[1] ?? []);
  expect(profiles.join("")).toBe("wwmmaaaaa");
});

test("a stack set that is there is updated, and waited for", () => {
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  const { status, calls } = run(rolloutScript(planned), {
    env: { WORKLOAD_EXISTS: "1" },
    exists: true,
    states: ["QUEUED", "RUNNING", "SUCCEEDED", "STOPPING", "SUCCEEDED"],
  });
  expect(status).toBe(0);
  expect(calls).toStrictEqual([
    aws(describeStackSet),
    aws(update),
    aws(wait("op-1")),
    "sleep 5",
    aws(wait("op-1")),
    "sleep 5",
    aws(wait("op-1")),
    aws(instances),
    aws(wait("op-2")),
    "sleep 5",
    aws(wait("op-2")),
  ]);
});

test("an operation that fails stops the script, and its accounts are told", () => {
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  const { status, stdout, stderr } = run(rolloutScript(planned), {
    env: { WORKLOAD_EXISTS: "1" },
    states: ["FAILED"],
  });
  expect([status, stderr]).toStrictEqual([1, "The operation op-2 ended as FAILED:\n444455556666 FAILED reason\n"]);
  expect(stdout).not.toContain("Done.");
});

test("the files are the requests and the templates", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" } });
  const requests = stackSetRequests(planned);
  const kept = (name: string) => JSON.parse(readFileSync(join(folder, `kept-${name}`), "utf8"));
  run(rolloutScript(planned), {});
  expect(kept("workload.json")).toStrictEqual(workloadTemplate(planned));
  expect(kept("management.json")).toStrictEqual(integrationTemplate(planned));
  expect(kept("create.json")).toStrictEqual(requests.create);
  expect(kept("instances.json")).toStrictEqual(requests.instances);
  run(rolloutScript(planned), { exists: true, states: ["SUCCEEDED", "SUCCEEDED"] });
  expect(kept("update.json")).toStrictEqual(requests.update);
});

test("the script leaves no file behind", () => {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary);
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  for (const account of ["111122223333", "999999999999"]) {
    run(rolloutScript(planned), { account, env: { TMPDIR: temporary } });
    expect(readdirSync(temporary)).toStrictEqual([]);
  }
});

test("the script has no character that a locale could read otherwise", () => {
  expect(rolloutScript(plan({ targets: { accounts: ["444455556666"] } }))).toMatch(/^[\n -~]*$/);
});

test("a step in another account than the credentials' stops", () => {
  const planned = plan({ targets: { accounts: ["444455556666"] } });
  const { status, stderr, calls } = run(rolloutScript(planned), { account: "999999999999" });
  expect([status, stderr, calls]).toStrictEqual([
    1,
    "This step belongs into account 111122223333, but the credentials are of account 999999999999. Name another profile.\n",
    [aws(identity)],
  ]);
});

test("a delegated administrator calls as such", () => {
  const planned = plan({ targets: { organizationalUnits: ["r-ab12"] }, stackSet: { callAs: "DELEGATED_ADMIN" } });
  const { calls } = run(rolloutScript(planned), { env: { WORKLOAD_EXISTS: "1" } });
  expect(calls).toStrictEqual([
    aws(`${describeStackSet} --call-as DELEGATED_ADMIN`),
    aws(create),
    aws(instances),
    aws(`${wait("op-2")} --call-as DELEGATED_ADMIN`),
  ]);
});

test("a workload's template that no request takes goes through a bucket", () => {
  const script = rolloutScript(plan({ targets: { accounts: accountIds(900) } }));
  expect(run(script, {}).stderr).toContain("S3_BUCKET: is needed: the template is larger than a request takes");
  expect(run(script, { env: { S3_BUCKET: "b" } }).calls[1]).toBe(
    `${aws(deploy("PortIntegrationRole-workload", "workload.json"))} --s3-bucket b`,
  );
});

/** What the script says of itself before its first command. */
const head = (script: string) =>
  script
    .slice(0, script.indexOf("set -eu"))
    .split("\n")
    .filter((line) => /^# (?: {2}|-)/.test(line));

test.each<[string, object, string[]]>([
  [
    "for listed accounts",
    { targets: { accounts: ["444455556666"] } },
    [
      "#   WORKLOAD_PROFILE    account 111122223333, where the workload's role is made",
      "#   WORKLOAD_EXISTS=1   in its place, if that role is there already, with its policy",
      "#   ADMIN_PROFILE       the account that administers the stack set, where the stack set is made",
      "# - Self-managed stack sets need AWSCloudFormationStackSetAdministrationRole in this account and AWSCloudFormationStackSetExecutionRole in each target account, or the roles that stackSet names.",
    ],
  ],
  [
    "for an organization",
    { targets: { organizationalUnits: ["r-ab12"], managementAccount: "999988887777" } },
    [
      "#   WORKLOAD_PROFILE    account 111122223333, where the workload's role is made",
      "#   WORKLOAD_EXISTS=1   in its place, if that role is there already, with its policy",
      "#   MANAGEMENT_PROFILE  account 999988887777, the management account",
      "#   ADMIN_PROFILE       account 999988887777, where the stack set is made",
      "# - Service-managed stack sets need trusted access between CloudFormation and Organizations: aws cloudformation activate-organizations-access.",
    ],
  ],
  [
    "for an organization whose management account is not told",
    { targets: { organizationalUnits: ["r-ab12"] } },
    [
      "#   WORKLOAD_PROFILE    account 111122223333, where the workload's role is made",
      "#   WORKLOAD_EXISTS=1   in its place, if that role is there already, with its policy",
      "#   ADMIN_PROFILE       the management account, or the delegated administrator's, where the stack set is made",
      "# - Service-managed stack sets need trusted access between CloudFormation and Organizations: aws cloudformation activate-organizations-access.",
    ],
  ],
])("the script says which profiles it takes, %s", (_name, input, lines) => {
  expect(head(rolloutScript(plan(input)))).toStrictEqual(lines);
});
