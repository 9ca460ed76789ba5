import { TARGET_ACCOUNT } from "../../aws/policy-arn.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import type { Plan, Tags } from "../../plan/plan.js";
import type { PolicyDocument } from "../../policy/types.js";
import { reference, writeReferences } from "../references.js";

/**
 * A Terraform configuration in its JSON syntax: a module without a provider block, for one account.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export interface TerraformConfiguration {
  readonly terraform: JsonObject;
  readonly variable?: JsonObject;
  readonly locals?: JsonObject;
  readonly data?: JsonObject;
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly output: JsonObject;
}

/** The resources of a configuration, while they are collected. */
export type Resources = Record<string, Record<string, JsonObject>>;

/** What every configuration begins with. The provider takes OIDC providers without a thumbprint since 5.81. */
export const TERRAFORM: JsonObject = {
  required_version: ">= 1.3",
  required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.81.0" } },
};

/** The ID of the account in which a configuration is applied. */
export const CALLER_ACCOUNT = reference("data.aws_caller_identity.current.account_id");
/** The arguments of the integration role that are the same in every form of the configuration. */
export function roleProperties({ integrationRole }: Plan, policyArn: (arn: string) => string): JsonObject {
  const { path, description, maxSessionDuration, permissionsBoundaryArn, tags } = integrationRole;
  return {
    path,
    ...(description !== undefined && description !== "" && { description }),
    ...(maxSessionDuration !== undefined && { max_session_duration: maxSessionDuration }),
    ...(permissionsBoundaryArn !== undefined && { permissions_boundary: policyArn(permissionsBoundaryArn) }),
    ...tagMap(tags),
  };
}

/** One attachment a managed policy, under a key that stays when others come and go. */
export function addAttachments(
  managedPolicyArns: readonly string[],
  policyArn: (arn: string) => string,
  resource: Resources,
): void {
  if (managedPolicyArns.length === 0) return;
  add(resource, "aws_iam_role_policy_attachment", "integration", {
    for_each: Object.fromEntries(managedPolicyArns.map((arn) => [attachmentKey(arn), policyArn(arn)])),
    role: reference("aws_iam_role.integration.name"),
    policy_arn: reference("each.value"),
  });
}

/** `aws/ReadOnlyAccess` for `arn:aws:iam::aws:policy/ReadOnlyAccess`: whose policy, and its path and name. */
function attachmentKey(arn: string): string {
  const [owner = "", policy = ""] = arn.replace(TARGET_ACCOUNT, "account").split(":").slice(4);
  return `${owner}/${policy.replace("policy/", "")}`;
}

export function add(resource: Resources, type: string, name: string, properties: JsonObject): void {
  resource[type] = { ...resource[type], [name]: properties };
}

export function arnOutput(description: string, address: string): JsonObject {
  return { description, value: reference(`${address}.arn`) };
}

export function tagMap(tags: Tags): JsonObject {
  return tags.length === 0 ? {} : { tags: Object.fromEntries(tags) };
}

export function policyText(document: PolicyDocument): string {
  return JSON.stringify(document);
}

/** `OIDCIssuerURL` as `oidc_issuer_url`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Facts under Terraform's names; what is not given is left out. */
export function snakeCased(facts: object): JsonObject {
  return Object.fromEntries(
    Object.entries(facts as { readonly [key: string]: JsonValue | undefined }).flatMap(([key, value]) =>
      value === undefined ? [] : [[snakeCase(key), value]],
    ),
  );
}

export function usesCaller(value: JsonValue): boolean {
  return JSON.stringify(value).includes(CALLER_ACCOUNT);
}

export function sorted(resource: Resources): Resources {
  return Object.fromEntries(Object.entries(resource).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The configuration with its texts as Terraform's templates: references as `${NAME}`, a literal `${` or `%{` doubled.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function written<T>(value: T): T {
  if (typeof value === "string") return writeReferences(value, escaped, (name) => `\${${name}}`) as T;
  if (Array.isArray(value)) return value.map((member: unknown) => written(member)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [written(key), written(member)])) as T;
}

function escaped(text: string): string {
  return text.replace(/[$%]\{/g, (match) => `${match.charAt(0)}${match}`);
}
