import { defineConfig } from "tsup";
import { writeCommonJs } from "./scripts/commonjs.js";

export default defineConfig([
  {
    entry: { index: "src/index.ts", policy: "src/policy.ts", diagnose: "src/diagnose.ts", yaml: "src/yaml.ts" },
    format: ["esm"],
    // One RolewrightError for all entries.
    splitting: true,
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    target: "node20",
    sourcemap: false,
    clean: ["dist/*.js", "dist/*.cjs", "dist/*.d.*"],
    onSuccess: () => writeCommonJs("dist"),
  },
  {
    // The command starts fastest as CommonJS with its dependencies inside, each part read by the commands that need it.
    entry: { rolewright: "src/cli/main.ts" },
    format: ["esm"],
    outDir: "dist/cli",
    platform: "node",
    target: "node20",
    noExternal: [/.*/],
    splitting: true,
    minify: true,
    clean: true,
    banner: { js: "#!/usr/bin/env node" },
    onSuccess: () => writeCommonJs("dist/cli", { inPlace: true }),
  },
]);
