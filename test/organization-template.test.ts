import { describe, expect, test } from "vitest";
import {
  integrationTemplate,
  organizationTemplate,
  parseIntegration,
  planIntegration,
  RolewrightError,
} from "../src/index.js";

const plan = (input: object) => planIntegration(parseIntegration(input));
const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" };
const units = { organizationalUnits: ["ou-ab12-11112222"] };

describe("one template for the account that runs the stack set", () => {
  test("has the workload, the account's own role and the stack set, in this order", () => {
    const planned = plan({ ...ecs, targets: { ...units, managementAccount: "111122223333" } });
    const { Resources } = organizationTemplate(planned);
    expect(Object.keys(Resources)).toStrictEqual(["WorkloadRole", "IntegrationRole", "IntegrationRoles"]);
    expect(Resources["IntegrationRole"]).toMatchObject({ DependsOn: "WorkloadRole" });
    expect(Resources["IntegrationRoles"]).toMatchObject({
      Type: "AWS::CloudFormation::StackSet",
      DependsOn: "WorkloadRole",
      Properties: {
        PermissionModel: "SERVICE_MANAGED",
        StackInstancesGroup: [
          { DeploymentTargets: { OrganizationalUnitIds: units.organizationalUnits }, Regions: ["us-east-1"] },
        ],
      },
    });
    const inner = JSON.parse(Resources["IntegrationRoles"]!.Properties["TemplateBody"] as string);
    expect(inner).toStrictEqual(integrationTemplate(planned));
  });

  test("leaves out the workload of another account, and a role that the stack set makes", () => {
    const elsewhere = plan({ ...ecs, targets: { ...units, managementAccount: "777788889999" } });
    expect(Object.keys(organizationTemplate(elsewhere).Resources)).toStrictEqual([
      "IntegrationRole",
      "IntegrationRoles",
    ]);
    const delegated = plan({
      ...ecs,
      targets: { ...units, managementAccount: "777788889999" },
      stackSet: { callAs: "DELEGATED_ADMIN" },
    });
    expect(Object.keys(organizationTemplate(delegated).Resources)).toStrictEqual(["WorkloadRole", "IntegrationRoles"]);
  });

  test("needs no order where the trust is by account", () => {
    const planned = plan({ ...ecs, trustVia: "account", targets: { ...units, managementAccount: "111122223333" } });
    for (const resource of Object.values(organizationTemplate(planned).Resources))
      expect(resource).not.toHaveProperty("DependsOn");
  });

  test("has the OIDC provider of irsa for the management account's own role", () => {
    const planned = plan({
      mode: "irsa",
      accountId: "111122223333",
      issuer: "issuer.example.com",
      namespace: "ns",
      serviceAccount: "sa",
      targets: { ...units, managementAccount: "111122223333" },
    });
    const { Resources, Outputs } = organizationTemplate(planned);
    expect(Object.keys(Resources)).toStrictEqual(["OidcProvider", "IntegrationRole", "IntegrationRoles"]);
    expect(Object.keys(Outputs)).toStrictEqual(["IntegrationRoleArn", "OidcProviderArn", "StackSetId"]);
  });

  test("is refused for listed accounts, and above what a request takes", () => {
    expect(() => organizationTemplate(plan({ ...ecs, targets: { accounts: ["444455556666"] } }))).toThrow(
      RolewrightError,
    );
    const exceptAccounts = Array.from({ length: 4000 }, (_, index) => String(100_000_000_000 + index));
    expect(() => organizationTemplate(plan({ ...ecs, targets: { ...units, exceptAccounts } }))).toThrow("51200");
  });
});
