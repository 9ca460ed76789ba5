import { evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap, listOf } from "../../policy/lists.js";
import { matchesIgnoringCase } from "../../wildcard/pattern.js";
import type { Cause } from "../finding.js";
import { type Intent, intendedValues, type Request, statementFor } from "../intent.js";
import { show } from "../show.js";
import { conditionCauses } from "./condition-cause.js";
import { type KeyMeaning, type Meaning, meaningOf } from "./condition-key.js";
import {
  foreignStatement,
  guardsSource,
  type MeantCondition,
  openConditions,
  openPrincipals,
  unguarded,
} from "./openings.js";
import { principalCause } from "./principal-cause.js";
import {
  lets,
  type PlacedCondition,
  type PlacedStatement,
  type PrincipalEntry,
  partsOf,
  placedConditions,
  placedStatements,
  principalEntries,
} from "./statement-parts.js";

/**
 * Why a trust policy keeps the intended caller out, and how it lets in others.
 *
 * The statement that is nearest to letting the caller in is taken for the one that was meant to. Each of its elements is
 * tried by itself with `evaluate`, so that every cause is found, and none that is not one.
 */
export function examineTrust(document: unknown, intent: Intent): Cause[] {
  const version = isMap(document) ? document["Version"] : undefined;
  const placed = placedStatements(document);
  const isDeny = ({ statement }: PlacedStatement) => statement["Effect"] === "Deny";
  const denies = placed.filter(isDeny);
  const readings = placed
    .filter((each) => !isDeny(each))
    .map((each) => ({ placed: each, reading: (request: Request) => readStatement(each, version, request, intent) }));
  const causes: Cause[] = [];
  const meant = new Set<PlacedStatement>();
  for (const request of intent.requests) {
    const results = readings.map(({ placed: each, reading }) => ({ placed: each, ...reading(request) }));
    const admitting = results.filter(({ admits }) => admits);
    if (admitting.length > 0) {
      for (const result of admitting) {
        meant.add(result.placed);
        for (const opening of result.openings) causes.push(opening);
      }
      continue;
    }
    const [best] = results.sort((a, b) => a.cost - b.cost);
    if (best === undefined) {
      if (denies.length > 0 && placed.length === denies.length)
        causes.push({
          code: "PRINCIPAL_MISMATCH",
          severity: "error",
          path: [],
          message: `has no statement that allows anything; ${intent.who} is ${show(intent.caller)}.`,
        });
      continue;
    }
    meant.add(best.placed);
    const statement = statementFor(request.action, intent);
    for (const block of best.blocks) causes.push({ ...block, severity: "error", intended: statement });
    for (const opening of best.openings) causes.push(opening);
  }
  for (const { placed: each } of readings) {
    if (!meant.has(each) && each.statement["Effect"] === "Allow" && isEntrance(each))
      for (const cause of foreignStatement(each, principalEntries(each), intent)) causes.push(cause);
  }
  return [...deniedBy(document, denies, intent), ...distinct(causes)];
}

function deniedBy(document: unknown, denies: readonly PlacedStatement[], intent: Intent): Cause[] {
  if (denies.length === 0) return [];
  const paths = intent.requests.flatMap((request) => {
    const { decision, statements } = evaluate({ request, trustPolicy: document as object });
    return decision === "explicitly-denied" ? statements.map(({ path }) => path.slice(1)) : [];
  });
  return distinct(
    paths.map((path) => ({
      code: "EXPLICIT_DENY",
      severity: "error",
      path,
      message: `denies the call of ${intent.label}.`,
    })),
  );
}

interface Reading {
  readonly admits: boolean;
  readonly blocks: readonly Omit<Cause, "severity">[];
  readonly openings: readonly Cause[];
  /** How far the statement is from admitting the caller. */
  readonly cost: number;
}

/** What one statement that does not deny does for one caller. */
function readStatement(placed: PlacedStatement, version: unknown, request: Request, intent: Intent): Reading {
  const { statement, path } = placed;
  const blocks: Omit<Cause, "severity">[] = [];
  let cost = statement["Effect"] === "Allow" ? 0 : 1;

  const entries = principalEntries(placed);
  const byPrincipal = lets(request, version, partsOf(statement, ["Principal", "NotPrincipal"]));
  if (!byPrincipal) {
    // A statement for another kind of caller: its action and its conditions are those of that kind.
    if (entries.length > 0 && !entries.some(({ kind }) => kind === intent.principal.kind)) {
      const openings = unguardedService(placed, entries, intent);
      return { admits: false, blocks: [principalCause(entries, intent)], cost: 10, openings };
    }
    cost += 4;
    if (entries.length > 0) blocks.push(principalCause(entries, intent));
  }
  if (!lets(request, version, partsOf(statement, ["Action", "NotAction"]))) {
    cost += 2;
    const element = statement["Action"] === undefined ? "NotAction" : "Action";
    const besides =
      request.action === intent.actions[0] ? "" : " besides, because session tags come along with its calls";
    blocks.push({
      code: "ACTION_MISMATCH",
      path: statement[element] === undefined ? path : [...path, element],
      message: `allows ${[statement["Action"]].flat().map(show).join(", ")}; ${intent.who} calls ${show(request.action)}${besides}.`,
    });
    // What an action that comes along asks for is that of a statement of its own; the rest is told by the first action.
    if (besides !== "") return { admits: false, blocks: blocks.slice(-1), cost, openings: [] };
  }

  const {
    conditions,
    blocks: conditionBlocks,
    blocked,
    openings,
  } = readConditions(placed, version, request, intent, blocks);
  for (const block of conditionBlocks) blocks.push(block);
  cost += conditionBlocks.length;
  const admits = cost === 0;
  const admitted = entries.filter(({ kind, text }) =>
    lets(request, version, { Principal: kind === "*" ? "*" : { [kind]: text } }),
  );
  return {
    admits,
    blocks,
    cost,
    openings: isEntrance(placed)
      ? [
          ...openings,
          ...(byPrincipal ? openPrincipals(entries, admitted, conditions, blocked, intent) : []),
          ...openConditions(placed, conditions, blocked, intent),
        ]
      : openings,
  };
}

/** The service that gives the workload its role, as the principal of another role: whose hosts get it? */
function unguardedService(placed: PlacedStatement, entries: readonly PrincipalEntry[], intent: Intent): Cause[] {
  if (!entries.some(({ kind, text }) => kind === "Service" && GUARDED.includes(text))) return [];
  const conditions = placedConditions(placed).map((each) => ({
    ...each,
    meaning: meaningOf(each.key, undefined).meaning,
  }));
  const account = intent.roleAccount;
  return guardsSource(conditions, account) ? [] : [unguarded(placed, conditions, account)];
}

/** Services that say for whose resource they act. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const GUARDED = ["ecs-tasks.amazonaws.com"];

function readConditions(
  placed: PlacedStatement,
  version: unknown,
  request: Request,
  intent: Intent,
  before: readonly Omit<Cause, "severity">[],
) {
  const blocks: Omit<Cause, "severity">[] = [];
  const openings: Cause[] = [];
  const blocked = new Set<Meaning>();
  const conditions: MeantCondition[] = [];
  const otherProvider = before.find(({ code }) => code === "PROVIDER_MISMATCH");
  const trusted = new Set(principalEntries(placed).map(({ text }) => text.slice(text.indexOf("/") + 1).toLowerCase()));
  for (const condition of placedConditions(placed)) {
    const { key, path } = condition;
    const { foreignIssuer, meaning: literal } = meaningFor(key, intent);
    const meaning = meantMeaning(literal, condition, intent);
    const swapped = meaning !== literal;
    const meantKey = intendedKey(meaning, intent) ?? key;
    conditions.push({ ...condition, meaning });
    const asIs = tried(condition, key, request, version);
    const fault = foreignIssuer !== undefined || swapped;
    // The keys of a trusted provider of another cluster are wrong for the same reason as the provider.
    const explained = otherProvider !== undefined && trusted.has(foreignIssuer?.toLowerCase() ?? "-") && !swapped;
    if (fault && !explained) {
      const cause = keyCause(key, path, meaning, foreignIssuer, swapped, intent);
      if (asIs === undefined) openings.push({ ...cause, severity: "warning" });
      else blocks.push(cause);
    }
    const because = fault ? tried(condition, meantKey, request, version) : asIs;
    if (asIs !== undefined && because !== undefined) {
      blocked.add(meaning);
      if (!fault || meaning !== "other")
        blocks.push(
          ...conditionCauses(condition, meaning, contextValue(request, meantKey, meaning, intent), intent, because),
        );
    } else if (fault && explained && asIs !== undefined) blocked.add(meaning);
  }
  // A swapped or foreign key is one cause, however many conditions have it.
  const keyCauses = blocks.filter(({ code }) => code === "CONDITION_KEY_MISMATCH");
  const once = blocks.filter((block) => block.code !== "CONDITION_KEY_MISMATCH" || block === keyCauses[0]);
  return { conditions, blocks: once, blocked, openings: openings.slice(0, keyCauses.length > 0 ? 0 : undefined) };
}

/** Why a request does not meet a condition under a key; nothing if it does. */
function tried({ under }: PlacedCondition, key: string, request: Request, version: unknown): string | undefined {
  const trustPolicy = {
    Version: version,
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Condition: under(key) }],
  };
  return evaluate({ request, trustPolicy }).unmatched[0]?.failed.message;
}

/** What a condition is about by its values, where they are evidently those of the other claim. */
function meantMeaning(meaning: Meaning, { values, operator }: PlacedCondition, intent: Intent): Meaning {
  if (operator === undefined || operator.negated || operator.type === "Null" || values.length === 0) return meaning;
  if (meaning === "audience" && values.every((value) => /^\s*system:serviceaccount/i.test(value))) return "subject";
  const [audience] = intendedValues("audience", intent);
  if (meaning === "subject" && values.every((value) => value === audience || /^sts\.amazonaws\./.test(value)))
    return "audience";
  return meaning;
}

/** What a condition key is about: what it is about in the intended policy, if it is there. */
function meaningFor(key: string, { conditions, issuer }: Intent): KeyMeaning {
  const own = conditions.find((condition) => condition.key.toLowerCase() === key.toLowerCase());
  return own === undefined ? meaningOf(key, issuer) : { meaning: own.meaning };
}

/** The key that the intended condition of a meaning has. */
function intendedKey(meaning: Meaning, { conditions }: Intent): string | undefined {
  return conditions.find((condition) => condition.meaning === meaning)?.key;
}

function keyCause(
  key: string,
  path: Cause["path"],
  meaning: Meaning,
  foreignIssuer: string | undefined,
  swapped: boolean,
  intent: Intent,
): Omit<Cause, "severity"> {
  const wanted = intendedKey(meaning, intent);
  const instead =
    wanted !== undefined
      ? show(wanted)
      : meaning === "externalId"
        ? "no external ID"
        : `keys of ${show(intent.issuer)}`;
  const about = swapped
    ? `has the ${meaning} under the key of another claim`
    : /^https?:\/\//i.test(foreignIssuer ?? "")
      ? "is a key with https:// left in"
      : meaning === "externalId"
        ? "is no key of a request"
        : foreignIssuer?.toLowerCase() === intent.issuer?.toLowerCase()
          ? "is no claim of the token"
          : foreignIssuer === "" || /^(?:oidc|token|jwt)$/i.test(foreignIssuer ?? "")
            ? "is a key without its issuer"
            : foreignIssuer?.startsWith("arn:") === true
              ? "is a key with the provider's ARN, where the issuer belongs"
              : `is a key of the issuer ${show(foreignIssuer)}`;
  return {
    code: "CONDITION_KEY_MISMATCH",
    path,
    message: `${show(key)} ${about}; the request has ${instead}.`,
  };
}

/** What the caller's request has for a key. */
function contextValue(request: Request, key: string, meaning: Meaning, { caller }: Intent): string | undefined {
  if (meaning === "principalArn") return caller;
  const [, value] =
    Object.entries(request.context ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  return typeof value === "string" ? value : undefined;
}

const ENTRANCES = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];

/** Whether a statement lets anyone in at all, rather than tag sessions that another statement lets in. */
function isEntrance({ statement }: PlacedStatement): boolean {
  const actions = listOf(statement["Action"]);
  return (
    statement["NotAction"] !== undefined ||
    actions.some((action) => ENTRANCES.some((entrance) => matchesIgnoringCase(action, entrance)))
  );
}

/** Each cause once: the same code in the same place is the same cause, unless it is that something is missing there. */
export function distinct(causes: readonly Cause[]): Cause[] {
  const seen = new Set<string>();
  return causes.filter(({ code, path, message }) => {
    const key = `${code} ${JSON.stringify(path)} ${code.endsWith("_MISSING") ? message : ""}`;
    return !seen.has(key) && seen.add(key);
  });
}
