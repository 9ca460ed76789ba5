import fc from "fast-check";
import { expect, test } from "vitest";
import {
  identityOf,
  integrationTemplate,
  type Plan,
  selectPolicy,
  terraformConfiguration,
} from "../../../src/index.js";
import { description } from "../../arbitrary.js";
import { accountIds, ecs, irsa, issuesOf, planOf, user } from "../../fixtures.js";

/** What Terraform reads in a text of its JSON syntax, where it has no interpolation but the caller's account. */
function read(text: unknown): string {
  return (text as string)
    .replaceAll("${data.aws_caller_identity.current.account_id}", "111122223333")
    .replace(/([$%])\1\{/g, "$1{");
}

test("without targets, the configuration has both roles, and their documents are the library's", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = planOf({ ...input, targets: undefined, stackSet: undefined });
      const { resource, output } = terraformConfiguration(planned);
      const role = resource["aws_iam_role"]!["integration"]!;
      expect(JSON.parse(read(role["assume_role_policy"]))).toStrictEqual(
        planned.integrationRole.trustPolicy(planned.accountId),
      );
      expect(read(role["name"])).toBe(planned.integrationRole.name);
      expect(output).toHaveProperty("integration_role_arn");
      const workload = identityOf(planned);
      if (workload === undefined) return;
      const policy = resource[`aws_iam_${workload.kind}_policy`]!["workload"]!["policy"];
      expect(JSON.parse(read(policy))).toStrictEqual(workload.permissionsPolicies[0]);
    }),
    { numRuns: 300 },
  );
});

test("for a role in any target account, the provider is that account's own", () => {
  const planned = planOf({ ...irsa, targets: { accounts: ["444455556666"] } });
  const { resource, data } = terraformConfiguration(planned, "integration");
  expect(data).toStrictEqual({ aws_caller_identity: { current: {} } });
  const text = resource["aws_iam_role"]!["integration"]!["assume_role_policy"] as string;
  expect(text).toContain("arn:aws:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/");
  expect(JSON.parse(read(text))).toStrictEqual(planned.integrationRole.trustPolicy("111122223333"));
});

test("what Terraform would interpolate is escaped", () => {
  const { resource } = terraformConfiguration(planOf({ ...ecs, description: "costs ${5} and 5%{x}, not $5 or $${" }));
  expect(resource["aws_iam_role"]!["integration"]!["description"]).toBe("costs $${5} and 5%%{x}, not $5 or $$${");
});

const terraform = {
  required_version: ">= 1.3",
  required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.81.0" } },
};
const preferences = { failure_tolerance_percentage: 10, max_concurrent_percentage: 25 };
const arnOutput = (description: string, address: string) => ({ description, value: `\${${address}.arn}` });
const stackSetOutput = {
  description: "The stack set's ID",
  value: "${aws_cloudformation_stack_set.integration.stack_set_id}",
};
const units = { organizationalUnits: ["ou-ab12-11112222"], exceptAccounts: ["444455556666"] };

/** A configuration whose documents and templates are read, as data. */
function readConfiguration(plan: Plan, role?: "integration" | "workload") {
  const documents = ["assume_role_policy", "policy", "template_body"];
  return JSON.parse(JSON.stringify(terraformConfiguration(plan, role)), (key, value) =>
    documents.includes(key) ? JSON.parse(read(value)) : value,
  );
}

test("an empty description is left out, as Terraform's provider would read it back as none", () => {
  const { resource } = terraformConfiguration(planOf({ ...ecs, description: "" }));
  expect(resource["aws_iam_role"]!["integration"]).not.toHaveProperty("description");
});

test("an organization's configuration is for the account that runs the stack set", () => {
  const planned = planOf({ ...ecs, targets: { ...units, managementAccount: "111122223333" } });
  expect(readConfiguration(planned)).toStrictEqual({
    terraform,
    resource: {
      aws_cloudformation_stack_set: {
        integration: {
          name: "PortIntegrationRole",
          template_body: integrationTemplate(planned),
          capabilities: ["CAPABILITY_NAMED_IAM"],
          permission_model: "SERVICE_MANAGED",
          auto_deployment: { enabled: true, retain_stacks_on_account_removal: false },
          managed_execution: { active: true },
          operation_preferences: preferences,
          lifecycle: { ignore_changes: ["administration_role_arn"] },
          depends_on: ["aws_iam_role.workload"],
        },
      },
      aws_cloudformation_stack_set_instance: {
        integration: {
          deployment_targets: {
            organizational_unit_ids: ["ou-ab12-11112222"],
            accounts: ["444455556666"],
            account_filter_type: "DIFFERENCE",
          },
          operation_preferences: preferences,
          stack_set_name: "${aws_cloudformation_stack_set.integration.name}",
        },
      },
      aws_iam_role: {
        workload: {
          name: "task",
          path: "/",
          assume_role_policy: selectPolicy(planned, { role: "workload" }),
        },
        integration: {
          name: "PortIntegrationRole",
          path: "/",
          assume_role_policy: planned.integrationRole.trustPolicy("111122223333"),
          depends_on: ["aws_iam_role.workload"],
        },
      },
      aws_iam_role_policy: {
        workload: {
          name: "AssumeIntegrationRoles",
          role: "${aws_iam_role.workload.name}",
          policy: identityOf(planned)?.permissionsPolicies[0],
        },
      },
      aws_iam_role_policy_attachment: {
        integration: {
          for_each: { "aws/ReadOnlyAccess": "arn:aws:iam::aws:policy/ReadOnlyAccess" },
          role: "${aws_iam_role.integration.name}",
          policy_arn: "${each.value}",
        },
      },
    },
    output: {
      workload_role_arn: arnOutput("The workload role's ARN", "aws_iam_role.workload"),
      integration_role_arn: arnOutput("The integration role's ARN", "aws_iam_role.integration"),
      stack_set_id: stackSetOutput,
    },
  });
});

test("an organization's configuration leaves out the workload of another account", () => {
  const { resource, output } = terraformConfiguration(
    planOf({ ...ecs, targets: { ...units, managementAccount: "777788889999" } }),
  );
  expect([Object.keys(resource["aws_iam_role"]!), Object.keys(output)]).toStrictEqual([
    ["integration"],
    ["integration_role_arn", "stack_set_id"],
  ]);
  expect(resource["aws_iam_role"]!["integration"]).not.toHaveProperty("depends_on");
  expect(resource["aws_cloudformation_stack_set"]!["integration"]).not.toHaveProperty("depends_on");
});

test("listed accounts get one instance each, from the usual administration role", () => {
  const planned = planOf({ ...user, targets: { accounts: ["444455556666", "777788889999"] } });
  expect(readConfiguration(planned)).toStrictEqual({
    terraform,
    data: { aws_caller_identity: { current: {} } },
    resource: {
      aws_cloudformation_stack_set: {
        integration: {
          name: "PortIntegrationRole",
          template_body: integrationTemplate(planned),
          capabilities: ["CAPABILITY_NAMED_IAM"],
          permission_model: "SELF_MANAGED",
          administration_role_arn:
            "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/AWSCloudFormationStackSetAdministrationRole",
          managed_execution: { active: true },
          operation_preferences: preferences,
          depends_on: ["aws_iam_user.workload"],
        },
      },
      aws_cloudformation_stack_set_instance: {
        integration: {
          for_each: { "444455556666": "444455556666", "777788889999": "777788889999" },
          account_id: "${each.value}",
          stack_set_name: "${aws_cloudformation_stack_set.integration.name}",
        },
      },
      aws_iam_user: { workload: { name: "u", path: "/" } },
      aws_iam_user_policy: {
        workload: {
          name: "AssumeIntegrationRoles",
          user: "${aws_iam_user.workload.name}",
          policy: identityOf(planned)?.permissionsPolicies[0],
        },
      },
    },
    output: {
      workload_user_arn: arnOutput("The workload user's ARN", "aws_iam_user.workload"),
      stack_set_id: stackSetOutput,
    },
  });
});

test("the role waits for the provider that it trusts, and has the description's options", () => {
  const planned = planOf({
    ...irsa,
    description: "d",
    maxSessionDuration: 7200,
    tags: { b: "1", a: "2" },
    permissionsBoundaryArn: "arn:aws:iam::${AWS::AccountId}:policy/boundary",
    managedPolicyArns: [
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
      "arn:aws:iam::${AWS::AccountId}:policy/p",
    ],
  });
  expect(readConfiguration(planned)).toStrictEqual({
    terraform,
    resource: {
      aws_iam_openid_connect_provider: {
        integration: { url: "https://issuer.example.com/c", client_id_list: ["sts.amazonaws.com"] },
      },
      aws_iam_role: {
        integration: {
          name: "PortIntegrationRole",
          path: "/",
          description: "d",
          max_session_duration: 7200,
          permissions_boundary: "arn:aws:iam::111122223333:policy/boundary",
          tags: { a: "2", b: "1" },
          assume_role_policy: planned.integrationRole.trustPolicy("111122223333"),
          depends_on: ["aws_iam_openid_connect_provider.integration"],
        },
      },
      aws_iam_role_policy_attachment: {
        integration: {
          for_each: {
            "aws/job-function/ViewOnlyAccess": "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
            "account/p": "arn:aws:iam::111122223333:policy/p",
          },
          role: "${aws_iam_role.integration.name}",
          policy_arn: "${each.value}",
        },
      },
    },
    output: {
      oidc_provider_arn: arnOutput("The OIDC provider's ARN", "aws_iam_openid_connect_provider.integration"),
      integration_role_arn: arnOutput("The integration role's ARN", "aws_iam_role.integration"),
    },
  });
});

test("the options arrive in the stack set", () => {
  const planned = planOf({
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
  });
  const { resource } = readConfiguration(planned);
  expect(resource.aws_cloudformation_stack_set.integration).toStrictEqual({
    name: "Other",
    description: "d",
    template_body: integrationTemplate(planned),
    capabilities: ["CAPABILITY_NAMED_IAM"],
    permission_model: "SELF_MANAGED",
    administration_role_arn: "arn:aws:iam::111122223333:role/Admin",
    execution_role_name: "Exec",
    managed_execution: { active: false },
    operation_preferences: { failure_tolerance_percentage: 10, max_concurrent_count: 5 },
    depends_on: ["aws_iam_role.workload"],
  });
  expect(resource.aws_cloudformation_stack_set_instance.integration).toStrictEqual({
    for_each: { "444455556666": "444455556666" },
    account_id: "${each.value}",
    stack_set_name: "${aws_cloudformation_stack_set.integration.name}",
    region: "eu-west-1",
  });
});

test("a delegated administrator's calls are marked as such", () => {
  const { resource } = terraformConfiguration(
    planOf({ ...ecs, targets: units, stackSet: { callAs: "DELEGATED_ADMIN", autoDeployment: { enabled: false } } }),
  );
  expect([
    resource["aws_cloudformation_stack_set"]!["integration"]!["call_as"],
    resource["aws_cloudformation_stack_set_instance"]!["integration"]!["call_as"],
    resource["aws_cloudformation_stack_set"]!["integration"]!["auto_deployment"],
  ]).toStrictEqual(["DELEGATED_ADMIN", "DELEGATED_ADMIN", { enabled: false }]);
});

test("a workload of several policies attaches each of them", () => {
  const planned = planOf({ ...ecs, targets: { accounts: accountIds(300) } });
  const { resource } = readConfiguration(planned, "workload");
  const policies = identityOf(planned)!.permissionsPolicies;
  expect(resource.aws_iam_policy).toStrictEqual(
    Object.fromEntries(
      [1, 2, 3].map((part) => [
        `workload_${part}`,
        {
          name: `task-assume-integration-roles-${part}`,
          description: "Lets the integration's workload assume the integration roles.",
          policy: policies[part - 1],
        },
      ]),
    ),
  );
  expect(resource.aws_iam_role_policy_attachment).toStrictEqual(
    Object.fromEntries(
      [1, 2, 3].map((part) => [
        `workload_${part}`,
        { role: "${aws_iam_role.workload.name}", policy_arn: `\${aws_iam_policy.workload_${part}.arn}` },
      ]),
    ),
  );
  expect(resource).not.toHaveProperty("aws_iam_role_policy");
});

test("the workload of irsa has no configuration", () => {
  expect(issuesOf(() => terraformConfiguration(planOf(irsa), "workload"))).toStrictEqual([
    { path: ["role"], code: "NO_SUCH_DOCUMENT", message: expect.stringContaining("no identity in AWS") },
  ]);
});
