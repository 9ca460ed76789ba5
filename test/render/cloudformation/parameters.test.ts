import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { integrationTemplate, type JsonValue, parameterValues, reusableTemplate } from "../../../src/index.js";
import { description } from "../../arbitrary.js";
import { ecs, irsa, issuesOf, planOf, user } from "../../fixtures.js";
import { resolve } from "../../resolve-template.js";

const account = "012345678901";

test("the reusable template, given the description's values, is the concrete one", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = planOf(input);
      if (planned.integrationRole.reusableTrust().unsupported !== undefined) return;
      const template = reusableTemplate(planned);
      const values = { "AWS::AccountId": account, "AWS::Partition": planned.partition };
      const parameters = Object.fromEntries(
        parameterValues(planned).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
      );
      expect(Object.keys(parameters)).toStrictEqual(Object.keys(template.Parameters!));
      for (const [key, value] of Object.entries(parameters)) {
        const { AllowedPattern, AllowedValues } = template.Parameters![key] as {
          AllowedPattern?: string;
          AllowedValues?: string[];
        };
        if (AllowedPattern !== undefined) expect(value).toMatch(new RegExp(AllowedPattern));
        if (AllowedValues !== undefined) expect(AllowedValues).toContain(value);
      }
      const concrete = resolve(integrationTemplate(planned).Resources["IntegrationRole"]!.Properties, values);
      const resolved = resolve(
        template.Resources["IntegrationRole"]!.Properties,
        { ...values, ...parameters },
        template.Conditions,
      );
      expect(resolved).toStrictEqual(concrete);
    }),
    { numRuns: 500 },
  );
});

describe("the reusable template", () => {
  test("takes the issuer with and without https://", () => {
    const { Resources, Conditions } = reusableTemplate(planOf(irsa));
    const parameters = {
      RoleName: "R",
      ServiceAccountNamespace: "n",
      ServiceAccountName: "s",
      CreateOIDCProvider: "true",
      "AWS::AccountId": account,
      "AWS::Partition": "aws",
    };
    const [bare, full] = ["issuer.example.com/d", "https://issuer.example.com/d"].map((OIDCIssuerURL) =>
      resolve(Resources as unknown as JsonValue, { ...parameters, OIDCIssuerURL }, Conditions),
    );
    expect(full).toStrictEqual(bare);
    expect(JSON.stringify(bare)).toContain('"Url":"https://issuer.example.com/d"');
    expect(JSON.stringify(bare)).toContain('"issuer.example.com/d:sub":"system:serviceaccount:n:s"');
  });
  test("refuses several service accounts", () => {
    const several = planOf({ ...irsa, serviceAccount: ["a", "b"] });
    const refused = [{ path: [], code: "UNSUPPORTED", message: expect.stringContaining("one service account") }];
    expect(issuesOf(() => reusableTemplate(several))).toStrictEqual(refused);
    expect(issuesOf(() => parameterValues(several))).toStrictEqual(refused);
  });
  test("asks for an external ID where the mode needs one, and not where it does not", () => {
    const externalId = (input: object) => reusableTemplate(planOf(input)).Parameters?.["ExternalId"];
    const [optional, required] = [externalId(ecs), externalId(user)];
    expect([optional?.["Default"], required?.["Default"]]).toStrictEqual(["", undefined]);
    expect("").toMatch(new RegExp(optional?.["AllowedPattern"] as string));
    expect("").not.toMatch(new RegExp(required?.["AllowedPattern"] as string));
    expect([optional?.["ConstraintDescription"], required?.["ConstraintDescription"]]).toStrictEqual([
      `${required?.["ConstraintDescription"]}; or empty`,
      expect.any(String),
    ]);
  });

  test("has the limits of its parameters", () => {
    const limits = (input: object) =>
      Object.fromEntries(
        Object.entries(reusableTemplate(planOf(input)).Parameters!).map(([name, parameter]) => [
          name,
          [parameter["MaxLength"], parameter["AllowedPattern"], parameter["AllowedValues"]],
        ]),
      );
    expect(limits(irsa)).toStrictEqual({
      RoleName: [undefined, "^[a-zA-Z0-9_+=,.@-]{1,64}$", undefined],
      OIDCIssuerURL: [255, expect.stringContaining("(?!"), undefined],
      ServiceAccountNamespace: [undefined, expect.stringMatching(/^\^\[a-z0-9\].*\$$/), undefined],
      ServiceAccountName: [253, expect.stringMatching(/^\^\[a-z0-9\].*\$$/), undefined],
      CreateOIDCProvider: [undefined, undefined, ["true", "false"]],
    });
    expect(limits(ecs)["ExternalId"]?.[0]).toBe(1224);
  });

  test("is of any partition, and of any account", () => {
    const template = reusableTemplate(
      planOf({
        ...irsa,
        region: "cn-north-1",
        managedPolicyArns: ["arn:aws-cn:iam::aws:policy/SecurityAudit", "arn:aws-cn:iam::${AWS::AccountId}:policy/own"],
      }),
    );
    expect(template.Resources["IntegrationRole"]?.Properties["ManagedPolicyArns"]).toStrictEqual([
      { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/SecurityAudit" },
      { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/own" },
    ]);
    expect(JSON.stringify(template)).not.toContain("aws-cn");
  });

  test("makes the provider only where it is asked to, and names it only where it makes it", () => {
    const { Resources, Outputs, Conditions, Parameters } = reusableTemplate(
      planOf({ ...irsa, createOidcProvider: false }),
    );
    expect(Conditions).toStrictEqual({
      CreatesOidcProvider: { "Fn::Equals": [{ Ref: "CreateOIDCProvider" }, "true"] },
    });
    expect([Parameters?.["CreateOIDCProvider"]?.["Default"], Parameters?.["RoleName"]?.["Default"]]).toStrictEqual([
      "false",
      "PortIntegrationRole",
    ]);
    expect([Resources["OidcProvider"]?.Condition, Outputs["OidcProviderArn"]?.["Condition"]]).toStrictEqual([
      "CreatesOidcProvider",
      "CreatesOidcProvider",
    ]);
    expect(Resources["IntegrationRole"]).not.toHaveProperty("DependsOn");
  });

  test.each([
    ["ecs", ecs],
    ["irsa", irsa],
    ["iam-user", user],
  ])("groups and labels every parameter for the console: %s", (_mode, input) => {
    const { Metadata, Parameters } = reusableTemplate(planOf(input));
    const names = Object.keys(Parameters!);
    const { ParameterGroups, ParameterLabels } = Metadata!["AWS::CloudFormation::Interface"] as {
      ParameterGroups: { Label: { default: string }; Parameters: string[] }[];
      ParameterLabels: object;
    };
    expect(ParameterGroups).toStrictEqual([
      { Label: { default: "Integration role" }, Parameters: ["RoleName"] },
      { Label: { default: "Who may assume it" }, Parameters: names.slice(1) },
    ]);
    expect(Object.keys(ParameterLabels)).toStrictEqual(names);
    for (const label of Object.values(ParameterLabels)) expect(label).toStrictEqual({ default: expect.any(String) });
  });
});

test.each([
  [
    "irsa",
    { ...irsa, issuer: "https://issuer.example.com/c", createOidcProvider: false },
    {
      RoleName: "PortIntegrationRole",
      OIDCIssuerURL: "issuer.example.com/c",
      ServiceAccountNamespace: "n",
      ServiceAccountName: "s",
      CreateOIDCProvider: "false",
    },
  ],
  [
    "ecs",
    { ...ecs, roleName: "R" },
    { RoleName: "R", TrustedPrincipalARN: "arn:aws:iam::111122223333:role/task", ExternalId: "" },
  ],
  [
    "iam-user",
    user,
    { RoleName: "PortIntegrationRole", TrustedPrincipalARN: "arn:aws:iam::111122223333:user/u", ExternalId: "abc" },
  ],
])("the parameter values are the description's: %s", (_mode, input, expected) => {
  expect(parameterValues(planOf(input))).toStrictEqual(
    Object.entries(expected).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  );
});
