import { evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap } from "../../policy/lists.js";
import type { Elements } from "../../policy/types.js";
import { validatePolicies } from "../../policy/validate/validate.js";
import type { Intent } from "../intent.js";
import { othersIn } from "./others.js";
import { placedStatements } from "./statement-parts.js";

/**
 * The trust policy as it should be: the intended statements, and the statements that deny, which except the intended caller.
 * A statement that denies and cannot be kept as valid is left out. That it lets in nobody but the described caller is proved.
 */
export function correctedTrust(document: unknown, intent: Intent): Elements {
  const denies = placedStatements(document)
    .map(({ statement }) => statement)
    .filter(({ Effect }) => Effect === "Deny")
    .map((statement) => (deniesCaller([statement], intent) ? narrowedDeny(statement, intent) : statement));
  const corrected = { ...intent.document, Statement: [...intent.document.Statement, ...denies] };
  const valid = validatePolicies(corrected, { kind: "trust" }).every((result) => result.valid);
  const isProved = valid && othersIn(corrected, intent)?.verdict === "proved";
  return isProved && !deniesCaller(denies, intent) ? corrected : intent.document;
}

/** A statement that denies, with the intended caller excepted. */
export function narrowedDeny(statement: Elements, intent: Intent): Elements {
  const subject = intent.conditions.find(({ meaning }) => meaning === "subject");
  const [operator, key, values]: readonly [string, string, readonly string[]] =
    subject !== undefined
      ? ["StringNotEquals", subject.key, subject.values]
      : intent.principal.kind === "Service"
        ? ["StringNotEquals", "aws:PrincipalServiceName", [intent.caller]]
        : ["ArnNotEquals", "aws:PrincipalArn", [intent.caller]];
  const conditions = isMap(statement["Condition"]) ? statement["Condition"] : {};
  const block = isMap(conditions[operator]) ? conditions[operator] : {};
  const before = block[key];
  const excepted = [...(before === undefined ? [] : [before].flat()), ...values];
  return {
    ...statement,
    Condition: { ...conditions, [operator]: { ...block, [key]: excepted.length === 1 ? excepted[0]! : excepted } },
  };
}

function deniesCaller(statements: readonly object[], intent: Intent): boolean {
  const trustPolicy = { Version: "2012-10-17", Statement: statements };
  return (
    statements.length > 0 &&
    intent.requests.some((request) => evaluate({ request, trustPolicy }).decision === "explicitly-denied")
  );
}
