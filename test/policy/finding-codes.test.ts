import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { FINDING_CODES } from "../../src/policy/index.js";

const FOLDER = "src/policy/validate";
const rules = readdirSync(`${FOLDER}/rules`);

describe("a code of a finding stands beside its rule", () => {
  test.each(rules)("%s uses its own codes", async (file) => {
    const path = join(process.cwd(), FOLDER, "rules", file);
    const module: Record<string, object> = await import(/* @vite-ignore */ path);
    const [[name, codes] = ["", {}], ...others] = Object.entries(module).filter(([each]) => each.endsWith("_CODES"));
    expect(others).toStrictEqual([]);
    expect(FINDING_CODES).toMatchObject(codes);
    const text = readFileSync(`${FOLDER}/rules/${file}`, "utf8");
    for (const code of Object.keys(codes))
      expect(text.replace(/\s+/g, " ")).toMatch(new RegExp(`(?:add|finding)\\( ?(?:report, )?${name}, "${code}"`));
  });

  test("no code has two", () => {
    const texts = rules.map((file) => readFileSync(`${FOLDER}/rules/${file}`, "utf8"));
    for (const code of Object.keys(FINDING_CODES))
      expect(texts.filter((text) => new RegExp(`^  ${code}: \\[`, "m").test(text))).toHaveLength(1);
  });
});

test("no file of the policy language imports itself, by way of others", () => {
  const importsOf = (file: string) =>
    [...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "(\.[^"]*)";/gm)].map(([, path]) =>
      join(dirname(file), path!.replace(/js$/, "ts")),
    );
  const done = new Set<string>();
  const walk = (file: string, above: readonly string[]): void => {
    expect(above).not.toContain(file);
    if (done.has(file)) return;
    for (const imported of importsOf(file)) walk(imported, [...above, file]);
    done.add(file);
  };
  walk("src/policy/index.ts", []);
  expect(done.size).toBeGreaterThan(30);
});
