import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnose/index.js";
import { parseIntegration, planIntegration } from "../../src/index.js";
import { validatePolicies } from "../../src/policy/index.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const planOf = (name: string) =>
  planIntegration(parseIntegration(vectors.descriptions[name as keyof typeof vectors.descriptions]));

describe("deployed trust policies", () => {
  test.each(vectors.cases)("$description: $name", ({ description, trust, codes }) => {
    const plan = planOf(description);
    const { findings, decision, policy } = diagnose(plan, { trust });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`).sort()).toStrictEqual([...codes].sort());
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length === 0) expect(decision).toBe("allowed");
    for (const { fix, message, why } of findings) {
      expect(fix).toBeTypeOf("object");
      expect(`${message} ${why}`).not.toMatch(/undefined|\[object/);
    }
    expect(diagnose(plan, { trust: policy }).findings.filter(({ severity }) => severity !== "note")).toStrictEqual([]);
    expect(validatePolicies(policy, { kind: "trust" })[0]!.valid).toBe(true);
  });
});
