import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../scripts/schemas/json-schemas.js";
import { validatorSource } from "../scripts/validators.js";
import { SCHEMAS } from "../src/cli/commands/schema.js";
import { parseQuickly } from "../src/description/accept.js";
import { BEYOND_JSON_SCHEMA } from "../src/description/agreement.js";
import { parseThoroughly } from "../src/description/integration.js";
import {
  integrationTemplate,
  type JsonObject,
  parameterValues,
  parseIntegration,
  planIntegration,
  RolewrightError,
  reusableTemplate,
  selectPolicy,
  stackSetRequests,
  workloadTemplate,
} from "../src/index.js";
import { description, mutated } from "./arbitrary.js";
import faults from "./vectors/faults.json" with { type: "json" };

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = Object.fromEntries(
  Object.entries(jsonSchemas()).map(([name, schema]) => [name, ajv.compile(schema)]),
);

test("the files in schemas/ are those that the code makes (else: npm run generate)", () => {
  const made = Object.entries(jsonSchemas()).map(([name, schema]) => [
    `${name}.schema.json`,
    `${JSON.stringify(schema, null, 2)}\n`,
  ]);
  const files = readdirSync("schemas").map((file) => [file, readFileSync(`schemas/${file}`, "utf8")]);
  expect(new Map(files as [string, string][])).toStrictEqual(new Map(made as [string, string][]));
});

test("the quick validator is the one that the code makes (else: npm run generate)", () => {
  expect(readFileSync("src/description/is-description.js", "utf8")).toBe(validatorSource());
});

test("the quick parser accepts what the thorough one accepts, and makes the same of it", () => {
  const thoroughly = (input: unknown) => {
    try {
      return parseThoroughly(input);
    } catch (error) {
      if (error instanceof RolewrightError) return undefined;
      throw error;
    }
  };
  const check = (input: unknown) => {
    expect(parseQuickly(input)).toStrictEqual(thoroughly(input));
  };
  fc.assert(fc.property(description, check), { numRuns: 2000 });
  fc.assert(fc.property(mutated, check), { numRuns: 6000 });
});

test("a parsed description is no part of the input", () => {
  const input = {
    mode: "ecs",
    taskRoleArn: "arn:aws:iam::111122223333:role/t",
    targets: { accounts: ["111122223333"] },
  };
  const parsed = parseIntegration(input);
  input.targets.accounts.push("none");
  expect(parsed.targets?.accounts).toStrictEqual(["111122223333"]);
});

test.each([
  ["an inherited key", Object.create({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/t" })],
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
])("the quick parser leaves %s to the thorough one", (_name, input) => {
  expect(parseQuickly(input)).toBeUndefined();
});

test("the command line knows each of them", () => {
  expect(Object.keys(SCHEMAS).sort()).toStrictEqual(Object.keys(jsonSchemas()).sort());
});

test.each(Object.entries(jsonSchemas()))("%s: has its identity, and its examples are valid", (name, schema) => {
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:rolewright:schema:${name}`,
    title: expect.any(String),
    description: expect.any(String),
  });
  const { examples = [] } = schema as { examples?: unknown[] };
  for (const example of examples)
    expect(validators[name]!(example), ajv.errorsText(validators[name]!.errors)).toBe(true);
  const { $defs = {} } = schema as { $defs?: Record<string, { examples?: unknown[] }> };
  for (const [id, { examples: inner = [] }] of Object.entries($defs)) {
    for (const example of inner)
      expect(ajv.validate({ $ref: `urn:rolewright:schema:${name}#/$defs/${id}` }, example), id).toBe(true);
  }
});

/** Ajv's answer must be that of the parser, or the parser's faults must all be of the kinds that JSON Schema cannot express. */
function checkAgreement(input: unknown): "both accept" | "both refuse" | "beyond" {
  const byAjv = validators["integration"]!(input);
  const codes = codesOf(input);
  if (byAjv === (codes.length === 0)) return byAjv ? "both accept" : "both refuse";
  expect({ input, byAjv, codes, errors: ajv.errorsText(validators["integration"]!.errors) }).toMatchObject({
    byAjv: true,
  });
  for (const code of codes) expect(Object.keys(BEYOND_JSON_SCHEMA), JSON.stringify(input)).toContain(code);
  return "beyond";
}

function codesOf(input: unknown): string[] {
  try {
    parseThoroughly(input);
    return [];
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues.map(({ code }) => code);
    throw error;
  }
}

describe("Ajv and the parser agree", () => {
  test.each(faults)("on the vector: $name", ({ input }) => {
    checkAgreement(input);
  });

  test("on 2,000 valid descriptions", () => {
    fc.assert(
      fc.property(description, (input) => {
        expect(checkAgreement(input)).toBe("both accept");
      }),
      { numRuns: 2000 },
    );
  });

  test("on 10,000 mutated descriptions, of all kinds", () => {
    const seen = { "both accept": 0, "both refuse": 0, beyond: 0 };
    fc.assert(
      fc.property(mutated, (input) => {
        seen[checkAgreement(input)]++;
      }),
      { numRuns: 10_000 },
    );
    expect(seen["both accept"]).toBeGreaterThan(100);
    expect(seen["both refuse"]).toBeGreaterThan(1000);
    expect(seen.beyond).toBeGreaterThan(10);
  });
});

test("every output of 1,000 descriptions is of its schema", () => {
  const check = (name: string, output: unknown) =>
    expect(validators[name]!(JSON.parse(JSON.stringify(output))), ajv.errorsText(validators[name]!.errors)).toBe(true);
  fc.assert(
    fc.property(description, (input) => {
      const plan = planIntegration(parseIntegration(input));
      check("trust-policy", plan.integrationRole.trustPolicy("111122223333"));
      check("template", integrationTemplate(plan));
      if (plan.workload !== undefined) {
        check("permissions-policy", selectPolicy(plan, { role: "workload", document: "permissions" }));
        check("template", workloadTemplate(plan));
      }
      if (plan.integrationRole.template().unsupported === undefined) {
        check("template", reusableTemplate(plan));
        check("parameters", parameterValues(plan));
      }
      if (
        plan.targets.kind !== "own-account" &&
        (plan.stackSet.name !== undefined || /^[A-Za-z][A-Za-z0-9-]*$/.test(plan.integrationRole.name))
      ) {
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
