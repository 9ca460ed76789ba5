import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject } from "../../json/types.js";
import type { TemplateParameter } from "../../modes/mode.js";
import type { Plan } from "../../plan/plan.js";
import { checkReusable } from "../cloudformation/parameters.js";
import { reference, writeReferences } from "../references.js";
import {
  add,
  addAttachments,
  arnOutput,
  roleProperties,
  snakeCase,
  sorted,
  TERRAFORM,
  type TerraformConfiguration,
  written,
} from "./configuration.js";

/**
 * A reusable Terraform module of the integration role: the values that differ between customers are variables, named as
 * the parameters of the reusable CloudFormation template, in snake case.
 *
 * @throws {RolewrightError} `UNSUPPORTED` for a description that does not fit, such as one with several service accounts.
 */
export function terraformModule(plan: Plan): TerraformConfiguration {
  const { integrationRole, oidcProvider } = plan;
  const template = integrationRole.template();
  checkReusable(template);
  const partition = reference("data.aws_partition.current.partition");
  const account = reference("data.aws_caller_identity.current.account_id");
  const locals: Record<string, string> = {};
  const valuesOf = (parameters: readonly TemplateParameter[]) =>
    Object.fromEntries(
      parameters.flatMap(({ name, strip, accountAs }) => {
        const variable = `var.${snakeCase(name)}`;
        if (accountAs !== undefined) locals[snakeCase(accountAs)] = reference(`split(":", ${variable})[4]`);
        if (strip !== undefined) locals[snakeCase(name)] = reference(`trimprefix(${variable}, "${strip}")`);
        return [
          [name, reference(strip === undefined ? variable : `local.${snakeCase(name)}`)],
          ...(accountAs === undefined ? [] : [[accountAs, reference(`local.${snakeCase(accountAs)}`)]]),
        ];
      }),
    ) as { readonly [name: string]: string };
  const document = (parameters: readonly TemplateParameter[]) =>
    jsonencode(template.document(partition, account, valuesOf(parameters)));
  const trust = template.parameters
    .filter(({ optional }) => optional)
    .reduce(
      (without, { name }) => `var.${snakeCase(name)} == null ? ${without} : ${document(template.parameters)}`,
      document(template.parameters.filter(({ optional }) => !optional)),
    );
  const policyArn = (arn: string) =>
    arn.replace(`arn:${plan.partition}:`, `arn:${partition}:`).replace(TARGET_ACCOUNT, account);
  const resource: Record<string, Record<string, JsonObject>> = {};
  const issuer = template.parameters.find(({ strip }) => strip !== undefined);
  if (oidcProvider !== undefined && issuer !== undefined) {
    add(resource, "aws_iam_openid_connect_provider", "integration", {
      count: reference("var.create_oidc_provider ? 1 : 0"),
      url: `https://${reference(`local.${snakeCase(issuer.name)}`)}`,
      client_id_list: [oidcProvider.audience],
    });
  }
  add(resource, "aws_iam_role", "integration", {
    name: reference("var.role_name"),
    ...roleProperties(plan, policyArn),
    assume_role_policy: reference(trust),
    ...(oidcProvider !== undefined && { depends_on: ["aws_iam_openid_connect_provider.integration"] }),
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
      ...Object.fromEntries(template.parameters.map((parameter) => [snakeCase(parameter.name), variable(parameter)])),
      ...(oidcProvider && {
        create_oidc_provider: {
          type: "bool",
          description:
            "Whether to create the account's OIDC provider for the issuer. An account has one per issuer: choose false where it exists.",
          default: oidcProvider.create,
        },
      }),
    },
    ...(Object.keys(locals).length > 0 && { locals }),
    data: { aws_caller_identity: { current: {} }, aws_partition: { current: {} } },
    resource: sorted(resource),
    output: {
      integration_role_arn: arnOutput("The integration role's ARN", "aws_iam_role.integration"),
      ...(oidcProvider && {
        oidc_provider_arn: {
          description: "The OIDC provider's ARN, if this module created it",
          value: reference("one(aws_iam_openid_connect_provider.integration[*].arn)"),
        },
      }),
    },
  });
}

/** The description's own values for the variables of its module: what `terraform.tfvars.json` holds. */
export function terraformVariables({ integrationRole, oidcProvider }: Plan): JsonObject {
  const template = integrationRole.template();
  checkReusable(template);
  return {
    role_name: integrationRole.name,
    ...Object.fromEntries(
      template.parameters.flatMap(({ name, value }) => (value === undefined ? [] : [[snakeCase(name), value]])),
    ),
    ...(oidcProvider && { create_oidc_provider: oidcProvider.create }),
  };
}

function variable({
  name,
  description,
  optional,
  allowedPattern,
  refusedPrefix,
  maxLength,
  constraint,
}: TemplateParameter) {
  const own = snakeCase(name);
  return {
    type: "string",
    description: description.replace(" Empty: none is asked for.", " Null: none is asked for."),
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
