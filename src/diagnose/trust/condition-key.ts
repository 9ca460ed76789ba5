import type { ConditionMeaning } from "../../policy/make/trust.js";

/** What a condition key is about, in the set-ups that rolewright knows. */
export type Meaning = ConditionMeaning | "other";

/** What a condition key is about, and whether it is meant as a claim of a token of another issuer. */
export interface KeyMeaning {
  readonly meaning: Meaning;
  /** What stands before the colon, if the key is meant as one of the request's and is not: another issuer, mostly. */
  readonly foreignIssuer?: string;
}

const KEYS: { readonly [key: string]: Meaning } = {
  "sts:externalid": "externalId",
  "aws:principalarn": "principalArn",
  "aws:principalorgid": "organization",
  "aws:sourceaccount": "source",
  "aws:sourcearn": "source",
};

/**
 * What a condition key is about. Condition keys have no letter case.
 *
 * @param issuer The intended issuer, without its scheme; nothing where no token is exchanged.
 */
export function meaningOf(key: string, issuer: string | undefined): KeyMeaning {
  const lower = key.toLowerCase();
  const known = KEYS[lower];
  if (known !== undefined) return { meaning: known };
  const colon = lower.lastIndexOf(":");
  if (/^external-?id$/.test(lower.slice(colon + 1)))
    return { meaning: "externalId", foreignIssuer: key.slice(0, Math.max(0, colon)) };
  if (issuer === undefined) return { meaning: "other" };
  const named = key.slice(0, Math.max(0, colon));
  const own = named.toLowerCase() === issuer.toLowerCase();
  const exact = CLAIMS[lower.slice(colon + 1)];
  if (own && exact !== undefined) return { meaning: exact };
  if (exact !== undefined && !/^(?:aws|sts)$/i.test(named)) return { meaning: exact, foreignIssuer: named };
  const [, before = "", meant = ""] = /^(.*?)[:/.](sub|subject|aud|audience)$/.exec(lower) ?? [];
  const similar = CLAIMS[meant.slice(0, 3)];
  if (similar !== undefined) return { meaning: similar, foreignIssuer: key.slice(0, before.length) };
  return OTHER_CLAIMS.test(lower) && !own && !/^(?:aws|sts)$/i.test(named)
    ? { meaning: "other", foreignIssuer: named }
    : { meaning: "other" };
}

const CLAIMS: { readonly [claim: string]: Meaning | undefined } = { sub: "subject", aud: "audience" };
const OTHER_CLAIMS = /:(?:azp|iss|amr|email|groups|oaud)$/;
