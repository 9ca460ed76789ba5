import { RolewrightError } from "../errors.js";
import type { Plan } from "../plan.js";
import { evaluate } from "../policy/evaluate.js";
import { isMap, listOf } from "../policy/lists.js";
import { type FoundPolicy, readPolicies } from "../policy/read-policies.js";
import type { PolicyDocument, Statement } from "../policy/types.js";
import { matchesIgnoringCase } from "../policy/wildcard.js";
import { type Cause, type DiagnosisFinding, finding } from "./finding.js";
import { examineIdentity } from "./identity.js";
import { type Intent, trustIntent } from "./intent.js";
import { malformed } from "./malformed.js";
import { isExecutionRole } from "./principal-cause.js";
import { isName } from "./read-deployed.js";
import { show } from "./show.js";
import { placedStatements } from "./statement-parts.js";
import { examineTrust } from "./trust.js";
import { fixFor } from "./trust-findings.js";

export interface IdentityRead {
  readonly policies: readonly FoundPolicy[];
  /** The trust policies of the workload's own role among them. */
  readonly trusts: readonly FoundPolicy[];
  readonly faults: readonly (Cause & { readonly policy: FoundPolicy | undefined })[];
}

export function identityOf(plan: Plan, inputs: readonly unknown[]): IdentityRead {
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

export function identityFindings(
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
export function callOf(plan: Plan, request: Intent["requests"][number]) {
  return plan.organizationId === undefined
    ? request
    : { ...request, context: { ...request.context, "aws:ResourceOrgID": plan.organizationId } };
}

/** The policy that lets the workload assume the role; of several, the one that names it. */
export function grantFor(plan: Plan, intent: Intent): PolicyDocument {
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
