import type { FoundPolicy } from "../policy/read/read-policies.js";
import type { PolicyKind } from "../policy/types.js";
import type { Finding } from "../policy/validate/codes.js";
import { validateFound } from "../policy/validate/validate.js";
import type { DiagnosisCode } from "./codes.js";
import type { Cause } from "./finding.js";
import { startsWith } from "./trust/statement-parts.js";

/** The findings of a validation that have a name of their own here. */
const CODES: { readonly [code: string]: DiagnosisCode } = {
  UNSUPPORTED_RESOURCE: "RESOURCE_IN_TRUST_POLICY",
  POLICY_SIZE_EXCEEDS_QUOTA: "POLICY_TOO_LONG",
  POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA: "POLICY_TOO_LONG",
  MISMATCHED_ACTION_FOR_PRINCIPAL: "ACTION_MISMATCH",
  UNSUPPORTED_ACTION_IN_TRUST_POLICY: "ACTION_MISMATCH",
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: "PROVIDER_MISMATCH",
};

/**
 * What IAM would not accept in a document, one cause a statement and code. What another cause says already, about the same
 * element, is left out.
 */
export function malformed(policy: FoundPolicy, kind: PolicyKind, others: readonly Cause[]): Cause[] {
  const { findings } = validateFound(policy, kind);
  const causes = new Map<string, Cause & { readonly count: number }>();
  for (const { code, severity, path, message } of findings) {
    const tooLong = code === "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA" && kind === "trust";
    if ((severity !== "error" && !tooLong) || explained({ code, path }, others)) continue;
    const meant = CODES[code] ?? "MALFORMED";
    const key = `${meant} ${JSON.stringify(path.slice(0, 2))}`;
    const first = causes.get(key);
    if (first !== undefined) causes.set(key, { ...first, count: first.count + 1 });
    else causes.set(key, { code: meant, severity: tooLong ? "note" : "error", path, message, count: 0 });
  }
  return [...causes.values()].map(({ count, ...cause }) =>
    count === 0 ? cause : { ...cause, message: `${cause.message} (And ${count} more in this statement.)` },
  );
}

/** Whether a cause says more about the same element. */
function explained({ code, path }: Pick<Finding, "code" | "path">, others: readonly Cause[]): boolean {
  if (code === "INVALID_CHARACTERS")
    return others.some(
      ({ severity, nearMiss }) => severity === "error" && /[^\u0000-\u00FF]/.test(nearMiss?.given ?? ""),
    );
  const sameStatement = (other: Cause) => other.path.length >= 2 && startsWith(path, other.path.slice(0, 2));
  // The action is that of the principal that stands there, which is the wrong one.
  if (code === "MISMATCHED_ACTION_FOR_PRINCIPAL")
    return others.some((other) => other.severity === "error" && sameStatement(other));
  return others.some(
    (other) =>
      other.severity === "error" &&
      other.code !== "CONDITION_BLOCKS_CALLER" &&
      other.path.length > 2 &&
      path.length > 2 &&
      (startsWith(path, other.path) || startsWith(other.path, path)),
  );
}
