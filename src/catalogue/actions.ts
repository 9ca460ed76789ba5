import { matches, pattern } from "../policy/wildcard.js";
import { SERVICES } from "./data.js";
import { type Service, serviceOf } from "./decode.js";
import { nearest } from "./nearest.js";
import { nearestService, services } from "./services.js";
import type { Action, ResourceType } from "./types.js";

/**
 * An action by its whole name, whatever its letter case.
 *
 * @param text The prefix and the name, without wildcards.
 * @returns Nothing if AWS's reference has no such action.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @example
 * findAction("S3:getobject").name; // "GetObject"
 * findAction("s3:GetObejct"); // undefined
 */
export function findAction(text: string): Action | undefined {
  const colon = text.indexOf(":");
  return serviceOf(text.slice(0, colon))?.actions.get(text.slice(colon + 1).toLowerCase());
}

/**
 * The actions that a pattern matches, as the Action element of a policy does: `*` is any text, `?` one character, letter case
 * does not count.
 *
 * @param text `s3:Get*`, `s3:*`, `*`; a name without wildcards is one that matches itself.
 * @returns The actions in the order of their names; none if nothing matches.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @example
 * actionsMatching("sqs:*Message").map(({ name }) => name); // ["DeleteMessage", "ReceiveMessage", "SendMessage"]
 */
export function actionsMatching(text: string): Action[] {
  const found: Action[] = [];
  eachMatching(text, (action) => {
    found.push(action);
    return true;
  });
  return found.sort((a, b) => (whole(a) < whole(b) ? -1 : 1));
}

/**
 * Whether a pattern matches any action.
 *
 * @example
 * matchesAnyAction("s3:Fetch*"); // false
 */
export function matchesAnyAction(text: string): boolean {
  if (/^\*+$/.test(text)) return true;
  let found = false;
  eachMatching(text, () => {
    found = true;
    return false;
  });
  return found;
}

/** Visits the actions that a pattern matches, until told to stop. */
function eachMatching(text: string, visit: (action: Action) => boolean): void {
  const colon = text.indexOf(":");
  const prefix = colon < 0 ? text : text.slice(0, colon);
  const name = colon < 0 ? "*" : text.slice(colon + 1);
  if (colon < 0 && !/^\*+$/.test(text)) return;
  for (const service of servicesMatching(prefix.toLowerCase())) {
    if (!/[*?]/.test(name)) {
      const action = service.actions.get(name.toLowerCase());
      if (action !== undefined && !visit(action)) return;
      continue;
    }
    const names = pattern(name.toLowerCase());
    for (const [lower, action] of service.actions) if (matches(names, lower) && !visit(action)) return;
  }
}

function servicesMatching(prefix: string): Service[] {
  const prefixes = /[*?]/.test(prefix)
    ? Object.keys(SERVICES).filter((each) => matches(pattern(prefix), each))
    : [prefix];
  return prefixes.map(serviceOf).filter((service) => service !== undefined);
}

function whole({ service, name }: Action): string {
  return `${service}:${name}`;
}

/**
 * The action that a text was likely meant to be: of the same service, else of the service whose prefix is near, else one of
 * the same name elsewhere.
 *
 * @returns Its whole name; nothing if none is near.
 * @example
 * nearestAction("s3:GetObejct"); // "s3:GetObject"
 * nearestAction("dynamo:GetItem"); // "dynamodb:GetItem"
 */
export function nearestAction(text: string): string | undefined {
  const colon = text.indexOf(":");
  const prefix = text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1);
  const service = serviceOf(prefix);
  const within = (each: Service | undefined): string | undefined => {
    const near =
      each &&
      nearest(
        name,
        [...each.actions.values()].map((action) => action.name),
      );
    return near === undefined ? undefined : `${each!.prefix}:${near}`;
  };
  if (service !== undefined) return within(service) ?? elsewhere(name, () => true);
  const near = nearestService(prefix);
  const related = (each: string) => each.includes(prefix) || prefix.includes(each);
  return elsewhere(name, related) ?? (near === undefined ? undefined : within(serviceOf(near)));
}

/**
 * The beginning of an action's name that a text was likely meant to be: for a pattern that matches nothing.
 *
 * @param prefix The service's prefix.
 * @returns The prefix with as many letters of a name as the text has; nothing if none is near.
 * @example
 * nearestActionBeginning("s3", "Lits"); // "s3:List"
 */
export function nearestActionBeginning(prefix: string, text: string): string | undefined {
  const service = serviceOf(prefix);
  const names = [...(service?.actions.values() ?? [])].map(({ name }) => name.slice(0, text.length));
  const near = nearest(text, new Set(names));
  return near === undefined ? undefined : `${service!.prefix}:${near}`;
}

/** An action of exactly this name in one of some services; nothing if there is none, or more than one. */
function elsewhere(name: string, among: (prefix: string) => boolean): string | undefined {
  const found = services()
    .filter((prefix) => among(prefix) && SERVICES[prefix]!.toLowerCase().includes(name.toLowerCase()))
    .flatMap((prefix) => serviceOf(prefix)!.actions.get(name.toLowerCase()) ?? []);
  return found.length === 1 ? whole(found[0]!) : undefined;
}

/**
 * The types of resources that an action can be granted on, with the forms of their ARNs.
 *
 * @returns None if the action takes `*` alone.
 * @example
 * resourceTypesOf(findAction("sqs:SendMessage"))[0].arnForms; // ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"]
 */
export function resourceTypesOf({ service, resourceTypes }: Action): ResourceType[] {
  const known = serviceOf(service)!.resourceTypes;
  return resourceTypes.map(({ name }) => known.get(name.toLowerCase())!);
}

/**
 * The condition keys that an action can have: its own, and those of the resources that it is granted on. Global keys that every
 * request may have are not among them.
 *
 * @example
 * conditionKeysOf(findAction("sts:TagSession")).includes("sts:TransitiveTagKeys"); // true
 */
export function conditionKeysOf(action: Action): string[] {
  const ofResources = action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys);
  const own = resourceTypesOf(action).flatMap(({ conditionKeys }) => conditionKeys);
  return [...new Set([...action.conditionKeys, ...ofResources, ...own])];
}
