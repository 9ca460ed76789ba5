import { expect, test } from "vitest";
import { canonicalJson, identityOf, prettyJson, selectPolicy } from "../../src/index.js";
import { accountIds, call, ecs, irsa, planOf } from "../fixtures.js";
import { file } from "./files.js";

const description = { ...ecs, targets: { accounts: ["444455556666"] } };
const plan = planOf(description);
const trust = plan.integrationRole.trustPolicy("444455556666");
const printed = (document: object) => ({ status: 0, stdout: `${canonicalJson(document as never)}\n`, stderr: "" });

test("prints canonical JSON, from a file and from standard input", async () => {
  expect(await call(["policy", file(description)])).toStrictEqual(printed(trust));
  expect(await call(["policy", "-"], { stdin: JSON.stringify(description) })).toStrictEqual(printed(trust));
});

test("--pretty prints the conventional order", async () => {
  expect(await call(["policy", file(description), "--pretty"])).toStrictEqual({
    status: 0,
    stdout: `${prettyJson(trust)}\n`,
    stderr: "",
  });
});

test("--role, --document, --account and --part choose", async () => {
  const chosen = async (input: object, ...options: string[]) => call(["policy", file(input), ...options]);
  expect(await chosen(description, "--role", "workload")).toStrictEqual(
    printed(selectPolicy(plan, { role: "workload" })),
  );
  expect(await chosen(description, "--role", "workload", "--document", "permissions")).toStrictEqual(
    printed(selectPolicy(plan, { role: "workload", document: "permissions" })),
  );
  const units = { ...irsa, targets: { organizationalUnits: ["r-ab12"] } };
  expect(await chosen(units, "--account", "012345678901")).toStrictEqual(
    printed(planOf(units).integrationRole.trustPolicy("012345678901")),
  );
  const many = { ...ecs, targets: { accounts: accountIds(500) } };
  expect(await chosen(many, "--role", "workload", "--document", "permissions", "--part", "2")).toStrictEqual(
    printed(identityOf(planOf(many))!.permissionsPolicies[1]!),
  );
});
