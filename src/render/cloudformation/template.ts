import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { checkWorkloadPolicies, type Plan, type Tags } from "../../plan/plan.js";
import type { PolicyDocument } from "../../policy/types.js";
import { noWorkload } from "../no-workload.js";
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
  const { integrationRole, oidcProvider } = plan;
  const createsProvider = oidcProvider?.create === true;
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role through which a self-hosted integration reads this account.",
    Resources: {
      ...(createsProvider && {
        [OIDC_PROVIDER]: oidcProviderResource(`https://${oidcProvider.issuer}`, oidcProvider.audience),
      }),
      [INTEGRATION_ROLE]: {
        Type: "AWS::IAM::Role",
        ...(createsProvider && { DependsOn: OIDC_PROVIDER }),
        Properties: integrationRoleProperties(
          plan,
          integrationRole.name,
          resolveReferences(json(integrationRole.trustPolicy(ACCOUNT_REFERENCE))),
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

/**
 * The template of the workload's identity, for the workload's own account: the task role, or the user, with the policy
 * that lets it assume the integration roles. It makes no access keys.
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` where the workload has no identity in AWS; `QUOTA_EXCEEDED` for too many accounts.
 */
export function workloadTemplate({ workload }: Plan): Template {
  if (workload === undefined) throw noWorkload();
  checkWorkloadPolicies(workload);
  const { kind, name, path, tags, permissionsPolicies, inline } = workload;
  const isRole = kind === "role";
  const logicalId = isRole ? "WorkloadRole" : "WorkloadUser";
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `The ${kind} of a self-hosted integration's workload, which may assume the integration roles.`,
    Resources: {
      [logicalId]: {
        Type: isRole ? "AWS::IAM::Role" : "AWS::IAM::User",
        Properties: {
          [isRole ? "RoleName" : "UserName"]: name,
          Path: path,
          ...(isRole && { AssumeRolePolicyDocument: json(workload.trustPolicy) }),
          ...(inline && {
            Policies: [{ PolicyName: "AssumeIntegrationRoles", PolicyDocument: json(permissionsPolicies[0]!) }],
          }),
          ...tagList(tags),
        },
      },
      ...(!inline &&
        Object.fromEntries(
          permissionsPolicies.map((policy, index): [string, TemplateResource] => [
            `WorkloadPolicy${permissionsPolicies.length === 1 ? "" : index + 1}`,
            {
              Type: "AWS::IAM::ManagedPolicy",
              Properties: {
                Description: "Lets the integration's workload assume the integration roles.",
                PolicyDocument: json(policy),
                [isRole ? "Roles" : "Users"]: [{ Ref: logicalId }],
              },
            },
          ]),
        )),
    },
    Outputs: { [`${logicalId}Arn`]: arnOutput(`The workload ${kind}'s ARN`, logicalId) },
  };
}

function tagList(tags: Tags): JsonObject {
  return tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}

/** A policy document as the JSON data that it is. */
export function json(document: PolicyDocument): JsonObject {
  return document as unknown as JsonObject;
}
