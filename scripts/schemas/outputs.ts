import * as z from "zod";
import { AccountId } from "../../src/aws/account-id.js";
import { OrganizationalUnitId } from "../../src/aws/organization.js";
import { StackSetName } from "../../src/aws/stack-set-name.js";

/** What rolewright prints, as schemas: the forms of its own outputs, narrower than what AWS takes. */

const texts = z.union([z.string(), z.array(z.string()).min(1)]);
const object = z.record(z.string(), z.unknown());
const condition = z.record(z.string(), z.record(z.string(), texts));
const action = z.enum(["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"]);
const Version = z.literal("2012-10-17").describe("The version of the policy language.");

export const TrustPolicy = z
  .strictObject({
    Version,
    Statement: z
      .array(
        z.strictObject({
          Effect: z.literal("Allow"),
          Principal: z.union([
            z.strictObject({ AWS: texts }),
            z.strictObject({ Federated: texts }),
            z.strictObject({ Service: texts }),
          ]),
          Action: z.union([action, z.array(action).min(1)]),
          Condition: condition.optional(),
        }),
      )
      .min(1),
  })
  .meta({
    title: "Trust policy",
    description: "Who may assume a role: the integration role, or the workload's.",
    examples: [
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:role/integration-task" },
            Action: "sts:AssumeRole",
          },
        ],
      },
    ],
  });

export const PermissionsPolicy = z
  .strictObject({
    Version,
    Statement: z
      .array(
        z.strictObject({ Effect: z.literal("Allow"), Action: texts, Resource: texts, Condition: condition.optional() }),
      )
      .min(1),
  })
  .meta({
    title: "Permissions policy",
    description: "What the workload may do: assume the integration roles.",
    examples: [
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["sts:AssumeRole"],
            Resource: ["arn:aws:iam::111122223333:role/PortIntegrationRole"],
          },
        ],
      },
    ],
  });

const TYPES = [
  "AWS::IAM::Role",
  "AWS::IAM::OIDCProvider",
  "AWS::IAM::User",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::InstanceProfile",
  "AWS::EKS::PodIdentityAssociation",
  "AWS::CloudFormation::StackSet",
] as const;

export const TemplateOutput = z
  .strictObject({
    AWSTemplateFormatVersion: z.literal("2010-09-09"),
    Description: z.string(),
    Metadata: object.optional(),
    Parameters: z.record(z.string(), object).optional(),
    Conditions: object.optional(),
    Resources: z.record(
      z.string(),
      z.strictObject({
        Type: z.enum(TYPES),
        Condition: z.string().optional(),
        DependsOn: z.string().optional(),
        Properties: object,
      }),
    ),
    Outputs: z.record(z.string(), object),
  })
  .meta({
    title: "CloudFormation template",
    description: "A template as rolewright prints it, in YAML or JSON.",
    examples: [
      {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: "The role through which a self-hosted integration reads this account.",
        Resources: { IntegrationRole: { Type: "AWS::IAM::Role", Properties: {} } },
        Outputs: {},
      },
    ],
  });

const CallAs = z.enum(["SELF", "DELEGATED_ADMIN"]).optional();
const OperationPreferences = z
  .strictObject({
    FailureToleranceCount: z.int().min(0).optional(),
    FailureTolerancePercentage: z.int().min(0).max(100).optional(),
    MaxConcurrentCount: z.int().min(1).optional(),
    MaxConcurrentPercentage: z.int().min(1).max(100).optional(),
    ConcurrencyMode: z.enum(["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]).optional(),
  })
  .optional();

const stackSetOptions = {
  StackSetName: StackSetName(),
  Description: z.string().min(1).max(1024).optional(),
  TemplateBody: z.string().min(1).max(51_200),
  Capabilities: z.tuple([z.literal("CAPABILITY_NAMED_IAM")]),
  PermissionModel: z.enum(["SERVICE_MANAGED", "SELF_MANAGED"]),
  AutoDeployment: z
    .strictObject({ Enabled: z.boolean(), RetainStacksOnAccountRemoval: z.boolean().optional() })
    .optional(),
  AdministrationRoleARN: z.string().optional(),
  ExecutionRoleName: z.string().optional(),
  CallAs,
  ManagedExecution: z.strictObject({ Active: z.boolean() }).optional(),
};

export const CreateStackSet = z.strictObject(stackSetOptions).meta({
  title: "CreateStackSet request",
  description: "The body that aws cloudformation create-stack-set --cli-input-json takes.",
  examples: [
    {
      StackSetName: "PortIntegrationRole",
      TemplateBody: "{}",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      PermissionModel: "SELF_MANAGED",
    },
  ],
});

export const UpdateStackSet = z.strictObject({ ...stackSetOptions, OperationPreferences }).meta({
  title: "UpdateStackSet request",
  description: "The body that aws cloudformation update-stack-set --cli-input-json takes.",
  examples: [
    {
      StackSetName: "PortIntegrationRole",
      TemplateBody: "{}",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      PermissionModel: "SELF_MANAGED",
    },
  ],
});

export const CreateStackInstances = z
  .strictObject({
    StackSetName: StackSetName(),
    Accounts: z.array(AccountId()).min(1).optional(),
    DeploymentTargets: z
      .strictObject({
        OrganizationalUnitIds: z.array(OrganizationalUnitId()).min(1).max(50),
        Accounts: z.array(AccountId()).min(1).optional(),
        AccountFilterType: z.enum(["INTERSECTION", "DIFFERENCE"]).optional(),
      })
      .optional(),
    Regions: z.array(z.string()).length(1),
    OperationPreferences,
    CallAs,
  })
  .meta({
    title: "CreateStackInstances request",
    description: "The body that aws cloudformation create-stack-instances --cli-input-json takes.",
    examples: [{ StackSetName: "PortIntegrationRole", Accounts: ["111122223333"], Regions: ["us-east-1"] }],
  });

export const Parameters = z.array(z.strictObject({ ParameterKey: z.string(), ParameterValue: z.string() })).meta({
  title: "Parameter values",
  description: "The description's values for the parameters of its reusable template.",
  examples: [[{ ParameterKey: "RoleName", ParameterValue: "PortIntegrationRole" }]],
});
