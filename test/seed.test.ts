import { expect, test } from "vitest";
import {
  integrationTemplate,
  type PolicySelection,
  parseIntegration,
  planIntegration,
  selectPolicy,
} from "../src/index.js";
import vectors from "./vectors/seed.json" with { type: "json" };

test.each(vectors)("$name", ({ description, select, expected }) => {
  const plan = planIntegration(parseIntegration(description));
  expect(selectPolicy(plan, select as PolicySelection)).toStrictEqual(expected);
});

test.each(vectors)("$name: the role attaches ReadOnlyAccess", ({ description }) => {
  const { Properties } = integrationTemplate(planIntegration(parseIntegration(description))).Resources[
    "IntegrationRole"
  ]!;
  expect(Properties["ManagedPolicyArns"]).toStrictEqual(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
});
