import { defineConfig } from "tsup";
import { apart, COMMAND, zodWhenNeeded } from "./scripts/build/command-build.js";

// scripts/build/after-build.ts goes on from here.
export default defineConfig([
  {
    entry: {
      index: "src/index.ts",
      policy: "src/policy/index.ts",
      prove: "src/policy/prove/index.ts",
      diagnose: "src/diagnose/index.ts",
      catalogue: "src/catalogue/index.ts",
      yaml: "src/yaml/index.ts",
    },
    format: ["esm"],
    // One RolewrightError for all entries.
    splitting: true,
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    target: "node20",
    sourcemap: false,
  },
  {
    entry: { rolewright: "src/cli/main.ts" },
    format: [COMMAND.format],
    platform: COMMAND.platform,
    target: COMMAND.target,
    splitting: COMMAND.splitting,
    minify: COMMAND.minify,
    outDir: "dist/cli",
    noExternal: [/.*/],
    esbuildPlugins: [apart, zodWhenNeeded],
    esbuildOptions: (options) => {
      options.alias = COMMAND.alias;
    },
    banner: { js: "#!/usr/bin/env node" },
  },
]);
