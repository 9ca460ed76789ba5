import { identityOf, type Plan } from "../plan/plan.js";
import type { PolicySelection } from "../plan/select.js";
import { type Evaluation, evaluate } from "../policy/evaluate/evaluate.js";
import { isMap } from "../policy/lists.js";
import type { Elements, PolicyDocument } from "../policy/types.js";
import { DIAGNOSIS_CODES, type DiagnosisCode } from "./codes.js";
import { accountOf, type DeployedDocuments, readTrust } from "./deployed.js";
import type { DiagnosisFinding } from "./finding.js";
import { callOf, grantFor, type IdentityRead, identityFindings, readIdentity } from "./identity/findings.js";
import { type Intent, trustIntent } from "./intent.js";
import { providerFindings } from "./provider.js";
import { correctedTrust } from "./trust/correct.js";
import { trustFindings } from "./trust/findings.js";

/** What is wrong with what is deployed, and how it should be. */
export interface Diagnosis {
  readonly role: NonNullable<PolicySelection["role"]>;
  readonly roleArn: string;
  /** Who is meant to assume the role. */
  readonly caller: string;
  /** The decision on the intended caller's call by the documents that were read. */
  readonly decision: Evaluation["decision"];
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
 * can get in or that the access is fragile. Where there is no error, `evaluate` allows the intended caller.
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
  if (identity !== undefined) findings.push(...identityFindings(identity, plan, trustPolicy, intent));

  const broken = findings.some(({ document, severity }) => document === "trust" && severity !== "note");
  return {
    role,
    roleArn: intent.roleArn,
    caller: intent.shown,
    decision: decisionOn(plan, read === undefined ? intent.document : read.found?.document, identity, intent),
    findings: sorted(findings),
    policy:
      broken || !isMap(read?.found?.document) ? correctedTrust(read?.found?.document, intent) : read.found.document,
    ...(findings.some(({ document, severity }) => document === "identity" && severity !== "note") &&
      identityOf(plan) !== undefined && { identityPolicy: grantFor(plan, intent) }),
  };
}

function decisionOn(
  plan: Plan,
  document: unknown,
  identity: IdentityRead | undefined,
  intent: Intent,
): Evaluation["decision"] {
  const known = identity?.policies
    .filter((policy) => isMap(policy.document))
    .map((policy) => policy.document as object);
  const decisions = intent.requests.map(
    (request) =>
      evaluate({
        request: callOf(plan, request),
        trustPolicy: isMap(document) ? document : {},
        ...(intent.principal.kind === "AWS" && { identityPolicies: known }),
      }).decision,
  );
  return (
    decisions.find((each) => each === "explicitly-denied") ?? decisions.find((each) => each !== "allowed") ?? "allowed"
  );
}

const SEVERITIES = ["error", "warning", "note"];
const ORDER = Object.keys(DIAGNOSIS_CODES) as DiagnosisCode[];

function sorted(findings: readonly DiagnosisFinding[]): DiagnosisFinding[] {
  const rank = ({ severity, code }: DiagnosisFinding) =>
    SEVERITIES.indexOf(severity) * ORDER.length + ORDER.indexOf(code);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
