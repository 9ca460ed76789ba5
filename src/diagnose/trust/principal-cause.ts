import { awsPrincipal, UNIQUE_ID_KINDS } from "../../policy/principal.js";
import { executionRoleWords, isTakenFor } from "../execution-role.js";
import type { Cause } from "../finding.js";
import type { Intent } from "../intent.js";
import { differingParts, differsInPartitionOnly, nearest, nearMiss, withoutEnd } from "../near-miss.js";
import { show } from "../show.js";
import type { PrincipalEntry } from "./statement-parts.js";

/** Whether a principal is an execution role by its name, which people take for the role that is let in. */
export function isTakenForCaller(text: string, { workload, host }: Intent): boolean {
  return host === undefined && isTakenFor(text, workload);
}

/** Why none of a statement's principals is the intended caller. At least one principal is given. */
export function principalCause(entries: readonly PrincipalEntry[], intent: Intent): Omit<Cause, "severity"> {
  const own = entries.filter(({ kind }) => kind === intent.principal.kind);
  if (own.length === 0) return otherKind(entries, intent);
  switch (intent.principal.kind) {
    case "AWS":
      return awsCause(own, intent);
    case "Federated":
      return providerCause(own, intent);
    case "Service":
      return serviceCause(own[0]!, intent);
  }
}

/** The principals are of another kind than the caller. */
function otherKind(entries: readonly PrincipalEntry[], intent: Intent): Omit<Cause, "severity"> {
  const service = entries.find(({ kind }) => kind === "Service");
  if (service !== undefined) return serviceCause(service, intent);
  const [entry] = entries;
  const { path, text, kind } = entry!;
  return {
    code: "PRINCIPAL_MISMATCH",
    path,
    message: `trusts ${kind === "Federated" ? "the identity provider " : ""}${show(text)}; ${intent.who} is ${wanted(intent)}.`,
  };
}

function wanted({ principal, caller }: Intent): string {
  return principal.kind === "Federated"
    ? `known through the provider ${show(principal.name)}`
    : principal.kind === "Service"
      ? `the service ${show(principal.name)}`
      : show(caller);
}

function serviceCause({ text, path }: PrincipalEntry, intent: Intent): Omit<Cause, "severity"> {
  const { principal, host, workload } = intent;
  if (host !== undefined) {
    return {
      code: "SERVICE_MISMATCH",
      path,
      message: `trusts the service ${show(text)}; ${host.plural} get their role from ${show(principal.name)}.`,
      nearMiss: nearMiss(text, principal.name),
    };
  }
  const own = workload.kind === "role" && workload.host.trust.principal.name === text;
  const hint = own
    ? ` The ${workload.noun} trusts that service, the integration role trusts the ${workload.noun}. (If this is the ${workload.noun}, have it diagnosed as the workload's role.)`
    : text === "pods.eks.amazonaws.com"
      ? " That is EKS Pod Identity, another way than the service account's token."
      : "";
  return {
    code: "SERVICE_MISMATCH",
    path,
    message: `trusts the service ${show(text)}; ${intent.who} is ${wanted(intent)}.${hint}`,
  };
}

function awsCause(entries: readonly PrincipalEntry[], intent: Intent): Omit<Cause, "severity"> {
  const { caller } = intent;
  const asIntended = (text: string) =>
    text.endsWith(":root") && intent.principal.name.endsWith(":root") ? intent.principal.name : caller;
  const otherPartition = entries.find(({ text }) => differsInPartitionOnly(text, asIntended(text)));
  if (otherPartition !== undefined) return partitionCause(otherPartition, asIntended(otherPartition.text));
  const execution = entries.find(({ text }) => isTakenForCaller(text, intent));
  if (execution !== undefined) {
    return {
      code: "EXECUTION_ROLE_TRUSTED",
      path: execution.path,
      message: `trusts ${show(execution.text)}, ${executionRoleWords(intent.workload, caller)}`,
    };
  }
  const deleted = entries.find(({ text }) => awsPrincipal(text).kind === "unique-id");
  const near = nearest(
    entries.filter((entry) => entry !== deleted),
    ({ text }) => text,
    caller,
  );
  if (deleted !== undefined && (near === undefined || differingParts(near.text, caller) === undefined)) {
    const kind = UNIQUE_ID_KINDS[deleted.text.slice(0, 4)] ?? "an identity";
    return {
      code: "PRINCIPAL_DELETED",
      path: deleted.path,
      message: `trusts ${show(deleted.text)}, the unique ID of ${kind} that was deleted; ${intent.who} is ${show(caller)}.`,
    };
  }
  return mismatch(near!, caller, intent);
}

function mismatch({ text, path }: PrincipalEntry, caller: string, intent: Intent): Omit<Cause, "severity"> {
  const form = awsPrincipal(text);
  const own = awsPrincipal(caller);
  const name = caller.slice(caller.lastIndexOf("/") + 1);
  const about =
    form.kind === "session"
      ? `one session of the role ${show(form.role)}. A role's own ARN, arn:PARTITION:iam::ACCOUNT:role/NAME, stands for all its sessions`
      : form.kind === "account" && "accountId" in own
        ? `the account ${show(form.accountId)}, not ${show(own.accountId)}`
        : /[*?]/.test(text)
          ? "a pattern, which IAM does not take in principals (for one, trust the account with a condition on aws:PrincipalArn)"
          : form.kind !== own.kind && (form.kind === "role" || form.kind === "user")
            ? `a ${form.kind}, not a ${own.kind}`
            : differingParts(text, caller);
  return {
    code: "PRINCIPAL_MISMATCH",
    path,
    message: `trusts ${show(text)}${about === undefined ? "" : `: ${about}`}; ${intent.who} is ${show(caller)}.`,
    ...(text.includes(name) || text.startsWith("arn:") || text.trim() !== text
      ? { nearMiss: nearMiss(text, form.kind === "account" ? caller.replace(/:(?:role|user)\/.*$/, ":root") : caller) }
      : {}),
  };
}

function partitionCause({ text, path }: PrincipalEntry, intended: string): Omit<Cause, "severity"> {
  return {
    code: "PARTITION_MISMATCH",
    path,
    message: `names ${show(text)} in the partition ${show(text.split(":")[1])}; the description is of ${show(intended.split(":")[1])}.`,
    nearMiss: nearMiss(text, intended),
  };
}

function providerCause(entries: readonly PrincipalEntry[], intent: Intent): Omit<Cause, "severity"> {
  const { name } = intent.principal;
  const { text, path } = nearest(entries, (entry) => entry.text, name)!;
  if (differsInPartitionOnly(text, name)) return partitionCause({ kind: "Federated", text, path }, name);
  const issuer = intent.issuer!;
  const bare = withoutEnd(text.replace(/^https?:\/\//, ""));
  const about =
    bare.toLowerCase() === issuer.toLowerCase()
      ? "the issuer's URL, where the ARN of the account's provider belongs"
      : text.includes(":saml-provider/")
        ? "a SAML provider"
        : text.includes("oidc-eks.")
          ? "the dual-stack host, which serves discovery only; tokens carry the other issuer"
          : differingParts(text, name);
  const near = nearMiss(text, name);
  const hint = near.hint === undefined || about?.startsWith("the issuer's URL") === true ? "" : ` ${near.hint}`;
  const account = about?.startsWith("the account is ") === true && !about.includes(";");
  return {
    code: "PROVIDER_MISMATCH",
    path,
    message: `trusts ${show(text)}${about === undefined ? "" : `: ${about}`}; the provider of the role's own account for the cluster is ${show(name)}.${account ? " A provider of another account is of no use to the role." : hint}`,
    nearMiss: near,
  };
}
