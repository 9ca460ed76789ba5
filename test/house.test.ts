import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { MODE_NAMES, MODES } from "../src/modes/index.js";

/** What the docs promise of the house: which room knows what, and that imports run one way. */

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .sort();
const parsed = new Map(
  files.map((file) => [
    file,
    ts.createSourceFile(file, readFileSync(`src/${file}`, "utf8"), ts.ScriptTarget.ES2022, true),
  ]),
);

function visit(file: string, each: (node: ts.Node) => void): void {
  const walk = (node: ts.Node) => {
    each(node);
    ts.forEachChild(node, walk);
  };
  walk(parsed.get(file)!);
}

/** The files of the house that a file imports, types and dynamic imports included. */
function importsOf(file: string): string[] {
  const found: string[] = [];
  visit(file, (node) => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return;
    const target = normalize(join(dirname(file), specifier.text)).replace(/\.js$/, ".ts");
    if (parsed.has(target)) found.push(target);
  });
  return found;
}

/** From the ground up: a room imports from itself and from those below it. */
const FLOORS = [
  ["frozen.ts", "one-line.ts", "plain-object.ts", "version.ts", "json/types.ts"],
  ["errors.ts"],
  ["argument.ts"],
  ["json"],
  ["yaml", "schema"],
  ["aws", "wildcard"],
  ["catalogue"],
  ["policy"],
  ["modes"],
  ["description"],
  ["plan"],
  ["render", "diagnose"],
  ["index.ts", "cli"],
];

function floorOf(file: string): number {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(file));
  return floor >= 0 ? floor : FLOORS.findIndex((rooms) => rooms.includes(file.split("/")[0]!));
}

describe("imports", () => {
  test("every file is in a room that is known", () => {
    expect(files.filter((file) => floorOf(file) < 0)).toStrictEqual([]);
  });
  test("run downwards, and never from one room to another of its floor", () => {
    const room = (file: string) => file.split("/")[0]!;
    const upwards = files.flatMap((file) =>
      importsOf(file)
        .filter((target) =>
          floorOf(target) === floorOf(file) ? room(target) !== room(file) : floorOf(target) > floorOf(file),
        )
        .map((target) => `${file} -> ${target}`),
    );
    expect(upwards).toStrictEqual([]);
  });
  test("make no circle", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, above: readonly string[]) => {
      if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(" -> "));
      if (above.includes(file) || done.has(file)) return;
      for (const target of importsOf(file)) walk(target, [...above, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toStrictEqual([]);
  });
});

/**
 * Keys of single modes whose words are also those of facts in the plan (the caller's namespace, the provider's issuer), of AWS
 * (the region of an ARN) or of the evaluation of trust: as identifiers they say nothing of a mode.
 */
const WORDS_OF_THE_FIELD = new Set([
  "accountId",
  "audience",
  "externalId",
  "issuer",
  "namespace",
  "organizationId",
  "region",
  "serviceAccount",
]);

/** Data of all AWS services, made from a package: the prefixes of some are also names of modes. */
const SERVICE_PREFIXES = new Set(["catalogue/data.ts", "aws/multivalued-keys.ts"]);

describe("modes", () => {
  const shared = Object.keys(MODES.ecs.schema().shape).filter((key) =>
    MODE_NAMES.every((name) => Object.hasOwn(MODES[name].schema().shape, key)),
  );
  const own = [...new Set(MODE_NAMES.flatMap((name) => Object.keys(MODES[name].schema().shape)))].filter(
    (key) => !shared.includes(key) && !WORDS_OF_THE_FIELD.has(key),
  );
  const outside = files.filter((file) => !file.startsWith("modes/") && !SERVICE_PREFIXES.has(file));

  test("have keys of their own", () => {
    expect(own).toContain("taskRoleArn");
    expect(shared).toContain("roleName");
  });

  test("are compared and listed nowhere outside src/modes, nor are their keys", () => {
    const names: readonly string[] = MODE_NAMES;
    const known: string[] = [];
    for (const file of outside)
      visit(file, (node) => {
        const literal = ts.isStringLiteralLike(node) ? node.text : undefined;
        const key = ts.isIdentifier(node) ? node.text : literal;
        if ((literal !== undefined && names.includes(literal)) || (key !== undefined && own.includes(key)))
          known.push(`${file}: ${node.getText()}`);
      });
    expect(known).toStrictEqual([]);
  });

  test("are asked for by their interface alone, through the record", () => {
    const direct = outside.flatMap((file) =>
      importsOf(file)
        .filter((target) => MODE_NAMES.some((name) => target === `modes/${name}.ts`))
        .map((target) => `${file} -> ${target}`),
    );
    expect(direct).toStrictEqual([]);
  });
});

test("nothing below src/cli names an option of the command line", () => {
  const options = new Set(
    files
      .filter((file) => file.startsWith("cli/"))
      .flatMap((file) =>
        [...readFileSync(`src/${file}`, "utf8").matchAll(/"(--[a-z-]+)[ "]/g)].map(([, name]) => name!),
      ),
  );
  expect(options.size).toBeGreaterThan(15);
  const named: string[] = [];
  for (const file of files.filter((each) => !each.startsWith("cli/")))
    visit(file, (node) => {
      if (!ts.isStringLiteralLike(node) && node.kind < ts.SyntaxKind.TemplateHead) return;
      if (!ts.isStringLiteralLike(node) && node.kind > ts.SyntaxKind.TemplateTail) return;
      const text = (node as ts.LiteralLikeNode).text;
      if (/\b(?:aws|kubectl|stackset) /.test(text)) return;
      for (const [word] of text.matchAll(/--[a-z-]+/g)) if (options.has(word)) named.push(`${file}: ${word}`);
    });
  expect(named).toStrictEqual([]);
});
