import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import { withNextAnswers } from "../../src/cli/next-answer.js";
import {
  diagnose,
  diagnosisReport,
  diagnosisSarif,
  explainError,
  explanationReport,
} from "../../src/diagnose/index.js";
import { formatPath, selectPolicy } from "../../src/index.js";
import { call, ecs, irsa, planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };
import { file, trustPolicy } from "./files.js";

const description = { ...ecs, targets: { accounts: ["444455556666"] } };
const plan = planOf(description);
const right = plan.integrationRole.trustPolicy("444455556666");
const wrong = trustPolicy("arn:aws:iam::111122223333:role/tusk");
const wrongText = JSON.stringify(wrong);

test("prints the report, and exits with 1; with 0 where nothing is wrong", async () => {
  const trust = file(wrong);
  expect(await call(["diagnose", file(description), "--trust", trust])).toStrictEqual({
    status: 1,
    stdout: diagnosisReport(diagnose(plan, { trust: wrongText }), { trust }),
    stderr: "",
  });
  expect(await call(["diagnose", file(description), "--trust", file(right)])).toStrictEqual({
    status: 0,
    stdout:
      "Nothing that was read keeps arn:aws:iam::111122223333:role/task from assuming arn:aws:iam::444455556666:role/PortIntegrationRole.\n\nNothing is wrong with what was looked at: the trust policy.\nNot looked at: the caller's own policies, which must allow the call too; what service control policies deny; what resource control policies deny.\n\nProved for every request: the trust policy lets in nobody but the described caller.\n",
    stderr: "",
  });
});

test("the corrected policy that it prints is right", async () => {
  const { stdout } = await call(["diagnose", file(description), "--trust", file(wrong)]);
  const head = "The corrected trust policy:\n";
  expect(JSON.parse(stdout.slice(stdout.indexOf(head) + head.length))).toStrictEqual(right);
});

test("a note alone leaves the status at 0", async () => {
  const external = { ...description, externalId: "abc" };
  const trust = planOf(external).integrationRole.trustPolicy("444455556666");
  const more = JSON.parse(JSON.stringify(trust).replace('"abc"', '["abc","def"]'));
  const { status, stdout } = await call(["diagnose", file(external), "--trust", file(more)]);
  expect([status, stdout]).toStrictEqual([0, expect.stringContaining("\n1 note.\n")]);
});

test("--json prints one object, --sarif a log", async () => {
  const diagnosis = diagnose(plan, { trust: wrongText });
  const json = await call(["diagnose", file(description), "--trust", "-", "--json"], { stdin: wrongText });
  const findings = diagnosis.findings.map((finding) => ({ ...finding, path: formatPath(finding.path) }));
  expect([json.status, JSON.parse(json.stdout), json.stderr]).toStrictEqual([1, { ...diagnosis, findings }, ""]);
  const trust = file(wrong);
  const sarif = await call(["diagnose", file(description), "--trust", trust, "--sarif"]);
  expect([sarif.status, JSON.parse(sarif.stdout), sarif.stderr]).toStrictEqual([
    1,
    diagnosisSarif(diagnosis, { trust }),
    "",
  ]);
});

test("reads the workload's policies and the provider", async () => {
  const trust = file(right);
  const document = { Version: "2012-10-17", Statement: [] };
  const identity = file(document);
  expect(await call(["diagnose", file(description), "--trust", trust, "--identity", identity])).toStrictEqual({
    status: 1,
    stdout: diagnosisReport(diagnose(plan, { trust: JSON.stringify(right), identity: [JSON.stringify(document)] }), {
      trust,
      identity,
    }),
    stderr: "",
  });
  const provider = file({ Url: "https://other", ClientIDList: [] });
  expect(await call(["diagnose", file(irsa), "--provider", provider])).toStrictEqual({
    status: 1,
    stdout: diagnosisReport(diagnose(planOf(irsa), { provider: { Url: "https://other", ClientIDList: [] } }), {
      provider,
    }),
    stderr: "",
  });
  for (const text of ["Url: issuer.example.com/c", '{"Url": '])
    expect((await call(["diagnose", file(irsa), "--provider", file(text)])).status).toBe(1);
});

test("--account and --role choose what is compared", async () => {
  const two = { ...ecs, targets: { accounts: ["444455556666", "777788889999"] } };
  const { stdout } = await call(["diagnose", file(two), "--trust", file(right), "--account", "777788889999"]);
  expect(stdout).toContain("from assuming arn:aws:iam::777788889999:role/PortIntegrationRole.");
  const own = selectPolicy(plan, { role: "workload" });
  expect(await call(["diagnose", file(description), "--trust", file(own), "--role", "workload"])).toStrictEqual({
    status: 0,
    stdout:
      "ecs-tasks.amazonaws.com can assume arn:aws:iam::111122223333:role/task.\n\nNothing is wrong with what was looked at: the trust policy.\nNot looked at: what resource control policies deny.\n\nProved for every request: the trust policy lets in nobody but the described caller.\n",
    stderr: "",
  });
});

test("--scp and --rcp are read, and the one that denies is named", async () => {
  const deny = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sts:*", Resource: "*" }] };
  const other = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] };
  const rcp = { Version: "2012-10-17", Statement: [{ ...other.Statement[0], Principal: "*" }] };
  const denies = file(deny);
  const { status, stdout, stderr } = await call([
    ...["diagnose", file(description), "--trust", file(right)],
    ...["--scp", file(other), denies, "--rcp", file(rcp)],
  ]);
  expect([status, stderr]).toStrictEqual([1, ""]);
  expect(stdout.split("\n").slice(0, 4)).toStrictEqual([
    "arn:aws:iam::111122223333:role/task cannot assume arn:aws:iam::444455556666:role/PortIntegrationRole.",
    "",
    `error CONTROL_POLICY_BLOCKS  ${denies}:1:38 Statement[0]`,
    '  denies the call of the task role "arn:aws:iam::111122223333:role/task".',
  ]);
  const alone = await call(["diagnose", file(description), "--scp", file(other)]);
  expect(alone).toStrictEqual({
    status: 0,
    stdout:
      "Nothing that was read keeps arn:aws:iam::111122223333:role/task from assuming arn:aws:iam::444455556666:role/PortIntegrationRole.\n\nNothing is wrong with what was looked at: service control policies.\nNot looked at: the role's trust policy; the caller's own policies, which must allow the call too; what resource control policies deny.\n",
    stderr: "",
  });
});

test("--error explains what AWS printed", async () => {
  const explained = explainError(planOf(irsa), "Incorrect token audience");
  expect(await call(["diagnose", file(irsa), "--error", "Incorrect token audience"])).toStrictEqual({
    status: 0,
    stdout: explanationReport(withNextAnswers(explained)),
    stderr: "",
  });
  const unknown = await call(["diagnose", file(irsa), "--error", "boom", "--json"]);
  expect([unknown.status, JSON.parse(unknown.stdout)]).toStrictEqual([
    1,
    { error: null, causes: withNextAnswers(explainError(planOf(irsa), "boom")).causes },
  ]);
});

test("--error goes on to this command's own answers where it has one", () => {
  const commands = (text: string) => withNextAnswers(explainError(plan, text)).causes.map(({ command }) => command);
  expect(commands("Has prohibited field Resource")).toStrictEqual(["rolewright validate trust.json --kind trust"]);
  expect(commands("MalformedPolicyDocument")).toStrictEqual(["rolewright validate policy.json"]);
  expect(commands("ECS was unable to assume the role")).toStrictEqual([
    "aws iam get-role --role-name task > task-role.json && rolewright diagnose CONFIG --role workload --trust task-role.json",
    "aws iam get-role --role-name task",
    "aws iam get-role --role-name task",
  ]);
  expect(commands("AccessDenied: AssumeRole").slice(0, 2)).toStrictEqual([
    "aws iam get-role --role-name PortIntegrationRole > role.json && rolewright diagnose CONFIG --trust role.json",
    "aws iam get-role-policy --role-name task --policy-name POLICY > grant.json && rolewright diagnose CONFIG --trust role.json --identity grant.json",
  ]);
});

test("--error beside a file explains first, and then diagnoses", async () => {
  const trust = file(wrong);
  const text = "AccessDenied: AssumeRole";
  const both = await call(["diagnose", file(description), "--error", text, "--trust", trust]);
  expect(both).toStrictEqual({
    status: 1,
    stdout: `${explanationReport(withNextAnswers(explainError(plan, text)))}\n${diagnosisReport(diagnose(plan, { trust: wrongText }), { trust })}`,
    stderr: "",
  });
});

test.each([
  [[], "needs --trust, --identity, --provider, --scp, --rcp or --error."],
  [["--sarif", "--error", "x"], "--sarif is for files; --error is none."],
  [["--sarif", "--json", "--trust", "x"], "cannot be used with"],
  [["--trust", "-", "--identity", "-"], "Standard input (-) can be read once only"],
  [["--trust", "no-such-file"], "there is no such file"],
  [["--role", "other", "--trust", "x"], "Allowed choices are integration, workload."],
])("%j is a wrong call", async (args, said) => {
  expect(await call(["diagnose", file(description), ...args])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining(said),
  });
});

test("colours are there for a terminal alone", async () => {
  const args = ["diagnose", file(description), "--trust", file(wrong)];
  const plain = (await call(args)).stdout;
  const coloured = (await call(args, { colours: true })).stdout;
  expect(coloured).toContain("\u001b[31merror PRINCIPAL_MISMATCH");
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
});

describe("the answers for machines have the form of their schema", () => {
  const isDiagnosis = new Ajv2020({ strict: true }).compile(jsonSchemas()["diagnosis"]!);
  interface Case {
    readonly name: string;
    readonly description: string;
    readonly trust?: unknown;
    readonly identity?: readonly unknown[];
    readonly provider?: unknown;
  }
  const described: { readonly [name: string]: object } = vectors.descriptions;
  const written = (content: unknown) => file(content as string | object);

  test.each(vectors.cases as readonly Case[])("$description: $name", async (each) => {
    const { description: name, trust, identity = [], provider } = each;
    const { stdout } = await call([
      "diagnose",
      file(described[name]!),
      ...(trust === undefined ? [] : ["--trust", written(trust)]),
      ...identity.flatMap((policy) => ["--identity", written(policy)]),
      ...(provider === undefined ? [] : ["--provider", written(provider)]),
      "--json",
    ]);
    expect([isDiagnosis(JSON.parse(stdout)), isDiagnosis.errors]).toStrictEqual([true, null]);
  });
});
