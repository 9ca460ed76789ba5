import { QUOTAS } from "../aws/quotas.js";
import { RolewrightError } from "../errors.js";
import { checkTarget, isTarget, listedAccounts, type Plan, type PolicySelection } from "../plan.js";
import { type Evaluation, evaluate } from "../policy/evaluate.js";
import { isMap, listOf } from "../policy/lists.js";
import { type FoundPolicy, type ReadPolicies, readPolicies } from "../policy/read-policies.js";
import type { PolicyDocument, Statement } from "../policy/types.js";
import { matchesIgnoringCase } from "../policy/wildcard.js";
import { DIAGNOSIS_CODES, type DiagnosisCode } from "./codes.js";
import { correctedTrust, narrowedDeny } from "./correct.js";
import type { Cause, DiagnosedDocument, DiagnosisFinding } from "./finding.js";
import { examineIdentity } from "./identity.js";
import { type Intent, trustIntent } from "./intent.js";
import { malformed } from "./malformed.js";
import { differingParts, nearMiss } from "./near-miss.js";
import { isExecutionRole } from "./principal-cause.js";
import { examineProvider } from "./provider.js";
import { show } from "./show.js";
import { placedStatements, principalEntries } from "./statement-parts.js";
import { examineTrust } from "./trust.js";

/** What is deployed, as text or as the values of such text: whatever `readPolicies` takes. */
export interface DeployedDocuments {
  /** The role's trust policy, `aws iam get-role` output, or a CloudFormation template that holds the role. */
  readonly trust?: unknown;
  /** The workload's own policies: documents, CLI output or templates. Absent: they are left out of the diagnosis. */
  readonly identity?: readonly unknown[];
  /** The value of `aws iam get-open-id-connect-provider` output. */
  readonly provider?: unknown;
  /** The target account. Default: that of the role that was read, else as for `selectPolicy`. */
  readonly account?: string | undefined;
  /** Which role `trust` is of. Default: the workload's if the name that was read says so, else the integration role. */
  readonly role?: PolicySelection["role"] | undefined;
}

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
  readonly policy: PolicyDocument;
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
  const identity = deployed.identity === undefined ? undefined : identityOf(plan, deployed.identity);
  if (identity !== undefined) findings.push(...identityFindings(identity, plan, trustPolicy, intent));

  const broken = findings.some(({ document, severity }) => document === "trust" && severity !== "note");
  return {
    role,
    roleArn: intent.roleArn,
    caller: intent.shown,
    decision: decisionOn(plan, read === undefined ? intent.document : read.found?.document, identity, intent),
    findings: sorted(findings),
    policy:
      broken || read?.found === undefined
        ? correctedTrust(read?.found?.document, intent)
        : (read.found.document as PolicyDocument),
    ...(findings.some(({ document, severity }) => document === "identity" && severity !== "note") &&
      plan.workload !== undefined && { identityPolicy: grantFor(plan, intent) }),
  };
}

interface TrustRead {
  readonly read: ReadPolicies;
  /** Nothing where the text could not be read. */
  readonly found: FoundPolicy | undefined;
  readonly role: PolicySelection["role"];
}

function readTrust(plan: Plan, { trust, account, role }: DeployedDocuments): TrustRead {
  const read = readPolicies(trust, {
    partition: plan.partition,
    accountId: account ?? ownAccount(plan),
    parameters: parametersOf(plan),
  });
  if (read.syntaxError !== undefined) return { read, found: undefined, role };
  const candidates = read.policies.filter(({ kind }) => kind === undefined || kind === "trust");
  const named = (name: string | undefined) =>
    candidates.filter((each) => each.role.name !== undefined && each.role.name.toLowerCase() === name?.toLowerCase());
  const [integration] = named(plan.integrationRole.name);
  const [workload] = named(plan.workload?.name);
  const wanted = role === "workload" ? workload : integration;
  if (wanted !== undefined) return { read, found: wanted, role };
  if (role === undefined && workload !== undefined && plan.workload?.kind === "role")
    return { read, found: workload, role: "workload" };
  const open = candidates.length === 1 ? candidates : candidates.filter(({ role: of }) => !isName(of.name));
  if (open.length === 0) {
    const names = candidates.map(({ role: of }) => of.name).join(", ");
    throw new RolewrightError([
      {
        path: ["trust"],
        code: "NO_SUCH_DOCUMENT",
        message:
          names === ""
            ? "holds no trust policy, but permissions. Give the role itself: aws iam get-role."
            : `holds the roles ${names}, none of which is ${plan.integrationRole.name}. Describe the role under its own name (roleName), or give its trust policy alone.`,
      },
    ]);
  }
  // Of several roles whose names a template leaves open, the one that is nearest to what is described.
  const errors = (found: FoundPolicy) =>
    open.length === 1
      ? 0
      : examineTrust(found.document, trustIntent(plan, role ?? "integration", account ?? ownAccount(plan))).filter(
          ({ severity }) => severity === "error",
        ).length;
  const best = open.map((found) => ({ found, count: errors(found) })).sort((a, b) => a.count - b.count)[0]!;
  return { read, found: best.found, role };
}

/** The values of the reusable template's parameters, which a template's own parameters of those names are taken to have. */
function parametersOf({ integrationRole }: Plan): { readonly [name: string]: string } {
  const { parameters } = integrationRole.template();
  return {
    ...Object.fromEntries(parameters.map(({ name, value }) => [name, value ?? ""])),
    RoleName: integrationRole.name,
  };
}

/** A role's name that was read in full. */
function isName(text: string | undefined): boolean {
  return text !== undefined && /^[\w+=,.@-]+$/.test(text);
}

function ownAccount(plan: Plan): string {
  const listed = listedAccounts(plan.targets);
  return listed.includes(plan.accountId) ? plan.accountId : (listed[0] ?? plan.accountId);
}

function accountOf(plan: Plan, { account, identity, role }: DeployedDocuments, found: FoundPolicy | undefined) {
  const read = /^arn:[^:]*:iam::(\d{12}):role\//.exec(found?.role.arn ?? "")?.[1] ?? providerAccount(plan, found);
  const chosen =
    account ??
    (role === "workload" || (plan.workload !== undefined && found?.role.name === plan.workload.name)
      ? undefined
      : read);
  if (chosen !== undefined) {
    checkTarget(plan, chosen);
    return chosen;
  }
  const listed = listedAccounts(plan.targets);
  if (listed.length > 0) return ownAccount(plan);
  if (identity !== undefined && role !== "workload")
    throw new RolewrightError([
      {
        path: ["account"],
        code: "ACCOUNT_REQUIRED",
        message:
          "is required beside the workload's policies: organizational units do not say into which account it calls. Choose one with --account.",
      },
    ]);
  // Where the documents do not differ by account, any will do; where they do, selectPolicy asks for one.
  return undefined;
}

/** The account whose provider a trust policy names, if it is a target: a role trusts providers of its own account only. */
function providerAccount(plan: Plan, found: FoundPolicy | undefined): string | undefined {
  if (plan.oidcProvider === undefined || found === undefined) return undefined;
  return placedStatements(found.document)
    .flatMap(principalEntries)
    .map(({ text }) => /^arn:[^:]*:iam::(\d{12}):oidc-provider\//.exec(text)?.[1])
    .find((account) => account !== undefined && isTarget(plan, account));
}

function trustFindings({ read, found }: TrustRead, intent: Intent, role: string): DiagnosisFinding[] {
  if (read.syntaxError !== undefined) {
    const { line, column, message } = read.syntaxError;
    const cause: Cause = { code: "MALFORMED", severity: "error", path: [], message: `The text is no JSON: ${message}` };
    return [{ ...finding(cause, "trust", intent.statement), line, column }];
  }
  const policy = found!;
  // What is longer than IAM reads at all is not looked into.
  const causes = isReadable(policy.document) ? examineTrust(policy.document, intent) : [];
  const faults = malformed(policy, "trust", causes);
  const broken = faults.filter(({ code }) => code === "MALFORMED").map(({ path }) => JSON.stringify(path.slice(0, 2)));
  const kept = causes.filter(
    ({ code, path, severity }) =>
      !(
        broken.includes(JSON.stringify(path.slice(0, 2))) &&
        (/_MISSING$/.test(code) || (severity === "error" && code === "CONDITION_BLOCKS_CALLER"))
      ),
  );
  const duplicates = read.duplicates.map(
    ({ path, line, column }): DiagnosisFinding => ({
      ...finding(
        {
          code: "MALFORMED",
          severity: "error",
          path,
          message: `has the key ${show(path.at(-1))} twice; readers keep one and drop the other without a word.`,
        },
        "trust",
        intent.statement,
      ),
      line,
      column,
    }),
  );
  const all = [...faults, ...kept, ...(role === "integration" ? roleCauses(policy, intent) : [])];
  // Whatever the causes, what evaluate denies is an error.
  if (!lets(policy.document, intent) && all.every(({ severity }) => severity !== "error"))
    all.push({
      code: "CONDITION_BLOCKS_CALLER",
      severity: "error",
      path: [],
      message: `does not let in ${intent.label}.`,
    });
  return [
    ...duplicates,
    ...all.map((cause) => {
      const position = policy.positionOf(cause.path);
      return {
        ...finding(cause, "trust", fixFor(cause, policy.document, intent)),
        path: [...policy.path, ...cause.path],
        ...(position !== undefined && { line: position.line, column: position.column }),
      };
    }),
  ];
}

function isReadable(document: unknown): boolean {
  try {
    return JSON.stringify(document).length <= QUOTAS.policyText;
  } catch {
    return false;
  }
}

function lets(document: unknown, intent: Intent): boolean {
  return (
    isMap(document) &&
    intent.requests.every((request) => evaluate({ request, trustPolicy: document }).decision === "allowed")
  );
}

/** The statement that should stand where the cause is. */
function fixFor({ code, path }: Cause, document: unknown, intent: Intent): Statement {
  const at = placedStatements(document).find((each) => each.path.every((step, index) => path[index] === step));
  if (code === "EXPLICIT_DENY" && at !== undefined) return narrowedDeny(at.statement, intent);
  const sid = at?.statement["Sid"];
  return typeof sid === "string" && /^[A-Za-z0-9]+$/.test(sid) ? { Sid: sid, ...intent.statement } : intent.statement;
}

/** Whether the role that was read is the described one. */
function roleCauses({ role, path }: FoundPolicy, intent: Intent): Cause[] {
  const name = intent.roleArn.slice(intent.roleArn.lastIndexOf("/") + 1);
  if (role.arn !== undefined ? role.arn === intent.roleArn : !isName(role.name) || role.name === name) return [];
  const given = role.arn ?? role.name!;
  const intended = role.arn === undefined ? name : intent.roleArn;
  const parts = differingParts(given, intended);
  return [
    {
      code: "ROLE_MISMATCH",
      severity: "warning",
      path: path.length > 0 ? [] : path,
      message: `The role that was read is ${show(given)}${parts === undefined ? "" : `: ${parts}`}; the described one is ${show(intended)}.`,
      nearMiss: nearMiss(given, intended),
    },
  ];
}

function providerFindings(value: unknown, plan: Plan, intent: Intent): DiagnosisFinding[] {
  if (plan.oidcProvider === undefined)
    throw new RolewrightError([
      {
        path: ["provider"],
        code: "NO_SUCH_DOCUMENT",
        message: "is of no use here: only in the mode irsa does the trust rest on an OIDC provider.",
      },
    ]);
  const clients = isMap(value) ? listOf(value["ClientIDList"]) : [];
  const fix = {
    Url: intent.issuer,
    ClientIDList: [...new Set([...clients, plan.oidcProvider.audience])],
  };
  return examineProvider(value, intent).map((cause) => finding(cause, "provider", fix));
}

interface IdentityRead {
  readonly policies: readonly FoundPolicy[];
  /** The trust policies of the workload's own role among them. */
  readonly trusts: readonly FoundPolicy[];
  readonly faults: readonly (Cause & { readonly policy: FoundPolicy | undefined })[];
}

function identityOf(plan: Plan, inputs: readonly unknown[]): IdentityRead {
  const { workload } = plan;
  if (workload === undefined)
    throw new RolewrightError([
      {
        path: ["identity"],
        code: "NO_SUCH_DOCUMENT",
        message:
          "is of no use here: the workload of the mode irsa has no identity in AWS, and what its nodes may do does not matter.",
      },
    ]);
  const faults: IdentityRead["faults"][number][] = [];
  const found = inputs.flatMap((input) => {
    const { policies, syntaxError } = readPolicies(input, { partition: plan.partition, accountId: plan.accountId });
    if (syntaxError !== undefined)
      faults.push({
        code: "MALFORMED",
        severity: "error",
        path: [],
        message: `The text is no JSON: line ${syntaxError.line}, column ${syntaxError.column}: ${syntaxError.message}`,
        policy: undefined,
      });
    return policies;
  });
  const own = found.filter(({ role }) => role.name === workload.name);
  const unnamed = found.filter(({ role }) => !isName(role.name));
  const others = found.filter((policy) => !own.includes(policy) && !unnamed.includes(policy));
  const execution = others.find(({ role }) => isExecutionRole(`:role/${role.name}`));
  if (own.length === 0 && execution !== undefined)
    faults.push({
      code: "EXECUTION_ROLE_TRUSTED",
      severity: "error",
      path: [],
      message: `The policies are those of ${show(execution.role.name)}, an execution role by its name; the containers call with the ${workload.kind === "user" ? "user" : "task role"} ${show(workload.name)}.`,
      policy: execution,
    });
  const counted = own.length > 0 ? [...own, ...unnamed] : found.filter((policy) => policy !== execution);
  const isTrust = ({ kind, document }: FoundPolicy) => {
    const statements = placedStatements(document);
    return kind === "trust" || (kind === undefined && statements.length > 0 && statements.every(hasPrincipal));
  };
  return { policies: counted.filter((each) => !isTrust(each)), trusts: counted.filter(isTrust), faults };
}

function hasPrincipal({ statement }: { readonly statement: object }): boolean {
  return "Principal" in statement || "NotPrincipal" in statement;
}

function identityFindings(
  { policies, trusts, faults }: IdentityRead,
  plan: Plan,
  trustPolicy: object,
  intent: Intent,
): DiagnosisFinding[] {
  const grant = grantFor(plan, intent).Statement[0]!;
  const place = (cause: Cause, policy: FoundPolicy | undefined, fix: DiagnosisFinding["fix"]): DiagnosisFinding => {
    const position = policy?.positionOf(cause.path);
    return {
      ...finding(cause, "identity", fix),
      path: [...(policy?.path ?? []), ...cause.path],
      ...(position !== undefined && { line: position.line, column: position.column }),
    };
  };
  const findings = faults.map((fault) => place(fault, fault.policy, grant));
  const usable = policies.filter(({ document }) => isMap(document));
  for (const policy of policies)
    findings.push(...malformed(policy, "identity", []).map((cause) => place(cause, policy, grant)));
  const request = callOf(plan, intent.requests[0]!);
  const documents = usable.map(({ document }) => document as object);
  if (
    intent.principal.kind === "AWS" &&
    faults.length === 0 &&
    evaluate({ request, trustPolicy, identityPolicies: documents }).decision !== "allowed"
  ) {
    for (const { policy, ...cause } of examineIdentity(usable, request, intent)) {
      const at = placedStatements(policy?.document).find((each) =>
        each.path.every((step, i) => cause.path[i] === step),
      );
      const fix = cause.code === "EXPLICIT_DENY" && at !== undefined ? withoutRole(at.statement, intent) : grant;
      findings.push(place(cause, policy, fix));
    }
  }
  if (plan.workload?.kind === "role") {
    const own = trustIntent(plan, "workload", undefined);
    for (const policy of trusts) {
      const causes = examineTrust(policy.document, own);
      for (const cause of [...malformed(policy, "trust", causes), ...causes])
        findings.push(place(cause, policy, fixFor(cause, policy.document, own)));
    }
  }
  return findings;
}

/** The workload's call of the integration role. */
function callOf(plan: Plan, request: Intent["requests"][number]) {
  return plan.organizationId === undefined
    ? request
    : { ...request, context: { ...request.context, "aws:ResourceOrgID": plan.organizationId } };
}

/** The policy that lets the workload assume the role; of several, the one that names it. */
function grantFor(plan: Plan, intent: Intent): PolicyDocument {
  const policies = plan.workload?.permissionsPolicies ?? [];
  const names = ({ Statement: [statement] }: PolicyDocument) =>
    listOf(statement?.Resource).some((text) => matchesIgnoringCase(text, intent.roleArn));
  return policies.find(names) ?? policies[0]!;
}

/** A statement that denies, without the integration role. */
function withoutRole(statement: Readonly<Record<string, unknown>>, { roleArn }: Intent): Statement {
  const { Resource, NotResource, ...rest } = statement;
  const left = listOf(Resource).filter((text) => !matchesIgnoringCase(text, roleArn));
  return (left.length > 0
    ? { ...rest, Resource: left }
    : { ...rest, NotResource: [...new Set([...listOf(NotResource), roleArn])] }) as unknown as Statement;
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

function finding(cause: Cause, document: DiagnosedDocument, fix: DiagnosisFinding["fix"]): DiagnosisFinding {
  const { code, severity, path, message, nearMiss: near } = cause;
  return {
    code,
    severity,
    document,
    path,
    message,
    why: DIAGNOSIS_CODES[code].why,
    fix,
    ...(near !== undefined && { nearMiss: near }),
  };
}

const SEVERITIES = ["error", "warning", "note"];
const ORDER = Object.keys(DIAGNOSIS_CODES) as DiagnosisCode[];

function sorted(findings: readonly DiagnosisFinding[]): DiagnosisFinding[] {
  const rank = ({ severity, code }: DiagnosisFinding) =>
    SEVERITIES.indexOf(severity) * ORDER.length + ORDER.indexOf(code);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
