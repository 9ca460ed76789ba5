import { defineConfig } from "tsup";

export default defineConfig([
  {
    entry: { index: "src/index.ts", policy: "src/policy.ts", diagnose: "src/diagnose.ts", yaml: "src/yaml.ts" },
    format: ["esm", "cjs"],
    // One RolewrightError for all entries, in CommonJS too.
    splitting: true,
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    target: "node20",
    sourcemap: false,
    clean: true,
  },
  {
    entry: { rolewright: "src/cli/main.ts" },
    format: ["esm"],
    outDir: "dist/cli",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
    splitting: true,
  },
]);
