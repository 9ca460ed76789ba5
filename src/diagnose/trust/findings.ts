import { QUOTAS } from "../../aws/quotas.js";
import { evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap } from "../../policy/lists.js";
import type { FoundPolicy } from "../../policy/read/read-policies.js";
import type { Elements } from "../../policy/types.js";
import { isName, type TrustRead } from "../deployed.js";
import { type Cause, type DiagnosisFinding, finding, findingIn, keyTwice, noJson } from "../finding.js";
import type { Intent } from "../intent.js";
import { malformed } from "../malformed.js";
import { differingParts, nearMiss } from "../near-miss.js";
import { show } from "../show.js";
import { narrowedDeny } from "./correct.js";
import { examineTrust } from "./examine.js";
import { statementAt } from "./statement-parts.js";

/** What is wrong with a trust policy that was read, and with the text that it was read from. */
export function trustFindings({ read, found }: TrustRead, intent: Intent, role: string): DiagnosisFinding[] {
  if (read.syntaxError !== undefined) {
    const { line, column, message } = read.syntaxError;
    return [{ ...finding(noJson(message), "trust", intent.statements[0]!), line, column }];
  }
  const policy = found!;
  // What is longer than IAM reads at all is not looked into.
  const causes = isReadable(policy.document) ? examineTrust(policy.document, intent) : [];
  const faults = malformed(policy, "trust", causes);
  const broken = new Set(
    faults.filter(({ code }) => code === "MALFORMED").map(({ path }) => JSON.stringify(path.slice(0, 2))),
  );
  const kept = causes.filter(
    ({ code, path, severity }) =>
      !(
        broken.has(JSON.stringify(path.slice(0, 2))) &&
        (/_MISSING$/.test(code) || (severity === "error" && code === "CONDITION_BLOCKS_CALLER"))
      ),
  );
  const duplicates = read.duplicates.map(({ path, line, column }) => ({
    ...finding(keyTwice(path), "trust", intent.statements[0]!),
    line,
    column,
  }));
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
    ...all.map((cause) => findingIn(policy, cause, "trust", fixFor(cause, policy.document, intent))),
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
export function fixFor({ code, path, intended }: Cause, document: unknown, intent: Intent): Elements {
  const at = statementAt(document, path);
  if (code === "EXPLICIT_DENY" && at !== undefined) return narrowedDeny(at.statement, intent);
  const statement = intended ?? intent.statements[0]!;
  const sid = at?.statement["Sid"];
  return typeof sid === "string" && /^[A-Za-z0-9]+$/.test(sid) ? { Sid: sid, ...statement } : statement;
}

/** Whether the role that was read is the described one. */
function roleCauses({ role }: FoundPolicy, intent: Intent): Cause[] {
  const name = intent.roleArn.slice(intent.roleArn.lastIndexOf("/") + 1);
  if (role.arn !== undefined) return role.arn === intent.roleArn ? [] : [otherRole(role.arn, intent.roleArn)];
  return !isName(role.name) || role.name === name ? [] : [otherRole(role.name!, name)];
}

/** The cause that what was read is of another role than the described one. */
export function otherRole(given: string, intended: string): Cause {
  const parts = differingParts(given, intended);
  return {
    code: "ROLE_MISMATCH",
    severity: "warning",
    path: [],
    message: `The role that was read is ${show(given)}${parts === undefined ? "" : `: ${parts}`}; the described one is ${show(intended)}.`,
    nearMiss: nearMiss(given, intended),
  };
}
