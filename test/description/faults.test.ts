import { describe, expect, test } from "vitest";
import { formatPath, ISSUE_CODES } from "../../src/index.js";
import { ecs, issuesOf } from "../fixtures.js";
import faults from "../vectors/faults.json" with { type: "json" };

describe("wrong descriptions", () => {
  test.each(faults)("$name", (fault) => {
    const issues = issuesOf(fault.input);
    const found = issues.map(({ path, code }) => `${formatPath(path)} ${code}`).sort();
    expect(found).toStrictEqual(fault.issues.map(([path, code]) => `${path} ${code}`).sort());
    const text = issues.map(({ message }) => message).join("\n");
    for (const said of fault.says ?? []) expect(text).toContain(said);
    for (const unsaid of fault.silent ?? []) expect(text).not.toContain(unsaid);
  });

  test("name only documented codes, and say something", () => {
    for (const { code, message } of faults.flatMap(({ input }) => issuesOf(input))) {
      expect(ISSUE_CODES).toHaveProperty(code);
      expect(message.length).toBeGreaterThan(20);
    }
  });

  test("prototype keys are faults, not settings", () => {
    const input = JSON.parse(
      '{"mode":"ecs","taskRoleArn":"arn:aws:iam::111122223333:role/t","__proto__":{"roleName":"x"},"constructor":1,"tags":{"__proto__":"x"},"targets":{"__proto__":{"accounts":["111122223333"]}}}',
    );
    expect(
      issuesOf(input)
        .map(({ path, code }) => `${path.join(".")} ${code}`)
        .sort(),
    ).toStrictEqual([
      "__proto__ UNKNOWN_KEY",
      "constructor UNKNOWN_KEY",
      "tags.__proto__ INVALID_FORMAT",
      "targets MISSING_KEY",
      "targets.__proto__ UNKNOWN_KEY",
    ]);
  });

  test("odd Unicode is shown escaped, long values cut", () => {
    const [issue] = issuesOf({ mode: "ecs", taskRoleArn: `\u001b[31m\u202e${"x".repeat(100_000)}` });
    expect(issue?.message).not.toMatch(/[\u001b\u202e]/);
    expect(issue?.message.length).toBeLessThan(500);
  });

  test("a list of one member written as text is a fault of its list", () => {
    expect(
      issuesOf({ ...ecs, targets: { accounts: "111122223333" } }).map(({ path, code }) => ({ path, code })),
    ).toStrictEqual([{ path: ["targets", "accounts"], code: "INVALID_TYPE" }]);
  });
});
