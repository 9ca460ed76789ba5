import { checkMap, checkOptions, checkText } from "../../argument.js";
import { QUOTAS } from "../../aws/quotas.js";
import { fault } from "../../errors.js";
import { copyOf } from "../../json/copy.js";
import { checkPlain } from "../../json/plain.js";
import { type JsonText, readJsonText } from "../../json/text.js";
import type { JsonPath, Position } from "../../json/types.js";
import { isMap } from "../lists.js";
import type { PolicyKind } from "../types.js";
import {
  branches,
  isKnown,
  type PseudoParameters,
  substitution,
  type TemplateScope,
  templateScope,
  withoutIntrinsics,
} from "./intrinsics.js";
import { readSubstitutedJson } from "./substituted-json.js";
import { terraformPolicies } from "./terraform.js";
import { isUnknown } from "./unknown.js";

/** A policy document that was found in a text or value. */
export interface FoundPolicy {
  /** JSON data, in which an `Unknown` stands for each value that only a deployment of the template knows. */
  readonly document: unknown;
  /** The kind, where what the document stands in says it. */
  readonly kind: PolicyKind | undefined;
  /** Where the document stands in what was read. */
  readonly path: JsonPath;
  /** The resource or role that it belongs to, if that has a name. */
  readonly name: string | undefined;
  /** The role around it, as far as what was read says it: the output of `aws iam get-role`, a role of a template. */
  readonly role: { readonly name: string | undefined; readonly arn: string | undefined };
  /** Where a part of the document stands in the text; nothing for values, and for documents inside strings. */
  readonly positionOf: (path: JsonPath) => Position | undefined;
}

/** What was read: the documents, or why there are none. */
export interface ReadPolicies {
  readonly policies: readonly FoundPolicy[];
  readonly syntaxError: JsonText["syntaxError"];
  readonly duplicates: JsonText["duplicates"];
}

/**
 * The policy documents in JSON text, in URL-encoded text as IAM's API returns it, or in a value.
 *
 * A document may stand alone, or inside the output of `aws iam get-role`, `list-roles`, `get-policy-version`,
 * `get-role-policy`, `get-user-policy` or `get-account-authorization-details`, inside a CloudFormation template or one of
 * its resources, inside the output of `terraform show -json`, or in a list of any of these. Documents inside strings are read as JSON or URL-encoded JSON.
 *
 * @param input Text, or the value of such text.
 * @param pseudo What the pseudo parameters of a template stand for; what is not known of a template is left open.
 * @throws {RolewrightError} `NOT_JSON` for a value whose documents are no plain data.
 */
export function readPolicies(input: unknown, pseudo: PseudoParameters = {}): ReadPolicies {
  checkPseudo(pseudo);
  const { policies, syntaxError, duplicates } = policiesIn(input, pseudo);
  return {
    policies: policies.map(({ positionOf, ...policy }) => ({ ...copyOf(policy), positionOf })),
    syntaxError,
    duplicates: copyOf(duplicates),
  };
}

function checkPseudo(pseudo: PseudoParameters): void {
  checkOptions(["pseudo"], ["partition", "accountId", "region", "parameters"], pseudo);
  const { parameters = {}, ...texts } = pseudo;
  checkMap(["pseudo", "parameters"], "a map of names to texts", parameters);
  for (const [name, value] of Object.entries(texts))
    if (value !== undefined) checkText(["pseudo", name], "a text", value);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) checkText(["pseudo", "parameters", name], "a text", value);
}

/** The same for this package's own use: what it returns may be a part of the input. */
export function policiesIn(input: unknown, pseudo: PseudoParameters = {}): ReadPolicies {
  if (typeof input !== "string")
    return {
      ...EMPTY,
      policies: found(input, { positionOf: nowhere, scope: templateScope(input, pseudo), isText: false }),
    };
  const text = decoded(input);
  const json = readJsonText(text);
  if (json.syntaxError !== undefined) return { ...EMPTY, syntaxError: json.syntaxError };
  if (typeof json.value === "string") return policiesIn(json.value, pseudo);
  return {
    policies: found(json.value, {
      positionOf: text === input ? json.positionOf : nowhere,
      scope: templateScope(json.value, pseudo),
      isText: true,
    }),
    syntaxError: undefined,
    duplicates: json.duplicates,
  };
}

const EMPTY: ReadPolicies = { policies: [], syntaxError: undefined, duplicates: [] };
const nowhere = () => undefined;

/** URL-encoded text as IAM returns it (RFC 3986), decoded; other text as it is. */
function decoded(text: string): string {
  if (!/^\s*%7B/i.test(text)) return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text;
  }
}

const BYTE_ORDER_MARK = 0xfeff;

/** The members that hold a policy document, and of which kind it is there. */
const DOCUMENT_MEMBERS: { readonly [member: string]: PolicyKind | undefined } = {
  AssumeRolePolicyDocument: "trust",
  PolicyDocument: undefined,
  Document: undefined,
  KeyPolicy: "resource",
};

/**
 * The kind of a document that stands in `PolicyDocument` or `Document`.
 *
 * @param type The type of the template's resource around it, if there is one.
 */
function kindOf(type: string | undefined, path: JsonPath): PolicyKind {
  if (type === "AWS::IAM::ManagedPolicy" || (type === undefined && isVersion(path))) return "managed";
  return type === undefined || IDENTITY_RESOURCES.test(type) ? "identity" : "resource";
}

/** Whether a document is a version of a managed policy, as the output of `aws iam get-policy-version` has it. */
function isVersion(path: JsonPath): boolean {
  return path.at(-1) === "Document" && (path.includes("PolicyVersion") || path.includes("PolicyVersionList"));
}

/** A version that is longer than IAM takes from anybody is AWS's own: what IAM asks of others' is not asked of it. */
function unlessOfAws(policy: FoundPolicy): FoundPolicy {
  return JSON.stringify(policy.document).length > QUOTAS.managedPolicy ? { ...policy, kind: "identity" } : policy;
}

/** The resources whose `PolicyDocument` grants to an identity; others of that member are policies of resources. */
const IDENTITY_RESOURCES =
  /^AWS::IAM::(?:Policy|ManagedPolicy|RolePolicy|UserPolicy|GroupPolicy|Role|User|Group)$|^AWS::SSO::PermissionSet$/;

interface Source {
  readonly positionOf: FoundPolicy["positionOf"];
  readonly scope: TemplateScope;
  /** Whether the value was read from text, and so is plain data. */
  readonly isText: boolean;
}

function found(value: unknown, source: Source): FoundPolicy[] {
  const { positionOf } = source;
  const policies: FoundPolicy[] = [];
  const above = new Set<object>();
  const walk = (
    part: unknown,
    path: JsonPath,
    type: string | undefined,
    name: string | undefined,
    role: Role,
  ): void => {
    if (policies.length >= MOST_POLICIES) return;
    if (typeof part !== "object" || part === null) return;
    if (above.has(part)) throw fault("NOT_JSON", path, "must not contain itself.");
    above.add(part);
    walkInto(part, path, type, name, role);
    above.delete(part);
  };
  const walkInto: typeof walk = (part, path, type, name, role) => {
    if (Array.isArray(part)) {
      if (path.length >= MOST_STEPS) return;
      part.forEach((member, index) => {
        walk(member, [...path, index], type, name, role);
      });
      return;
    }
    if (!isMap(part)) return;
    const own = typeof part["Type"] === "string" && part["Type"].startsWith("AWS::") ? part["Type"] : type;
    const called = nameOf(part) ?? name;
    const around = roleOf(part, source.scope) ?? role;
    for (const [key, member] of Object.entries(part)) {
      const at = [...path, key];
      if (Object.hasOwn(DOCUMENT_MEMBERS, key)) {
        const kind = DOCUMENT_MEMBERS[key] ?? kindOf(own, at);
        const read = inner(member, kind, at, { name: called, role: around }, source);
        policies.push(...(own === undefined && isVersion(at) ? read.map(unlessOfAws) : read));
      } else if (path.length < MOST_STEPS) {
        const resources = path.at(-1) === "Resources" || key === "Resources";
        walk(member, at, own, resources ? undefined : called, resources ? NO_ROLE : around);
      }
    }
  };
  if (isPolicy(value)) {
    if (!source.isText) checkPlain(value, isUnknown);
    return [{ document: value, kind: undefined, path: [], name: undefined, role: NO_ROLE, positionOf }];
  }
  const planned = terraformPolicies(value);
  if (planned !== undefined)
    return planned.flatMap(({ text, kind, path, address, role }) =>
      policiesIn(text).policies.map((policy) => ({
        ...policy,
        kind,
        path,
        name: address,
        role,
        positionOf: nowhere,
      })),
    );
  walk(value, [], undefined, undefined, NO_ROLE);
  if (policies.length > 0) return policies;
  if (!source.isText) checkPlain(value, isUnknown);
  return [{ document: value, kind: undefined, path: [], name: undefined, role: NO_ROLE, positionOf }];
}

type Role = FoundPolicy["role"];

const NO_ROLE: Role = { name: undefined, arn: undefined };

/** What a part of a text says about the role that it is, or is about. */
function roleOf(part: Readonly<Record<string, unknown>>, scope: TemplateScope): Role | undefined {
  const { Arn } = part;
  const RoleName = withoutIntrinsics(part["RoleName"], scope);
  if (typeof RoleName !== "string") return undefined;
  return { name: RoleName, arn: typeof Arn === "string" ? Arn : undefined };
}

const MOST_POLICIES = 100_000;
/** As deep as a document stands in a template, with its resource and properties, within lists. */
const MOST_STEPS = 8;

function isPolicy(value: unknown): boolean {
  return isMap(value) && (Object.hasOwn(value, "Statement") || Object.hasOwn(value, "Version"));
}

function nameOf(part: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ["RoleName", "UserName", "PolicyName"]) {
    if (typeof part[key] === "string") return part[key];
  }
  return undefined;
}

/** A document that stands in a member: an object, text, or text under `Fn::Sub`, which templates may hold. */
function inner(
  member: unknown,
  kind: PolicyKind,
  path: JsonPath,
  owner: Pick<FoundPolicy, "name" | "role">,
  source: Source,
): FoundPolicy[] {
  const { positionOf, scope } = source;
  if (isMap(member) && Array.isArray(member["Fn::If"]))
    return branches(member["Fn::If"], scope).flatMap((branch) => inner(branch, kind, path, owner, source));
  if (!source.isText && isMap(member)) checkPlain(member, isUnknown, path);
  const pieces = isMap(member) ? substitution(member["Fn::Sub"], scope) : undefined;
  const elsewhere = { ...owner, kind, path, positionOf: nowhere };
  if (pieces !== undefined && !isKnown(pieces)) {
    const document = readSubstitutedJson(pieces, (member as { "Fn::Sub": unknown })["Fn::Sub"]);
    return document === undefined ? [] : [{ ...elsewhere, document }];
  }
  const text = pieces?.join("") ?? member;
  if (typeof text === "string") return policiesIn(text).policies.map((policy) => ({ ...policy, ...elsewhere }));
  if (!isMap(text)) return [];
  const document = withoutIntrinsics(text, scope);
  return [{ ...owner, document, kind, path, positionOf: (within) => positionOf([...path, ...within]) }];
}
