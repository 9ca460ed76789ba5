import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The built command on pipes, closed pipes and a full disk, as a shell gives them. */
const folder = mkdtempSync(join(tmpdir(), "rolewright-streams-"));
const command = join(process.cwd(), "dist/cli/rolewright.cjs");
const rolewright = `${process.execPath} ${command}`;
const faults = [];
const check = (name, given, wanted) => {
  const [a, b] = [given, wanted].map((value) => JSON.stringify(value));
  if (a !== b) faults.push(`${name}: ${a}, not ${b}`);
  else console.log(`ok ${name}`);
};
const shell = (script) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  // What a document's notes say is no matter here.
  const withoutNotes = (text) => text.replace(/^note: .*\n/gm, "");
  return { status, stdout: withoutNotes(stdout), stderr: withoutNotes(stderr) };
};

try {
  const accounts = Array.from({ length: 20_000 }, (_, index) => `    - "${100_000_000_000 + index}"`).join("\n");
  writeFileSync(join(folder, "one.yaml"), "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/task\n");
  writeFileSync(
    join(folder, "many.yaml"),
    `mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/task\ntargets:\n  accounts:\n${accounts}\n`,
  );
  writeFileSync(join(folder, "wrong.yaml"), "mode: ecs\n");
  writeFileSync(join(folder, "no.json"), '{"Version": "2020-01-01", "Statement": []}');

  const direct = shell(`${rolewright} stackset many.yaml --request instances`);
  check(
    "a file that is a pipe is read to its end",
    shell(`${rolewright} stackset <(cat many.yaml) --request instances`),
    direct,
  );
  check("so is standard input", shell(`cat many.yaml | ${rolewright} stackset - --request instances`), direct);
  check("it has all accounts", JSON.parse(direct.stdout).Accounts.length, 20_000);
  check(
    "a slow pipe is read to its end",
    shell(`${rolewright} policy <(head -c 20 one.yaml; sleep 0.3; tail -c +21 one.yaml)`),
    shell(`${rolewright} policy one.yaml`),
  );

  const full = "rolewright: standard output cannot be written: no space is left.\n";
  for (const call of ["policy one.yaml", "validate no.json", "stackset many.yaml", "--help"]) {
    check(`${call}: a full disk`, shell(`${rolewright} ${call} 2>&1 >/dev/full`), {
      status: 2,
      stdout: full,
      stderr: "",
    });
    check(`${call}: both are full`, shell(`${rolewright} ${call} >/dev/full 2>/dev/full`), {
      status: 2,
      stdout: "",
      stderr: "",
    });
    check(`${call}: a closed pipe`, shell(`set -o pipefail; ${rolewright} ${call} | true`), {
      status: 0,
      stdout: "",
      stderr: "",
    });
  }
  check("a fault that cannot be told", shell(`${rolewright} policy wrong.yaml 2>/dev/full`), {
    status: 2,
    stdout: "",
    stderr: "",
  });
  check("a fault whose reader is gone", shell(`${rolewright} policy wrong.yaml 2> >(true)`), {
    status: 2,
    stdout: "",
    stderr: "",
  });
  check("closed streams", shell(`${rolewright} policy one.yaml >&- 2>&- <&-`).status, 0);
  check(
    "the command is whole",
    execFileSync(process.execPath, [command, "--version"], { encoding: "utf8" }).trim().length > 0,
    true,
  );
} finally {
  rmSync(folder, { recursive: true });
}
for (const fault of faults) console.log(`FAILED ${fault.slice(0, 1000)}`);
process.exitCode = faults.length > 0 ? 1 : 0;
