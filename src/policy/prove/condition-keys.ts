import { DIGIT, LOWER, NAME, oneOf, PARTITION, PRINTABLE } from "./characters.js";
import { many, one, patternOf, type TextPattern, type Token, textTokens } from "./text-pattern.js";

/**
 * What AWS's documentation says of condition keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * and, for several values, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */

/** Keys that every request has, or every request of an identity; whether one may lack them all the same is not said for all. */
const ALWAYS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:principalisawsservice",
  "aws:requestedregion",
  "aws:securetransport",
  "aws:useragent",
  "aws:userid",
  "aws:viaawsservice",
]);

export function isAlwaysThere(key: string): boolean {
  return ALWAYS.has(key);
}

const SEVERAL: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:resourceorgpaths",
  "aws:sourceorgpaths",
  "aws:tagkeys",
  "aws:vpceorgpaths",
]);

/**
 * Whether a request may have several values for a key. Of a service's own keys no list is kept: those that a policy compares with a
 * set operator are taken for such, for AWS has set operators for them alone.
 */
export function hasSeveralValues(key: string, comparedAsSet: boolean): boolean {
  return SEVERAL.has(key) || (comparedAsSet && !key.startsWith("aws:"));
}

export const TWELVE_DIGITS: readonly Token[] = /* @__PURE__ */ Array.from({ length: 12 }, () => one(DIGIT));
export const PARTITION_TOKENS: readonly Token[] = [one(LOWER), many(PARTITION)];

const ACCOUNT = /* @__PURE__ */ patternOf("account", TWELVE_DIGITS);
const ORGANIZATION = /* @__PURE__ */ patternOf("organization", [...textTokens("o-"), one(LOWER), many(LOWER)]);
const COLON = one(oneOf(":"));
const ANY_ARN = /* @__PURE__ */ patternOf("arn", [
  ...textTokens("arn:"),
  ...PARTITION_TOKENS,
  COLON,
  one(LOWER),
  many(PARTITION),
  COLON,
  many(PARTITION),
  COLON,
  many(PARTITION),
  COLON,
  one(NAME),
  many(PRINTABLE),
]);

/** The form of a key's values, for keys whose values have one that policies rest on. */
export function formOf(key: string): TextPattern | undefined {
  if (/(?:account|sourceowner)$/.test(key) && /^(?:aws|kms|s3):/.test(key)) return ACCOUNT;
  if (/^aws:.*orgid$/.test(key)) return ORGANIZATION;
  return /^aws:(?:source|principal)arn$/.test(key) ? ANY_ARN : undefined;
}

/** Values that a person would take for an example. */
export function examplesFor(key: string): readonly string[] {
  const form = formOf(key);
  if (form === ACCOUNT) return ["444455556666", "111122223333", "777788889999", "123456789012"];
  if (form === ORGANIZATION) return ["o-a1b2c3d4e5", "o-z9y8x7w6v5"];
  if (form === ANY_ARN) return ["arn:aws:sns:us-east-1:444455556666:example"];
  if (key === "aws:sourcevpc") return ["vpc-0123456789abcdef0"];
  if (key === "aws:sourcevpce") return ["vpce-0123456789abcdef0"];
  if (key === "aws:requestedregion") return ["us-east-1", "eu-west-1"];
  if (key === "aws:userid") return ["AIDAEXAMPLEEXAMPLE123"];
  return ["example", "another-example"];
}
