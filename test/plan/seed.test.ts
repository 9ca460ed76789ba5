import { expect, test } from "vitest";
import { integrationTemplate, type PolicySelection, selectPolicy } from "../../src/index.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/seed.json" with { type: "json" };

test.each(vectors)("$name", ({ description, select, expected }) => {
  expect(selectPolicy(planOf(description), select as PolicySelection)).toStrictEqual(expected);
});

test.each(vectors)("$name: the role attaches ReadOnlyAccess", ({ description }) => {
  const { Properties } = integrationTemplate(planOf(description)).Resources["IntegrationRole"]!;
  expect(Properties["ManagedPolicyArns"]).toStrictEqual(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
});
