import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.js";
import { call, ecs } from "../fixtures.js";
import { file, folder, trustPolicy } from "./files.js";

const policy = trustPolicy("arn:aws:iam::111122223333:role/task");
const fails = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: raw text of the system`), { code });
};

/** A call whose streams fail as they are told to; what came through. */
async function broken(args: readonly string[], streams: { readonly stdout?: string; readonly stderr?: string }) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => {
    const code = streams[name];
    if (code !== undefined) return fails(code);
    return async (text: string) => {
      written[name] += text;
    };
  };
  const status = await run(args, {
    stdin: async () => new Uint8Array(),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    colours: false,
  });
  return { status, ...written };
}

const yes = ["policy", file(ecs)];
const no = ["validate", file({ ...policy, Version: "2020-01-01" })];
const wrong = ["policy", file({ mode: "ecs" })];

test.each([
  ["a closed pipe, yes", yes, { stdout: "EPIPE" }, { status: 0, stdout: "", stderr: "" }],
  ["a closed pipe, no", no, { stdout: "EPIPE" }, { status: 0, stdout: "", stderr: "" }],
  [
    "a full disk",
    no,
    { stdout: "ENOSPC" },
    { status: 2, stdout: "", stderr: "rolewright: standard output cannot be written: no space is left.\n" },
  ],
  ["full disks", no, { stdout: "ENOSPC", stderr: "ENOSPC" }, { status: 2, stdout: "", stderr: "" }],
  ["a fault that nobody reads", wrong, { stderr: "EPIPE" }, { status: 2, stdout: "", stderr: "" }],
  ["a fault that cannot be written", wrong, { stderr: "ENOSPC" }, { status: 2, stdout: "", stderr: "" }],
])("%s", async (_name, args, streams, result) => {
  expect(await broken(args, streams)).toStrictEqual(result);
});

test("a note that nobody reads changes nothing, and one that cannot be written is a failed write", async () => {
  const noted = [
    "policy",
    file({
      mode: "irsa",
      accountId: "111122223333",
      issuer: "a.example.com",
      namespace: "n",
      serviceAccount: Array.from({ length: 20 }, (_, index) => `${"a".repeat(90)}${index}`),
    }),
  ];
  const { stdout } = await call(noted);
  expect(await broken(noted, { stderr: "EPIPE" })).toStrictEqual({ status: 0, stdout, stderr: "" });
  expect(await broken(noted, { stderr: "ENOSPC" })).toStrictEqual({ status: 2, stdout: "", stderr: "" });
});

test.each([
  [["validate", "-", "-"]],
  [["equal", "-", "-"]],
  [["diagnose", "-", "--trust", "-"]],
  [["diagnose", "-", "--trust=-"]],
])("%j reads standard input twice, which nobody can", async (args) => {
  expect(await call(args, { stdin: JSON.stringify(policy) })).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: "rolewright: 1 fault:\n  Standard input (-) can be read once only: name one file as -. [USAGE]\n",
  });
});

test.each([
  ["validate", ["validate", file(policy), "missing.json"]],
  ["diagnose", ["diagnose", file(ecs), "--error", "AccessDenied", "--trust", "missing.json"]],
  ["equal", ["equal", file(policy), "missing.json"]],
])("%s has no answer where a file is missing", async (_name, args) => {
  expect(await call(args)).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: 'rolewright: 1 fault:\n  "missing.json" cannot be read: there is no such file. [UNREADABLE]\n',
  });
});

/** A folder of its own, with one policy in it. */
function folderOf(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  file(policy, join(name, "policy.json"));
  return path;
}

const pipes = folderOf("pipes");
execFileSync("mkfifo", [join(pipes, "a.json"), join(pipes, "no-policy")]);
const loop = folderOf("loop");
symlinkSync("self.json", join(loop, "self.json"));
const circle = folderOf("circle");
symlinkSync("..", join(circle, "up"));
const dangling = folderOf("dangling");
symlinkSync("nowhere", join(dangling, "a.yaml"));
const closed = folderOf("closed");
mkdirSync(join(closed, "inner"));
chmodSync(join(closed, "inner"), 0);

test.each<[string, string, RegExp]>([
  ["a pipe", pipes, /^"\S*a\.json" is no file, but a pipe, a socket or a device\. Name it by itself\. \[UNREADABLE\]$/],
  ["a link to itself", loop, /^"\S*self\.json" cannot be read: its links lead in a circle\. \[UNREADABLE\]$/],
  ["a link to a folder above", circle, /^"\S*" cannot be read: its links lead in a circle\. \[UNREADABLE\]$/],
  ["a link to nowhere", dangling, /^"\S*a\.yaml" cannot be read: there is no such file\. \[UNREADABLE\]$/],
])("a folder with %s is one clear line", async (_name, path, said) => {
  const { status, stdout, stderr } = await call(["validate", path]);
  const [head, line, ...rest] = stderr.split("\n");
  expect([status, stdout, head, rest]).toStrictEqual([2, "", "rolewright: 1 fault:", [""]]);
  expect(line!.trim()).toMatch(said);
});

test.skipIf(process.getuid?.() === 0)(
  "a folder without permission is one clear line (skipped for the superuser, who may read all)",
  async () => {
    expect(await call(["validate", closed])).toStrictEqual({
      status: 2,
      stdout: "",
      stderr: `rolewright: 1 fault:\n  ${JSON.stringify(join(closed, "inner"))} cannot be read: permission is denied. [UNREADABLE]\n`,
    });
  },
);

test("links to files and folders are followed", async () => {
  const links = folderOf("links");
  const elsewhere = folderOf("elsewhere");
  symlinkSync(join(elsewhere, "policy.json"), join(links, "a.json"));
  symlinkSync(elsewhere, join(links, "b"));
  symlinkSync("nowhere", join(links, "no-policy"));
  const { status, stdout } = await call(["validate", links]);
  expect([status, stdout.match(/^\S+(?=: valid)/gm)]).toStrictEqual([
    0,
    ["a.json", "b/policy.json", "policy.json"].map((name) => join(links, name)),
  ]);
});
