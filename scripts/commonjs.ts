import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";

/**
 * Writes a built folder's ES modules as CommonJS too, file by file, so that its entries share what they have in common. (Of
 * itself, esbuild splits ES modules only.)
 *
 * @param inPlace Whether CommonJS takes the place of the ES modules.
 */
export async function writeCommonJs(folder: string, { inPlace = false } = {}): Promise<void> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const path = join(folder, file);
    const { code } = await transform(readFileSync(path, "utf8"), {
      format: "cjs",
      platform: "node",
      target: "node20",
      minifyWhitespace: inPlace,
      // An import() would start the loader of ES modules, which takes its time.
      supported: { "dynamic-import": false },
    });
    const cjs = code.replace(/require\("(\.\/[^"]+)\.js"\)/g, 'require("$1.cjs")');
    if (inPlace) renameSync(path, path.replace(/\.js$/, ".cjs"));
    writeFileSync(path.replace(/\.js$/, ".cjs"), cjs);
  }
}
