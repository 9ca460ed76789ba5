import { describe, expect, test } from "vitest";
import type { ReusableTrust, TrustParameter } from "../../src/index.js";
import { type Plan, reusableTemplate, terraformModule } from "../../src/index.js";
import { principalTrust } from "../../src/policy/make/trust.js";
import { ecs, planOf } from "../fixtures.js";
import { resolve } from "../resolve-template.js";

/** A plan whose external ID and organization may both be left out. */
function withTwoOptional(): Plan {
  const plan = planOf({ ...ecs, externalId: "abc", organizationId: "o-a1b2c3d4e5" });
  const reusable = plan.integrationRole.reusableTrust();
  const parameters = reusable.parameters.map(
    (parameter): TrustParameter =>
      parameter.name === "OrganizationId" ? { ...parameter, whenAbsent: "any will do" } : parameter,
  );
  const reusableTrust = (): ReusableTrust => ({
    ...reusable,
    parameters,
    relationship: (_partition, _account, values) =>
      principalTrust({
        principalArn: values["TrustedPrincipalARN"]!,
        via: undefined,
        actions: ["sts:AssumeRole"],
        externalId: values["ExternalId"],
        organizationId: values["OrganizationId"],
      }),
  });
  return { ...plan, integrationRole: { ...plan.integrationRole, reusableTrust } };
}

const CHOICES = [
  ["neither", "", ""],
  ["the external ID", "abc", ""],
  ["the organization", "", "o-a1b2c3d4e5"],
  ["both", "abc", "o-a1b2c3d4e5"],
] as const;

describe("parameters that may be left out", () => {
  test.each(CHOICES)(
    "in CloudFormation, %s given: only what is given is asked for",
    (_name, external, organization) => {
      const { Resources, Conditions, Parameters } = reusableTemplate(withTwoOptional());
      const given = { TrustedPrincipalARN: "P", ExternalId: external, OrganizationId: organization, RoleName: "R" };
      const properties = resolve(
        Resources["IntegrationRole"]!.Properties,
        { ...given, "AWS::Partition": "aws", "AWS::AccountId": "111122223333" },
        Conditions,
      ) as { AssumeRolePolicyDocument: unknown };
      const StringEquals = {
        ...(organization !== "" && { "aws:PrincipalOrgID": organization }),
        ...(external !== "" && { "sts:ExternalId": external }),
      };
      expect(properties.AssumeRolePolicyDocument).toStrictEqual({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "P" },
            Action: "sts:AssumeRole",
            ...(Object.keys(StringEquals).length > 0 && { Condition: { StringEquals } }),
          },
        ],
      });
      expect(Parameters?.["OrganizationId"]?.["Description"]).toMatch(/ Empty: any will do\.$/);
    },
  );

  test.each(CHOICES)("in Terraform, %s given: only what is given is asked for", (_name, external, organization) => {
    const { resource, variable } = terraformModule(withTwoOptional());
    const expression = String(resource["aws_iam_role"]!["integration"]!["assume_role_policy"]).slice(2, -1);
    // The expression's operators are JavaScript's, too; jsonencode gives the text of its document back.
    const read = new Function("variables", "jsonencode", `return ${expression.replaceAll("var.", "variables.")};`);
    const variables = {
      external_id: external === "" ? null : external,
      organization_id: organization === "" ? null : organization,
    };
    const text = JSON.stringify(read(variables, (document: unknown) => document));
    expect([text.includes("sts:ExternalId"), text.includes("aws:PrincipalOrgID")]).toStrictEqual([
      external !== "",
      organization !== "",
    ]);
    expect((variable!["organization_id"] as { description: string }).description).toMatch(/ Null: any will do\.$/);
  });
});
