import { once } from "../schema/once.js";
import { COMMON_KEYS, POLICIES, SERVICES } from "./data.js";
import type {
  AccessLevel,
  Action,
  ActionResourceType,
  ConditionKey,
  ConditionKeyType,
  ManagedPolicyName,
  ResourceType,
} from "./types.js";

/**
 * A service stands in `data.ts` as lines of text, and is taken apart when it is first asked for. Numbers are in base 36.
 *
 *     SS3:… AS3:…                 condition keys: the letter of the type, a small one for several values, and the name,
 *                                 which begins with a colon if it has the service's prefix. Their numbers begin with 3:
 *                                 0, 1 and 2 are the keys of COMMON_KEYS
 *     1,2 ={Queue} queue|…        resource types, parted by |: their keys, their ARN forms, their name. The forms lack
 *                                 `arn:${Partition}:` and the $ of placeholders; = is SERVICE:${Region}:${Account}:
 *     R3 0!(5.6),1 3,4 Get,Put    actions that are alike, a line a group: the level and the bits of AWS's policies; resource
 *                                 types by number, with ! where required and their keys in brackets; keys; names
 */

/** What is known of a service, by names in lower case: each part is made when it is first asked for. */
export interface Service {
  readonly prefix: string;
  /** The names of its actions, in their usual letters. */
  readonly names: ReadonlyMap<string, string>;
  readonly action: (lower: string) => Action | undefined;
  readonly resourceTypes: () => ReadonlyMap<string, ResourceType>;
  readonly conditionKeys: () => ReadonlyMap<string, ConditionKey>;
}

/** What actions of one line have in common. */
type Shared = Pick<Action, "level" | "resourceTypes" | "conditionKeys" | "managedPolicies">;

const LEVELS: { readonly [letter: string]: AccessLevel } = {
  L: "List",
  R: "Read",
  W: "Write",
  T: "Tagging",
  P: "Permissions management",
};

const TYPES: { readonly [letter: string]: ConditionKeyType } = {
  S: "String",
  N: "Numeric",
  B: "Bool",
  D: "Date",
  I: "IPAddress",
  A: "ARN",
};

const NONE: readonly never[] = Object.freeze([]);
const TAKEN_APART = new Map<string, Service>();

/** The service of a prefix, whatever its letter case; nothing if there is none. */
export function serviceOf(prefix: string): Service | undefined {
  const lower = prefix.toLowerCase();
  const known = TAKEN_APART.get(lower);
  if (known !== undefined || !Object.hasOwn(SERVICES, lower)) return known;
  const service = takenApart(lower, SERVICES[lower]!);
  TAKEN_APART.set(lower, service);
  return service;
}

function takenApart(prefix: string, text: string): Service {
  const [keyLine = "", typeLine = "", ...groups] = text.split("\n");
  const keys = once(() => [...COMMON, ...conditionKeysOf(keyLine, prefix)]);
  const types = once(() => resourceTypesOf(typeLine, prefix, keys()));
  const names = new Map<string, string>();
  const groupOf = new Map<string, number>();
  groups.forEach((line, index) => {
    for (const name of line.slice(line.lastIndexOf(" ") + 1).split(",")) {
      const lower = name.toLowerCase();
      names.set(lower, name);
      groupOf.set(lower, index);
    }
  });
  const shared: (Shared | undefined)[] = [];
  const actions = new Map<string, Action>();
  return {
    prefix,
    names,
    action: (lower) => {
      const index = groupOf.get(lower);
      if (index === undefined) return undefined;
      let action = actions.get(lower);
      if (action === undefined) {
        shared[index] ??= sharedBy(groups[index]!, keys(), types());
        action = Object.freeze({ service: prefix, name: names.get(lower)!, ...shared[index] });
        actions.set(lower, action);
      }
      return action;
    },
    resourceTypes: once(() => new Map(types().map((type) => [type.name.toLowerCase(), type]))),
    conditionKeys: once(() => new Map(keys().map((key) => [key.name.toLowerCase(), key]))),
  };
}

/** The names that a list of numbers stands for. */
function namesOf(keys: readonly ConditionKey[], numbers: string, parting: string): readonly string[] {
  return numbers === ""
    ? NONE
    : Object.freeze(numbers.split(parting).map((number) => keys[parseInt(number, 36)]!.name));
}

/** A line of resource types. */
function resourceTypesOf(line: string, prefix: string, keys: readonly ConditionKey[]): readonly ResourceType[] {
  return (line === "" ? [] : line.split("|")).map((type) => {
    const [numbers = "", forms = "", ...name] = type.split(" ");
    const arnForms = Object.freeze(forms.split(",").map((form) => arnForm(form, prefix)));
    return Object.freeze({
      service: prefix,
      name: name.join(" "),
      arnForms,
      conditionKeys: namesOf(keys, numbers, ","),
    });
  });
}

/** What a line of actions says of each. */
function sharedBy(line: string, keys: readonly ConditionKey[], types: readonly ResourceType[]): Shared {
  const [head = "", resources = "", numbers = ""] = line.split(" ", 3);
  return {
    level: LEVELS[head[0]!]!,
    managedPolicies: POLICIES_OF[Number(head[1])]!,
    conditionKeys: namesOf(keys, numbers, ","),
    resourceTypes:
      resources === ""
        ? NONE
        : Object.freeze(resources.split(",").map((each) => actionResourceType(each, keys, types))),
  };
}

function actionResourceType(
  text: string,
  keys: readonly ConditionKey[],
  types: readonly ResourceType[],
): ActionResourceType {
  const [, number = "", required, own = ""] = /^(\w+)(!)?(?:\((.*)\))?$/.exec(text)!;
  const { name } = types[parseInt(number, 36)]!;
  return Object.freeze({ name, required: required !== undefined, conditionKeys: namesOf(keys, own, ".") });
}

/** A line of condition keys. */
export function conditionKeysOf(line: string, prefix: string): ConditionKey[] {
  if (line === "") return [];
  return line.split(" ").map((text) => {
    const letter = text[0]!;
    const name = text[1] === ":" ? `${prefix}${text.slice(1)}` : text.slice(1);
    const type = TYPES[letter.toUpperCase()]!;
    return Object.freeze({ name, type, multivalued: letter !== letter.toUpperCase() });
  });
}

function arnForm(form: string, prefix: string): string {
  const whole = form.startsWith("=") ? `${prefix}:{Region}:{Account}:${form.slice(1)}` : form;
  return `arn:\${Partition}:${whole.replaceAll("{", "${")}`;
}

const COMMON: readonly ConditionKey[] = COMMON_KEYS.map((name) =>
  Object.freeze({ name, type: "String", multivalued: name === "aws:TagKeys" }),
);

/** The policies of each combination of bits. */
const POLICIES_OF: readonly (readonly ManagedPolicyName[])[] = Array.from({ length: 1 << POLICIES.length }, (_, bits) =>
  Object.freeze(POLICIES.filter((_policy, index) => bits & (1 << index)).map(({ name }) => name)),
);
