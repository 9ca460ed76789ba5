import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the files of one test file. */
export const folder = mkdtempSync(join(tmpdir(), "rolewright-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A file with a text, with bytes, or with a value as JSON; its path. */
export function file(content: string | Uint8Array | object, name = `${++count}.yaml`): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

/** A trust policy of one principal. */
export function trustPolicy(principal: string) {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
  };
}
