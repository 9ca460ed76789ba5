import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas } from "../src/schemas/json-schemas.js";
import { documents } from "./documents.js";

/** Writes the files that are made from the code: `schemas/*.schema.json`, and the reference pages of `docs/`. */
mkdirSync("schemas", { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
mkdirSync("docs", { recursive: true });
for (const [file, text] of Object.entries(documents())) writeFileSync(`docs/${file}`, text);
