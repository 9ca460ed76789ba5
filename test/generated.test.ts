import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { documents } from "../scripts/pages.js";
import { jsonSchemas } from "../scripts/schemas/json-schemas.js";
import { validatorSource } from "../scripts/validators.js";
import * as catalogueEntry from "../src/catalogue/index.js";
import * as diagnoseEntry from "../src/diagnose/index.js";
import * as library from "../src/index.js";
import * as policyEntry from "../src/policy/index.js";
import * as proveEntry from "../src/policy/prove/index.js";
import * as yamlEntry from "../src/yaml/index.js";
import { call } from "./fixtures.js";

const readme = readFileSync("README.md", "utf8");

describe("README.md", () => {
  const sessions = [...readme.matchAll(/^```console\n\$ rolewright (.*)\n([\s\S]*?)^```$/gm)].map(
    ([, command, output]) => [command!, output!] as const,
  );

  test("shows a session of every mode", () => {
    for (const mode of ["ecs", "irsa", "iam-user"])
      expect(sessions.map(([command]) => command).join("\n")).toContain(`examples/${mode}.yaml`);
  });

  test.each(sessions)("prints what rolewright %s prints", async (command, output) => {
    const { status, stdout, stderr } = await call(command.split(" "));
    expect(status === 2 ? stderr : stdout).toBe(output);
  });

  test.each(readdirSync("examples").filter((file) => file.endsWith(".yaml")))("shows examples/%s as it is", (file) => {
    expect(readme).toContain(`\`\`\`yaml\n${readFileSync(`examples/${file}`, "utf8")}\`\`\``);
  });
});

/** A page without its code, in which nothing is a link or a heading. */
const prose = (file: string) =>
  readFileSync(file, "utf8")
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ""));

/** The names that a page's parts can be linked by: those of its headings, as GitHub makes them, and its own. */
function anchorsOf(file: string): Set<string> {
  const text = prose(file);
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!));
  for (const [, heading] of text.matchAll(/^#+ (.*)$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/ /g, "-");
    let name = slug;
    for (let count = 1; anchors.has(name); count++) name = `${slug}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

const pages = [
  ...readdirSync(".").filter((file) => file.endsWith(".md")),
  ...readdirSync("docs")
    .map((file) => `docs/${file}`)
    .filter((file) => file.endsWith(".md")),
];
const links = pages.flatMap((page) =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) =>
    /^[a-z]+:/.test(target!) ? [] : [[page, target!] as const],
  ),
);

describe("links between the pages", () => {
  test("are found in README.md and in docs/", () => {
    const from = (page: string) => links.filter(([name]) => name === page).length;
    expect(from("README.md")).toBeGreaterThan(5);
    expect(from("docs/troubleshooting.md")).toBeGreaterThan(5);
    expect(from("docs/input.md")).toBeGreaterThan(5);
  });

  test.each(pages)("of %s lead to files and headings that are there", (page) => {
    const broken = links
      .filter(([name]) => name === page)
      .filter(([, target]) => {
        const [file = "", anchor] = target.split("#");
        const path = file === "" ? page : normalize(join(dirname(page), file));
        return !existsSync(path) || (anchor !== undefined && !anchorsOf(path).has(anchor));
      })
      .map(([, target]) => target);
    expect(broken).toStrictEqual([]);
  });
});

describe("what is made from the code is up to date (else: npm run generate)", () => {
  test.each(Object.entries(documents()))("docs/%s", (file, text) => {
    expect(readFileSync(`docs/${file}`, "utf8")).toBe(text);
  });

  test("the files in schemas/", () => {
    const made = Object.entries(jsonSchemas()).map(([name, schema]): [string, string] => [
      `${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]);
    const files = readdirSync("schemas").map((file): [string, string] => [
      file,
      readFileSync(`schemas/${file}`, "utf8"),
    ]);
    expect(new Map(files)).toStrictEqual(new Map(made));
  });

  test("the quick validator", () => {
    expect(readFileSync("src/description/is-description.js", "utf8")).toBe(validatorSource());
  });
});

describe("the JSON Schemas", () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  interface Schema {
    readonly examples?: readonly unknown[];
    readonly $defs?: { readonly [id: string]: { readonly examples?: readonly unknown[] } };
  }
  for (const schema of Object.values(jsonSchemas())) ajv.addSchema(schema);

  test.each(Object.entries(jsonSchemas()))("%s: has its identity, and its examples are valid", (name, schema) => {
    const id = `urn:rolewright:schema:${name}`;
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: id,
      title: expect.any(String),
      description: expect.any(String),
    });
    const { examples = [], $defs = {} } = schema as Schema;
    const all = [
      ...examples.map((example) => [id, example] as const),
      ...Object.entries($defs).flatMap(([part, inner]) =>
        (inner.examples ?? []).map((example) => [`${id}#/$defs/${part}`, example] as const),
      ),
    ];
    expect(all.filter(([ref, example]) => !ajv.validate({ $ref: ref }, example))).toStrictEqual([]);
  });

  test("have examples of their own", () => {
    const examples = Object.values(jsonSchemas()).flatMap((schema) => (schema as Schema).examples ?? []);
    expect(examples.length).toBeGreaterThan(1);
  });
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
  const scope = { ...library, ...catalogueEntry, ...policyEntry, ...proveEntry, ...diagnoseEntry, ...yamlEntry, found };
  new Function(...Object.keys(scope), code)(...Object.values(scope));
  expect(found.length).toBeGreaterThan(0);
  for (const [actual, said] of found) expect(actual).toStrictEqual(said);
});
