import { expect, test } from "vitest";
import { terraformConfiguration, terraformModule, terraformVariables } from "../../src/index.js";
import { call, ecs, planOf } from "../fixtures.js";
import { file } from "./files.js";

const description = { ...ecs, targets: { accounts: ["444455556666"] } };
const plan = planOf(description);

test("prints the configuration, one role of it, a module, and the module's values", async () => {
  const print = async (...options: string[]) => {
    const { status, stdout } = await call(["terraform", file(description), ...options]);
    expect(status).toBe(0);
    return JSON.parse(stdout);
  };
  expect(await print()).toStrictEqual(terraformConfiguration(plan));
  for (const role of ["integration", "workload"] as const)
    expect(await print("--role", role)).toStrictEqual(terraformConfiguration(plan, role));
  expect(await print("--variables")).toStrictEqual(terraformModule(plan));
  expect(await print("--values")).toStrictEqual(terraformVariables(plan));
});

test("a module of the workload is refused", async () => {
  expect(await call(["terraform", file(description), "--role", "workload", "--variables"])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("[USAGE]"),
  });
});
