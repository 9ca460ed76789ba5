import { describe, expect, test } from "vitest";
import { DIAGNOSIS_CODES, type DiagnosisCode, diagnose } from "../../src/diagnose/index.js";
import { validatePolicies } from "../../src/policy/index.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

/** What is deployed, for one of the descriptions, and all that a diagnosis finds in it. */
interface Vector {
  readonly name: string;
  readonly description: string;
  readonly trust?: unknown;
  readonly identity?: readonly unknown[];
  readonly provider?: unknown;
  readonly serviceControlPolicies?: readonly unknown[];
  readonly resourceControlPolicies?: readonly unknown[];
  readonly codes: readonly string[];
}

const GIVEN_AS = {
  trust: "trust",
  identity: "identity",
  provider: "provider",
  "service-control": "serviceControlPolicies",
  "resource-control": "resourceControlPolicies",
} as const;

const cases: readonly Vector[] = vectors.cases;
const descriptions: { readonly [name: string]: unknown } = vectors.descriptions;

describe("what is deployed", () => {
  test.each(cases)("$description: $name", ({ name: _name, description, codes, ...deployed }) => {
    const plan = planOf(descriptions[description]);
    const { findings, decision, policy, identityPolicy } = diagnose(plan, deployed);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`).sort()).toStrictEqual([...codes].sort());
    if (findings.every(({ severity }) => severity !== "error"))
      expect(decision).toBe(deployed.trust === undefined ? "unknown" : "allowed");
    for (const { code, document, fix, message, why } of findings) {
      expect(why).toBe(DIAGNOSIS_CODES[code].why);
      expect(deployed).toHaveProperty(GIVEN_AS[document]);
      expect(fix).toBeTypeOf("object");
      expect(message).toMatch(/^[\s\S]{15,}[.?)]$/);
      expect(message).not.toMatch(/undefined|\[object/);
    }
    // What is proposed is what IAM takes, and has no finding itself.
    const { role } = diagnose(plan, deployed);
    const repaired = { role, trust: policy, ...(identityPolicy !== undefined && { identity: [identityPolicy] }) };
    expect(diagnose(plan, repaired).findings.filter(({ severity }) => severity !== "note")).toStrictEqual([]);
    expect(validatePolicies(policy, { kind: "trust" }).map(({ valid }) => valid)).toStrictEqual([true]);
  });
});

describe("the vectors", () => {
  const named = cases.flatMap(({ codes }) => codes.map((text) => text.split(" ") as [string, DiagnosisCode]));

  test("have every code, with its usual severity", () => {
    const usual = named.filter(([severity, code]) => DIAGNOSIS_CODES[code].severity === severity);
    expect([...new Set(usual.map(([, code]) => code))].sort()).toStrictEqual(Object.keys(DIAGNOSIS_CODES).sort());
  });

  test("name each case of a description once", () => {
    const names = cases.map(({ description, name }) => `${description}: ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toStrictEqual([]);
  });

  test("have cases of every description in which nothing is found", () => {
    const clean = cases.filter(({ codes }) => codes.length === 0).map(({ description }) => description);
    expect([...new Set(clean)].sort()).toStrictEqual(Object.keys(descriptions).sort());
  });
});
