import { fault } from "../../errors.js";
import { identityOf, type Plan } from "../../plan/plan.js";
import { evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap, listOf } from "../../policy/lists.js";
import { type FoundPolicy, policiesIn } from "../../policy/read/read-policies.js";
import { isUnknown } from "../../policy/read/unknown.js";
import type { Elements, PolicyDocument } from "../../policy/types.js";
import { matchesIgnoringCase } from "../../wildcard/pattern.js";
import { isName } from "../deployed.js";
import { executionRoleWords, isTakenFor } from "../execution-role.js";
import { type Cause, type DiagnosisFinding, findingIn, keyTwice, noJson } from "../finding.js";
import { type Intent, type Request, trustIntent } from "../intent.js";
import { malformed } from "../malformed.js";
import { show } from "../show.js";
import { examineTrust } from "../trust/examine.js";
import { fixFor, otherRole } from "../trust/findings.js";
import { placedStatements, statementAt } from "../trust/statement-parts.js";
import { examineIdentity } from "./examine.js";

/** The workload's policies, as far as what was read is theirs, and what is wrong with what was read. */
export interface IdentityRead {
  readonly policies: readonly FoundPolicy[];
  /** The trust policies of the workload's own role among them. */
  readonly trusts: readonly FoundPolicy[];
  readonly faults: readonly (Cause & { readonly policy: FoundPolicy | undefined; readonly source?: number })[];
  /** Which of what was given a policy was read from. */
  readonly sourceOf: (policy: FoundPolicy | undefined) => number;
}

/** Finds the workload's own policies in what was read. */
export function readIdentity(plan: Plan, inputs: readonly unknown[]): IdentityRead {
  const workload = identityOf(plan);
  if (workload === undefined)
    throw fault(
      "NO_SUCH_DOCUMENT",
      ["identity"],
      "is of no use here: the workload has no identity in AWS, and what its nodes may do does not matter.",
    );
  const faults: IdentityRead["faults"][number][] = [];
  const sources = new Map<FoundPolicy | undefined, number>();
  const found = inputs.flatMap((input, source) => {
    const { policies, syntaxError, duplicates } = policiesIn(input, {
      partition: plan.partition,
      accountId: plan.accountId,
    });
    if (syntaxError !== undefined) {
      const { line, column, message } = syntaxError;
      faults.push({ ...noJson(`line ${line}, column ${column}: ${message}`), policy: undefined, source });
    }
    for (const { path } of duplicates) faults.push({ ...keyTwice(path), policy: undefined, source });
    for (const policy of policies) sources.set(policy, source);
    return policies;
  });
  const isOwn = ({ role }: FoundPolicy) => !isName(role.name) || role.name === workload.name;
  const own = found.filter(isOwn);
  const others = new Map(found.flatMap((policy) => (isOwn(policy) ? [] : [[policy.role.name!, policy]])));
  const counted = found.filter((policy) => isOwn(policy) || !isTakenFor(policy.role.name ?? "", workload));
  // Beside the workload's own policies, those of other roles are what a template or a listing happens to hold.
  const named = own.some(({ role }) => role.name === workload.name);
  for (const [name, policy] of named ? [] : others) {
    const cause: Cause = isTakenFor(name, workload)
      ? {
          code: "EXECUTION_ROLE_TRUSTED",
          severity: "error",
          path: [],
          message: `The policies are those of ${show(name)}, ${executionRoleWords(workload, workload.name)}`,
        }
      : otherRole(name, workload.name);
    faults.push({ ...cause, policy });
  }
  const isTrust = ({ kind, document }: FoundPolicy) => {
    const statements = placedStatements(document);
    return kind === "trust" || (kind === undefined && statements.length > 0 && statements.every(hasPrincipal));
  };
  const read = named ? own : counted;
  return {
    policies: read.filter((each) => !isTrust(each)),
    trusts: read.filter(isTrust),
    faults,
    sourceOf: (policy) => sources.get(policy) ?? 0,
  };
}

function hasPrincipal({ statement }: { readonly statement: object }): boolean {
  return "Principal" in statement || "NotPrincipal" in statement;
}

/** Why the workload's own policies do not let it assume the role, and what is wrong with them. */
export function identityFindings(
  { policies, trusts, faults, sourceOf }: IdentityRead,
  plan: Plan,
  trustPolicy: object,
  intent: Intent,
): DiagnosisFinding[] {
  const grant = grantFor(plan, intent).Statement[0]!;
  const place = (
    cause: Cause,
    policy: FoundPolicy | undefined,
    fix: DiagnosisFinding["fix"],
    source = sourceOf(policy),
  ): DiagnosisFinding => ({ ...findingIn(policy, cause, "identity", fix), source });
  const findings = faults.map(({ source, ...fault }) => place(fault, fault.policy, grant, source));
  const usable = policies.filter(({ document }) => isMap(document));
  for (const policy of policies)
    for (const cause of malformed(policy, "identity", [])) findings.push(place(cause, policy, grant));
  const documents = usable.map(({ document }) => document as object);
  const positions = new Map<FoundPolicy | undefined, number>(usable.map((policy, index) => [policy, index]));
  const faulty = faults.some(({ severity }) => severity === "error");
  const said = new Set<string>();
  for (const call of intent.principal.kind === "AWS" && !faulty ? intent.requests : []) {
    const request = callOf(plan, call);
    if (evaluate({ request, trustPolicy, identityPolicies: documents }).decision === "allowed") continue;
    for (const { policy, ...cause } of examineIdentity(usable, request, intent)) {
      // What keeps out one action keeps out those that come along with it.
      const key = JSON.stringify([cause.code, positions.get(policy), cause.path]);
      if (said.has(key)) continue;
      said.add(key);
      const at = statementAt(policy?.document, cause.path);
      const fix = cause.code === "EXPLICIT_DENY" && at !== undefined ? withoutRole(at.statement, intent) : grant;
      findings.push(place(cause, policy, fix));
    }
  }
  if (identityOf(plan)?.kind === "role") {
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
export function callOf(plan: Plan, request: Request): Request {
  return plan.organizationId === undefined
    ? request
    : { ...request, context: { ...request.context, "aws:ResourceOrgID": plan.organizationId } };
}

/** The policy that lets the workload assume the role; of several, the one that names it. */
export function grantFor(plan: Plan, intent: Intent): PolicyDocument {
  const policies = identityOf(plan)?.permissionsPolicies ?? [];
  const names = ({ Statement: [statement] }: PolicyDocument) =>
    listOf(statement?.Resource).some((text) => matchesIgnoringCase(text, intent.roleArn));
  return policies.find(names) ?? policies[0]!;
}

/** A statement that denies, without the integration role. */
function withoutRole(statement: Elements, { roleArn }: Intent): Elements {
  const { Resource, NotResource, ...rest } = statement;
  // What a template leaves open stays in: it may be any resource but this.
  const texts = (value: unknown) => [value].flat().filter((text) => typeof text === "string" || isUnknown(text));
  const left = texts(Resource).filter((text) => isUnknown(text) || !matchesIgnoringCase(text, roleArn));
  return left.length > 0
    ? { ...rest, Resource: left }
    : { ...rest, NotResource: [...new Set([...texts(NotResource), roleArn])] };
}
