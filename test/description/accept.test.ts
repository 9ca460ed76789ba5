import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accept } from "../../src/description/accept.js";
import { partitionOf } from "../../src/description/agreement.js";
import { faultsOf } from "../../src/description/faults.js";
import { PARTITIONS, parseIntegration } from "../../src/index.js";
import { MODES, type ModeName } from "../../src/modes/index.js";
import { description, mutated } from "../arbitrary.js";
import { ecs, irsa, user } from "../fixtures.js";

describe("valid descriptions", () => {
  test("get their defaults", () => {
    const shared = { roleName: "PortIntegrationRole", rolePath: "/", partition: "aws" };
    expect(parseIntegration(irsa)).toStrictEqual({
      ...irsa,
      ...shared,
      audience: "sts.amazonaws.com",
      createOidcProvider: true,
    });
    expect(parseIntegration(ecs)).toStrictEqual({ ...ecs, ...shared, trustVia: "principal" });
    expect(parseIntegration(user)).toStrictEqual({ ...user, ...shared, trustVia: "principal" });
  });

  test("may have keys that code left undefined", () => {
    expect(parseIntegration({ ...ecs, externalId: undefined, targets: undefined })).toEqual(parseIntegration(ecs));
  });

  test("are not changed", () => {
    const input = { ...irsa, targets: { accounts: ["111122223333"] }, stackSet: {}, tags: { a: "1" } };
    const before = structuredClone(input);
    parseIntegration(input);
    expect(input).toStrictEqual(before);
  });

  test.each(Object.entries(PARTITIONS))(
    "partition %s is known by its ARNs and regions",
    (partition, { globalRegion, dnsSuffix }) => {
      expect(
        parseIntegration({ mode: "ecs", taskRoleArn: `arn:${partition}:iam::111122223333:role/t` }).partition,
      ).toBe(partition);
      const { issuer: _issuer, ...cluster } = irsa;
      const oidcId = "0123456789ABCDEF0123456789ABCDEF";
      expect(parseIntegration({ ...cluster, region: globalRegion, oidcId }).partition).toBe(partition);
      expect(
        parseIntegration({ ...cluster, issuer: `oidc.eks.${globalRegion}.${dnsSuffix}/id/${oidcId}` }).partition,
      ).toBe(partition);
      expect(parseIntegration({ ...irsa, region: globalRegion }).partition).toBe(partition);
    },
  );
});

test("what is accepted has no fault, what is not has one, and the schema of its mode makes the same of it", () => {
  const check = (input: Record<string, unknown>) => {
    const accepted = accept(input);
    expect([input, faultsOf(input).length === 0]).toStrictEqual([input, accepted !== undefined]);
    if (accepted === undefined) return;
    const mode = MODES[input["mode"] as ModeName];
    const bySchema = mode.schema().parse(input);
    expect(accepted).toStrictEqual({ ...bySchema, partition: partitionOf(mode, bySchema) });
  };
  fc.assert(fc.property(description, check), { numRuns: 2000 });
  fc.assert(fc.property(mutated, check), { numRuns: 6000 });
});

test("a parsed description is no part of the input", () => {
  const input = { ...ecs, targets: { accounts: ["111122223333"] } };
  const parsed = parseIntegration(input);
  input.targets.accounts.push("none");
  expect(parsed.targets?.accounts).toStrictEqual(["111122223333"]);
});

test.each([
  ["an inherited key", Object.create(ecs)],
  [
    "an own __proto__ among the tags",
    JSON.parse('{"mode":"ecs","taskRoleArn":"arn:aws:iam::111122223333:role/t","tags":{"__proto__":"x"}}'),
  ],
  [
    "a cycle",
    (() => {
      const cycle: Record<string, unknown> = { mode: "ecs" };
      cycle["targets"] = cycle;
      return cycle;
    })(),
  ],
])("%s is not accepted", (_name, input) => {
  expect(accept(input)).toBeUndefined();
  expect(faultsOf(input)).not.toStrictEqual([]);
});
