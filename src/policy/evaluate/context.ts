import { awsPrincipal } from "../principal.js";
import type { Caller } from "./caller.js";
import { type GivenValues, givenValues } from "./given-values.js";

type Value = string | number | boolean;

/** A request's condition keys: their names without letter case, their values as strings. */
export interface Context {
  /** The values of a key; nothing if the request does not have it. */
  readonly get: (key: string) => readonly string[] | undefined;
  /** The same, ready to be compared. */
  readonly given: (key: string) => GivenValues | undefined;
}

/**
 * The context of a request: what is given, and what follows from the caller and the resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(
  given: { readonly [key: string]: Value | readonly Value[] },
  caller: Caller,
  resource: string,
): Context {
  const values = new Map<string, GivenValues>();
  for (const [key, value] of Object.entries({ ...derived(caller, resource) }))
    values.set(key.toLowerCase(), givenValues([value]));
  for (const [key, value] of Object.entries(given))
    values.set(key.toLowerCase(), givenValues((Array.isArray(value) ? value : [value]).map(String)));
  const valuesOf = (key: string) => values.get(key.toLowerCase());
  return { get: (key) => valuesOf(key)?.texts, given: valuesOf };
}

function derived(caller: Caller, resource: string): Record<string, string> {
  const [, , , , account = ""] = resource.split(":", 6);
  return {
    ...(/^\d{12}$/.test(account) && { "aws:ResourceAccount": account }),
    "aws:PrincipalIsAWSService": String(caller.kind === "Service"),
    ...(caller.kind === "Service" && { "aws:PrincipalServiceName": caller.name }),
    ...(caller.kind === "Federated" && { "aws:FederatedProvider": caller.name }),
    ...(caller.kind === "Anonymous" && ANONYMOUS),
    ...(caller.kind === "AWS" && ofIdentity(caller.name)),
  };
}

/** What a request without credentials has in place of an identity's. */
const ANONYMOUS = { "aws:PrincipalAccount": "anonymous", "aws:PrincipalType": "Anonymous", "aws:userid": "anonymous" };

function ofIdentity(text: string): Record<string, string> {
  const form = awsPrincipal(text);
  switch (form.kind) {
    case "user":
      return { ...of(text, form.accountId, "User"), "aws:username": form.name };
    case "role":
      return of(text, form.accountId, "AssumedRole");
    case "session":
      return of(`arn:${form.partition}:iam::${form.accountId}:role/${form.role}`, form.accountId, "AssumedRole");
    case "federated-user":
      return of(text, form.accountId, "FederatedUser");
    case "account":
      return of(form.partition === undefined ? `arn:aws:iam::${form.accountId}:root` : text, form.accountId, "Account");
    default:
      return {};
  }
}

function of(arn: string, account: string, type: string): Record<string, string> {
  return { "aws:PrincipalArn": arn, "aws:PrincipalAccount": account, "aws:PrincipalType": type };
}
