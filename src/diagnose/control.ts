import { readJsonText } from "../json/text.js";
import type { Plan } from "../plan/plan.js";
import { managementAccountOf } from "../plan/targets.js";
import { type Evaluation, evaluate } from "../policy/evaluate/evaluate.js";
import { isMap } from "../policy/lists.js";
import { type FoundPolicy, policiesIn } from "../policy/read/read-policies.js";
import type { Elements } from "../policy/types.js";
import { type Cause, type DiagnosisFinding, findingIn, keyTwice, noJson } from "./finding.js";
import { callOf } from "./identity/findings.js";
import type { Intent, Request } from "./intent.js";
import { malformed } from "./malformed.js";
import { isUnsaid } from "./trust/condition-cause.js";
import { placedStatements, statementAt } from "./trust/statement-parts.js";

/** Which policies of the organization: those that bind the caller's account, or those that bind the role's. */
export type ControlKind = "service-control" | "resource-control";

/** A control policy that was read, and which of those that were given it is. */
interface ControlPolicy {
  readonly policy: FoundPolicy;
  readonly source: number;
}

/** The control policies of one kind that were read. */
export interface ControlRead {
  readonly kind: ControlKind;
  readonly policies: readonly ControlPolicy[];
  readonly findings: readonly DiagnosisFinding[];
}

/** Reads control policies: documents, or the output of `aws organizations describe-policy`. */
export function readControl(kind: ControlKind, inputs: readonly unknown[]): ControlRead {
  const policies: ControlPolicy[] = [];
  const findings: DiagnosisFinding[] = [];
  inputs.forEach((input, source) => {
    const { policies: found, syntaxError, duplicates } = policiesIn(contentOf(input));
    if (syntaxError !== undefined) {
      const { line, column, message } = syntaxError;
      findings.push({ ...findingIn(undefined, noJson(message), kind, {}), source, line, column });
    }
    for (const { path, line, column } of duplicates)
      findings.push({ ...findingIn(undefined, keyTwice(path), kind, {}), source, line, column });
    for (const policy of found) {
      const isResource = kind === "resource-control";
      const faults = malformed(policy, isResource ? "resource" : "identity", []);
      for (const cause of faults) findings.push({ ...findingIn(policy, cause, kind, {}), source });
      if (isMap(policy.document)) policies.push({ policy, source });
    }
  });
  return { kind, policies, findings };
}

/** The document inside the output of `aws organizations describe-policy`; anything else as it is. */
function contentOf(input: unknown): unknown {
  const value = typeof input === "string" ? readJsonText(input).value : input;
  const policy = isMap(value) ? value["Policy"] : undefined;
  return isMap(policy) && typeof policy["Content"] === "string" ? policy["Content"] : input;
}

/** What control policies do to the call: which of them denies it, and which allows other calls only. */
export function controlFindings({ kind, policies }: ControlRead, plan: Plan, intent: Intent): DiagnosisFinding[] {
  const findings = new Map<string, DiagnosisFinding>();
  const add = (source: number, finding: DiagnosisFinding) => {
    const key = JSON.stringify([source, finding.path]);
    if (!findings.has(key)) findings.set(key, { ...finding, source });
  };
  for (const request of intent.requests) {
    for (const { policy, source } of policies) {
      const document = policy.document as object;
      const { decision, statements } = under(kind, [FULL_ACCESS, document], request, plan, intent);
      for (const { path: inCase } of decision === "explicitly-denied" ? statements : []) {
        // Behind the kind, the level and the place in it.
        const path = inCase.slice(3);
        const unsaid = unsaidKeys(statementAt(document, path)?.statement, request, intent);
        const only = ` if the request's ${unsaid.join(" and ")} ${unsaid.length === 1 ? "is" : "are"} what it denies; the description does not say.`;
        const cause: Cause = {
          code: "CONTROL_POLICY_BLOCKS",
          severity: unsaid.length > 0 ? "warning" : "error",
          path,
          message: `denies the call of ${intent.label}${unsaid.length > 0 ? only : "."}`,
        };
        add(source, findingIn(policy, cause, kind, {}));
      }
      const allows = placedStatements(document).some(({ statement }) => statement["Effect"] === "Allow");
      if (decision !== "allowed" || !allows) continue;
      if (under(kind, [document], request, plan, intent).decision === "allowed") continue;
      const message = `allows other calls only; unless another policy of the same level allows ${request.action}, the call of ${intent.label} is denied.`;
      add(
        source,
        findingIn(policy, { code: "CONTROL_POLICY_BLOCKS", severity: "warning", path: [], message }, kind, {}),
      );
    }
  }
  return [...findings.values()];
}

/** The keys of a statement's conditions that a request has, though the description does not say with what value. */
function unsaidKeys(statement: Elements | undefined, { context = {} }: Request, intent: Intent): string[] {
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const condition = statement?.["Condition"];
  const keys = isMap(condition)
    ? Object.values(condition).flatMap((block) => (isMap(block) ? Object.keys(block) : []))
    : [];
  const ofOrganization = (key: string) =>
    intent.principal.kind === "AWS" && /^aws:(?:Principal|Resource)Org/i.test(key);
  return keys.filter((key) => !given.has(key.toLowerCase()) && (isUnsaid(key) || ofOrganization(key)));
}

/** AWS's own policy that allows everything, which stands at every level unless it is replaced. */
const FULL_ACCESS = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** The decision on the intended call, which all else allows, under one level of control policies. */
function under(kind: ControlKind, level: readonly object[], request: Request, plan: Plan, intent: Intent): Evaluation {
  const { targets } = plan;
  const management = managementAccountOf(targets);
  return evaluate({
    request: callOf(plan, request),
    trustPolicy: intent.document,
    ...(kind === "service-control" ? { serviceControlPolicies: [level] } : { resourceControlPolicies: [level] }),
    ...(management !== undefined && { managementAccount: management }),
  });
}
