import * as z from "zod";
import { show } from "../errors.js";

/** Schemas of flags, numbers, choices and maps, whose messages name the rule and the value. */

/** What a schema's `error` is given. */
interface Given {
  readonly code?: string;
  readonly input?: unknown;
}

/** `true` or `false`, and nothing that only looks like it. */
export function flag() {
  return z.boolean({ error: ({ input }) => `must be true or false, without quotes; given ${show(input)}.` });
}

/** A whole number within limits; `rule` says them in other words. */
export function wholeNumber(least: number, most: number, rule = `a whole number from ${least} to ${most}`) {
  const error = ({ input }: Given) => `must be ${rule}; given ${show(input)}.`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, shown = words.join(" or ")) {
  return z.enum(words, { error: ({ input }) => `must be ${shown}; given ${show(input)}.` });
}

/** The `error` of a map, for values that are none; `what` says what it is a map of. */
export function notMap(what: string) {
  return ({ code, input }: Given) =>
    code === "invalid_type" ? `must be a map ${what}; given ${show(input)}.` : undefined;
}
