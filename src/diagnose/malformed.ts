import type { JsonPath } from "../json/types.js";
import type { FoundPolicy } from "../policy/read/read-policies.js";
import type { PolicyKind } from "../policy/types.js";
import type { Finding } from "../policy/validate/codes.js";
import { validateFound } from "../policy/validate/validate.js";
import type { DiagnosisCode } from "./codes.js";
import type { Cause } from "./finding.js";

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
  const causes = new Map<string, Cause & { count: number }>();
  const isExplained = explainedBy(others);
  for (const { code, severity, path, message } of findings) {
    const tooLong = code === "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA" && kind === "trust";
    if ((severity !== "error" && !tooLong) || isExplained({ code, path })) continue;
    const meant = CODES[code] ?? "MALFORMED";
    const key = `${meant} ${JSON.stringify(path.slice(0, 2))}`;
    const first = causes.get(key);
    if (first !== undefined) first.count++;
    else causes.set(key, { code: meant, severity: tooLong ? "note" : "error", path, message, count: 0 });
  }
  return [...causes.values()].map(({ count, ...cause }) =>
    count === 0 ? cause : { ...cause, message: `${cause.message} (And ${count} more in this statement.)` },
  );
}

/** Whether one of the causes says more about the same element. There may be as many causes as findings. */
function explainedBy(others: readonly Cause[]): (finding: Pick<Finding, "code" | "path">) => boolean {
  const errors = others.filter(({ severity }) => severity === "error");
  const hasOddLetters = errors.some(({ nearMiss }) => /[^\u0000-\u00FF]/.test(nearMiss?.given ?? ""));
  const key = (path: JsonPath, steps: number) => JSON.stringify(path.slice(0, steps));
  const statements = new Set(errors.filter(({ path }) => path.length >= 2).map(({ path }) => key(path, 2)));
  const elements = errors.filter(({ code, path }) => code !== "CONDITION_BLOCKS_CALLER" && path.length > 2);
  const exact = new Set(elements.map(({ path }) => key(path, path.length)));
  const above = new Set(elements.flatMap(({ path }) => stepsOf(path).map((steps) => key(path, steps))));
  return ({ code, path }) => {
    if (code === "INVALID_CHARACTERS") return hasOddLetters;
    // The action is that of the principal that stands there, which is the wrong one.
    if (code === "MISMATCHED_ACTION_FOR_PRINCIPAL") return statements.has(key(path, 2));
    return above.has(key(path, path.length)) || stepsOf(path).some((steps) => exact.has(key(path, steps)));
  };
}

/** How many steps lead to an element of a statement, and to each part of it down to a path. */
function stepsOf({ length }: JsonPath): number[] {
  return Array.from({ length: Math.max(0, length - 2) }, (_, index) => index + 3);
}
