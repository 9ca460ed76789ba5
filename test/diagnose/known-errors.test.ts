import { describe, expect, test } from "vitest";
import { KNOWN_ERRORS } from "../../src/diagnose/errors/known-errors.js";
import { DIAGNOSIS_CODES, explainError } from "../../src/diagnose/index.js";
import { ec2, planOf, pods } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const ecs = planOf(vectors.descriptions.ecs);
const irsa = planOf(vectors.descriptions.irsa);
const user = planOf(vectors.descriptions.user);
const roleArn = "arn:aws:iam::444455556666:role/PortIntegrationRole";

describe("errors that AWS prints", () => {
  test.each(KNOWN_ERRORS.map(({ example, error }) => [example, error]))("%s", (example, error) => {
    for (const plan of [ecs, irsa, user, planOf(ec2), planOf(pods)]) {
      const explanation = explainError(plan, `prefix\n${example} suffix`);
      expect(explanation.error).toBe(error);
      expect(explanation.causes.length).toBeGreaterThan(0);
      for (const { code, cause, command, next } of explanation.causes) {
        if (code !== undefined) expect(DIAGNOSIS_CODES).toHaveProperty(code);
        expect(`${cause}${command ?? JSON.stringify(next)}`).not.toMatch(/undefined|\[object/);
      }
    }
  });

  const denied = (caller: string, resource = roleArn, more = "") =>
    `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${resource}${more}`;
  test.each<[string, typeof ecs, string, string | undefined]>([
    [
      "execution role",
      ecs,
      denied("arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/1"),
      "EXECUTION_ROLE_TRUSTED",
    ],
    ["another role", ecs, denied("arn:aws:sts::111122223333:assumed-role/other/1"), "PRINCIPAL_MISMATCH"],
    [
      "another resource",
      ecs,
      denied("arn:aws:sts::111122223333:assumed-role/integration-task/1", `${roleArn}x`),
      "ROLE_MISMATCH",
    ],
    ["the node's role", irsa, denied("arn:aws:sts::111122223333:assumed-role/node/i-1"), undefined],
    [
      "the workload's side",
      ecs,
      denied(
        "arn:aws:sts::111122223333:assumed-role/integration-task/1",
        roleArn,
        " because no identity-based policy allows the sts:AssumeRole action",
      ),
      "ASSUME_NOT_GRANTED",
    ],
    [
      "the role's side",
      user,
      denied(
        "arn:aws:iam::111122223333:user/integration",
        "arn:aws:iam::111122223333:role/PortIntegrationRole",
        " because no resource-based policy allows the sts:AssumeRole action",
      ),
      "PRINCIPAL_MISMATCH",
    ],
  ])("what the text says comes first: %s", (_name, plan, text, code) => {
    expect(explainError(plan, text).causes[0]?.code).toBe(code);
  });

  test("what the text says is told with the described values", () => {
    const [caller, resource] = explainError(
      ecs,
      denied("arn:aws:sts::111122223333:assumed-role/other/1", `${roleArn}s.`),
    ).causes;
    expect([caller, resource]).toStrictEqual([
      {
        code: "PRINCIPAL_MISMATCH",
        cause: `The call came from "arn:aws:sts::111122223333:assumed-role/other/1"; the description's workload is "${vectors.descriptions.ecs.taskRoleArn}". Either the workload runs under another identity, or the description names the wrong one.`,
        command: "aws sts get-caller-identity",
      },
      {
        code: "ROLE_MISMATCH",
        cause: `The call asked for "${roleArn}s": the name is "PortIntegrationRoles", not "PortIntegrationRole"; the description's role is "${roleArn}".`,
        command: "aws iam get-role --role-name PortIntegrationRole",
      },
    ]);
  });

  test("the target account of the commands is the one that is asked for", () => {
    const roles = (account?: string) =>
      explainError(ecs, "boom", account).causes.flatMap(
        ({ cause }) => /arn:aws:iam::(\w+):role\/Port/.exec(cause)?.[1] ?? [],
      );
    expect(new Set(roles())).toStrictEqual(new Set(["444455556666"]));
    expect(new Set(roles("777788889999"))).toStrictEqual(new Set(["777788889999"]));
    const units = planOf({ ...vectors.descriptions.ecs, targets: { organizationalUnits: ["r-ab12"] } });
    expect(explainError(units, "boom").causes.at(-1)?.cause).toContain("arn:aws:iam::ACCOUNT:role/");
  });

  test.each<[string, string]>([
    ["in an identity-based policy", "A policy of the workload denies sts:AssumeRole."],
    ["in a resource-based policy", "The integration role's trust policy has a statement that denies the caller."],
    ["in a permissions boundary", "The workload's permissions boundary denies sts:AssumeRole."],
    ["", "A policy of the workload, its permissions boundary, or the role's trust policy denies the call."],
  ])("an explicit deny %s is told", (where, cause) => {
    const { causes } = explainError(ecs, denied("x", roleArn, ` with an explicit deny ${where}`));
    expect(causes.map((each) => [each.code, each.cause])).toStrictEqual([["EXPLICIT_DENY", cause]]);
  });

  test("an unknown text gets the checks in general", () => {
    const codesOf = (plan: typeof ecs) => explainError(plan, "boom").causes.map(({ code }) => code);
    const trustCodes = ["PRINCIPAL_MISMATCH", "EXTERNAL_ID_MISMATCH", "PRINCIPAL_DELETED", "ROLE_MISMATCH"];
    expect(explainError(ecs, "boom").error).toBeUndefined();
    expect(codesOf(ecs)).toStrictEqual([...trustCodes, "ASSUME_NOT_GRANTED"]);
    expect(codesOf(user)).toStrictEqual([...trustCodes, "ASSUME_NOT_GRANTED"]);
    expect(codesOf(irsa)).toStrictEqual([
      "SUBJECT_MISMATCH",
      "CONDITION_KEY_MISMATCH",
      "AUDIENCE_MISMATCH",
      "ROLE_MISMATCH",
    ]);
    expect(explainError(irsa, "User: ".repeat(100_000)).error).toBeUndefined();
    // What follows the first 20,000 characters is not read.
    const known = "Incorrect token audience";
    expect(explainError(irsa, " ".repeat(19_000) + known).error).toBeDefined();
    expect(explainError(irsa, " ".repeat(20_000) + known).error).toBeUndefined();
  });
});
