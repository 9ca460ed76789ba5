import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  integrationTemplate,
  type JsonValue,
  parameterValues,
  parseIntegration,
  planIntegration,
  RolewrightError,
  reusableTemplate,
  workloadTemplate,
} from "../src/index.js";
import { description } from "./arbitrary.js";
import { resolve } from "./resolve-template.js";

const plan = (input: object) => planIntegration(parseIntegration(input));
const account = "012345678901";

test("in any target account, the concrete template's role has that account's trust policy", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = plan(input);
      const { IntegrationRole, OidcProvider } = integrationTemplate(planned).Resources;
      const properties = resolve(IntegrationRole!.Properties, { "AWS::AccountId": account });
      expect(properties).toMatchObject({
        RoleName: planned.integrationRole.name,
        AssumeRolePolicyDocument: planned.integrationRole.trustPolicy(account),
        ManagedPolicyArns: planned.integrationRole.managedPolicyArns.map((arn) =>
          arn.replace("${AWS::AccountId}", account),
        ),
      });
      expect((properties as { Description?: string }).Description).toBe(input["description"]);
      expect(OidcProvider !== undefined).toBe(planned.oidcProvider?.create ?? false);
    }),
    { numRuns: 500 },
  );
});

test("the reusable template, given the description's values, is the concrete one", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = plan(input);
      if (planned.integrationRole.template().unsupported !== undefined) return;
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
  const irsa = {
    mode: "irsa",
    accountId: "111122223333",
    issuer: "issuer.example.com/c",
    namespace: "n",
    serviceAccount: "s",
  };
  test("takes the issuer with and without https://", () => {
    const { Resources, Conditions } = reusableTemplate(plan(irsa));
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
    expect(() => reusableTemplate(plan({ ...irsa, serviceAccount: ["a", "b"] }))).toThrow(RolewrightError);
  });
  test("asks for an external ID where the mode needs one, and not where it does not", () => {
    const ecs = reusableTemplate(plan({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/t" })).Parameters?.[
      "ExternalId"
    ];
    const user = reusableTemplate(
      plan({ mode: "iam-user", userArn: "arn:aws:iam::111122223333:user/u", externalId: "abc" }),
    ).Parameters?.["ExternalId"];
    expect([ecs?.["Default"], user?.["Default"]]).toStrictEqual(["", undefined]);
    expect("").toMatch(new RegExp(ecs?.["AllowedPattern"] as string));
    expect("").not.toMatch(new RegExp(user?.["AllowedPattern"] as string));
  });
});

describe("the workload's template", () => {
  const targets = { accounts: Array.from({ length: 60 }, (_, index) => String(100_000_000_000 + index)) };
  test("is the task role with its trust and inline policy", () => {
    const planned = plan({
      mode: "ecs",
      taskRoleArn: "arn:aws:iam::111122223333:role/team/task",
      tags: { b: "1", a: "2" },
    });
    expect(workloadTemplate(planned).Resources).toMatchObject({
      WorkloadRole: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "task",
          Path: "/team/",
          AssumeRolePolicyDocument: planned.workload?.kind === "role" && planned.workload.trustPolicy,
          Policies: [
            { PolicyName: "AssumeIntegrationRoles", PolicyDocument: planned.workload?.permissionsPolicies[0] },
          ],
          Tags: [
            { Key: "a", Value: "2" },
            { Key: "b", Value: "1" },
          ],
        },
      },
    });
  });
  test("is the user with a policy that fits: inline while short, managed when longer; never access keys", () => {
    const user = { mode: "iam-user", userArn: "arn:aws:iam::111122223333:user/u", externalId: "abc" };
    const types = (input: object) => Object.values(workloadTemplate(plan(input)).Resources).map(({ Type }) => Type);
    expect(types(user)).toStrictEqual(["AWS::IAM::User"]);
    expect(types({ ...user, targets })).toStrictEqual(["AWS::IAM::User", "AWS::IAM::ManagedPolicy"]);
  });
  test("does not exist for pods", () => {
    expect(() =>
      workloadTemplate(
        plan({
          mode: "irsa",
          accountId: "111122223333",
          issuer: "issuer.example.com/c",
          namespace: "n",
          serviceAccount: "s",
        }),
      ),
    ).toThrow("no identity in AWS");
  });
});
