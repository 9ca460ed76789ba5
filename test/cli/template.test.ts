import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { integrationTemplate, organizationTemplate, reusableTemplate, workloadTemplate } from "../../src/index.js";
import { accountIds, call, ecs, irsa, planOf } from "../fixtures.js";
import { file } from "./files.js";

const description = { ...ecs, targets: { accounts: ["444455556666"] } };
const plan = planOf(description);

async function printed(input: object, ...options: string[]) {
  const { status, stdout, stderr } = await call(["template", file(input), ...options]);
  expect([status, stderr]).toStrictEqual([0, ""]);
  return stdout;
}

test("prints YAML, or JSON with the same data", async () => {
  expect(parse(await printed(description))).toStrictEqual(integrationTemplate(plan));
  expect(JSON.parse(await printed(description, "--format", "json"))).toStrictEqual(integrationTemplate(plan));
});

test("--fragment stands under Resources: as it is", async () => {
  for (const input of [description, irsa, { ...description, description: "a\nb: [\n  c" }])
    expect(parse(`Resources:\n${await printed(input, "--fragment")}`).Resources).toStrictEqual(
      integrationTemplate(planOf(input)).Resources,
    );
  expect(JSON.parse(await printed(description, "--fragment", "--format", "json"))).toStrictEqual(
    integrationTemplate(plan).Resources,
  );
});

test("--role workload prints the task role", async () => {
  expect(parse(await printed(description, "--role", "workload"))).toStrictEqual(workloadTemplate(plan));
});

test("--parameters prints the reusable template", async () => {
  expect(parse(await printed(irsa, "--parameters"))).toStrictEqual(reusableTemplate(planOf(irsa)));
});

test.each([[["--fragment"]], [["--role", "workload"]]])("--parameters with %j is refused", async (more) => {
  expect(await call(["template", file(irsa), "--parameters", ...more])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("[USAGE]"),
  });
});

test("a template that only S3 takes is noted", async () => {
  const many = { ...ecs, targets: { accounts: accountIds(900) } };
  const { status, stdout, stderr } = await call(["template", file(many), "--role", "workload"]);
  expect([status, parse(stdout)]).toStrictEqual([0, workloadTemplate(planOf(many))]);
  expect(stderr).toMatch(/^note: .*--s3-bucket/);
});

describe("--organization", () => {
  const organization = {
    ...description,
    targets: { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" },
  };

  test("prints the template, and where it belongs", async () => {
    const { status, stdout, stderr } = await call([
      "template",
      file(organization),
      "--organization",
      "--format",
      "json",
    ]);
    expect([status, JSON.parse(stdout)]).toStrictEqual([0, organizationTemplate(planOf(organization))]);
    expect(stderr).toBe("note: Deploy it in the management account, 111122223333.\n");
  });

  test.each<[object, object, string[]]>([
    [
      { organizationalUnits: ["r-ab12"] },
      {},
      [
        "Deploy it in account 111122223333, the workload's own, which is taken to be the management account (name the true one in targets.managementAccount).",
      ],
    ],
    [
      { organizationalUnits: ["r-ab12"], managementAccount: "777788889999" },
      {},
      [
        "Deploy it in the management account, 777788889999.",
        "The workload is in account 111122223333: deploy the workload's template there first.",
      ],
    ],
    [
      { organizationalUnits: ["r-ab12"], managementAccount: "777788889999" },
      { stackSet: { callAs: "DELEGATED_ADMIN" } },
      [
        "Deploy it in account 111122223333, the workload's own, which is taken to be the delegated administrator.",
        "The stack set does not reach the management account, 777788889999: deploy the integration role's template there.",
      ],
    ],
  ])("says what is left to do: %j", async (targets, more, notes) => {
    const { stderr } = await call(["template", file({ ...description, ...more, targets }), "--organization"]);
    expect(stderr).toBe(notes.map((note) => `note: ${note}\n`).join(""));
  });

  test.each([[["--parameters"]], [["--role", "workload"]]])("excludes %j", async (options) => {
    expect(await call(["template", file(organization), "--organization", ...options])).toStrictEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("[USAGE]"),
    });
  });
});
