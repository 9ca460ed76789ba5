import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogueFiles } from "../../scripts/catalogue/catalogue-files.js";

/** The packages are pinned in package-lock.json: with newer ones, the files are made again. */
test.each(Object.entries(catalogueFiles()))("%s is as the packages make it (else: npm run catalogue)", (path, text) => {
  expect(readFileSync(path, "utf8") === text).toBe(true);
});
