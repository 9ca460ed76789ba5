/** What a condition key is about, in the set-ups that rolewright knows. */
export type KeyRole = "subject" | "audience" | "externalId" | "principalArn" | "organization" | "source" | "other";

/** What a condition key is about, and whether it is meant as a claim of a token of another issuer. */
export interface KeyMeaning {
  readonly role: KeyRole;
  /** What stands before the colon, if the key is meant as one of the request's and is not: another issuer, mostly. */
  readonly foreignIssuer?: string;
}

const KEYS: { readonly [key: string]: KeyRole } = {
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
export function keyRoleOf(key: string, issuer: string | undefined): KeyMeaning {
  const lower = key.toLowerCase();
  const known = KEYS[lower];
  if (known !== undefined) return { role: known };
  const colon = lower.lastIndexOf(":");
  if (/^external-?id$/.test(lower.slice(colon + 1)))
    return { role: "externalId", foreignIssuer: key.slice(0, Math.max(0, colon)) };
  if (issuer === undefined) return { role: "other" };
  const named = key.slice(0, Math.max(0, colon));
  const own = named.toLowerCase() === issuer.toLowerCase();
  const exact = CLAIMS[lower.slice(colon + 1)];
  if (own && exact !== undefined) return { role: exact };
  if (exact !== undefined && !/^(?:aws|sts)$/i.test(named)) return { role: exact, foreignIssuer: named };
  const [, before = "", meant = ""] = /^(.*?)[:/.](sub|subject|aud|audience)$/.exec(lower) ?? [];
  const similar = CLAIMS[meant.slice(0, 3)];
  if (similar !== undefined) return { role: similar, foreignIssuer: key.slice(0, before.length) };
  return OTHER_CLAIMS.test(lower) && !own && !/^(?:aws|sts)$/i.test(named)
    ? { role: "other", foreignIssuer: named }
    : { role: "other" };
}

const CLAIMS: { readonly [claim: string]: KeyRole | undefined } = { sub: "subject", aud: "audience" };
const OTHER_CLAIMS = /:(?:azp|iss|amr|email|groups|oaud)$/;
