import { expect, test } from "vitest";
import { formatPath, type Issue, parseIntegration, RolewrightError } from "../../src/index.js";
import { call, ecs, issuesOf } from "../fixtures.js";
import { file, trustPolicy } from "./files.js";

/** What is told of many faults is what a person reads: the first ones, and how many more there are. */

const keys = (count: number, prefix = "k") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, index]));

function thrown(input: unknown): RolewrightError {
  try {
    parseIntegration(input);
  } catch (error) {
    if (error instanceof RolewrightError) return error;
  }
  throw new Error("nothing was refused");
}

test("80,000 unknown keys are a hundred faults and a number", async () => {
  const error = thrown({ ...ecs, ...keys(80_000) });
  expect([error.issues.length, error.omitted]).toStrictEqual([100, 79_900]);
  expect(error.issues.map(({ path }) => path[0])).toStrictEqual(Object.keys(keys(100)));
  expect(error.message.split("\n")).toHaveLength(101);
  expect(error.message).toMatch(/\n… and 79900 more\.$/);
  const { status, stdout, stderr } = await call(["policy", file({ ...ecs, ...keys(60_000) })]);
  expect([status, stdout]).toStrictEqual([2, ""]);
  expect(stderr).toMatch(/^rolewright: 60000 faults:\n(?: {2}\S+:1:\d+ k\d+: .*\n){100} {2}… and 59900 more\.\n$/);
});

test("a hundred faults are all told", () => {
  const error = thrown({ ...ecs, ...keys(100) });
  expect([error.issues.length, error.omitted, error.message.split("\n").length]).toStrictEqual([100, 0, 100]);
});

test("faults are in the order of their places, whatever rule they break", () => {
  const places = (input: unknown) => issuesOf(input).map(({ path }: Issue) => formatPath(path));
  const targets = { x: 1, accounts: ["1", "444455556666", "2"], onlyAccounts: ["444455556666"] };
  expect(
    places({ nope: 1, targets, roleName: "/", mode: "ecs", tags: { a: 1, b: "x", B: "y" }, rolePath: 1 }),
  ).toStrictEqual([
    "taskRoleArn",
    "nope",
    "targets.x",
    "targets.accounts[0]",
    "targets.accounts[2]",
    "targets.onlyAccounts",
    "roleName",
    "tags.a",
    "tags.B",
    "rolePath",
  ]);
});

test("a long value, key or name is shortened", async () => {
  const long = "x".repeat(100_000);
  for (const input of [
    { mode: long },
    { ...ecs, roleName: long },
    { ...ecs, [long]: 1 },
    { ...ecs, tags: { [long]: long } },
  ])
    expect(thrown(input).message.length).toBeLessThan(1500);
  for (const text of [`mode: !${long} x`, `mode: *${long}`, `"${long}`, `${long}: [`, `%${long}\n---\n`])
    expect((await call(["policy", "-"], { stdin: text })).stderr.length).toBeLessThan(5000);
});

test("a report on a policy tells the first hundred findings, JSON the first thousand errors", async () => {
  // One a key, and that the document is too large.
  const path = file({ ...trustPolicy("arn:aws:iam::111122223333:role/task"), ...keys(1500) });
  const { status, stdout } = await call(["validate", path]);
  expect([status, stdout.split("\n").length, stdout.split("\n").at(-2)]).toStrictEqual([1, 103, "  … and 1401 more."]);
  const { valid, findings, omitted } = JSON.parse((await call(["validate", path, "--json"])).stdout);
  expect([valid, findings.length, omitted]).toStrictEqual([false, 1000, 501]);
});

test("a diagnosis tells the first hundred findings; JSON has all", async () => {
  const statements = Array.from({ length: 150 }, () => 1);
  const args = ["diagnose", file(ecs), "--trust", file({ Version: "2012-10-17", Statement: statements })];
  const { findings } = JSON.parse((await call([...args, "--json"])).stdout);
  const { stdout } = await call(args);
  expect(findings).toHaveLength(150);
  expect(stdout.match(/^(?:error|warning|note) /gm)).toHaveLength(100);
  expect(stdout).toContain(`\n… and ${findings.length - 100} more.\n`);
});
