import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas } from "./schemas/json-schemas.js";
import { validatorSource } from "./validators.js";

/** Writes the files that are made from the code: `schemas/*.schema.json`, the quick validator, and pages of `docs/`. */
mkdirSync("schemas", { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
writeFileSync("src/description/is-description.js", validatorSource());
mkdirSync("docs", { recursive: true });
// The pages have examples of what the library prints, which parses with the validator that was just written.
const { documents } = await import("./pages.js");
for (const [file, text] of Object.entries(documents())) writeFileSync(`docs/${file}`, text);
