import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas } from "../src/schemas/json-schemas.js";

/** Writes the files that are made from the code: `schemas/*.schema.json`. */
mkdirSync("schemas", { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
