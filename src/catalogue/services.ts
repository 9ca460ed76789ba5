import { checkText } from "../argument.js";
import { SERVICES } from "./data.js";
import { nearest } from "./nearest.js";

/**
 * The prefixes of all services, in the order of the alphabet.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 * services().includes("s3"); // true
 */
export function services(): string[] {
  return Object.keys(SERVICES);
}

/**
 * Whether there is a service with a prefix, whatever its letter case.
 *
 * @example
 * isService("S3"); // true
 * isService("s4"); // false
 */
export function isService(prefix: string): boolean {
  checkText(["prefix"], "a text", prefix);
  return Object.hasOwn(SERVICES, prefix.toLowerCase());
}

/**
 * The prefix that a text was likely meant to be.
 *
 * @returns Nothing if no prefix is near.
 * @example
 * nearestService("dynamo-db"); // "dynamodb"
 */
export function nearestService(prefix: string): string | undefined {
  checkText(["prefix"], "a text", prefix);
  return nearest(prefix, services());
}
