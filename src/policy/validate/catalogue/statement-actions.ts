import type { Action, Catalogue } from "../../../catalogue/types.js";
import { hasUnknown } from "../../read/unknown.js";
import type { Report } from "../report.js";

/**
 * Actions that are in policies which AWS itself makes, and not in its reference: SNS writes SNS:Receive into the policy of each
 * new topic. https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicpolicy/
 */
const WRITTEN_BY_AWS = /^sns:Receive$/i;

/** How much of the catalogue an action reads: a pattern, all names of a service or of all services. */
export function lookWeight(action: string): number {
  return !/[*?]/.test(action) ? 1 : /^[^:]*[*?]/.test(action) ? 400 : 30;
}

const KNOWN = new WeakMap<Catalogue, Map<string, boolean>>();

/** Whether an action or a pattern of actions matches any. Kept, because documents name the same ones again and again. */
export function isKnownAction(catalogue: Catalogue, action: string): boolean {
  let answers = KNOWN.get(catalogue);
  if (answers === undefined) {
    answers = new Map();
    KNOWN.set(catalogue, answers);
  }
  let known = answers.get(action);
  if (known === undefined) {
    if (answers.size > 20_000) answers.clear();
    known =
      catalogue.findAction(action) !== undefined ||
      WRITTEN_BY_AWS.test(action) ||
      (/[*?]/.test(action) && catalogue.matchesAnyAction(action));
    answers.set(action, known);
  }
  return known;
}

/** What the actions that a text matches have, as the rules ask for it. */
interface Matched {
  readonly arnForms: ReadonlySet<string>;
  /** The services of those that take no resource. */
  readonly withoutTypes: ReadonlySet<string>;
  /** Whether one that takes no resource has the key of a resource's tags: the reference contradicts itself. */
  readonly contradictory: boolean;
  /** In lower case. */
  readonly conditionKeys: ReadonlySet<string>;
}

const MATCHED = new WeakMap<Catalogue, Map<string, Matched>>();

/** What the actions that a text matches have. Kept, because documents name the same patterns again and again. */
function matchedBy(catalogue: Catalogue, text: string): Matched {
  let known = MATCHED.get(catalogue);
  if (known === undefined) {
    known = new Map();
    MATCHED.set(catalogue, known);
  }
  let matched = known.get(text);
  if (matched === undefined) {
    if (known.size > 5000) known.clear();
    const actions: readonly Action[] = catalogue.actionsMatching(text);
    const without = actions.filter(({ resourceTypes }) => resourceTypes.length === 0);
    matched = {
      arnForms: new Set(
        actions.flatMap((action) => catalogue.resourceTypesOf(action).flatMap(({ arnForms }) => arnForms)),
      ),
      withoutTypes: new Set(without.map(({ service }) => service)),
      contradictory: without.some(({ conditionKeys }) => conditionKeys.some((key) => /ResourceTag\//i.test(key))),
      conditionKeys: new Set(actions.flatMap(catalogue.conditionKeysOf).map((key) => key.toLowerCase())),
    };
    known.set(text, matched);
  }
  return matched;
}

/** What the actions of a statement have together. */
export interface SureActions extends Matched {
  readonly texts: readonly string[];
}

/**
 * What the actions of a statement have, if it is sure which actions are meant: the statement has Action, no text in it is open,
 * malformed or unknown, and none stands for every service.
 */
export function sureActions(
  report: Report,
  catalogue: Catalogue,
  statement: Readonly<Record<string, unknown>>,
): SureActions | undefined {
  const { Action } = statement;
  if (Action === undefined || statement["NotAction"] !== undefined || hasUnknown(Action)) return undefined;
  const texts: readonly unknown[] = Array.isArray(Action) ? Action : [Action];
  const sure = (text: unknown): text is string =>
    typeof text === "string" &&
    /^[A-Za-z0-9-]+:[\w*?-]+$/.test(text) &&
    !WRITTEN_BY_AWS.test(text) &&
    isKnownAction(catalogue, text);
  if (texts.length === 0 || !texts.every((text) => sure(text) && report.looksUp(lookWeight(text)))) return undefined;
  const [first = "", ...others] = texts as readonly string[];
  if (others.length === 0) return { texts: texts as readonly string[], ...matchedBy(catalogue, first) };
  const all = (texts as readonly string[]).map((text) => matchedBy(catalogue, text));
  return {
    texts: texts as readonly string[],
    arnForms: new Set(all.flatMap(({ arnForms }) => [...arnForms])),
    withoutTypes: new Set(all.flatMap(({ withoutTypes }) => [...withoutTypes])),
    contradictory: all.some(({ contradictory }) => contradictory),
    conditionKeys: new Set(all.flatMap(({ conditionKeys }) => [...conditionKeys])),
  };
}
