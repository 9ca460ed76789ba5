import type { PolicyDocument } from "../policy/types.js";

/** Who the integration is before it assumes anything: a role or user in an account of its own, with its documents. */
export type Workload =
  | { readonly kind: "role"; readonly path: string; readonly name: string; readonly trustPolicy: PolicyDocument }
  | { readonly kind: "user"; readonly path: string; readonly name: string };

/** The trust policy of the integration role, in terms of what can differ between accounts and customers. */
export interface Trust {
  /** The workload's own account. */
  readonly accountId: string;
  /** Whether the document differs by target account. */
  readonly differsByAccount: boolean;
  /** Whether it names the workload as principal, which must then exist first. */
  readonly trustsPrincipal: boolean;
  /** The document in one target account. */
  readonly document: (targetAccountId: string) => PolicyDocument;
  /** The values that a reusable template leaves open, and the document with others in their place. */
  readonly template: () => TrustTemplate;
}

/** A trust policy whose values are parameters of a reusable template. */
export interface TrustTemplate {
  /** Why the description does not fit into a reusable template, if it does not. */
  readonly unsupported?: string;
  readonly parameters: readonly TemplateParameter[];
  /** The document for other values: the partition, the target account, and each parameter's by its name (absent if optional and not given), and its account's by `accountAs`. */
  readonly document: (
    partition: string,
    targetAccountId: string,
    values: { readonly [name: string]: string | undefined },
  ) => PolicyDocument;
}

/** One open value of a reusable template. */
export interface TemplateParameter {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** The value in this description; nothing where it has none. */
  readonly value: string | undefined;
  /** An expression for the whole value, which both Java (CloudFormation) and RE2 (Terraform) read. */
  readonly allowedPattern: string;
  /** An expression for how no value begins, without its anchor. */
  readonly refusedPrefix?: string;
  readonly maxLength?: number;
  readonly constraint: string;
  /** Whether the value may be left out; the document then lacks what needs it. */
  readonly optional: boolean;
  /** For an ARN: the name under which its account ID is a value of its own. */
  readonly accountAs?: string;
  /** A prefix that people write and the document must not have. */
  readonly strip?: string;
}

/** The OIDC provider that each target account needs. */
export interface OidcProvider {
  /** The issuer, without its scheme. */
  readonly issuer: string;
  readonly audience: string;
  /** Whether rolewright's templates create it. */
  readonly create: boolean;
}
