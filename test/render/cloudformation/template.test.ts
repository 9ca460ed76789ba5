import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identityOf, integrationTemplate, providerOf, selectPolicy, workloadTemplate } from "../../../src/index.js";
import { description } from "../../arbitrary.js";
import { accountIds, ecs, irsa, issuesOf, planOf, user } from "../../fixtures.js";
import { resolve } from "../../resolve-template.js";

const account = "012345678901";

test("in any target account, the concrete template's role has that account's trust policy", () => {
  fc.assert(
    fc.property(description, (input) => {
      const planned = planOf(input);
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
      expect(OidcProvider !== undefined).toBe(providerOf(planned)?.create ?? false);
    }),
    { numRuns: 500 },
  );
});

test("the concrete template makes the provider first, and exports what it makes", () => {
  const planned = planOf({
    ...irsa,
    roleName: "Reader",
    rolePath: "/x/",
    description: "d",
    tags: { b: "1", a: "2" },
    maxSessionDuration: 7200,
    permissionsBoundaryArn: "arn:aws:iam::${AWS::AccountId}:policy/boundary",
    managedPolicyArns: ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::${AWS::AccountId}:policy/own"],
    targets: { accounts: ["444455556666"] },
  });
  const { AssumeRolePolicyDocument, ...properties } =
    integrationTemplate(planned).Resources["IntegrationRole"]!.Properties;
  expect(resolve(AssumeRolePolicyDocument!, { "AWS::AccountId": account })).toStrictEqual(
    planned.integrationRole.trustPolicy(account),
  );
  expect({
    ...integrationTemplate(planned),
    Resources: {
      ...integrationTemplate(planned).Resources,
      IntegrationRole: { ...integrationTemplate(planned).Resources["IntegrationRole"], Properties: properties },
    },
  }).toStrictEqual({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role through which a self-hosted integration reads this account.",
    Resources: {
      OidcProvider: {
        Type: "AWS::IAM::OIDCProvider",
        Properties: { Url: "https://issuer.example.com/c", ClientIdList: ["sts.amazonaws.com"] },
      },
      IntegrationRole: {
        Type: "AWS::IAM::Role",
        DependsOn: "OidcProvider",
        Properties: {
          RoleName: "Reader",
          Path: "/x/",
          Description: "d",
          ManagedPolicyArns: [
            "arn:aws:iam::aws:policy/SecurityAudit",
            { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/own" },
          ],
          PermissionsBoundary: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/boundary" },
          MaxSessionDuration: 7200,
          Tags: [
            { Key: "a", Value: "2" },
            { Key: "b", Value: "1" },
          ],
        },
      },
    },
    Outputs: {
      IntegrationRoleArn: {
        Description: "The integration role's ARN",
        Value: { "Fn::GetAtt": ["IntegrationRole", "Arn"] },
        Export: { Name: { "Fn::Sub": "${AWS::StackName}-IntegrationRoleArn" } },
      },
      OidcProviderArn: {
        Description: "The OIDC provider's ARN",
        Value: { Ref: "OidcProvider" },
        Export: { Name: { "Fn::Sub": "${AWS::StackName}-OidcProviderArn" } },
      },
    },
  });
});

test("the concrete template leaves a provider alone that is there already", () => {
  const { Resources, Outputs } = integrationTemplate(planOf({ ...irsa, createOidcProvider: false }));
  expect([Object.keys(Resources), Object.keys(Outputs)]).toStrictEqual([["IntegrationRole"], ["IntegrationRoleArn"]]);
  expect(Resources["IntegrationRole"]).not.toHaveProperty("DependsOn");
});

describe("the workload's template", () => {
  const targets = { accounts: accountIds(60) };
  test("is the task role with its trust and inline policy", () => {
    const planned = planOf({
      mode: "ecs",
      taskRoleArn: "arn:aws:iam::111122223333:role/team/task",
      tags: { b: "1", a: "2" },
    });
    expect(workloadTemplate(planned)).toStrictEqual({
      AWSTemplateFormatVersion: "2010-09-09",
      Description: "The role of a self-hosted integration's workload, which may assume the integration roles.",
      Resources: {
        WorkloadRole: {
          Type: "AWS::IAM::Role",
          Properties: {
            RoleName: "task",
            Path: "/team/",
            AssumeRolePolicyDocument: selectPolicy(planned, { role: "workload" }),
            Policies: [
              { PolicyName: "AssumeIntegrationRoles", PolicyDocument: identityOf(planned)?.permissionsPolicies[0] },
            ],
            Tags: [
              { Key: "a", Value: "2" },
              { Key: "b", Value: "1" },
            ],
          },
        },
      },
      Outputs: {
        WorkloadRoleArn: {
          Description: "The workload role's ARN",
          Value: { "Fn::GetAtt": ["WorkloadRole", "Arn"] },
          Export: { Name: { "Fn::Sub": "${AWS::StackName}-WorkloadRoleArn" } },
        },
      },
    });
  });

  test("is the user with a policy that fits: inline while short, managed when longer; never access keys", () => {
    const short = planOf(user);
    expect(workloadTemplate(short).Resources).toStrictEqual({
      WorkloadUser: {
        Type: "AWS::IAM::User",
        Properties: {
          UserName: "u",
          Path: "/",
          Policies: [
            { PolicyName: "AssumeIntegrationRoles", PolicyDocument: identityOf(short)?.permissionsPolicies[0] },
          ],
        },
      },
    });
    const long = planOf({ ...user, targets });
    expect(workloadTemplate(long).Resources).toStrictEqual({
      WorkloadUser: { Type: "AWS::IAM::User", Properties: { UserName: "u", Path: "/" } },
      WorkloadPolicy: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: {
          Description: "Lets the integration's workload assume the integration roles.",
          PolicyDocument: identityOf(long)?.permissionsPolicies[0],
          Users: [{ Ref: "WorkloadUser" }],
        },
      },
    });
  });

  test("attaches each of several policies to the task role", () => {
    const planned = planOf({ ...ecs, targets: { accounts: accountIds(300) } });
    const policies = identityOf(planned)!.permissionsPolicies;
    const { WorkloadRole, ...others } = workloadTemplate(planned).Resources;
    expect(WorkloadRole?.Properties).not.toHaveProperty("Policies");
    expect(others).toStrictEqual(
      Object.fromEntries(
        [0, 1, 2].map((index) => [
          `WorkloadPolicy${index + 1}`,
          {
            Type: "AWS::IAM::ManagedPolicy",
            Properties: {
              Description: "Lets the integration's workload assume the integration roles.",
              PolicyDocument: policies[index],
              Roles: [{ Ref: "WorkloadRole" }],
            },
          },
        ]),
      ),
    );
  });

  test("does not exist for pods", () => {
    expect(issuesOf(() => workloadTemplate(planOf(irsa)))).toStrictEqual([
      { path: ["role"], code: "NO_SUCH_DOCUMENT", message: expect.stringContaining("no identity in AWS") },
    ]);
  });
});
