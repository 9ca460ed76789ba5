import { describe, expect, test } from "vitest";
import {
  PARTITIONS,
  parameterValues,
  parseIntegration,
  planIntegration,
  RolewrightError,
  stackSetRequests,
} from "../src/index.js";

const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" };
const requests = (input: object) => stackSetRequests(planIntegration(parseIntegration({ ...ecs, ...input })));
const units = { organizationalUnits: ["ou-ab12-11112222", "r-ab12"] };

test("organizational units make a service-managed stack set", () => {
  const { create, instances, notes } = requests({ targets: units });
  expect(create).toMatchObject({
    StackSetName: "PortIntegrationRole",
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: "SERVICE_MANAGED",
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
  });
  expect(instances).toStrictEqual({
    StackSetName: "PortIntegrationRole",
    DeploymentTargets: { OrganizationalUnitIds: units.organizationalUnits },
    Regions: ["us-east-1"],
    OperationPreferences: { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 25 },
  });
  expect(notes.join("\n")).toContain("never deploys to the organization's management account");
});

test("the management account is named in the note, where it is a target", () => {
  expect(requests({ targets: { ...units, managementAccount: "444455556666" } }).notes.join("\n")).toContain(
    "in account 444455556666",
  );
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
  expect(create).toMatchObject({
    PermissionModel: "SELF_MANAGED",
    ExecutionRoleName: "Exec",
    AdministrationRoleARN: "arn:aws:iam::111122223333:role/Admin",
  });
  expect(create).not.toHaveProperty("AutoDeployment");
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
  expect(create).toMatchObject({
    StackSetName: "Other",
    Description: "d",
    CallAs: "DELEGATED_ADMIN",
    ManagedExecution: { Active: true },
    AutoDeployment: { Enabled: false },
  });
  expect(create["AutoDeployment"]).not.toHaveProperty("RetainStacksOnAccountRemoval");
  expect(create).not.toHaveProperty("OperationPreferences");
  expect(instances).toMatchObject({ Regions: ["eu-west-1"], CallAs: "DELEGATED_ADMIN", OperationPreferences });
  expect(update).toStrictEqual({ ...create, OperationPreferences });
});

test.each(Object.entries(PARTITIONS))("%s has one region of its own by default", (partition, { globalRegion }) => {
  expect(
    requests({ taskRoleArn: `arn:${partition}:iam::111122223333:role/t`, targets: units }).instances["Regions"],
  ).toStrictEqual([globalRegion]);
});

describe("refusals", () => {
  test.each([
    ["no targets", {}, "NO_SUCH_DOCUMENT"],
    ["a role name that names no stack set", { roleName: "my_role", targets: units }, "INVALID_FORMAT"],
  ])("%s", (_name, input, code) => {
    expect(() => requests(input)).toThrow(RolewrightError);
    expect(() => requests(input)).toThrow(code);
  });
});

test("the parameter values are the description's", () => {
  const irsa = {
    mode: "irsa",
    accountId: "111122223333",
    issuer: "https://issuer.example.com/c",
    namespace: "n",
    serviceAccount: "s",
    createOidcProvider: false,
  };
  expect(parameterValues(planIntegration(parseIntegration(irsa)))).toStrictEqual([
    { ParameterKey: "RoleName", ParameterValue: "PortIntegrationRole" },
    { ParameterKey: "OIDCIssuerURL", ParameterValue: "issuer.example.com/c" },
    { ParameterKey: "ServiceAccountNamespace", ParameterValue: "n" },
    { ParameterKey: "ServiceAccountName", ParameterValue: "s" },
    { ParameterKey: "CreateOIDCProvider", ParameterValue: "false" },
  ]);
});
