import { copyFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";
import { APART, COMMAND, ZOD_SOURCE, zodWhenNeeded } from "./command-build.js";

/**
 * What follows after tsup: the parts of the command that stand apart, Zod among them, and CommonJS beside the library's ES
 * modules and in place of the command's. (Of itself, esbuild splits ES modules only.)
 */
await build({
  ...COMMAND,
  entryPoints: [...APART],
  outdir: "dist/cli",
  entryNames: "[name].apart",
  chunkNames: "apart-[hash]",
  bundle: true,
  plugins: [zodWhenNeeded],
});
await build({
  ...COMMAND,
  splitting: false,
  stdin: { contents: ZOD_SOURCE, resolveDir: "." },
  outfile: "dist/cli/zod.js",
  bundle: true,
});
await writeCommonJs("dist/cli", true);
await writeCommonJs("dist", false);
for (const file of filesOf("dist", ".d.ts")) {
  const text = readFileSync(file, "utf8").replace(/(["']\.\/[^"']+)\.js(["'])/g, "$1.cjs$2");
  writeFileSync(file.replace(/\.ts$/, ".cts"), text);
}

async function writeCommonJs(folder: string, inPlace: boolean): Promise<void> {
  for (const file of filesOf(folder, ".js")) {
    const { code } = await transform(readFileSync(file, "utf8"), {
      format: "cjs",
      platform: "node",
      target: "node20",
      minifyWhitespace: inPlace,
      // An import() would start the loader of ES modules, which takes its time.
      supported: { "dynamic-import": false },
    });
    const commonJs = file.replace(/\.js$/, ".cjs");
    if (inPlace) renameSync(file, commonJs);
    writeFileSync(commonJs, code.replace(/require\("(\.{1,2}\/[^"]+)\.js"\)/g, 'require("$1.cjs")'));
  }
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => basename(name).endsWith(ending))
    .map((name) => join(folder, name));
}

/** The licences of what is inside the command. */
const BUNDLED = [
  "@humanwhocodes/momoa",
  "commander",
  "fast-json-stable-stringify",
  "fastest-levenshtein",
  "ipaddr.js",
  "yaml",
  "zod",
];
const licences = BUNDLED.map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  // momoa names the Apache License without its text; TypeScript, under the same one, has it.
  if (file === undefined && license !== "Apache-2.0") throw new Error(`${name} has no licence file`);
  const text = readFileSync(file === undefined ? "node_modules/typescript/LICENSE.txt" : join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
copyFileSync("src/catalogue/LICENSE.txt", "dist/catalogue.LICENSE.txt");
writeFileSync("dist/cli/LICENSES.txt", licences.join(`\n${"-".repeat(80)}\n\n`));
