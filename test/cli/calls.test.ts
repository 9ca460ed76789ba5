import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../../src/version.js";
import { call, ecs, irsa } from "../fixtures.js";
import { file, folder } from "./files.js";

const COMMANDS = [
  "policy",
  "template",
  "stackset",
  "terraform",
  "validate",
  "equal",
  "evaluate",
  "diagnose",
  "diagram",
  "schema",
];

test.each([["--help"], ["help"], ["policy", "--help"], ["help", "template"]])(
  "%s %s is an answer, on stdout",
  async (...args) => {
    expect(await call(args)).toStrictEqual({
      status: 0,
      stdout: expect.stringMatching(/^Usage: rolewright /),
      stderr: "",
    });
  },
);

test("the help names every command, and each has a help of its own", async () => {
  const { stdout } = await call(["--help"]);
  expect([...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<).*$/gm)].map(([, name]) => name)).toStrictEqual([
    ...COMMANDS,
    "help",
  ]);
  for (const name of COMMANDS)
    expect((await call([name, "--help"])).stdout).toMatch(new RegExp(`^Usage: rolewright ${name} `));
});

test("the version is an answer, and the package's", async () => {
  expect(await call(["--version"])).toStrictEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  expect(JSON.parse(readFileSync("package.json", "utf8"))).toHaveProperty("version", version);
});

test.each<[string, string[], string]>([
  ["nothing", [], "Usage: rolewright"],
  ["an unknown command", ["polcy"], "(Did you mean policy?)"],
  ["no file", ["policy"], "missing required argument 'config'"],
  ["two files", ["policy", "a", "b"], "too many arguments"],
  ["an unknown option", ["policy", "a", "--verbose"], "unknown option '--verbose'"],
  ["a wrong choice", ["policy", "a", "--role", "x"], "Allowed choices are integration, workload."],
  ["an unknown schema", ["schema", "x"], "Allowed choices are integration, "],
  ["a missing file", ["policy", "/nonexistent/x.yaml"], "there is no such file"],
  ["a folder", ["policy", folder], "it is a folder"],
])("a wrong call (%s) is status 2, with nothing on stdout", async (_name, args, said) => {
  const { status, stdout, stderr } = await call(args);
  expect([status, stdout, stderr]).toStrictEqual([2, "", expect.stringContaining(said)]);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("every fault of a description is told, with where and what it is", async () => {
  const input = file({ mode: "ecs", taskRoleArn: "x", roleName: "a/b", nope: 1 });
  const { status, stdout, stderr } = await call(["template", input]);
  expect([status, stdout]).toStrictEqual([2, ""]);
  expect(stderr.replace(/: [^\n]* \[/g, ": … [")).toBe(`rolewright: 3 faults:
  taskRoleArn: … [INVALID_FORMAT]
  roleName: … [INVALID_FORMAT]
  nope: … [UNKNOWN_KEY]
`);
});

test.each<[string, string | Uint8Array | object, string]>([
  ["no UTF-8", Uint8Array.of(0x6d, 0xff, 0xfe), "is no UTF-8 text. Save it as UTF-8. [INVALID_SYNTAX]"],
  ["an empty file", "", "[INVALID_TYPE]"],
  ["a list", "- a", "must be a map"],
  ["a key of another mode", { ...irsa, externalId: "abc" }, "externalId: "],
])("a wrong description (%s) is status 2, with nothing on stdout", async (_name, content, said) => {
  expect(await call(["template", file(content)])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^rolewright: 1 fault:\n {2}.*\n$/),
  });
  expect((await call(["template", file(content)])).stderr).toContain(said);
});

test("what a plan notes is told on standard error", async () => {
  const serviceAccount = Array.from({ length: 20 }, (_, index) => `${"a".repeat(90)}${index}`);
  const { status, stdout, stderr } = await call(["policy", file({ ...irsa, serviceAccount })]);
  expect([status, JSON.parse(stdout).Version]).toStrictEqual([0, "2012-10-17"]);
  expect(stderr).toMatch(/^note: The integration role's trust policy has \d+ characters\. .*\n$/);
});

test.each([
  [["policy"]],
  [["template"]],
  [["template", "--format", "json"]],
  [["template", "--role", "workload"]],
  [["stackset"]],
  [["terraform"]],
  [["diagram"]],
])("the order of keys does not change a byte of %j", async ([command, ...rest]) => {
  const targets = { accounts: ["444455556666"] };
  const shuffled = { targets, tags: { b: "2", a: "1" }, taskRoleArn: ecs.taskRoleArn, mode: "ecs" };
  const ordered = { ...ecs, tags: { a: "1", b: "2" }, targets };
  const printed = await call([command!, file(ordered), ...rest]);
  expect(await call([command!, file(shuffled), ...rest])).toStrictEqual(printed);
  expect([printed.status, printed.stdout.length > 100]).toStrictEqual([0, true]);
});
