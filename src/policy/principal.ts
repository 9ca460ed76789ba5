/** What a principal may be, as the keys of a principal element name it. */
export const PRINCIPAL_KINDS: readonly string[] = ["AWS", "Federated", "Service", "CanonicalUser"];

/**
 * The forms of principals.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

/** A principal, as a policy or a request names it. */
export type PrincipalForm =
  | { readonly kind: "everyone" }
  | { readonly kind: "account"; readonly partition: string | undefined; readonly accountId: string }
  | { readonly kind: "role" | "user"; readonly partition: string; readonly accountId: string; readonly name: string }
  | {
      readonly kind: "session";
      readonly partition: string;
      readonly accountId: string;
      readonly role: string;
      readonly session: string;
    }
  | { readonly kind: "federated-user"; readonly partition: string; readonly accountId: string; readonly name: string }
  | { readonly kind: "unique-id"; readonly id: string }
  | { readonly kind: "other"; readonly text: string };

const ARN = /^arn:([a-z][a-z0-9-]{0,30}):(iam|sts)::(\d{12}):(.{1,2000})$/s;

/** What an `AWS` principal names. */
export function awsPrincipal(text: string): PrincipalForm {
  if (text === "*") return { kind: "everyone" };
  if (/^\d{12}$/.test(text)) return { kind: "account", partition: undefined, accountId: text };
  if (/^A[A-Z0-9]{3}[A-Z0-9]{12,124}$/.test(text)) return { kind: "unique-id", id: text };
  const [, partition, service, accountId, resource] = ARN.exec(text) ?? [];
  if (partition === undefined || accountId === undefined || resource === undefined) return { kind: "other", text };
  const account = { partition, accountId };
  if (service === "iam") {
    if (resource === "root") return { kind: "account", ...account };
    const kind = resource.startsWith("role/") ? "role" : resource.startsWith("user/") ? "user" : undefined;
    const name = resource.slice(resource.lastIndexOf("/") + 1);
    if (kind !== undefined && name !== "") return { kind, ...account, name };
  } else {
    const [, role, session] = /^assumed-role\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
    if (role !== undefined && session !== undefined) return { kind: "session", ...account, role, session };
    const [, name] = /^federated-user\/([^/]+)$/.exec(resource) ?? [];
    if (name !== undefined) return { kind: "federated-user", ...account, name };
  }
  return { kind: "other", text };
}

/** What kinds of identity a unique ID's first four characters stand for. */
export const UNIQUE_ID_KINDS: { readonly [prefix: string]: string } = {
  AIDA: "a user",
  AROA: "a role",
  AGPA: "a group",
  ANPA: "a managed policy",
  AIPA: "an instance profile",
};

/** Whether a text is the ARN of an OIDC or SAML provider. */
export function isProviderArn(text: string): boolean {
  return /^arn:[a-z][a-z0-9-]{0,30}:iam::\d{12}:(?:oidc-provider|saml-provider)\/.+$/s.test(text);
}

/** The identity providers that need no provider of the account's own. */
export const PUBLIC_PROVIDERS: readonly string[] = [
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "cognito-identity-us-gov.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
];
