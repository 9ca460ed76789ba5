import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import type { TrustParameter } from "../../modes/trust.js";
import { checkPlan, type Plan, providerOf } from "../../plan/plan.js";
import { trustPolicy } from "../../policy/make/trust.js";
import { type Expressions, reference, resolveReferences } from "../references.js";
import { eachChoice, reusableTrust } from "../reusable.js";
import {
  ACCOUNT_REFERENCE,
  arnOutput,
  INTEGRATION_ROLE,
  integrationRoleProperties,
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
  checkPlan(plan);
  const { integrationRole } = plan;
  const provider = providerOf(plan);
  const reusable = reusableTrust(plan);

  const optional = reusable.parameters.filter(({ whenAbsent }) => whenAbsent !== undefined);
  const expressions: Expressions = Object.fromEntries(
    reusable.parameters.flatMap(({ name, isIssuer, accountAs }) => [
      ...(isIssuer ? [[bare(name), { "Fn::Join": ["", { "Fn::Split": ["https://", { Ref: name }] }] }]] : []),
      ...(accountAs === undefined ? [] : [[accountAs, { "Fn::Select": [4, { "Fn::Split": [":", { Ref: name }] }] }]]),
    ]),
  );
  const written = ({ name, isIssuer }: TrustParameter) => reference(isIssuer ? bare(name) : name);
  const document = (given: readonly TrustParameter[]): JsonValue => {
    const values = Object.fromEntries(
      given.flatMap((parameter) => [
        [parameter.name, written(parameter)],
        ...(parameter.accountAs === undefined ? [] : [[parameter.accountAs, reference(parameter.accountAs)]]),
      ]),
    );
    return resolveReferences(
      trustPolicy([reusable.relationship(reference("AWS::Partition"), ACCOUNT_REFERENCE, values)]),
      expressions,
    );
  };
  const trust = eachChoice<JsonValue>(reusable.parameters, document, ({ name }, given, absent) => ({
    "Fn::If": [`Has${name}`, given, absent],
  }));
  const policyArn = (arn: string) =>
    resolveReferences(
      arn
        .replace(`arn:${plan.partition}:`, `arn:${reference("AWS::Partition")}:`)
        .replace(TARGET_ACCOUNT, ACCOUNT_REFERENCE),
    );
  const issuer = reusable.parameters.find(({ isIssuer }) => isIssuer);

  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The role through which a self-hosted integration reads this account.",
    Metadata: { "AWS::CloudFormation::Interface": parameterInterface(reusable.parameters, provider !== undefined) },
    Parameters: {
      RoleName: {
        Type: "String",
        Description: "The name of the integration role, the same in every account.",
        Default: integrationRole.name,
        AllowedPattern: "^[a-zA-Z0-9_+=,.@-]{1,64}$",
        ConstraintDescription: "1 to 64 letters, digits and _+=,.@-",
      },
      ...Object.fromEntries(reusable.parameters.map((parameter) => [parameter.name, parameterDeclaration(parameter)])),
      ...(provider && {
        CreateOIDCProvider: {
          Type: "String",
          Description:
            "Whether this stack creates the account's OIDC provider for the issuer. An account has one per issuer: choose false where it exists.",
          Default: String(provider.create),
          AllowedValues: ["true", "false"],
        },
      }),
    },
    ...((optional.length > 0 || provider) && {
      Conditions: {
        ...Object.fromEntries(
          optional.map(({ name }) => [`Has${name}`, { "Fn::Not": [{ "Fn::Equals": [{ Ref: name }, ""] }] }]),
        ),
        ...(provider && { [CREATES_PROVIDER]: { "Fn::Equals": [{ Ref: "CreateOIDCProvider" }, "true"] } }),
      },
    }),
    Resources: {
      ...(provider &&
        issuer && {
          [OIDC_PROVIDER]: oidcProviderResource(
            resolveReferences(`https://${written(issuer)}`, expressions),
            provider.audience,
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
      ...(provider && { OidcProviderArn: oidcProviderOutput(CREATES_PROVIDER) }),
    },
  };
}

/** A value for a parameter of the reusable template, as CloudFormation's requests take it. */
export interface ParameterValue {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

/** The description's own values for the parameters of its reusable template. */
export function parameterValues(plan: Plan): ParameterValue[] {
  checkPlan(plan);
  const provider = providerOf(plan);
  return [
    { ParameterKey: "RoleName", ParameterValue: plan.integrationRole.name },
    ...reusableTrust(plan).parameters.map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value ?? "" })),
    ...(provider === undefined
      ? []
      : [{ ParameterKey: "CreateOIDCProvider", ParameterValue: String(provider.create) }]),
  ];
}

/** The name of an issuer without its scheme. */
function bare(parameter: string): string {
  return `${parameter}Value`;
}

function parameterDeclaration({
  description,
  allowedPattern,
  refusedPrefix,
  maxLength,
  constraint,
  whenAbsent,
  mustExist,
}: TrustParameter): JsonObject {
  const optional = whenAbsent !== undefined;
  const pattern = refusedPrefix === undefined ? allowedPattern : `^(?!${refusedPrefix})${allowedPattern.slice(1)}`;
  return {
    Type: "String",
    Description: [
      description,
      ...(mustExist ? ["It must exist before this stack is created."] : []),
      ...(optional ? [`Empty: ${whenAbsent}.`] : []),
    ].join(" "),
    ...(optional && { Default: "" }),
    ...(maxLength !== undefined && { MaxLength: maxLength }),
    AllowedPattern: optional ? `^$|${pattern}` : pattern,
    ConstraintDescription: optional ? `${constraint}; or empty` : constraint,
  };
}

/** How the console groups and labels the parameters. */
function parameterInterface(parameters: readonly TrustParameter[], hasProvider: boolean): JsonObject {
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
