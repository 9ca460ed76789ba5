import { expect, test } from "vitest";
import { parameterValues, rolloutScript, stackSetRequests } from "../../src/index.js";
import { call, ecs, planOf } from "../fixtures.js";
import { file } from "./files.js";

const description = { ...ecs, targets: { accounts: ["444455556666"] } };
const plan = planOf(description);
const requests = stackSetRequests(plan);

test.each(["create", "instances", "update"] as const)(
  "--request %s prints JSON on stdout and notes on stderr",
  async (request) => {
    const { status, stdout, stderr } = await call(["stackset", file(description), "--request", request]);
    expect([status, JSON.parse(stdout)]).toStrictEqual([0, requests[request]]);
    expect(stderr).toBe(requests.notes.map((note) => `note: ${note}\n`).join(""));
  },
);

test("without a request, that of creation is printed", async () => {
  const { stdout } = await call(["stackset", file(description)]);
  expect(JSON.parse(stdout)).toStrictEqual(requests.create);
});

test("--request parameters prints the list", async () => {
  const { status, stdout } = await call(["stackset", file(description), "--request", "parameters"]);
  expect([status, JSON.parse(stdout)]).toStrictEqual([0, parameterValues(plan)]);
});

test("--script prints the script", async () => {
  const { status, stdout } = await call(["stackset", file(description), "--script"]);
  expect([status, stdout]).toStrictEqual([0, rolloutScript(plan)]);
});
