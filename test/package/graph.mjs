import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * What the built package loads, and how large it is: by module and byte, so that the answer is the same everywhere. A limit
 * that is passed on purpose is raised here.
 */
const ENTRIES = {
  index: { packages: ["fast-json-stable-stringify", "fastest-levenshtein", "zod"], kilobytes: 131 },
  policy: {
    packages: ["@humanwhocodes/momoa", "fast-json-stable-stringify", "fastest-levenshtein", "ipaddr.js", "zod"],
    kilobytes: 157,
  },
  prove: { packages: ["fastest-levenshtein", "ipaddr.js"], kilobytes: 86 },
  diagnose: {
    packages: ["@humanwhocodes/momoa", "fastest-levenshtein", "ipaddr.js", "zod"],
    kilobytes: 250,
  },
  // Its data is 185 kB with gzip, of 250 at most.
  catalogue: { packages: [], kilobytes: 780, gzipped: 250 },
  yaml: { packages: ["yaml"], kilobytes: 9 },
};
const COMMANDS = {
  policy: { kilobytes: 304, absent: ["catalogue", "cloudformation", "stackset", "validate"] },
  template: { kilobytes: 310, absent: ["catalogue", "stackset", "terraform", "validate"] },
};

const faults = [];
for (const [name, { packages, kilobytes, gzipped }] of Object.entries(ENTRIES)) {
  const { metafile, outputFiles } = await build({
    entryPoints: [`dist/${name}.js`],
    bundle: true,
    minify: true,
    format: "esm",
    packages: "external",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  const loaded = [...new Set(output.imports.map(({ path }) => path))].sort();
  if (loaded.join() !== packages.join()) faults.push(`${name} loads ${loaded.join(", ")}, not ${packages.join(", ")}`);
  const bytes = outputFiles[0].contents.length;
  if (bytes > kilobytes * 1000) faults.push(`${name} has ${bytes} bytes minified, more than ${kilobytes} kB`);
  const small = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  if (small > (gzipped ?? Infinity) * 1000) faults.push(`${name} has ${small} bytes gzipped, more than ${gzipped} kB`);
  if (gzipped === undefined && outputFiles[0].text.includes("ListAllMyBuckets"))
    faults.push(`${name} holds the catalogue`);
  console.log(`${name}: ${bytes} bytes minified, ${small} gzipped, loads ${loaded.join(", ")}`);
}

/** What a browser loads to prove something: everything that the entry imports, packages included. */
// The aim is 30: what looks up many values among many in linear time came on top.
const PROVE_KILOBYTES = 36;
const { outputFiles: inBrowser } = await build({
  entryPoints: ["dist/prove.js"],
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  write: false,
  logLevel: "error",
});
const zipped = gzipSync(inBrowser[0].contents, { level: 9 }).length;
if (zipped > PROVE_KILOBYTES * 1000) faults.push(`prove has ${zipped} bytes zipped, more than ${PROVE_KILOBYTES} kB`);
console.log(`prove: ${zipped} bytes minified and zipped, packages included`);

const spy = `
const { Module } = require("node:module");
const compile = Module.prototype._compile;
Module.prototype._compile = function (text, file) {
  if (file.includes("cli") || file.includes("catalogue")) process._rawDebug(file);
  return compile.call(this, text, file);
};`;
for (const [name, { kilobytes, absent }] of Object.entries(COMMANDS)) {
  const script = `${spy} process.argv = ["node", "rolewright", ${JSON.stringify(name)}, "examples/ecs.yaml"]; require(${JSON.stringify(join(process.cwd(), "dist/cli/rolewright.cjs"))});`;
  const files = execFileSync("sh", ["-c", '"$0" -e "$1" 2>&1 >/dev/null', process.execPath, script], {
    encoding: "utf8",
  })
    .trim()
    .split("\n");
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  if (bytes > kilobytes * 1000) faults.push(`rolewright ${name} reads ${bytes} bytes, more than ${kilobytes} kB`);
  if (files.some((file) => basename(file) === "zod.cjs")) faults.push(`rolewright ${name} reads Zod`);
  const unwanted = files.filter((file) => absent.some((text) => basename(file).startsWith(text)));
  if (unwanted.length > 0) faults.push(`rolewright ${name} reads ${unwanted.join(", ")}`);
  console.log(`rolewright ${name}: ${bytes} bytes in ${files.length} files`);
}
const packed = readdirSync("dist", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
console.log(`dist: ${packed} bytes`);
for (const fault of faults) console.log(`FAILED ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
