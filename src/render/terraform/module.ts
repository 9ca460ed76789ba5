import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject } from "../../json/types.js";
import type { TrustParameter } from "../../modes/trust.js";
import { checkPlan, type Plan, providerOf } from "../../plan/plan.js";
import { trustPolicy } from "../../policy/make/trust.js";
import { reference, writeReferences } from "../references.js";
import { eachChoice, reusableTrust } from "../reusable.js";
import {
  add,
  addAttachments,
  arnOutput,
  CALLER_ACCOUNT,
  type Resources,
  roleProperties,
  snakeCase,
  sorted,
  TERRAFORM,
  type TerraformConfiguration,
  written,
} from "./blocks.js";

/**
 * A reusable Terraform module of the integration role: the values that differ between customers are variables, named as
 * the parameters of the reusable CloudFormation template, in snake case.
 *
 * @throws {RolewrightError} `UNSUPPORTED` for a description that does not fit, such as one with several service accounts.
 */
export function terraformModule(plan: Plan): TerraformConfiguration {
  checkPlan(plan);
  const { integrationRole } = plan;
  const provider = providerOf(plan);
  const reusable = reusableTrust(plan);
  const partition = reference("data.aws_partition.current.partition");
  const locals: Record<string, string> = {};
  for (const { name, isIssuer, accountAs } of reusable.parameters) {
    const variable = `var.${snakeCase(name)}`;
    if (accountAs !== undefined) locals[snakeCase(accountAs)] = reference(`split(":", ${variable})[4]`);
    if (isIssuer) locals[snakeCase(name)] = reference(`trimprefix(${variable}, "https://")`);
  }
  const document = (given: readonly TrustParameter[]) => {
    const values = Object.fromEntries(
      given.flatMap(({ name, isIssuer, accountAs }) => [
        [name, reference(`${isIssuer ? "local" : "var"}.${snakeCase(name)}`)],
        ...(accountAs === undefined ? [] : [[accountAs, reference(`local.${snakeCase(accountAs)}`)]]),
      ]),
    ) as { readonly [name: string]: string };
    return jsonencode(trustPolicy([reusable.relationship(partition, CALLER_ACCOUNT, values)]));
  };
  const trust = eachChoice(
    reusable.parameters,
    document,
    ({ name }, given, absent) => `var.${snakeCase(name)} == null ? ${bracketed(absent)} : ${bracketed(given)}`,
  );
  const policyArn = (arn: string) =>
    arn.replace(`arn:${plan.partition}:`, `arn:${partition}:`).replace(TARGET_ACCOUNT, CALLER_ACCOUNT);
  const resource: Resources = {};
  const issuer = reusable.parameters.find(({ isIssuer }) => isIssuer);
  if (provider !== undefined && issuer !== undefined) {
    add(resource, "aws_iam_openid_connect_provider", "integration", {
      count: reference("var.create_oidc_provider ? 1 : 0"),
      url: `https://${reference(`local.${snakeCase(issuer.name)}`)}`,
      client_id_list: [provider.audience],
    });
  }
  add(resource, "aws_iam_role", "integration", {
    name: reference("var.role_name"),
    ...roleProperties(plan, policyArn),
    assume_role_policy: reference(trust),
    ...(provider !== undefined && { depends_on: ["aws_iam_openid_connect_provider.integration"] }),
  });
  addAttachments(integrationRole.managedPolicyArns, policyArn, resource);
  return written({
    terraform: TERRAFORM,
    variable: {
      role_name: {
        type: "string",
        description: "The name of the integration role, the same in every account.",
        default: integrationRole.name,
        validation: validation("role_name", "^[a-zA-Z0-9_+=,.@-]{1,64}$", "1 to 64 letters, digits and _+=,.@-"),
      },
      ...Object.fromEntries(reusable.parameters.map((parameter) => [snakeCase(parameter.name), variable(parameter)])),
      ...(provider && {
        create_oidc_provider: {
          type: "bool",
          description:
            "Whether to create the account's OIDC provider for the issuer. An account has one per issuer: choose false where it exists.",
          default: provider.create,
        },
      }),
    },
    ...(Object.keys(locals).length > 0 && { locals }),
    data: { aws_caller_identity: { current: {} }, aws_partition: { current: {} } },
    resource: sorted(resource),
    output: {
      integration_role_arn: arnOutput("The integration role's ARN", "aws_iam_role.integration"),
      ...(provider && {
        oidc_provider_arn: {
          description: "The OIDC provider's ARN, if this module created it",
          value: reference("one(aws_iam_openid_connect_provider.integration[*].arn)"),
        },
      }),
    },
  });
}

/** The description's own values for the variables of its module: what `terraform.tfvars.json` holds. */
export function terraformVariables(plan: Plan): JsonObject {
  checkPlan(plan);
  const provider = providerOf(plan);
  return {
    role_name: plan.integrationRole.name,
    ...Object.fromEntries(
      reusableTrust(plan).parameters.flatMap(({ name, value }) =>
        value === undefined ? [] : [[snakeCase(name), value]],
      ),
    ),
    ...(provider && { create_oidc_provider: provider.create }),
  };
}

function variable({
  name,
  description,
  whenAbsent,
  mustExist,
  allowedPattern,
  refusedPrefix,
  maxLength,
  constraint,
}: TrustParameter) {
  const own = snakeCase(name);
  const optional = whenAbsent !== undefined;
  return {
    type: "string",
    description: [
      description,
      ...(mustExist ? ["It must exist before the role is created."] : []),
      ...(optional ? [`Null: ${whenAbsent}.`] : []),
    ].join(" "),
    ...(optional && { default: null }),
    validation: validation(own, allowedPattern, constraint, { optional, refusedPrefix, maxLength }),
  };
}

/** A rule that a variable's value must meet; its message ends as Terraform asks for. */
function validation(
  name: string,
  pattern: string,
  constraint: string,
  more: { optional?: boolean; refusedPrefix?: string | undefined; maxLength?: number | undefined } = {},
): JsonObject {
  const value = `var.${name}`;
  const rules = [
    `can(regex(${JSON.stringify(pattern)}, ${value}))`,
    ...(more.refusedPrefix === undefined ? [] : [`!can(regex(${JSON.stringify(`^${more.refusedPrefix}`)}, ${value}))`]),
    ...(more.maxLength === undefined ? [] : [`length(${value}) <= ${more.maxLength}`]),
  ].join(" && ");
  return {
    condition: reference(more.optional ? `${value} == null ? true : ${rules}` : rules),
    error_message: `${constraint}.`,
  };
}

/** A document as an expression in which its references are interpolated: JSON is an expression of Terraform's own. */
function jsonencode(document: object): string {
  const literal = (text: string) => text.replace(/[$%]\{/g, (match) => `${match.charAt(0)}${match}`);
  return `jsonencode(${writeReferences(JSON.stringify(document), literal, (name) => `\${${name}}`)})`;
}

/** A choice within a choice, in brackets: Terraform reads them from the right, people do not. */
function bracketed(expression: string): string {
  return expression.startsWith("var.") ? `(${expression})` : expression;
}
