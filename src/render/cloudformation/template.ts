import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import { copyOf } from "../../json/copy.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { checkPermissions } from "../../plan/permissions.js";
import { type Attachment, checkPlan, type Plan, providerOf, type Tags } from "../../plan/plan.js";
import { workloadOf } from "../../plan/select.js";
import { trustPolicy } from "../../policy/make/trust.js";
import { reference, resolveReferences } from "../references.js";

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties: JsonObject;
}

/**
 * A CloudFormation template, as a plain object with its sections in the order in which people write them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Metadata?: JsonObject;
  readonly Parameters?: { readonly [name: string]: JsonObject };
  readonly Conditions?: { readonly [name: string]: JsonValue };
  readonly Resources: { readonly [logicalId: string]: TemplateResource };
  readonly Outputs: { readonly [name: string]: JsonObject };
}

export const INTEGRATION_ROLE = "IntegrationRole";
export const OIDC_PROVIDER = "OidcProvider";
export const ACCOUNT_REFERENCE = reference("AWS::AccountId");

/**
 * The template of the integration role, the same for every target account: what differs by account is `AWS::AccountId`.
 *
 * @example
 * const plan = planIntegration(
 *   parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }),
 * );
 * Object.keys(integrationTemplate(plan).Resources); // ["IntegrationRole"]
 */
export function integrationTemplate(plan: Plan): Template {
  checkPlan(plan);
  const { integrationRole } = plan;
  const provider = providerOf(plan);
  const createsProvider = provider?.create === true;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role through which a self-hosted integration reads this account.",
    Resources: {
      ...(createsProvider && {
        [OIDC_PROVIDER]: oidcProviderResource(`https://${provider.issuer}`, provider.audience),
      }),
      [INTEGRATION_ROLE]: {
        Type: "AWS::IAM::Role",
        ...(createsProvider && { DependsOn: OIDC_PROVIDER }),
        Properties: integrationRoleProperties(
          plan,
          integrationRole.name,
          resolveReferences(integrationRole.trustPolicy(ACCOUNT_REFERENCE)),
        ),
      },
    },
    Outputs: {
      IntegrationRoleArn: arnOutput("The integration role's ARN", INTEGRATION_ROLE),
      ...(createsProvider && { OidcProviderArn: oidcProviderOutput() }),
    },
  };
}

/** The properties of the integration role, for a name and trust policy that may be intrinsic functions. */
export function integrationRoleProperties(
  { integrationRole }: Plan,
  roleName: JsonValue,
  trustPolicy: JsonValue,
  policyArn: (arn: string) => JsonValue = inTargetAccount,
): JsonObject {
  const { path, description, managedPolicyArns, maxSessionDuration, permissionsBoundaryArn, tags } = integrationRole;
  return {
    RoleName: roleName,
    Path: path,
    ...(description !== undefined && { Description: description }),
    AssumeRolePolicyDocument: trustPolicy,
    ManagedPolicyArns: managedPolicyArns.map(policyArn),
    ...(permissionsBoundaryArn !== undefined && { PermissionsBoundary: policyArn(permissionsBoundaryArn) }),
    ...(maxSessionDuration !== undefined && { MaxSessionDuration: maxSessionDuration }),
    ...tagList(tags),
  };
}

/** The ARN of a managed policy, with the target account's own ID where the description asks for it. */
function inTargetAccount(arn: string): JsonValue {
  return resolveReferences(arn.replace(TARGET_ACCOUNT, ACCOUNT_REFERENCE));
}

export function oidcProviderResource(url: JsonValue, audience: string, condition?: string): TemplateResource {
  return {
    Type: "AWS::IAM::OIDCProvider",
    ...(condition !== undefined && { Condition: condition }),
    Properties: { Url: url, ClientIdList: [audience] },
  };
}

/** The output with the OIDC provider's ARN, which is what `Ref` gives for it. */
export function oidcProviderOutput(condition?: string): JsonObject {
  return {
    Description: "The OIDC provider's ARN",
    ...(condition !== undefined && { Condition: condition }),
    Value: { Ref: OIDC_PROVIDER },
    Export: { Name: { "Fn::Sub": `\${AWS::StackName}-${OIDC_PROVIDER}Arn` } },
  };
}

/** An output with a resource's ARN, exported under the stack's name. */
export function arnOutput(description: string, logicalId: string): JsonObject {
  return {
    Description: description,
    Value: { "Fn::GetAtt": [logicalId, "Arn"] },
    Export: { Name: { "Fn::Sub": `\${AWS::StackName}-${logicalId}Arn` } },
  };
}

/** The identity's own resource in its template. */
export const WORKLOAD = { role: "WorkloadRole", user: "WorkloadUser" } as const;

/**
 * The template of the workload's identity, for the workload's own account: its role, with what ties the role to its host, or
 * the user, with the policy that lets it assume the integration roles. It makes no access keys.
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` where the workload has no identity in AWS; `QUOTA_EXCEEDED` for too many accounts.
 */
export function workloadTemplate(plan: Plan): Template {
  checkPlan(plan);
  const workload = workloadOf(plan);
  checkPermissions(workload);
  const { kind, name, path, tags, permissionsPolicies, inline } = workload;
  const isRole = workload.kind === "role";
  const logicalId = WORKLOAD[kind];
  const attachment = isRole ? workload.host.attachment : undefined;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `The ${kind} of a self-hosted integration's workload, which may assume the integration roles.`,
    Resources: {
      [logicalId]: {
        Type: isRole ? "AWS::IAM::Role" : "AWS::IAM::User",
        Properties: {
          [isRole ? "RoleName" : "UserName"]: name,
          Path: path,
          ...(isRole && { AssumeRolePolicyDocument: trustPolicy([workload.host.trust]) }),
          ...(inline && {
            Policies: [{ PolicyName: "AssumeIntegrationRoles", PolicyDocument: copyOf(permissionsPolicies[0]!) }],
          }),
          ...tagList(tags),
        },
      },
      ...(!inline &&
        Object.fromEntries(
          permissionsPolicies.map((policy, index): [string, TemplateResource] => [
            numbered("WorkloadPolicy", index, permissionsPolicies.length),
            {
              Type: "AWS::IAM::ManagedPolicy",
              Properties: {
                Description: "Lets the integration's workload assume the integration roles.",
                PolicyDocument: copyOf(policy),
                [isRole ? "Roles" : "Users"]: [{ Ref: logicalId }],
              },
            },
          ]),
        )),
      ...(attachment !== undefined && attachmentResources(attachment, logicalId)),
    },
    Outputs: {
      [`${logicalId}Arn`]: arnOutput(`The workload ${kind}'s ARN`, logicalId),
      ...(attachment?.kind === "instance-profile" && {
        [`${INSTANCE_PROFILE}Arn`]: arnOutput("The instance profile's ARN", INSTANCE_PROFILE),
      }),
    },
  };
}

/** Where the workload's template belongs, where that is not plain, in sentences. */
export function workloadNotes(plan: Plan): string[] {
  const workload = workloadOf(plan);
  const region = workload.kind === "role" ? workload.host.region : undefined;
  return region === undefined
    ? []
    : [`The workload's stack belongs into the region ${region}: its associations are made where the cluster is.`];
}

const INSTANCE_PROFILE = "WorkloadInstanceProfile";

/**
 * What ties the role to its host.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-podidentityassociation.html
 */
function attachmentResources(attachment: Attachment, role: string): { readonly [logicalId: string]: TemplateResource } {
  switch (attachment.kind) {
    case "instance-profile":
      return {
        [INSTANCE_PROFILE]: {
          Type: "AWS::IAM::InstanceProfile",
          Properties: { InstanceProfileName: attachment.name, Path: attachment.path, Roles: [{ Ref: role }] },
        },
      };
    case "pod-identity-associations": {
      const { clusterName, namespace, serviceAccounts } = attachment;
      return Object.fromEntries(
        serviceAccounts.map((serviceAccount, index) => [
          numbered("PodIdentityAssociation", index, serviceAccounts.length),
          {
            Type: "AWS::EKS::PodIdentityAssociation",
            Properties: {
              ClusterName: clusterName,
              Namespace: namespace,
              ServiceAccount: serviceAccount,
              RoleArn: { "Fn::GetAtt": [role, "Arn"] },
            },
          },
        ]),
      );
    }
  }
}

/** A logical ID, with a number from 1 where there are several. */
function numbered(logicalId: string, index: number, count: number): string {
  return count === 1 ? logicalId : `${logicalId}${index + 1}`;
}

function tagList(tags: Tags): JsonObject {
  return tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}
