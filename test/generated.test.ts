import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { documents } from "../scripts/pages.js";
import { run } from "../src/cli/run.js";
import * as diagnoseEntry from "../src/diagnose/index.js";
import * as library from "../src/index.js";
import * as policyEntry from "../src/policy/index.js";
import * as yamlEntry from "../src/yaml/index.js";

const readme = readFileSync("README.md", "utf8");

describe("README.md", () => {
  const sessions = [...readme.matchAll(/^```console\n\$ rolewright (.*)\n([\s\S]*?)^```$/gm)].map(
    ([, call, output]) => [call!, output!] as const,
  );

  test("shows a session of every mode", () => {
    for (const mode of ["ecs", "irsa", "iam-user"])
      expect(sessions.map(([call]) => call).join("\n")).toContain(`examples/${mode}.yaml`);
  });

  test.each(sessions)("prints what rolewright %s prints", async (call, output) => {
    let stdout = "";
    let stderr = "";
    const status = await run(call.split(" "), {
      stdin: async () => new Uint8Array(),
      stdout: (text) => {
        stdout += text;
      },
      colours: false,
      stderr: (text) => {
        stderr += text;
      },
    });
    expect(status === 2 ? stderr : stdout).toBe(output);
  });

  test.each(readdirSync("examples").filter((file) => file.endsWith(".yaml")))("shows examples/%s as it is", (file) => {
    expect(readme).toContain(`\`\`\`yaml\n${readFileSync(`examples/${file}`, "utf8")}\`\`\``);
  });

  test("links to files that exist", () => {
    for (const [, file] of readme.matchAll(/\]\(([^):#]+)\)/g)) expect(() => readFileSync(file!)).not.toThrow();
  });
});

test("the pages in docs/ that are made from the code are up to date (else: npm run generate)", () => {
  for (const [file, text] of Object.entries(documents())) expect(readFileSync(`docs/${file}`, "utf8")).toBe(text);
});

/** The examples of the doc blocks: lines `expression; // value`, the value as JSON. */
const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const examples = sources.flatMap((file) =>
  [...readFileSync(`src/${file}`, "utf8").matchAll(/^ \* @example\n([\s\S]*?)^ \*\/\n[\s\S]*?(\w+)\(/gm)].map(
    ([, block]) => [file, block!.replace(/^ \* ?/gm, "")] as const,
  ),
);

test("doc blocks have examples", () => {
  expect(examples.length).toBeGreaterThan(6);
});

test.each(examples)("the example in src/%s is true", (_file, block) => {
  const code = block.replace(
    /^( *)(if \(.*?\) )?(?!const|let|import)(\S.*?);?\s+\/\/ ([\s\S]*?)$/gm,
    (_line, indent, condition = "", expression, value) => `${indent}${condition}found.push([${expression}, ${value}]);`,
  );
  const found: [unknown, unknown][] = [];
  const scope = { ...library, ...policyEntry, ...diagnoseEntry, ...yamlEntry, found };
  new Function(...Object.keys(scope), code)(...Object.values(scope));
  expect(found.length).toBeGreaterThan(0);
  for (const [actual, said] of found) expect(actual).toStrictEqual(said);
});
