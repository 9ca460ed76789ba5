import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";

/**
 * How the command is built: it starts fastest as CommonJS with its dependencies inside, each part read by the commands that
 * need it.
 */
export const COMMAND = {
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  minify: true,
  // The form of yaml that is ES modules, of which what is not used can be left out.
  alias: { yaml: "./node_modules/yaml/browser/dist/index.js" },
} as const satisfies BuildOptions;

/** What the schemas take of Zod, by its names. */
const USED = [
  ...new Set(
    readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [...readFileSync(join("src", file), "utf8").matchAll(/\bz\s*\.([a-z]\w*)\(/g)])
      .map(([, name]) => name!),
  ),
].sort();

/** A module with what the schemas take of Zod. */
export const ZOD_SOURCE = `export { ${USED.join(", ")} } from "zod";`;

/**
 * In the command, Zod is read when the first schema is made: a valid description is accepted without one. Each function that
 * the schemas call stands for Zod's own, which is a file beside the command.
 */
export const zodWhenNeeded: Plugin = {
  name: "zod-when-needed",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^zod$/ }, () => ({ path: "zod", namespace: "when-needed" }));
    onResolve({ filter: /^\.\/zod\.cjs$/, namespace: "when-needed" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "when-needed" }, () => ({
      contents: [
        "let zod;",
        'const made = (name) => (...args) => (zod ??= require("./zod.cjs"))[name](...args);',
        ...USED.map((name) => `const ${name}_ = /* @__PURE__ */ made("${name}");`),
        `export { ${USED.map((name) => `${name}_ as ${name}`).join(", ")} };`,
      ].join("\n"),
    }));
  },
};

/**
 * What few calls need: programs of their own beside the command. Were they parts of it, what they share with the others would
 * fall into many small files, and each call would read twice as many (measured: a tenth more CPU time).
 */
export const APART = [
  "src/description/faults.ts",
  "src/policy/evaluate/evaluate.ts",
  "src/policy/prove/index.ts",
  "src/diagnose/diagnose.ts",
  "src/diagnose/errors/explain.ts",
] as const;

/**
 * Leaves them out where a command imports them. The catalogue is large and stands alone: the command reads the one of the
 * library.
 */
export const apart: Plugin = {
  name: "apart",
  setup: ({ onResolve }) => {
    onResolve({ filter: /[\\/]catalogue[\\/]index\.js$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "../catalogue.js", external: true } : undefined,
    );
    const names = new Map(APART.map((path) => [basename(path, ".ts"), path]));
    onResolve({ filter: /\.js$/ }, ({ path, kind, importer }) => {
      const name = basename(path, ".js");
      if (kind !== "dynamic-import" || !/[\\/]src[\\/]cli[\\/]/.test(importer) || !names.has(name)) return undefined;
      // The command of the same name is a part of it.
      if (/commands/.test(path) || path.startsWith("./")) return undefined;
      return { path: `./${name}.apart.js`, external: true };
    });
  },
};
