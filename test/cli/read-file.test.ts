import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { call } from "../fixtures.js";
import { file, folder, trustPolicy } from "./files.js";

const policy = trustPolicy("arn:aws:iam::111122223333:role/task");

test("a pipe is read to its end", async () => {
  const pipe = join(folder, "pipe.json");
  execFileSync("mkfifo", [pipe]);
  const text = JSON.stringify(policy).replace("{", `{${" ".repeat(300_000)}`);
  const [read] = await Promise.all([call(["validate", pipe, "--json"]), writeFile(pipe, text)]);
  expect(read).toStrictEqual({
    status: 0,
    stdout: `${JSON.stringify({ file: pipe, kind: "trust", valid: true, findings: [] })}\n`,
    stderr: "",
  });
});

test("a file of more bytes than characters are taken is read to its end", async () => {
  const long = file({ ...policy, Id: "é".repeat(4_200_000) });
  expect(await call(["equal", long, long])).toStrictEqual({ status: 0, stdout: expect.any(String), stderr: "" });
});

test("a file that is no UTF-8 is named", async () => {
  const path = file(Uint8Array.of(0x7b, 0xff, 0x7d));
  expect(await call(["equal", path, path])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining(`"${path}" is no UTF-8 text. Save it as UTF-8. [INVALID_SYNTAX]`),
  });
});
