import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { matchesIgnoringCase } from "../../../wildcard/pattern.js";
import { countBefore } from "../../in-order.js";
import { isMap, listOf } from "../../lists.js";
import { PUBLIC_PROVIDERS } from "../../principal.js";
import { hasUnknown, isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { checkSubject, demandsIn } from "./oidc-subject.js";

const TAG_SESSION = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html";

export const TRUST_CODES = {
  MISMATCHED_ACTION_FOR_PRINCIPAL: ["error", "The action and the kind of principal do not go together."],
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: ["security-warning", "Any identity of the provider may assume the role."],
  RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: ["suggestion", "Nothing says on whose behalf the service may act."],
  MISSING_TAG_SESSION_FOR_POD_IDENTITY: ["warning", "EKS Pod Identity assumes a role with session tags.", TAG_SESSION],
} as const satisfies FindingCodes;

export function checkTrust(report: Report, statement: Readonly<Record<string, unknown>>, path: JsonPath): void {
  const { Principal, Effect, Condition } = statement;
  if (!isMap(Principal) || Effect !== "Allow") return;
  const actions = listOf(statement["Action"]);
  const federated = listOf(Principal["Federated"]);
  const others = Principal["AWS"] !== undefined || Principal["Service"] !== undefined;
  const can = (name: string) => actions.some((action) => matchesIgnoringCase(action, name));
  const saml = federated.filter((text) => text.includes(":saml-provider/"));
  const oidc = federated.filter((text) => text.includes(":oidc-provider/") || PUBLIC_PROVIDERS.includes(text));
  const mismatch = (what: string, action: string) =>
    report.add(
      TRUST_CODES,
      "MISMATCHED_ACTION_FOR_PRINCIPAL",
      [...path, "Action"],
      `${what} assumes a role with ${action}.`,
    );
  // What is left open may be the action or the provider that is missed here.
  const open = hasUnknown(statement["Action"]) || hasUnknown(Principal["Federated"]);
  if (!others && actions.length > 0 && !open) {
    if (
      saml.length > 0 &&
      oidc.length === 0 &&
      !can("sts:AssumeRoleWithSAML") &&
      (can("sts:AssumeRoleWithWebIdentity") || can("sts:AssumeRole"))
    )
      mismatch("A SAML provider's user", "sts:AssumeRoleWithSAML");
    if (
      oidc.length > 0 &&
      saml.length === 0 &&
      !can("sts:AssumeRoleWithWebIdentity") &&
      (can("sts:AssumeRoleWithSAML") || can("sts:AssumeRole"))
    )
      mismatch("An OIDC provider's user", "sts:AssumeRoleWithWebIdentity");
  }
  if (
    federated.length === 0 &&
    others &&
    actions.length > 0 &&
    !open &&
    !can("sts:AssumeRole") &&
    (can("sts:AssumeRoleWithWebIdentity") || can("sts:AssumeRoleWithSAML"))
  )
    mismatch("A role, a user or a service", "sts:AssumeRole");
  if (isUnknown(Condition) || (isMap(Condition) && Object.values(Condition).some(isUnknown))) return;
  const keys = isMap(Condition)
    ? Object.values(Condition).flatMap((block) => (isMap(block) ? Object.keys(block) : []))
    : [];
  const issuers = new Set(oidc.map((text) => text.split(":oidc-provider/")[1] ?? text));
  const isNamed = beginnings(keys);
  const conditions = demandsIn(Condition, path);
  for (const issuer of can("sts:AssumeRoleWithWebIdentity") ? issuers : []) {
    if (isNamed(`${issuer}:`)) {
      checkSubject(report, issuer, conditions, path);
      continue;
    }
    report.add(
      TRUST_CODES,
      "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
      path,
      `Every identity of ${show(issuer)} may assume the role. Add conditions on ${issuer}:aud and ${issuer}:sub.`,
    );
  }
  const services = listOf(Principal["Service"]).filter((service) => !UNGUARDED.includes(service));
  const guards = keys.some((key) => SOURCE_KEYS.test(key));
  const byTags = keys.some((key) => /^aws:RequestTag\//i.test(key));
  if (services.some((service) => !guards && !(service === TAGGING && byTags)))
    report.add(
      TRUST_CODES,
      "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
      path,
      services.includes(TAGGING)
        ? "Add aws:RequestTag/eks-cluster-arn, aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account, so that only your own pods get the role."
        : "Add aws:SourceAccount and aws:SourceArn, so that the service acts only for your own resources.",
    );
}

/**
 * Whether one of the keys begins with a text, whatever its letter case. There may be as many issuers as keys: a text is looked
 * for among the keys in order, where it stands before the first key that begins with it.
 */
function beginnings(keys: readonly string[]): (text: string) => boolean {
  let sorted: readonly string[] | undefined;
  return (text) => {
    sorted ??= keys.map((key) => key.toLowerCase()).sort();
    const lower = text.toLowerCase();
    const at = countBefore(sorted, (key) => key < lower);
    return sorted[at]?.startsWith(lower) === true;
  };
}

const SOURCE_KEYS = /^aws:Source(?:Arn|Account|OrgID|OrgPaths)$/i;

/** Services that do not say for whose resource they act, so that a condition on it would never be met. */
const UNGUARDED: readonly string[] = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"];

/** The service that says it in session tags. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
const TAGGING = "pods.eks.amazonaws.com";

/**
 * Checks that EKS Pod Identity may tag the sessions that it asks for; another statement may let it.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function checkPodIdentity(report: Report, statements: readonly unknown[], isList: boolean): void {
  const toPods = statements.flatMap((statement, index) => {
    const principal = isMap(statement) && statement["Effect"] === "Allow" ? statement["Principal"] : undefined;
    return isMap(statement) && isMap(principal) && listOf(principal["Service"]).includes(TAGGING)
      ? [{ action: statement["Action"], path: isList ? ["Statement", index] : ["Statement"] }]
      : [];
  });
  const can = (action: unknown, name: string) => listOf(action).some((each) => matchesIgnoringCase(each, name));
  if (toPods.some(({ action }) => hasUnknown(action) || can(action, "sts:TagSession"))) return;
  for (const { action, path } of toPods.filter((each) => can(each.action, "sts:AssumeRole")).slice(0, 1))
    report.add(
      TRUST_CODES,
      "MISSING_TAG_SESSION_FOR_POD_IDENTITY",
      action === undefined ? path : [...path, "Action"],
      "EKS Pod Identity assumes a role with session tags, unless an association turns them off. Add sts:TagSession, without which it is refused.",
    );
}
