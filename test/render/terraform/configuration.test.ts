import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type JsonObject,
  parseIntegration,
  planIntegration,
  RolewrightError,
  terraformConfiguration,
  terraformModule,
  terraformVariables,
} from "../../../src/index.js";
import { description } from "../../arbitrary.js";

const plan = (input: object) => planIntegration(parseIntegration(input));
const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" };
const irsa = {
  mode: "irsa",
  accountId: "111122223333",
  region: "eu-west-1",
  oidcId: "0123456789ABCDEF0123456789ABCDEF",
  namespace: "ns",
  serviceAccount: "sa",
};

/** What Terraform reads in a text of its JSON syntax, where it has no interpolation but the caller's account. */
function read(text: unknown): string {
  return (text as string)
    .replaceAll("${data.aws_caller_identity.current.account_id}", "111122223333")
    .replace(/([$%])\1\{/g, "$1{");
}

test("without targets, the configuration has both roles, and their documents are the library's", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = plan({ ...input, targets: undefined, stackSet: undefined });
      const { resource, output } = terraformConfiguration(planned);
      const role = resource["aws_iam_role"]!["integration"]!;
      expect(JSON.parse(read(role["assume_role_policy"]))).toStrictEqual(
        planned.integrationRole.trustPolicy(planned.accountId),
      );
      expect(read(role["name"])).toBe(planned.integrationRole.name);
      expect(output).toHaveProperty("integration_role_arn");
      const { workload } = planned;
      if (workload === undefined) return;
      const policy = resource[`aws_iam_${workload.kind}_policy`]!["workload"]!["policy"];
      expect(JSON.parse(read(policy))).toStrictEqual(workload.permissionsPolicies[0]);
    }),
    { numRuns: 300 },
  );
});

test("for a role in any target account, the provider is that account's own", () => {
  const planned = plan({ ...irsa, targets: { accounts: ["444455556666"] } });
  const { resource, data } = terraformConfiguration(planned, "integration");
  expect(data).toStrictEqual({ aws_caller_identity: { current: {} } });
  const text = resource["aws_iam_role"]!["integration"]!["assume_role_policy"] as string;
  expect(text).toContain("arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/");
  expect(JSON.parse(read(text))).toStrictEqual(planned.integrationRole.trustPolicy("111122223333"));
});

test("what Terraform would interpolate is escaped", () => {
  const { resource } = terraformConfiguration(plan({ ...ecs, description: "costs ${5} and 5%{x}, not $5 or $${" }));
  expect(resource["aws_iam_role"]!["integration"]!["description"]).toBe("costs $${5} and 5%%{x}, not $5 or $$${");
});

test("an organization's configuration is for the account that runs the stack set", () => {
  const units = { organizationalUnits: ["ou-ab12-11112222"], exceptAccounts: ["444455556666"] };
  const own = terraformConfiguration(plan({ ...ecs, targets: { ...units, managementAccount: "111122223333" } }));
  expect(Object.keys(own.resource)).toStrictEqual([
    "aws_cloudformation_stack_set",
    "aws_cloudformation_stack_set_instance",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
  ]);
  expect(Object.keys(own.resource["aws_iam_role"]!)).toStrictEqual(["workload", "integration"]);
  expect(own.resource["aws_iam_role"]!["integration"]!["depends_on"]).toStrictEqual(["aws_iam_role.workload"]);
  expect(own.resource["aws_cloudformation_stack_set_instance"]!["integration"]!["deployment_targets"]).toStrictEqual({
    organizational_unit_ids: ["ou-ab12-11112222"],
    accounts: ["444455556666"],
    account_filter_type: "DIFFERENCE",
  });
  const elsewhere = terraformConfiguration(plan({ ...ecs, targets: { ...units, managementAccount: "777788889999" } }));
  expect(Object.keys(elsewhere.resource["aws_iam_role"]!)).toStrictEqual(["integration"]);
  expect(elsewhere.resource["aws_cloudformation_stack_set"]!["integration"]).not.toHaveProperty("depends_on");
});

test("the options arrive in the stack set", () => {
  const { resource } = terraformConfiguration(
    plan({
      ...ecs,
      targets: { accounts: ["444455556666"] },
      stackSet: {
        name: "Other",
        region: "eu-west-1",
        description: "d",
        administrationRoleArn: "arn:aws:iam::111122223333:role/Admin",
        executionRoleName: "Exec",
        managedExecution: false,
        operationPreferences: { maxConcurrentCount: 5 },
      },
    }),
  );
  expect(resource["aws_cloudformation_stack_set"]!["integration"]).toMatchObject({
    name: "Other",
    description: "d",
    permission_model: "SELF_MANAGED",
    administration_role_arn: "arn:aws:iam::111122223333:role/Admin",
    execution_role_name: "Exec",
    managed_execution: { active: false },
    operation_preferences: { failure_tolerance_percentage: 10, max_concurrent_count: 5 },
  });
  expect(resource["aws_cloudformation_stack_set_instance"]!["integration"]).toMatchObject({
    for_each: { "444455556666": "444455556666" },
    region: "eu-west-1",
  });
});

test("a workload of several policies attaches each of them", () => {
  const accounts = Array.from({ length: 300 }, (_, index) => String(100_000_000_000 + index));
  const planned = plan({ ...ecs, targets: { accounts } });
  const { resource } = terraformConfiguration(planned, "workload");
  expect(Object.keys(resource["aws_iam_policy"]!)).toStrictEqual(["workload_1", "workload_2", "workload_3"]);
  expect(resource["aws_iam_role_policy_attachment"]).toMatchObject({
    workload_3: { role: "${aws_iam_role.workload.name}", policy_arn: "${aws_iam_policy.workload_3.arn}" },
  });
});

describe("the reusable module", () => {
  test("has a variable for each of the description's own values", () => {
    fc.assert(
      fc.property(description, (input) => {
        const planned = plan({ ...input, ...(input["mode"] === "irsa" && { serviceAccount: "one" }) });
        const { variable } = terraformModule(planned);
        for (const name of Object.keys(terraformVariables(planned))) expect(variable).toHaveProperty([name]);
      }),
      { numRuns: 100 },
    );
  });

  test("asks for an external ID only where there is one", () => {
    const { resource } = terraformModule(plan(ecs));
    const text = resource["aws_iam_role"]!["integration"]!["assume_role_policy"] as string;
    const [without, withOne] = text.replace("${var.external_id == null ? ", "").split(" : jsonencode(");
    expect(without).not.toContain("sts:ExternalId");
    expect(withOne).toContain('"sts:ExternalId":"${var.external_id}"');
    expect((terraformModule(plan(ecs)).variable as JsonObject)["external_id"]).toMatchObject({ default: null });
  });

  test("has no place for several service accounts", () => {
    expect(() => terraformModule(plan({ ...irsa, serviceAccount: ["a", "b"] }))).toThrow(RolewrightError);
  });
});

test("the workload of irsa has no configuration", () => {
  expect(() => terraformConfiguration(plan(irsa), "workload")).toThrow(RolewrightError);
});
