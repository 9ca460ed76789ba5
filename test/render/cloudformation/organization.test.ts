import { describe, expect, test } from "vitest";
import { integrationTemplate, organizationTemplate, workloadTemplate } from "../../../src/index.js";
import { accountIds, ecs, irsa, issuesOf, planOf, user } from "../../fixtures.js";

const units = { organizationalUnits: ["ou-ab12-11112222"] };

describe("one template for the account that runs the stack set", () => {
  test("has the workload, the account's own role and the stack set, in this order", () => {
    const planned = planOf({ ...ecs, targets: { ...units, managementAccount: "111122223333" } });
    const { Resources, Outputs, Description } = organizationTemplate(planned);
    const roles = integrationTemplate(planned);
    const workload = workloadTemplate(planned);
    const { IntegrationRoles: { Properties: { TemplateBody, ...properties } = {}, ...stackSet } = {}, ...resources } =
      Resources;
    expect(Description).toBe("A self-hosted integration in an organization: its role in every target account.");
    expect(Object.keys(Resources)).toStrictEqual(["WorkloadRole", "IntegrationRole", "IntegrationRoles"]);
    expect(resources).toStrictEqual({
      ...workload.Resources,
      IntegrationRole: { ...roles.Resources["IntegrationRole"], DependsOn: "WorkloadRole" },
    });
    expect(stackSet).toStrictEqual({ Type: "AWS::CloudFormation::StackSet", DependsOn: "WorkloadRole" });
    expect(properties).toStrictEqual({
      StackSetName: "PortIntegrationRole",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      PermissionModel: "SERVICE_MANAGED",
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      OperationPreferences: { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 25 },
      StackInstancesGroup: [
        { DeploymentTargets: { OrganizationalUnitIds: units.organizationalUnits }, Regions: ["us-east-1"] },
      ],
    });
    expect(JSON.parse(TemplateBody as string)).toStrictEqual(roles);
    expect(Outputs).toStrictEqual({
      ...workload.Outputs,
      ...roles.Outputs,
      StackSetId: { Description: "The stack set's ID", Value: { Ref: "IntegrationRoles" } },
    });
  });

  test("waits for the user where the workload is one", () => {
    const { Resources } = organizationTemplate(
      planOf({ ...user, targets: { ...units, managementAccount: "111122223333" } }),
    );
    expect(Object.entries(Resources).map(([id, { DependsOn }]) => [id, DependsOn])).toStrictEqual([
      ["WorkloadUser", undefined],
      ["IntegrationRole", "WorkloadUser"],
      ["IntegrationRoles", "WorkloadUser"],
    ]);
  });

  test("takes the stack set's options and the filter of its accounts", () => {
    const { Resources } = organizationTemplate(
      planOf({
        ...ecs,
        targets: { ...units, onlyAccounts: ["444455556666"] },
        stackSet: {
          name: "Other",
          region: "eu-west-1",
          description: "d",
          callAs: "DELEGATED_ADMIN",
          managedExecution: false,
          autoDeployment: { enabled: false },
          operationPreferences: { maxConcurrentCount: 2 },
        },
      }),
    );
    const { TemplateBody: _body, ...properties } = Resources["IntegrationRoles"]!.Properties;
    expect(properties).toStrictEqual({
      StackSetName: "Other",
      Description: "d",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      PermissionModel: "SERVICE_MANAGED",
      AutoDeployment: { Enabled: false },
      ManagedExecution: { Active: false },
      CallAs: "DELEGATED_ADMIN",
      OperationPreferences: { FailureTolerancePercentage: 10, MaxConcurrentCount: 2 },
      StackInstancesGroup: [
        {
          DeploymentTargets: {
            OrganizationalUnitIds: units.organizationalUnits,
            Accounts: ["444455556666"],
            AccountFilterType: "INTERSECTION",
          },
          Regions: ["eu-west-1"],
        },
      ],
    });
  });

  test("leaves out the workload of another account, and a role that the stack set makes", () => {
    const elsewhere = planOf({ ...ecs, targets: { ...units, managementAccount: "777788889999" } });
    expect(Object.keys(organizationTemplate(elsewhere).Resources)).toStrictEqual([
      "IntegrationRole",
      "IntegrationRoles",
    ]);
    const delegated = planOf({
      ...ecs,
      targets: { ...units, managementAccount: "777788889999" },
      stackSet: { callAs: "DELEGATED_ADMIN" },
    });
    expect(Object.keys(organizationTemplate(delegated).Resources)).toStrictEqual(["WorkloadRole", "IntegrationRoles"]);
  });

  test("needs no order where the trust is by account", () => {
    const planned = planOf({ ...ecs, trustVia: "account", targets: { ...units, managementAccount: "111122223333" } });
    for (const resource of Object.values(organizationTemplate(planned).Resources))
      expect(resource).not.toHaveProperty("DependsOn");
  });

  test("has the OIDC provider of irsa for the management account's own role", () => {
    const planned = planOf({ ...irsa, targets: { ...units, managementAccount: "111122223333" } });
    const { Resources, Outputs } = organizationTemplate(planned);
    expect(Object.keys(Resources)).toStrictEqual(["OidcProvider", "IntegrationRole", "IntegrationRoles"]);
    expect(Object.keys(Outputs)).toStrictEqual(["IntegrationRoleArn", "OidcProviderArn", "StackSetId"]);
  });

  test("is refused for listed accounts, and above what a request takes", () => {
    expect(
      issuesOf(() => organizationTemplate(planOf({ ...ecs, targets: { accounts: ["444455556666"] } }))),
    ).toStrictEqual([
      { path: ["targets"], code: "NO_SUCH_DOCUMENT", message: expect.stringContaining("no organizational units") },
    ]);
    const exceptAccounts = accountIds(4000);
    expect(
      issuesOf(() => organizationTemplate(planOf({ ...ecs, targets: { ...units, exceptAccounts } }))),
    ).toStrictEqual([{ path: [], code: "QUOTA_EXCEEDED", message: expect.stringContaining("a request takes 51200") }]);
  });
});
