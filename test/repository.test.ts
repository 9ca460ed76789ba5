import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What holds of the repository beside its code. */

const workflows = readdirSync(".github/workflows").map(
  (name) => [name, readFileSync(`.github/workflows/${name}`, "utf8")] as const,
);

test.each(workflows)(
  "%s names its actions by commit, with the version, and may do no more than it needs",
  (_name, text) => {
    const used = text.split("\n").filter((line) => line.includes("uses:"));
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) expect(line).toMatch(/^ +- uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
  },
);

test("the examples of the README are in the package", () => {
  const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
  const named = [...readFileSync("README.md", "utf8").matchAll(/\bexamples\/([\w.-]+\w)/g)].map(([, name]) => name);
  expect(files).toContain("examples");
  expect(named.filter((name) => !readdirSync("examples").includes(name!))).toStrictEqual([]);
});
