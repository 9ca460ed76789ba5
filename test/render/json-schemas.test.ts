import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import {
  identityOf,
  integrationTemplate,
  type JsonObject,
  parameterValues,
  reusableTemplate,
  selectPolicy,
  stackSetRequests,
  workloadTemplate,
} from "../../src/index.js";
import { description } from "../arbitrary.js";
import { planOf } from "../fixtures.js";

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = Object.fromEntries(
  Object.entries(jsonSchemas()).map(([name, schema]) => [name, ajv.compile(schema)]),
);

test("every output of 1,000 descriptions is of its schema", () => {
  const check = (name: string, output: unknown) =>
    expect(validators[name]!(JSON.parse(JSON.stringify(output))), ajv.errorsText(validators[name]!.errors)).toBe(true);
  fc.assert(
    fc.property(description, (input) => {
      const plan = planOf(input);
      check("trust-policy", plan.integrationRole.trustPolicy("111122223333"));
      check("template", integrationTemplate(plan));
      if (identityOf(plan) !== undefined) {
        check("permissions-policy", selectPolicy(plan, { role: "workload", document: "permissions" }));
        check("template", workloadTemplate(plan));
      }
      if (plan.integrationRole.reusableTrust().unsupported === undefined) {
        check("template", reusableTemplate(plan));
        check("parameters", parameterValues(plan));
      }
      if (plan.targets.kind !== "own-account" && /^[A-Za-z][A-Za-z0-9-]*$/.test(plan.rollout?.name ?? "")) {
        const { create, instances, update } = stackSetRequests(plan);
        check("create-stack-set", create);
        check("create-stack-instances", instances);
        check("update-stack-set", update);
        expect(JSON.parse(create["TemplateBody"] as string)).toStrictEqual(
          JSON.parse(JSON.stringify(integrationTemplate(plan))) as JsonObject,
        );
      }
    }),
    { numRuns: 1000 },
  );
});
