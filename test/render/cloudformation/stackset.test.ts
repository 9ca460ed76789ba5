import { describe, expect, test } from "vitest";
import { integrationTemplate, PARTITIONS, stackSetRequests } from "../../../src/index.js";
import { ecs, irsa, issuesOf, planOf } from "../../fixtures.js";

const requests = (input: object) => stackSetRequests(planOf({ ...ecs, ...input }));
const units = { organizationalUnits: ["ou-ab12-11112222", "r-ab12"] };
const bodyOf = (input: object) => JSON.stringify(integrationTemplate(planOf({ ...ecs, ...input })), null, 2);

test("organizational units make a service-managed stack set", () => {
  const { create, instances, update } = requests({ targets: units });
  const OperationPreferences = { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 25 };
  expect(create).toStrictEqual({
    StackSetName: "PortIntegrationRole",
    TemplateBody: bodyOf({ targets: units }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: "SERVICE_MANAGED",
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ManagedExecution: { Active: true },
  });
  expect(instances).toStrictEqual({
    StackSetName: "PortIntegrationRole",
    DeploymentTargets: { OrganizationalUnitIds: units.organizationalUnits },
    Regions: ["us-east-1"],
    OperationPreferences,
  });
  expect(update).toStrictEqual({ ...create, OperationPreferences });
});

describe("the notes say what the requests rest on", () => {
  const management = (account?: string) =>
    account === undefined
      ? "A service-managed stack set never deploys to the organization's management account. If that account is a target too, name it in targets.managementAccount and deploy the template there as a stack."
      : `A service-managed stack set never deploys to the management account. Deploy the integration role's template there as a stack, in account ${account}.`;
  const trustedAccess =
    "Service-managed stack sets need trusted access between CloudFormation and Organizations: aws cloudformation activate-organizations-access.";
  const china =
    "AWS's documentation says that the China regions do not offer that trusted access. If the request fails, list targets.accounts instead.";
  const selfManaged =
    "Self-managed stack sets need AWSCloudFormationStackSetAdministrationRole in this account and AWSCloudFormationStackSetExecutionRole in each target account, or the roles that stackSet names.";
  const workloadFirst = (kind: string) =>
    `The workload's ${kind} must exist before the roles that trust it: IAM refuses a principal that does not.`;
  const provider =
    "Each stack creates the OIDC provider of the cluster. Where an account has it already, as the cluster's own (111122223333) may, its stack fails: set createOidcProvider to false there.";
  const accounts = { accounts: ["444455556666"] };

  test.each<[string, object, string[]]>([
    ["organizational units", { targets: units }, [management(), trustedAccess, workloadFirst("role")]],
    [
      "organizational units and the management account",
      { targets: { ...units, managementAccount: "444455556666" } },
      [management("444455556666"), trustedAccess, workloadFirst("role")],
    ],
    [
      "organizational units in China",
      { taskRoleArn: "arn:aws-cn:iam::111122223333:role/t", targets: units },
      [management(), trustedAccess, china, workloadFirst("role")],
    ],
    ["listed accounts", { targets: accounts }, [selfManaged, workloadFirst("role")]],
    [
      "listed accounts in China",
      { taskRoleArn: "arn:aws-cn:iam::111122223333:role/t", targets: accounts },
      [selfManaged, workloadFirst("role")],
    ],
    ["trust in an account", { trustVia: "account", targets: accounts }, [selfManaged]],
    ["pods", { ...irsa, targets: units }, [management(), trustedAccess, provider]],
    ["pods, without the cluster's account", { ...irsa, targets: accounts }, [selfManaged]],
    [
      "pods, with the cluster's account",
      { ...irsa, targets: { accounts: ["111122223333", "444455556666"] } },
      [selfManaged, provider],
    ],
    [
      "pods whose provider is there",
      { ...irsa, createOidcProvider: false, targets: units },
      [management(), trustedAccess],
    ],
  ])("%s", (_name, input, notes) => {
    expect(stackSetRequests(planOf("mode" in input ? input : { ...ecs, ...input })).notes).toStrictEqual(notes);
  });
});

test.each([
  [{ onlyAccounts: ["444455556666"] }, { Accounts: ["444455556666"], AccountFilterType: "INTERSECTION" }],
  [{ exceptAccounts: ["444455556666"] }, { Accounts: ["444455556666"], AccountFilterType: "DIFFERENCE" }],
])("filter %j", (filter, expected) => {
  expect(requests({ targets: { ...units, ...filter } }).instances["DeploymentTargets"]).toStrictEqual({
    OrganizationalUnitIds: units.organizationalUnits,
    ...expected,
  });
});

test("listed accounts make a self-managed one, without AutoDeployment", () => {
  const targets = { accounts: ["444455556666"], managementAccount: "777788889999" };
  const { create, instances } = requests({
    targets,
    stackSet: { executionRoleName: "Exec", administrationRoleArn: "arn:aws:iam::111122223333:role/Admin" },
  });
  expect(create).toStrictEqual({
    StackSetName: "PortIntegrationRole",
    TemplateBody: bodyOf({ targets }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: "SELF_MANAGED",
    AdministrationRoleARN: "arn:aws:iam::111122223333:role/Admin",
    ExecutionRoleName: "Exec",
    ManagedExecution: { Active: true },
  });
  expect(instances).toStrictEqual({
    StackSetName: "PortIntegrationRole",
    Accounts: ["444455556666", "777788889999"],
    Regions: ["us-east-1"],
    OperationPreferences: { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 25 },
  });
});

test("the options arrive in the requests that take them", () => {
  const { create, instances, update } = requests({
    targets: units,
    stackSet: {
      name: "Other",
      region: "eu-west-1",
      description: "d",
      callAs: "DELEGATED_ADMIN",
      managedExecution: true,
      autoDeployment: { enabled: false },
      operationPreferences: { failureToleranceCount: 3, concurrencyMode: "SOFT_FAILURE_TOLERANCE" },
    },
  });
  const OperationPreferences = {
    MaxConcurrentPercentage: 25,
    FailureToleranceCount: 3,
    ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
  };
  expect(create).toStrictEqual({
    StackSetName: "Other",
    Description: "d",
    TemplateBody: bodyOf({ targets: units }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: "SERVICE_MANAGED",
    AutoDeployment: { Enabled: false },
    ManagedExecution: { Active: true },
    CallAs: "DELEGATED_ADMIN",
  });
  expect(instances).toStrictEqual({
    StackSetName: "Other",
    DeploymentTargets: { OrganizationalUnitIds: units.organizationalUnits },
    Regions: ["eu-west-1"],
    OperationPreferences,
    CallAs: "DELEGATED_ADMIN",
  });
  expect(update).toStrictEqual({ ...create, OperationPreferences });
});

test.each(Object.entries(PARTITIONS))("%s has one region of its own by default", (partition, { globalRegion }) => {
  expect(
    requests({ taskRoleArn: `arn:${partition}:iam::111122223333:role/t`, targets: units }).instances["Regions"],
  ).toStrictEqual([globalRegion]);
});

test("automatic deployment may keep the stacks of accounts that leave", () => {
  const { create } = requests({
    targets: units,
    stackSet: { autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true }, managedExecution: false },
  });
  expect([create["AutoDeployment"], create["ManagedExecution"]]).toStrictEqual([
    { Enabled: true, RetainStacksOnAccountRemoval: true },
    { Active: false },
  ]);
});

describe("refusals", () => {
  test.each([
    ["no targets", {}, ["targets"], "NO_SUCH_DOCUMENT", "one stack is enough"],
    [
      "a role name that names no stack set",
      { roleName: "my_role", targets: units },
      ["stackSet", "name"],
      "INVALID_FORMAT",
      '"my_role" cannot name a stack set',
    ],
  ])("%s", (_name, input, path, code, said) => {
    expect(issuesOf(() => requests(input))).toStrictEqual([{ path, code, message: expect.stringContaining(said) }]);
  });
});
