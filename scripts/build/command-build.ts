import { basename } from "node:path";
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

/** What the commands import that needs the Zod schemas: a program of its own, so that nothing else reads them. */
export const APART = [
  "src/cli/faults.ts",
  "src/policy/evaluate/evaluate.ts",
  "src/diagnose/diagnose.ts",
  "src/diagnose/errors/explain.ts",
] as const;

/** Leaves them out where a command imports them. */
export const apart: Plugin = {
  name: "apart",
  setup: ({ onResolve }) => {
    const names = new Set(APART.map((path) => basename(path, ".ts")));
    onResolve({ filter: /\.js$/ }, ({ path, kind, importer }) => {
      const name = basename(path, ".js");
      if (kind !== "dynamic-import" || !/[\\/]src[\\/]cli[\\/]/.test(importer) || !names.has(name)) return undefined;
      return { path: `./apart/${name}.js`, external: true };
    });
  },
};
