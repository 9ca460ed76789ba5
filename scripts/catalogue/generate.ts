import { writeFileSync } from "node:fs";
import { catalogueFiles } from "./catalogue-files.js";

/** Writes the catalogue from the packages that it is made from. */
for (const [path, text] of Object.entries(catalogueFiles())) writeFileSync(path, text);
