import { type Schema as SafeSchema, validator } from "@exodus/schemasafe";
import { jsonSchemas } from "./schemas/json-schemas.js";

interface Schema {
  readonly properties?: { readonly [key: string]: Schema & { readonly const?: unknown } };
  readonly default?: unknown;
  readonly $defs?: { readonly [id: string]: Schema };
}

/** Whatever people read, and nothing that decides. */
const SAID = new Set(["title", "description", "examples", "$id", "$schema", "default"]);

/**
 * The code of `src/description/is-description.js`: whether a value is what the JSON Schema of a description asks for, and the
 * defaults. It is made from the JSON Schema, which is made from the Zod schemas, and needs neither when it runs: that is
 * what makes the command start fast.
 */
export function validatorSource(): string {
  const { $defs = {}, ...root } = jsonSchemas()["integration"] as Schema;
  const decisiveSchema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["mode"],
    discriminator: { propertyName: "mode" },
    ...(decisive(root) as object),
    $defs: decisiveMap($defs),
  };
  const isDescription = validator(decisiveSchema as SafeSchema, {
    isJSON: true,
    includeErrors: false,
    requireSchema: true,
    requireValidation: false,
    requireStringValidation: false,
    complexityChecks: false,
  });
  const modes = Object.values($defs).flatMap(({ properties = {} }) =>
    properties["mode"] === undefined ? [] : [[properties["mode"].const, defaultsOf(properties)]],
  );
  const autoDeployment = defaultsOf($defs["AutoDeployment"]?.properties ?? {});
  return `// Made by npm run generate.
export const DEFAULTS = ${JSON.stringify(Object.fromEntries(modes), null, 2)};
export const AUTO_DEPLOYMENT_DEFAULTS = ${JSON.stringify(autoDeployment)};
export const isDescription = /* @__PURE__ */ ${isDescription.toModule()}
`;
}

function defaultsOf(properties: NonNullable<Schema["properties"]>): object {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, schema]) =>
      schema.default === undefined ? [] : [[key, schema.default]],
    ),
  );
}

/** A map from names to schemas: its keys are no keywords. */
function decisiveMap(map: { readonly [name: string]: unknown }): object {
  return Object.fromEntries(Object.entries(map).map(([name, schema]) => [name, decisive(schema)]));
}

function decisive(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(decisive);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !SAID.has(keyword))
      .map(([keyword, value]) => {
        if (keyword === "properties" || keyword === "$defs") return [keyword, decisiveMap(value)];
        return [keyword, keyword === "const" || keyword === "enum" ? value : decisive(value)];
      }),
  );
}
