import type { ConditionMeaning } from "../../policy/make/trust.js";
import { awsPrincipal } from "../../policy/principal.js";
import type { Cause } from "../finding.js";
import type { Intent } from "../intent.js";
import { show } from "../show.js";
import type { Meaning } from "./condition-key.js";
import { isTakenForCaller } from "./principal-cause.js";
import type { PlacedCondition, PlacedStatement, PrincipalEntry } from "./statement-parts.js";

/** A condition with the meaning that its key has. */
export interface MeantCondition extends PlacedCondition {
  readonly meaning: Meaning;
}

/** How a statement that is meant for the intended caller lets in others by its principals. */
export function openPrincipals(
  entries: readonly PrincipalEntry[],
  admitted: readonly PrincipalEntry[],
  conditions: readonly MeantCondition[],
  blocked: ReadonlySet<Meaning>,
  intent: Intent,
): Cause[] {
  const causes: Cause[] = [];
  // A condition on the caller that is mistyped is meant to hold all the same.
  if (blocked.has("principalArn")) return causes;
  const pinned = pinOf(conditions, "principalArn", [intent.caller]) === "pinned";
  const broad = admitted.filter(({ kind, text }) => isBroad(kind, text));
  if (broad.length > 0 && (!pinned || intent.principal.kind !== "AWS")) {
    const { text, path } = broad.find(({ text: each }) => each === "*") ?? broad[0]!;
    causes.push({
      code: "PRINCIPAL_TOO_BROAD",
      severity: "warning",
      path,
      message:
        text === "*"
          ? `trusts everyone; only ${intent.label} is meant.`
          : `trusts all of the account ${show(text)}: every role and user there that may call sts:AssumeRole; only ${intent.label} is meant.`,
    });
  }
  if (pinned) return causes;
  const isAdmitted = new Set(admitted);
  return [
    ...causes,
    ...foreigners(
      entries.filter((entry) => !isAdmitted.has(entry)),
      intent,
    ),
  ];
}

function isBroad(kind: string, text: string): boolean {
  return kind === "*" || text === "*" || (kind === "AWS" && awsPrincipal(text).kind === "account");
}

/** What a statement of its own, which is not for the intended caller, lets in. */
export function foreignStatement(
  { path }: PlacedStatement,
  entries: readonly PrincipalEntry[],
  intent: Intent,
): Cause[] {
  return foreigners(entries, intent).map((cause) =>
    cause.code === "PRINCIPAL_TOO_BROAD" ? { ...cause, path } : cause,
  );
}

/** Principals that are not the caller: one cause for all of one code. */
function foreigners(entries: readonly PrincipalEntry[], intent: Intent): Cause[] {
  const causes: Cause[] = [];
  const isDeleted = ({ kind, text }: PrincipalEntry) => kind === "AWS" && awsPrincipal(text).kind === "unique-id";
  const isExecution = ({ text }: PrincipalEntry) => isTakenForCaller(text, intent);
  const deleted = entries.filter(isDeleted);
  const execution = entries.filter(isExecution);
  const others = entries.filter((entry) => !isDeleted(entry) && !isExecution(entry));
  const add = (code: Cause["code"], found: readonly PrincipalEntry[], what: string) => {
    if (found.length === 0) return;
    const shown = found.slice(0, 3).map(({ text }) => show(text));
    const more = found.length > 3 ? ` and ${found.length - 3} more` : "";
    causes.push({
      code,
      severity: "warning",
      path: found[0]!.path,
      message: `also trusts ${shown.join(", ")}${more}${what}`,
    });
  };
  add("PRINCIPAL_DELETED", deleted, ", the unique ID of an identity that was deleted.");
  add("EXECUTION_ROLE_TRUSTED", execution, ", an execution role by its name, which no container calls with.");
  add("PRINCIPAL_TOO_BROAD", others, `; the description knows only ${intent.label}.`);
  return causes;
}

type PinState = "missing" | "pinned" | "passes-when-absent" | "open";

/** How firmly conditions hold a key to the given values. */
function pinOf(conditions: readonly MeantCondition[], meaning: Meaning, values: readonly string[]): PinState {
  const own = conditions.filter((condition) => condition.meaning === meaning);
  const present = own.some(
    ({ operator, values: [value] }) => operator?.type === "Null" && value?.toLowerCase() === "false",
  );
  const asking = own.filter(({ operator }) => operator?.type !== "Null");
  if (asking.length === 0) return "missing";
  let state: PinState = "open";
  for (const { operator, values: given } of asking) {
    // A faulty operator is a finding of its own.
    if (operator === undefined) return "pinned";
    if (operator.negated || (operator.type !== "String" && operator.type !== "Arn")) continue;
    const fold = /IgnoreCase$/.test(operator.name) ? (text: string) => text.toLowerCase() : (text: string) => text;
    const allowed = new Set(values.map(fold));
    if (!given.every((value) => allowed.has(fold(value)))) continue;
    if ((operator.set === "ForAllValues" || operator.ifExists) && !present) state = "passes-when-absent";
    else return "pinned";
  }
  return state;
}

/** The first condition of a meaning that holds for a request which does not have its key; nothing if one asks for the key. */
function passingWhenAbsent(conditions: readonly MeantCondition[], meaning: Meaning): MeantCondition | undefined {
  const own = conditions.filter((each) => each.meaning === meaning);
  const present = own.some(
    ({ operator, values: [value] }) => operator?.type === "Null" && value?.toLowerCase() === "false",
  );
  return present
    ? undefined
    : own.find(({ operator }) => operator?.set === "ForAllValues" || operator?.ifExists === true);
}

interface Gap {
  readonly missing: Cause["code"];
  readonly open: Cause["code"];
}

/** What it is called when the intended condition of a meaning is missing, or lets in others. */
const GAPS: { readonly [meaning in ConditionMeaning]: Gap | "told elsewhere" } = {
  subject: { missing: "SUBJECT_MISSING", open: "SUBJECT_TOO_BROAD" },
  audience: { missing: "AUDIENCE_MISSING", open: "AUDIENCE_MISMATCH" },
  externalId: { missing: "EXTERNAL_ID_MISSING", open: "EXTERNAL_ID_MISMATCH" },
  organization: { missing: "SOURCE_GUARD_MISSING", open: "SOURCE_GUARD_MISSING" },
  cluster: { missing: "SOURCE_GUARD_MISSING", open: "SOURCE_GUARD_MISSING" },
  namespace: { missing: "SUBJECT_MISSING", open: "SUBJECT_TOO_BROAD" },
  serviceAccount: { missing: "SUBJECT_MISSING", open: "SUBJECT_TOO_BROAD" },
  // Who is trusted beside the caller is told by the principals; one of two keys suffices to guard a service.
  principalArn: "told elsewhere",
  source: "told elsewhere",
};

/** The conditions that the intended statement has and this one lacks, or has in a form that lets in others. */
export function openConditions(
  { path }: PlacedStatement,
  conditions: readonly MeantCondition[],
  blocked: ReadonlySet<Meaning>,
  intent: Intent,
): Cause[] {
  const causes: Cause[] = [];
  const at = [...path, "Condition"];
  for (const pin of intent.conditions) {
    const { meaning } = pin;
    const gap = GAPS[meaning];
    if (gap === "told elsewhere" || blocked.has(meaning)) continue;
    const state = pinOf(conditions, meaning, pin.values);
    const condition = conditions.find((each) => each.meaning === meaning);
    const wanted = pin.values.map(show).join(" or ");
    // One more external ID, or no organization beside an exact principal, lets in nobody who is not trusted anyway.
    const severity = meaning === "organization" || (meaning === "externalId" && state === "open") ? "note" : "warning";
    if (state === "missing")
      causes.push({
        code: gap.missing,
        severity,
        path: conditions.length === 0 ? path : at,
        message: `has no condition on ${pin.key}; the intended value is ${wanted}.`,
      });
    else if (state === "passes-when-absent")
      causes.push({
        code: "SET_OPERATOR_PASSES_WHEN_ABSENT",
        severity,
        path: condition!.path,
        message: `holds for every request without ${pin.key}, because of ${condition!.operatorText}; the intended value is ${wanted} under StringEquals.`,
      });
    else if (state === "open") {
      causes.push({
        code: gap.open,
        severity,
        path: condition!.path,
        message: `takes ${condition!.values.slice(0, 3).map(show).join(" or ")} under ${condition!.operatorText}; the intended value is ${wanted} alone.`,
      });
      // What is too broad where the key is there may hold besides where it is not.
      const passing = passingWhenAbsent(conditions, meaning);
      if (passing !== undefined)
        causes.push({
          code: "SET_OPERATOR_PASSES_WHEN_ABSENT",
          severity,
          path: passing.path,
          message: `holds for every request without ${pin.key}, because of ${passing.operatorText}; the intended value is ${wanted} under StringEquals.`,
        });
    }
  }
  const account = intent.roleAccount;
  if (
    intent.conditions.some(({ meaning }) => meaning === "source") &&
    !blocked.has("source") &&
    !guardsSource(conditions, account)
  )
    causes.push(unguarded({ path }, conditions, account));
  return causes;
}

/** The cause that a statement for a service does not say for whose account it acts. */
export function unguarded(
  { path }: Pick<PlacedStatement, "path">,
  conditions: readonly MeantCondition[],
  account: string,
): Cause {
  return {
    code: "SOURCE_GUARD_MISSING",
    severity: "warning",
    path: conditions.length === 0 ? path : [...path, "Condition"],
    message: `does not say for whose account the service acts: aws:SourceAccount and aws:SourceArn of ${show(account)}.`,
  };
}

/** Whether a service may act for one account only: by the account itself, or by the account in its resources' ARNs. */
export function guardsSource(conditions: readonly MeantCondition[], account: string): boolean {
  return conditions.some(
    ({ meaning, operator, key, values }) =>
      meaning === "source" &&
      operator !== undefined &&
      !operator.negated &&
      !operator.ifExists &&
      operator.set !== "ForAllValues" &&
      values.every((value) => (/account$/i.test(key) ? value === account : value.split(":")[4] === account)),
  );
}
