import { describe, expect, test } from "vitest";
import { formatPath, ISSUE_CODES, PARTITIONS, parseIntegration, RolewrightError } from "../src/index.js";
import faults from "./vectors/faults.json" with { type: "json" };

function issuesOf(input: unknown) {
  try {
    parseIntegration(input);
    return [];
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues;
    throw error;
  }
}

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
    expect(issuesOf(input).map(({ path, code }) => [path.join("."), code])).toEqual(
      expect.arrayContaining([
        ["__proto__", "UNKNOWN_KEY"],
        ["constructor", "UNKNOWN_KEY"],
        ["tags.__proto__", "INVALID_FORMAT"],
        ["targets.__proto__", "UNKNOWN_KEY"],
      ]),
    );
  });

  test("odd Unicode is shown escaped, long values cut", () => {
    const [issue] = issuesOf({ mode: "ecs", taskRoleArn: `\u001b[31m\u202e${"x".repeat(100_000)}` });
    expect(issue?.message).not.toMatch(/[\u001b\u202e]/);
    expect(issue?.message.length).toBeLessThan(500);
  });

  test("a list of one member written as text is a fault of its list", () => {
    const input = {
      mode: "ecs",
      taskRoleArn: "arn:aws:iam::111122223333:role/t",
      targets: { accounts: "111122223333" },
    };
    expect(issuesOf(input)).toMatchObject([{ path: ["targets", "accounts"], code: "INVALID_TYPE" }]);
  });
});

describe("valid descriptions", () => {
  test("get their defaults", () => {
    const integration = parseIntegration({
      mode: "irsa",
      accountId: "012345678901",
      issuer: "https://issuer.example.com/a",
      namespace: "n",
      serviceAccount: "s",
    });
    expect(integration).toMatchObject({
      roleName: "PortIntegrationRole",
      rolePath: "/",
      audience: "sts.amazonaws.com",
      createOidcProvider: true,
      partition: "aws",
    });
  });

  test("may have keys that code left undefined", () => {
    expect(
      parseIntegration({
        mode: "ecs",
        taskRoleArn: "arn:aws:iam::111122223333:role/t",
        externalId: undefined,
        targets: undefined,
      }).partition,
    ).toBe("aws");
  });

  test("are not changed", () => {
    const input = Object.freeze({ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/t" });
    parseIntegration(input);
    expect(Object.keys(input)).toStrictEqual(["mode", "taskRoleArn"]);
  });

  test.each(Object.entries(PARTITIONS))(
    "partition %s is known by its ARNs and regions",
    (partition, { globalRegion, dnsSuffix }) => {
      expect(
        parseIntegration({ mode: "ecs", taskRoleArn: `arn:${partition}:iam::111122223333:role/t` }).partition,
      ).toBe(partition);
      const irsa = { mode: "irsa", accountId: "111122223333", namespace: "n", serviceAccount: "s" };
      const oidcId = "0123456789ABCDEF0123456789ABCDEF";
      expect(parseIntegration({ ...irsa, region: globalRegion, oidcId }).partition).toBe(partition);
      expect(
        parseIntegration({ ...irsa, issuer: `oidc.eks.${globalRegion}.${dnsSuffix}/id/${oidcId}` }).partition,
      ).toBe(partition);
      expect(parseIntegration({ ...irsa, issuer: "issuer.example.com", region: globalRegion }).partition).toBe(
        partition,
      );
    },
  );
});
