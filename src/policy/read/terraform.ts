import { isMap } from "../lists.js";
import type { PolicyKind } from "../types.js";

/**
 * The policies in what `terraform show -json` prints of a plan or a state: strings in the values of resources.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */

/** A policy's text, with what its resource says of it. */
export interface TerraformPolicy {
  readonly text: string;
  readonly kind: PolicyKind;
  readonly path: readonly (string | number)[];
  readonly address: string | undefined;
  readonly role: { readonly name: string | undefined; readonly arn: string | undefined };
}

/** The policies of a plan as it would be, or of a state; nothing for what is neither. */
export function terraformPolicies(value: unknown): readonly TerraformPolicy[] | undefined {
  if (!isMap(value) || typeof value["format_version"] !== "string") return undefined;
  const root = isMap(value["planned_values"]) ? "planned_values" : "values";
  const values = value[root];
  return isMap(values) ? inModule(values["root_module"], [root, "root_module"]) : [];
}

function inModule(module: unknown, path: TerraformPolicy["path"]): TerraformPolicy[] {
  if (!isMap(module) || path.length > MOST_STEPS) return [];
  const { resources, child_modules: children } = module;
  return [
    ...list(resources).flatMap((resource, index) => inResource(resource, [...path, "resources", index])),
    ...list(children).flatMap((child, index) => inModule(child, [...path, "child_modules", index])),
  ];
}

/** Modules are nested a few levels deep. */
const MOST_STEPS = 100;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The attributes that hold a policy, with its kind where the resource does not say it. */
const ATTRIBUTES: { readonly [attribute: string]: PolicyKind | undefined } = {
  assume_role_policy: "trust",
  policy: undefined,
};

const KINDS: { readonly [type: string]: PolicyKind } = {
  aws_iam_policy: "managed",
  aws_iam_role_policy: "identity",
  aws_iam_user_policy: "identity",
  aws_iam_group_policy: "identity",
};

function inResource(resource: unknown, path: TerraformPolicy["path"]): TerraformPolicy[] {
  if (!isMap(resource) || !isMap(resource["values"]) || resource["mode"] === "data") return [];
  const { values, type, address } = resource as {
    values: Readonly<Record<string, unknown>>;
    type: unknown;
    address: unknown;
  };
  const text = (name: string) => (typeof values[name] === "string" ? values[name] : undefined);
  const role = type === "aws_iam_role" ? { name: text("name"), arn: text("arn") } : { name: undefined, arn: undefined };
  const inline = list(values["inline_policy"]).flatMap((each, index): TerraformPolicy[] =>
    isMap(each) && typeof each["policy"] === "string" && each["policy"] !== ""
      ? [
          {
            text: each["policy"],
            kind: "identity",
            path: [...path, "values", "inline_policy", index, "policy"],
            address: textOf(address),
            role,
          },
        ]
      : [],
  );
  const own = Object.entries(ATTRIBUTES).flatMap(([attribute, kind]): TerraformPolicy[] => {
    const found = text(attribute);
    if (found === undefined || found === "") return [];
    const of = kind ?? KINDS[String(type)] ?? "resource";
    return [{ text: found, kind: of, path: [...path, "values", attribute], address: textOf(address), role }];
  });
  return [...own, ...inline];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
