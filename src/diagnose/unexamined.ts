/** What a diagnosis names that it was not given, in words. */
export const UNEXAMINED = {
  trust: "the role's trust policy",
  identity: "the caller's own policies, which must allow the call too",
  provider: "the OIDC provider of the role's account",
  "service-control": "what service control policies deny",
  "resource-control": "what resource control policies deny",
} as const;

/** Whether it is of the organization's, which few can read. */
export function isOfOrganization(unexamined: string): boolean {
  return unexamined === UNEXAMINED["service-control"] || unexamined === UNEXAMINED["resource-control"];
}
