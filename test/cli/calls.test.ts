import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../../src/version.js";
import { call, ecs, irsa } from "../fixtures.js";
import { file, folder, trustPolicy } from "./files.js";

const COMMANDS = [
  "policy",
  "template",
  "stackset",
  "terraform",
  "validate",
  "equal",
  "prove",
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
  ...["policy", "template", "stackset", "terraform", "diagram", "validate", "evaluate"].flatMap((command) =>
    ["", " \n\t", "\uFEFF", "# nothing\n  # more", "\r\n# nothing"].map((text): [string, string[], string] => [
      `a file that says nothing, ${JSON.stringify(text)}`,
      [command, file(text)],
      "is empty. [UNREADABLE]\n",
    ]),
  ),
  ["an empty file beside another", ["validate", file(trustPolicy("*")), file("")], "is empty. [UNREADABLE]\n"],
  ["an empty policy", ["equal", file(trustPolicy("*")), file("")], "is empty. [UNREADABLE]\n"],
  ["an empty trust policy", ["diagnose", file(ecs), "--trust", file("#")], "is empty. [UNREADABLE]\n"],
  ["empty standard input", ["validate", "-"], "\n  Standard input is empty. [UNREADABLE]\n"],
])("a wrong call (%s) is status 2, with nothing on stdout", async (_name, args, said) => {
  const { status, stdout, stderr } = await call(args);
  expect([status, stdout, stderr]).toStrictEqual([2, "", expect.stringContaining(said)]);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("every fault of a description is told, with where and what it is", async () => {
  const input = file({ mode: "ecs", taskRoleArn: "x", roleName: "a/b", nope: 1 });
  const { status, stdout, stderr } = await call(["template", input]);
  expect([status, stdout]).toStrictEqual([2, ""]);
  expect(stderr.replaceAll(input, "FILE").replace(/: [^\n]* \[/g, ": … [")).toBe(`rolewright: 3 faults:
  FILE:1:29 taskRoleArn: … [INVALID_FORMAT]
  FILE:1:44 roleName: … [INVALID_FORMAT]
  FILE:1:50 nope: … [UNKNOWN_KEY]
`);
});

test("a fault shows what was given as the text has it, in YAML and in JSON", async () => {
  const said = async (text: string) => {
    const { status, stdout, stderr } = await call(["policy", "-"], { stdin: text });
    expect([status, stdout]).toStrictEqual([2, ""]);
    return stderr
      .split("\n")
      .slice(1, -1)
      .map((line) => line.replace(/: must be .*?; given /, ": … given "));
  };
  expect(
    await said(`mode: irsa
accountId: 012345678901
region: eu-west-1
oidcId: &id 12345678901234567890
namespace: 0x1f2e3d4c
serviceAccount: [1e3, *id]
maxSessionDuration: 0x10
createOidcProvider: 1.0
tags:
  a: True
  b: ${"1".repeat(200)}
`),
  ).toStrictEqual([
    '  -:2:12 accountId: … given 012345678901. Write it in quotes: "012345678901". [INVALID_TYPE]',
    '  -:4:13 oidcId: … given 12345678901234567890. Write it in quotes: "12345678901234567890". [INVALID_TYPE]',
    '  -:5:12 namespace: … given 0x1f2e3d4c. Write it in quotes: "0x1f2e3d4c". [INVALID_TYPE]',
    '  -:6:18 serviceAccount[0]: … given 1e3. Write it in quotes: "1e3". [INVALID_TYPE]',
    '  -:6:23 serviceAccount[1]: … given 12345678901234567890. Write it in quotes: "12345678901234567890". [INVALID_TYPE]',
    "  -:7:21 maxSessionDuration: … given 0x10. [OUT_OF_RANGE]",
    "  -:8:21 createOidcProvider: … given 1.0. [INVALID_TYPE]",
    '  -:10:6 tags.a: … given True. Write it in quotes: "True". [INVALID_TYPE]',
    `  -:11:6 tags.b: … given ${"1".repeat(100)}… (200 characters). Write it in quotes. [INVALID_TYPE]`,
  ]);
  expect(
    await said(
      '{\n  "mode": "irsa", "accountId": 1.0e2,\n  "serviceAccount": "s", "namespace": 7, "issuer": "a.b/c"\n}',
    ),
  ).toStrictEqual([
    '  -:2:32 accountId: … given 1.0e2. Write it in quotes: "1.0e2". [INVALID_TYPE]',
    '  -:3:39 namespace: … given 7. Write it in quotes: "7". [INVALID_TYPE]',
  ]);
});

test.each<[string, string, string]>([
  ["a missing key: the map", "# a\nmode: ecs\n", "2:1 taskRoleArn: "],
  [
    "a missing key of a map in another",
    "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/t\ntargets:\n  {}",
    "4:3 targets: ",
  ],
  ["an unknown key", "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/t\n\n'a b': x", '4:1 ["a b"]: '],
  [
    "a key that another excludes",
    "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/t\nstackSet:\n  callAs: SELF\ntargets: {accounts: ['111122223333']}",
    "4:3 stackSet.callAs: ",
  ],
  [
    "a member that is there twice",
    "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/t\nmanagedPolicyArns: &p\n- arn:aws:iam::aws:policy/x\n- arn:aws:iam::aws:policy/x",
    "5:3 managedPolicyArns[1]: ",
  ],
  ["a value that is not there", "mode: ecs\ntaskRoleArn:", "2:13 taskRoleArn: "],
  ["what is no map", "- a\n- b", "1:1 must be a map"],
  ["a fault of the syntax", "mode: ecs\n---\nmode: ecs", "2:1 holds several documents"],
  ["a key that is there twice", "mode: ecs\nmode: ecs", '2:1 the key "mode" is there twice'],
  [
    "a fault of the plan",
    `mode: irsa\naccountId: "111122223333"\nissuer: issuer.example.com/c\nnamespace: n\nserviceAccount: [${Array.from({ length: 200 }, (_, index) => `${"a".repeat(90)}${index}`)}]`,
    "1:1 makes a trust policy of 24184 characters",
  ],
])("the place of %s", async (_name, text, said) => {
  const input = file(text);
  const { stderr } = await call(["policy", input]);
  expect(stderr).toContain(`rolewright: 1 fault:\n  ${input}:${said}`);
});

test.each<[string, string | Uint8Array | object, string]>([
  ["no UTF-8", Uint8Array.of(0x6d, 0xff, 0xfe), "is no UTF-8 text. Save it as UTF-8. [INVALID_SYNTAX]"],
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
