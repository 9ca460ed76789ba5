import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import { RolewrightError } from "../../errors.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import type { TemplateParameter, TrustTemplate } from "../../modes/mode.js";
import type { Plan } from "../../plan/plan.js";
import { type Expressions, reference, resolveReferences } from "../references.js";
import {
  ACCOUNT_REFERENCE,
  arnOutput,
  INTEGRATION_ROLE,
  integrationRoleProperties,
  json,
  OIDC_PROVIDER,
  oidcProviderOutput,
  oidcProviderResource,
  type Template,
} from "./template.js";

const CREATES_PROVIDER = "CreatesOidcProvider";

/**
 * A template of the integration role for any customer: the values of the description that differ between customers are
 * Parameters. `stackSetRequests(plan).parameters` has the description's own values for them.
 *
 * @throws {RolewrightError} `UNSUPPORTED` for a description that does not fit, such as one with several service accounts.
 */
export function reusableTemplate(plan: Plan): Template {
  const { integrationRole, oidcProvider } = plan;
  const template = integrationRole.template();
  checkReusable(template);

  const optional = template.parameters.filter((parameter) => parameter.optional);
  const expressions: Expressions = Object.fromEntries(
    template.parameters.flatMap(({ name, strip, accountAs }) => [
      ...(strip === undefined ? [] : [[`${name}Value`, { "Fn::Join": ["", { "Fn::Split": [strip, { Ref: name }] }] }]]),
      ...(accountAs === undefined ? [] : [[accountAs, { "Fn::Select": [4, { "Fn::Split": [":", { Ref: name }] }] }]]),
    ]),
  );
  const stripped = ({ name, strip }: TemplateParameter) => reference(strip === undefined ? name : `${name}Value`);
  const trustPolicy = (parameters: readonly TemplateParameter[]): JsonValue => {
    const values = Object.fromEntries(
      parameters.flatMap((parameter) => [
        [parameter.name, stripped(parameter)],
        ...(parameter.accountAs === undefined ? [] : [[parameter.accountAs, reference(parameter.accountAs)]]),
      ]),
    );
    return resolveReferences(
      json(template.document(reference("AWS::Partition"), ACCOUNT_REFERENCE, values)),
      expressions,
    );
  };
  const trust = optional.reduce<JsonValue>(
    (without, { name }) => ({ "Fn::If": [`Has${name}`, trustPolicy(template.parameters), without] }),
    trustPolicy(template.parameters.filter((parameter) => !parameter.optional)),
  );
  const policyArn = (arn: string) =>
    resolveReferences(
      arn
        .replace(`arn:${plan.partition}:`, `arn:${reference("AWS::Partition")}:`)
        .replace(TARGET_ACCOUNT, ACCOUNT_REFERENCE),
    );
  const issuerParameter = template.parameters.find(({ strip }) => strip !== undefined);

  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role through which a self-hosted integration reads this account.",
    Metadata: { "AWS::CloudFormation::Interface": parameterInterface(template.parameters, oidcProvider !== undefined) },
    Parameters: {
      RoleName: {
        Type: "String",
        Description: "The name of the integration role, the same in every account.",
        Default: integrationRole.name,
        AllowedPattern: "^[a-zA-Z0-9_+=,.@-]{1,64}$",
        ConstraintDescription: "1 to 64 letters, digits and _+=,.@-",
      },
      ...Object.fromEntries(template.parameters.map((parameter) => [parameter.name, parameterDeclaration(parameter)])),
      ...(oidcProvider && {
        CreateOIDCProvider: {
          Type: "String",
          Description:
            "Whether this stack creates the account's OIDC provider for the issuer. An account has one per issuer: choose false where it exists.",
          Default: String(oidcProvider.create),
          AllowedValues: ["true", "false"],
        },
      }),
    },
    ...((optional.length > 0 || oidcProvider) && {
      Conditions: {
        ...Object.fromEntries(
          optional.map(({ name }) => [`Has${name}`, { "Fn::Not": [{ "Fn::Equals": [{ Ref: name }, ""] }] }]),
        ),
        ...(oidcProvider && { [CREATES_PROVIDER]: { "Fn::Equals": [{ Ref: "CreateOIDCProvider" }, "true"] } }),
      },
    }),
    Resources: {
      ...(oidcProvider &&
        issuerParameter && {
          [OIDC_PROVIDER]: oidcProviderResource(
            resolveReferences(`https://${stripped(issuerParameter)}`, expressions),
            oidcProvider.audience,
            CREATES_PROVIDER,
          ),
        }),
      [INTEGRATION_ROLE]: {
        Type: "AWS::IAM::Role",
        Properties: integrationRoleProperties(plan, { Ref: "RoleName" }, trust, policyArn),
      },
    },
    Outputs: {
      IntegrationRoleArn: arnOutput("The integration role's ARN", INTEGRATION_ROLE),
      ...(oidcProvider && { OidcProviderArn: oidcProviderOutput(CREATES_PROVIDER) }),
    },
  };
}

/** A value for a parameter of the reusable template, as CloudFormation's requests take it. */
export interface ParameterValue {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

/** The description's own values for the parameters of its reusable template. */
export function parameterValues({ integrationRole, oidcProvider }: Plan): ParameterValue[] {
  const template = integrationRole.template();
  checkReusable(template);
  return [
    { ParameterKey: "RoleName", ParameterValue: integrationRole.name },
    ...template.parameters.map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value ?? "" })),
    ...(oidcProvider === undefined
      ? []
      : [{ ParameterKey: "CreateOIDCProvider", ParameterValue: String(oidcProvider.create) }]),
  ];
}

/** Refuses a description that does not fit into a reusable template or module. */
export function checkReusable({ unsupported }: TrustTemplate): void {
  if (unsupported !== undefined) throw new RolewrightError([{ path: [], code: "UNSUPPORTED", message: unsupported }]);
}

function parameterDeclaration({
  description,
  allowedPattern,
  refusedPrefix,
  maxLength,
  constraint,
  optional,
}: TemplateParameter): JsonObject {
  const pattern = refusedPrefix === undefined ? allowedPattern : `^(?!${refusedPrefix})${allowedPattern.slice(1)}`;
  return {
    Type: "String",
    Description: description,
    ...(optional && { Default: "" }),
    ...(maxLength !== undefined && { MaxLength: maxLength }),
    AllowedPattern: optional ? `^$|${pattern}` : pattern,
    ConstraintDescription: optional ? `${constraint}; or empty` : constraint,
  };
}

/** How the console groups and labels the parameters. */
function parameterInterface(parameters: readonly TemplateParameter[], hasProvider: boolean): JsonObject {
  return {
    ParameterGroups: [
      { Label: { default: "Integration role" }, Parameters: ["RoleName"] },
      {
        Label: { default: "Who may assume it" },
        Parameters: [...parameters.map(({ name }) => name), ...(hasProvider ? ["CreateOIDCProvider"] : [])],
      },
    ],
    ParameterLabels: {
      RoleName: { default: "Name of the integration role" },
      ...Object.fromEntries(parameters.map(({ name, label }) => [name, { default: label }])),
      ...(hasProvider && { CreateOIDCProvider: { default: "Create the OIDC provider" } }),
    },
  };
}
