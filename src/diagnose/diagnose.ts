import { copyOf } from "../json/copy.js";
import { checkPlan, identityOf, type Plan } from "../plan/plan.js";
import type { PolicySelection } from "../plan/select.js";
import { type Evaluation, evaluate } from "../policy/evaluate/evaluate.js";
import { isMap } from "../policy/lists.js";
import type { Elements, PolicyDocument } from "../policy/types.js";
import { DIAGNOSIS_CODES, type DiagnosisCode } from "./codes.js";
import { controlFindings, readControl } from "./control.js";
import { accountOf, checkDeployed, type DeployedDocuments, readTrust } from "./deployed.js";
import type { DiagnosedDocument, DiagnosisFinding } from "./finding.js";
import { callOf, grantFor, type IdentityRead, identityFindings, readIdentity } from "./identity/findings.js";
import { type Intent, trustIntent } from "./intent.js";
import { providerFindings } from "./provider.js";
import { correctedTrust } from "./trust/correct.js";
import { trustFindings } from "./trust/findings.js";
import { type Others, othersIn } from "./trust/others.js";
import { UNEXAMINED } from "./unexamined.js";

/** What is wrong with what is deployed, and how it should be. */
export interface Diagnosis {
  readonly role: NonNullable<PolicySelection["role"]>;
  readonly roleArn: string;
  /** Who is meant to assume the role. */
  readonly caller: string;
  /** The decision on the intended caller's call by the documents that were read; unknown without a trust policy. */
  readonly decision: Evaluation["decision"] | "unknown";
  /** What was read. */
  readonly examined: readonly DiagnosedDocument[];
  /** What was not, and may keep the caller out all the same, in words. */
  readonly unexamined: readonly string[];
  /**
   * Whether the trust policy that was read lets in nobody but the described caller, for every request that there can be; a case as
   * `evaluate` takes it where it lets in somebody else. Nothing where none was read.
   */
  readonly others?: Others;
  /** The most important first. */
  readonly findings: readonly DiagnosisFinding[];
  /** The trust policy as it should be: as it was read, if nothing is wrong with it. */
  readonly policy: Elements;
  /** The workload's permissions policy as it should be, if something is wrong with it. */
  readonly identityPolicy?: PolicyDocument;
}

/**
 * Compares what is deployed with what a description asks for: why the described workload cannot assume the role, who else
 * can, and what to change.
 *
 * An error means that the intended caller cannot get in or that IAM would refuse a document, a warning that somebody else
 * can get in or that the access is fragile. Where there is no error, `evaluate` allows the intended caller by the documents that
 * were read; what was not looked at is listed.
 *
 * @param plan From `planIntegration`.
 * @param deployed What was read from the account.
 * @returns One finding a cause, and the corrected policy, which has no finding.
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` where what was read holds no such policy, `NOT_A_TARGET` and
 * `ACCOUNT_REQUIRED` for the account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
 * @example
 * const description = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" };
 * const trust = {
 *   Version: "2012-10-17",
 *   Statement: [
 *     { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/integraton-task" }, Action: "sts:AssumeRole" },
 *   ],
 * };
 * diagnose(planIntegration(parseIntegration(description)), { trust }).findings[0]?.code; // "PRINCIPAL_MISMATCH"
 */
export function diagnose(plan: Plan, deployed: DeployedDocuments): Diagnosis {
  checkPlan(plan);
  checkDeployed(deployed);
  const read = deployed.trust === undefined ? undefined : readTrust(plan, deployed);
  const role = deployed.role ?? read?.role ?? "integration";
  const account = accountOf(plan, deployed, read?.found);
  const intent = trustIntent(plan, role, account);
  const findings = [
    ...(read === undefined ? [] : trustFindings(read, intent, role)),
    ...(deployed.provider === undefined ? [] : providerFindings(deployed.provider, plan, intent)),
  ];
  const trusted = findings.every(({ severity, document }) => severity !== "error" || document !== "trust");
  const trustPolicy = trusted && isMap(read?.found?.document) ? read.found.document : intent.document;
  const identity = deployed.identity === undefined ? undefined : readIdentity(plan, deployed.identity);
  if (identity !== undefined)
    for (const finding of identityFindings(identity, plan, trustPolicy, intent)) findings.push(finding);

  const controls = [
    ...(deployed.serviceControlPolicies === undefined
      ? []
      : [readControl("service-control", deployed.serviceControlPolicies)]),
    ...(deployed.resourceControlPolicies === undefined
      ? []
      : [readControl("resource-control", deployed.resourceControlPolicies)]),
  ];
  for (const control of controls)
    for (const finding of [...control.findings, ...controlFindings(control, plan, intent)]) findings.push(finding);

  const others = read === undefined ? undefined : othersIn(read.found?.document, intent);
  const broken = findings.some(({ document, severity }) => document === "trust" && severity !== "note");
  return copyOf({
    role,
    roleArn: intent.roleArn,
    caller: intent.shown,
    decision: decisionOn(
      plan,
      read === undefined ? undefined : (read.found?.document ?? {}),
      identity,
      findings,
      intent,
    ),
    ...coverage(deployed, plan, intent),
    ...(others !== undefined && { others }),
    findings: sorted(findings),
    policy:
      broken || !isMap(read?.found?.document) ? correctedTrust(read?.found?.document, intent) : read.found.document,
    ...(findings.some(({ document, severity }) => document === "identity" && severity !== "note") &&
      identityOf(plan) !== undefined && { identityPolicy: grantFor(plan, intent) }),
  });
}

function decisionOn(
  plan: Plan,
  document: unknown,
  identity: IdentityRead | undefined,
  findings: readonly DiagnosisFinding[],
  intent: Intent,
): Diagnosis["decision"] {
  if (findings.some(({ code, severity }) => code === "CONTROL_POLICY_BLOCKS" && severity === "error"))
    return "explicitly-denied";
  const known = identity?.policies
    .filter((policy) => isMap(policy.document))
    .map((policy) => policy.document as object);
  const decisions = intent.requests.map(
    (request) =>
      evaluate({
        request: callOf(plan, request),
        trustPolicy: document === undefined ? intent.document : isMap(document) ? document : {},
        ...(intent.principal.kind === "AWS" && { identityPolicies: known }),
      }).decision,
  );
  const decision =
    decisions.find((each) => each === "explicitly-denied") ?? decisions.find((each) => each !== "allowed") ?? "allowed";
  // Without the trust policy it is known what the caller's own policies deny, and nothing else.
  return document === undefined && decision === "allowed" ? "unknown" : decision;
}

/** What was read, and what was not. */
function coverage(
  { trust, identity, provider, serviceControlPolicies, resourceControlPolicies }: DeployedDocuments,
  plan: Plan,
  intent: Intent,
): Pick<Diagnosis, "examined" | "unexamined"> {
  const read: readonly (readonly [DiagnosedDocument, unknown])[] = [
    ["trust", trust],
    ["identity", identity],
    ["provider", provider],
    ["service-control", serviceControlPolicies],
    ["resource-control", resourceControlPolicies],
  ];
  // A role of the same account that names the caller itself needs no policy of the caller's.
  const needsGrant =
    intent.principal.kind === "AWS" &&
    (intent.roleAccount !== plan.accountId || intent.principal.name !== intent.caller);
  return {
    examined: read.filter(([, value]) => value !== undefined).map(([document]) => document),
    unexamined: [
      ...(trust === undefined ? [UNEXAMINED.trust] : []),
      ...(identity === undefined && needsGrant ? [UNEXAMINED.identity] : []),
      ...(provider === undefined && intent.principal.kind === "Federated" ? [UNEXAMINED.provider] : []),
      // Only callers with an identity in AWS stand under service control policies.
      ...(serviceControlPolicies === undefined && intent.principal.kind === "AWS"
        ? [UNEXAMINED["service-control"]]
        : []),
      ...(resourceControlPolicies === undefined ? [UNEXAMINED["resource-control"]] : []),
    ],
  };
}

const SEVERITIES = ["error", "warning", "note"];
const ORDER = Object.keys(DIAGNOSIS_CODES) as DiagnosisCode[];

function sorted(findings: readonly DiagnosisFinding[]): DiagnosisFinding[] {
  const rank = ({ severity, code }: DiagnosisFinding) =>
    SEVERITIES.indexOf(severity) * ORDER.length + ORDER.indexOf(code);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
