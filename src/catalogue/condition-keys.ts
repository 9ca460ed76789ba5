import { checkText } from "../argument.js";
import { matches, type Pattern, pattern } from "../wildcard/pattern.js";
import { FOREIGN_KEYS, GLOBAL_KEYS } from "./data.js";
import { conditionKeysOf, serviceOf } from "./decode.js";
import { nearest } from "./nearest.js";
import { services } from "./services.js";
import type { ConditionKey } from "./types.js";

/** The keys of one prefix: those without placeholders by name, in lower case, and the others as patterns. */
interface Keys {
  readonly named: ReadonlyMap<string, ConditionKey>;
  readonly templates: readonly { readonly names: Pattern; readonly key: ConditionKey }[];
}

const FOREIGN: { readonly [prefix: string]: readonly string[] } = FOREIGN_KEYS;
const PLACEHOLDER = /\$\{[^}]*\}|<[^>]*>/g;
const BY_PREFIX = new Map<string, Keys>();
let globals: Keys | undefined;

function globalKeys(): Keys {
  globals ??= keysOf(conditionKeysOf(GLOBAL_KEYS, ""));
  return globals;
}

function keysOf(keys: readonly ConditionKey[]): Keys {
  const named = new Map<string, ConditionKey>();
  const templates: Keys["templates"][number][] = [];
  for (const key of keys) {
    const lower = key.name.toLowerCase();
    if (lower.search(PLACEHOLDER) < 0) named.set(lower, key);
    else templates.push({ names: pattern(lower.replace(PLACEHOLDER, "?*")), key });
  }
  return { named, templates };
}

/** The keys that begin with a prefix, of whichever services have them. Keys named after a host are those of sts. */
function keysOfPrefix(prefix: string): Keys {
  const known = BY_PREFIX.get(prefix);
  if (known !== undefined) return known;
  const owners = prefix.includes(".") ? ["sts"] : [prefix, ...(Object.hasOwn(FOREIGN, prefix) ? FOREIGN[prefix]! : [])];
  const keys = keysOf(
    owners
      .flatMap((owner) => [...(serviceOf(owner)?.conditionKeys().values() ?? [])])
      .filter(({ name }) => (prefix.includes(".") ? name.includes(".") : name.toLowerCase().startsWith(`${prefix}:`))),
  );
  if (BY_PREFIX.size < 1000) BY_PREFIX.set(prefix, keys);
  return keys;
}

/**
 * A condition key by its name, whatever its letter case: of a service, or one that any request may have.
 *
 * @param name The key as a policy has it: where AWS's name has a placeholder, with a value in its place.
 * @returns The key as AWS's reference has it; nothing if it has no such key.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @example
 * findConditionKey("S3:Prefix"); // { "name": "s3:prefix", "type": "String", "multivalued": false }
 * findConditionKey("aws:ResourceTag/team").name; // "aws:ResourceTag/${TagKey}"
 */
export function findConditionKey(name: string): ConditionKey | undefined {
  checkText(["name"], "a text", name);
  const lower = name.toLowerCase();
  return isGlobalConditionKey(name) ? within(globalKeys(), lower) : within(keysOfPrefix(prefixOf(lower)), lower);
}

/**
 * Whether any request may have a condition key: it is no matter of the action.
 *
 * @example
 * isGlobalConditionKey("aws:SourceIp"); // true
 * isGlobalConditionKey("s3:prefix"); // false
 */
export function isGlobalConditionKey(name: string): boolean {
  checkText(["name"], "a text", name);
  return within(globalKeys(), name.toLowerCase()) !== undefined;
}

function within({ named, templates }: Keys, lower: string): ConditionKey | undefined {
  return named.get(lower) ?? templates.find(({ names }) => matches(names, lower))?.key;
}

function prefixOf(lower: string): string {
  return lower.slice(0, Math.max(0, lower.indexOf(":")));
}

/**
 * Whether any condition key begins with a prefix, such as `s3`, `aws` or `saml`.
 *
 * @example
 * isConditionKeyPrefix("saml"); // true
 * isConditionKeyPrefix("s4"); // false
 */
export function isConditionKeyPrefix(prefix: string): boolean {
  checkText(["prefix"], "a text", prefix);
  const lower = prefix.toLowerCase();
  if (lower === "aws") return true;
  const { named, templates } = keysOfPrefix(lower);
  return named.size + templates.length > 0;
}

/**
 * The condition key that a text was likely meant to be: one with the same prefix, else with a prefix that is near.
 *
 * @returns Its name; nothing if none is near.
 * @example
 * nearestConditionKey("s3:prefx"); // "s3:prefix"
 * nearestConditionKey("aws:SourceIP4"); // "aws:SourceIp"
 */
export function nearestConditionKey(name: string): string | undefined {
  checkText(["name"], "a text", name);
  const lower = name.toLowerCase();
  const prefix = prefixOf(lower);
  if (prefix === "aws") return nearestOf(name, globalKeys());
  const meant = isConditionKeyPrefix(prefix) ? prefix : nearest(prefix, ["aws", ...services()]);
  if (meant === undefined) return undefined;
  return nearestOf(`${meant}${name.slice(prefix.length)}`, meant === "aws" ? globalKeys() : keysOfPrefix(meant));
}

/** The nearest name; what follows the slash of a key with a placeholder is kept. */
function nearestOf(name: string, { named, templates }: Keys): string | undefined {
  // A key whose placeholder was forgotten.
  const bare = `${name.toLowerCase().replace(/\/$/, "")}/`;
  const whole = templates.find(({ key }) => key.name.toLowerCase().replace(PLACEHOLDER, "") === bare);
  if (whole !== undefined) return whole.key.name;
  const plain = nearest(
    name,
    [...named.values()].map((key) => key.name),
  );
  if (plain !== undefined) return plain;
  const slash = name.indexOf("/");
  const stems = templates
    .map(({ key }) => key.name.slice(0, key.name.search(PLACEHOLDER)))
    .filter((stem) => stem.endsWith("/"));
  const stem = slash < 0 ? undefined : nearest(name.slice(0, slash + 1), stems);
  return stem === undefined ? undefined : `${stem}${name.slice(slash + 1)}`;
}
