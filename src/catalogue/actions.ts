import { checkText, isMap, wrongArgument } from "../argument.js";
import { matches, pattern } from "../wildcard/pattern.js";
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
  checkText(["text"], "a text", text);
  const colon = text.indexOf(":");
  return serviceOf(text.slice(0, colon))?.action(text.slice(colon + 1).toLowerCase());
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
  checkText(["text"], "a text", text);
  return servicesMatching(text).flatMap(({ service, name }) =>
    [...lowerNames(service, name)].sort().map((lower) => service.action(lower)!),
  );
}

/**
 * Whether a pattern matches any action.
 *
 * @example
 * matchesAnyAction("s3:Fetch*"); // false
 */
export function matchesAnyAction(text: string): boolean {
  checkText(["text"], "a text", text);
  return servicesMatching(text).some(({ service, name }) => !lowerNames(service, name).next().done);
}

/**
 * The whole names of all actions, in the order of the alphabet.
 *
 * @example
 * actionNames().includes("s3:GetObject"); // true
 */
export function actionNames(): string[] {
  return services().flatMap((prefix) => {
    const service = serviceOf(prefix)!;
    return [...service.names.values()].sort().map((name) => `${prefix}:${name}`);
  });
}

/** The services that a pattern of actions is about, in the order of the alphabet, with its pattern of names. */
function servicesMatching(text: string): { readonly service: Service; readonly name: string }[] {
  if (/^\*+$/.test(text)) return servicesMatching("*:*");
  const colon = text.indexOf(":");
  if (colon < 0) return [];
  const prefix = text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1).toLowerCase();
  const prefixes = /[*?]/.test(prefix) ? services().filter((each) => matches(pattern(prefix), each)) : [prefix];
  return prefixes.map(serviceOf).flatMap((service) => (service === undefined ? [] : { service, name }));
}

/** The names in lower case that a pattern in lower case matches. */
function* lowerNames(service: Service, name: string): Generator<string, undefined> {
  if (!/[*?]/.test(name)) {
    if (service.names.has(name)) yield name;
    return;
  }
  const names = pattern(name);
  for (const lower of service.names.keys()) if (matches(names, lower)) yield lower;
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
  checkText(["text"], "a text", text);
  const colon = text.indexOf(":");
  const prefix = text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1);
  const service = serviceOf(prefix);
  const within = (each: Service | undefined): string | undefined => {
    const near = each && nearest(name, each.names.values());
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
  checkText(["prefix"], "a text", prefix);
  checkText(["text"], "a text", text);
  const service = serviceOf(prefix);
  const names = [...(service?.names.values() ?? [])].map((name) => name.slice(0, text.length));
  const near = nearest(text, new Set(names));
  return near === undefined ? undefined : `${service!.prefix}:${near}`;
}

/** An action of this name, in these letters, in one of some services; nothing if there is none, or more than one. */
function elsewhere(name: string, among: (prefix: string) => boolean): string | undefined {
  const found = services()
    .filter((prefix) => among(prefix) && SERVICES[prefix]!.includes(name))
    .flatMap((prefix) => serviceOf(prefix)!.action(name.toLowerCase()) ?? []);
  const [action] = found;
  return action !== undefined && found.length === 1 ? `${action.service}:${action.name}` : undefined;
}

/**
 * The types of resources that an action can be granted on, with the forms of their ARNs.
 *
 * @returns None if the action takes `*` alone.
 * @example
 * resourceTypesOf(findAction("sqs:SendMessage"))[0].arnForms; // ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"]
 */
export function resourceTypesOf(action: Action): ResourceType[] {
  checkAction(action);
  const { service, resourceTypes } = action;
  const known = serviceOf(service)!.resourceTypes();
  return resourceTypes.flatMap(({ name }) => known.get(String(name).toLowerCase()) ?? []);
}

/**
 * The condition keys that an action can have: its own, and those of the resources that it is granted on. Global keys that every
 * request may have are not among them.
 *
 * @example
 * conditionKeysOf(findAction("sts:TagSession")).includes("sts:TransitiveTagKeys"); // true
 */
export function conditionKeysOf(action: Action): string[] {
  checkAction(action);
  const ofResources = action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys);
  const own = resourceTypesOf(action).flatMap(({ conditionKeys }) => conditionKeys);
  return [...new Set([...action.conditionKeys, ...ofResources, ...own])];
}

function checkAction(action: unknown): void {
  const { service, resourceTypes, conditionKeys } = isMap(action) ? action : {};
  const isWhole =
    typeof service === "string" &&
    serviceOf(service) !== undefined &&
    Array.isArray(conditionKeys) &&
    Array.isArray(resourceTypes) &&
    resourceTypes.every((type: unknown) => isMap(type) && Array.isArray(type["conditionKeys"]));
  if (!isWhole) throw wrongArgument(["action"], "an action, from findAction or actionsMatching", action);
}
