import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import { BEYOND_JSON_SCHEMA } from "../../src/description/agreement.js";
import { faultsOf } from "../../src/description/faults.js";
import { description, mutated } from "../arbitrary.js";
import faults from "../vectors/faults.json" with { type: "json" };

const ajv = new Ajv2020({ strict: true, allErrors: true });
const isIntegration = ajv.compile(jsonSchemas()["integration"]!);

/** Ajv's answer must be that of the parser, or the parser's faults must all be of the kinds that JSON Schema cannot express. */
function checkAgreement(input: unknown): "both accept" | "both refuse" | "beyond" {
  const byAjv = isIntegration(input);
  const codes = faultsOf(input).map(({ code }) => code);
  if (byAjv === (codes.length === 0)) return byAjv ? "both accept" : "both refuse";
  expect({ input, byAjv, codes, errors: ajv.errorsText(isIntegration.errors) }).toMatchObject({
    byAjv: true,
  });
  for (const code of codes) expect(Object.keys(BEYOND_JSON_SCHEMA), JSON.stringify(input)).toContain(code);
  return "beyond";
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
