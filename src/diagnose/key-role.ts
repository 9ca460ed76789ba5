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
  const claim = lower.slice(colon + 1);
  const role = claim === "sub" ? "subject" : claim === "aud" ? "audience" : "other";
  const named = key.slice(0, Math.max(0, colon));
  if (named.toLowerCase() === issuer.toLowerCase()) return { role };
  const isClaim = role !== "other" || /^(?:azp|iss|amr|email|groups|oaud)$/.test(claim);
  return isClaim && !/^(?:aws|sts)$/i.test(named) ? { role, foreignIssuer: named } : { role: "other" };
}
