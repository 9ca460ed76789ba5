import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readingPolicies } from "../../scripts/catalogue/managed-policies.js";
import { sourceGlobalKeys, sourceServices, sourceVersion } from "../../scripts/catalogue/source.js";
import * as catalogue from "../../src/catalogue/index.js";
import { isMultivalued } from "../../src/policy/multivalued.js";
import { matches, pattern } from "../../src/wildcard/pattern.js";

const source = sourceServices();
const all = catalogue.actionsMatching("*");
const whole = ({ service, name }: catalogue.Action) => `${service}:${name}`;

describe("the table says what its source says", () => {
  test("of services and of the day", () => {
    expect(catalogue.services()).toStrictEqual(source.map(({ prefix }) => prefix));
    expect(catalogue.catalogueDate).toBe(sourceVersion().date);
  });

  test("of every action", () => {
    expect(all).toHaveLength(source.reduce((sum, { actions }) => sum + actions.length, 0));
    for (const { prefix, actions } of source)
      for (const { name, accessLevel, resourceTypes, conditionKeys } of actions) {
        const action = catalogue.findAction(`${prefix}:${name}`);
        const types = resourceTypes.map((type) => [type.name, type.required, type.conditionKeys]);
        expect(action).toMatchObject({ service: prefix, name, conditionKeys });
        expect(action!.resourceTypes.map((type) => [type.name, type.required, type.conditionKeys])).toStrictEqual(
          types,
        );
        expect(action!.level).toBe(accessLevel.replace(/, Write$/, ""));
      }
  });

  test("of every type of resources", () => {
    for (const { prefix, actions, resourceTypes } of source)
      for (const { key, arn, conditionKeys } of resourceTypes) {
        const user = actions.find((action) => action.resourceTypes.some(({ name }) => name === key));
        if (user === undefined) continue;
        const types = catalogue.resourceTypesOf(catalogue.findAction(`${prefix}:${user.name}`)!);
        const type = types.find(({ name }) => name === key)!;
        expect(type.arnForms.join(", ")).toBe(arn.trim().replace(/arn:\{/g, "arn:${"));
        expect(type.conditionKeys).toStrictEqual(conditionKeys ?? []);
      }
  });

  test("of every condition key", () => {
    const global = sourceGlobalKeys();
    for (const { key, type } of [...global, ...source.flatMap(({ conditionKeys }) => conditionKeys)]) {
      const name = key.replace(/\$\{[^}]*\}|<[^>]*>/g, "x");
      const found = catalogue.findConditionKey(name);
      expect(found, key).toBeDefined();
      if (found!.name !== key) continue;
      const isGlobal = global.some((each) => each.key.toLowerCase() === key.toLowerCase());
      if (isGlobal === catalogue.isGlobalConditionKey(name) && !isGlobal)
        expect([found!.type, found!.multivalued]).toStrictEqual([
          type.replace("ArrayOf", ""),
          type.startsWith("ArrayOf"),
        ]);
    }
  });

  test("of AWS's policies for reading", () => {
    const { policies, policiesOf } = readingPolicies();
    expect(catalogue.managedPolicies).toStrictEqual(policies);
    for (const action of all)
      expect(action.managedPolicies).toStrictEqual(
        policies.filter((_policy, index) => policiesOf(whole(action)) & (1 << index)).map(({ name }) => name),
      );
    const counts = policies.map(
      ({ name }) => all.filter(({ managedPolicies }) => managedPolicies.includes(name)).length,
    );
    expect(counts).toStrictEqual([6913, 1572, 2889]);
  });
});

test("what is asked for is found whatever its letter case", () => {
  for (const action of all) {
    expect(catalogue.findAction(whole(action).toUpperCase())).toBe(action);
    expect(catalogue.isService(action.service.toUpperCase())).toBe(true);
  }
  expect(catalogue.findConditionKey("AWS:sourceip")?.name).toBe("aws:SourceIp");
  expect(catalogue.findConditionKey("S3:existingobjecttag/Team")?.name).toBe("s3:ExistingObjectTag/<key>");
});

test("a name with one letter changed is found only if it is another name, and its own is suggested", () => {
  let suggested = 0;
  const tried = fc.sample(fc.tuple(fc.constantFrom(...all), fc.nat(), fc.constantFrom(..."abcxyz")), 3000);
  for (const [action, place, letter] of tried) {
    const index = place % action.name.length;
    const name = action.name.slice(0, index) + letter + action.name.slice(index + 1);
    const text = `${action.service}:${name}`;
    const found = catalogue.findAction(text);
    expect(found?.name.toLowerCase()).toBe(
      all
        .find((each) => each.service === action.service && each.name.toLowerCase() === name.toLowerCase())
        ?.name.toLowerCase(),
    );
    if (found === undefined && catalogue.nearestAction(text) === whole(action)) suggested++;
  }
  expect(suggested).toBeGreaterThan(2500);
});

test("a pattern matches what a matcher of its own matches", () => {
  const piece = fc.constantFrom("*", "?", "Get", "List", "Des", "e", "Tag", "Object");
  const texts = fc.tuple(fc.constantFrom("s3", "EC2", "sqs", "*", "s?s"), fc.array(piece, { maxLength: 4 }));
  fc.assert(
    fc.property(texts, ([prefix, pieces]) => {
      const text = `${prefix}:${pieces.join("")}`;
      const names = pattern(text.toLowerCase());
      const expected = all.map(whole).filter((name) => matches(names, name.toLowerCase()));
      expect(catalogue.actionsMatching(text).map(whole)).toStrictEqual(expected);
      expect(catalogue.matchesAnyAction(text)).toBe(expected.length > 0);
    }),
  );
});

test.each<[string, readonly string[]]>([
  ["", []],
  ["s3", []],
  ["s3:", []],
  [":GetObject", []],
  ["s3:GetObject:x", []],
  ["constructor:x", []],
  ["s3:constructor", []],
  ["__proto__:*", []],
  ["s3:GetObject", ["s3:GetObject"]],
])("%s matches %j", (text, names) => {
  expect(catalogue.actionsMatching(text).map(whole)).toStrictEqual(names);
  expect(catalogue.matchesAnyAction(text)).toBe(names.length > 0);
});

test.each<[string, string | undefined]>([
  ["s3:GetObejct", "s3:GetObject"],
  ["s3:getobjects", "s3:GetObject"],
  ["ec2:DescribeInstance", "ec2:DescribeInstances"],
  ["dynamo:GetItem", "dynamodb:GetItem"],
  ["lamda:InvokeFunction", "lambda:InvokeFunction"],
  ["s3:RunInstances", "ec2:RunInstances"],
  ["s3:Qqqqqqqqqqq", undefined],
  ["qqqqqqqq:Qqqqqq", undefined],
  [`s3:${"x".repeat(1000)}`, undefined],
])("the action that %s was meant to be is %s", (text, meant) => {
  expect(catalogue.nearestAction(text)).toBe(meant);
});

test.each<[string, string | undefined]>([
  ["s3:prefx", "s3:prefix"],
  ["aws:SourceAcount", "aws:SourceAccount"],
  ["aws:ResorceTag/team", "aws:ResourceTag/team"],
  ["awz:SourceIp", "aws:SourceIp"],
  ["kms:ViaServices", "kms:ViaService"],
  ["x:y", undefined],
])("the condition key that %s was meant to be is %s", (name, meant) => {
  expect(catalogue.nearestConditionKey(name)).toBe(meant);
});

test("keys that identity providers have under their host are found as far as AWS lists them", () => {
  expect(catalogue.findConditionKey("accounts.google.com:aud")).toMatchObject({ type: "String" });
  expect(catalogue.findConditionKey("saml:aud")).toMatchObject({ name: "saml:aud" });
  expect(catalogue.findConditionKey("example.com:aud")).toBeUndefined();
  expect(catalogue.findConditionKey("no-colon")).toBeUndefined();
});

test("a caller cannot change what the next one is told", () => {
  const action = catalogue.findAction("s3:GetObject")!;
  const [type] = catalogue.resourceTypesOf(action);
  for (const value of [
    action,
    action.resourceTypes,
    action.conditionKeys,
    action.managedPolicies,
    type,
    type!.arnForms,
  ])
    expect(Object.isFrozen(value)).toBe(true);
  catalogue.services().length = 0;
  catalogue.actionsMatching("s3:*").length = 0;
  expect(catalogue.services().length).toBeGreaterThan(400);
  expect(catalogue.actionsMatching("s3:*").length).toBeGreaterThan(100);
});

test("the keys with several values are those of the reference, with a value in place of a placeholder", () => {
  expect(["aws:TagKeys", "AWS:tagkeys", "dynamodb:LeadingKeys", "events:metadata/x"].map(isMultivalued)).not.toContain(
    false,
  );
  expect(
    ["aws:SourceIp", "s3:prefix", "aws", "", "events:metadata/", "constructor:x"].map(isMultivalued),
  ).not.toContain(true);
});
