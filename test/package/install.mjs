import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Uses the package as a stranger does: packs it, installs the archive into an empty folder, imports it from ES modules,
 * CommonJS and strict TypeScript, reads a schema, and calls the command.
 */
const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "rolewright-package-"));
const call = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", ...options });

try {
  const [{ filename, files }] = JSON.parse(
    call("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: root }),
  );
  const paths = files.map(({ path }) => path);
  for (const wanted of [
    "dist/index.js",
    "dist/index.cjs",
    "dist/index.d.ts",
    "dist/catalogue.LICENSE.txt",
    "schemas/integration.schema.json",
    "examples/ecs.yaml",
    "README.md",
    "LICENSE",
    "SECURITY.md",
  ]) {
    if (!paths.includes(wanted)) throw new Error(`the archive lacks ${wanted}`);
  }
  const unwanted = paths.filter((path) => /^(src|test|scripts|\.ci|node_modules)\//.test(path));
  if (unwanted.length > 0) throw new Error(`the archive holds ${unwanted.join(", ")}`);

  writeFileSync(join(folder, "package.json"), '{ "name": "stranger", "private": true }\n');
  call("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${filename}`]);
  cpSync(join(folder, "node_modules/rolewright/examples"), join(folder, "examples"), { recursive: true });

  const program = `
const integration = parseIntegration({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" });
const plan = planIntegration(integration);
if (!canonicalJson(selectPolicy(plan)).includes("integration-task")) throw new Error("no trust policy");
if (!yamlText(integrationTemplate(plan)).includes("AWS::IAM::Role")) throw new Error("no template");
if (validatePolicies(selectPolicy(plan)).some(({ valid }) => !valid)) throw new Error("an invalid policy");
try { evaluate({}); throw new Error("nothing refused"); } catch (error) { if (!(error instanceof RolewrightError)) throw error; }
if (diagnose(plan, { trust: selectPolicy(plan) }).findings.length > 0) throw new Error("a finding");
if (findAction("s3:getobject")?.name !== "GetObject" || services().length < 400) throw new Error("no catalogue");
if (prove(selectPolicy(plan), { notPublic: true }).verdict !== "proved") throw new Error("no proof");
if (parseText("a: 1").a !== 1) throw new Error("no text");
try { parseIntegration({ mode: "ecs" }); throw new Error("nothing refused"); } catch (error) { if (!(error instanceof RolewrightError)) throw error; }
`;
  const names = "RolewrightError, canonicalJson, integrationTemplate, parseIntegration, planIntegration, selectPolicy";
  writeFileSync(
    join(folder, "use.mjs"),
    `import { ${names} } from "rolewright";\nimport { findAction, services } from "rolewright/catalogue";\nimport { diagnose } from "rolewright/diagnose";\nimport { evaluate, validatePolicies } from "rolewright/policy";\nimport { prove } from "rolewright/prove";\nimport { parseText, yamlText } from "rolewright/yaml";\nimport schema from "rolewright/schemas/integration.schema.json" with { type: "json" };\n${program}if (schema.title !== "Integration") throw new Error("no schema");\n`,
  );
  writeFileSync(
    join(folder, "use.cjs"),
    `const { ${names} } = require("rolewright");\nconst { findAction, services } = require("rolewright/catalogue");\nconst { diagnose } = require("rolewright/diagnose");\nconst { evaluate, validatePolicies } = require("rolewright/policy");\nconst { prove } = require("rolewright/prove");\nconst { parseText, yamlText } = require("rolewright/yaml");\n${program}if (require("rolewright/schemas/integration.schema.json").title !== "Integration") throw new Error("no schema");\n`,
  );
  call(process.execPath, ["use.mjs"], { stdio: "inherit" });
  call(process.execPath, ["use.cjs"], { stdio: "inherit" });

  const typed = program
    .replace('parseText("a: 1").a !== 1', '(parseText("a: 1") as { a: number }).a !== 1')
    .replace("evaluate({})", "evaluate({} as never)");
  const source = `import { ${names}, type IntegrationInput } from "rolewright";\nimport { findAction, services } from "rolewright/catalogue";\nimport { diagnose } from "rolewright/diagnose";\nimport { evaluate, validatePolicies } from "rolewright/policy";\nimport { prove } from "rolewright/prove";\nimport { parseText, yamlText } from "rolewright/yaml";\n${typed}
export const input: IntegrationInput = { mode: "irsa", accountId: "111122223333", issuer: "issuer.example.com", namespace: "n", serviceAccount: ["a"] };
// @ts-expect-error a wrong key does not compile
export const wrong: IntegrationInput = { mode: "ecs", taskRoleArn: "x", externalID: "y" };
`;
  for (const extension of ["mts", "cts"]) writeFileSync(join(folder, `use.${extension}`), source);
  call(
    process.execPath,
    [
      join(root, "node_modules/typescript/bin/tsc"),
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--target",
      "es2022",
      "--module",
      "nodenext",
      "use.mts",
      "use.cts",
    ],
    { stdio: "inherit" },
  );

  const command = join(folder, "node_modules/.bin/rolewright");
  if (JSON.parse(call(command, ["policy", "examples/irsa.yaml"])).Version !== "2012-10-17")
    throw new Error("no policy");
  if (call(command, ["schema"]) !== readFileSync(join(root, "schemas/integration.schema.json"), "utf8"))
    throw new Error("no schema");
  if (!call(command, ["template", "-"], { input: readFileSync("examples/ecs.yaml") }).includes("IntegrationRole"))
    throw new Error("no template");
  try {
    call(command, ["policy", "examples/wrong.yaml"], { stdio: "pipe" });
    throw new Error("nothing refused");
  } catch (error) {
    if (error.status !== 2 || error.stdout !== "" || !error.stderr.includes("5 faults")) throw error;
  }
  console.log(
    `package: ${filename} with ${files.length} files imports from ES modules, CommonJS and TypeScript, and its command runs`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
