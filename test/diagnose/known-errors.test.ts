import { describe, expect, test } from "vitest";
import { KNOWN_ERRORS } from "../../src/diagnose/errors/known-errors.js";
import { DIAGNOSIS_CODES, explainError } from "../../src/diagnose/index.js";
import { ec2, planOf, pods } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };
import errors from "../vectors/errors.json" with { type: "json" };

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

  const denied = (caller: string, resource = roleArn) =>
    `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${resource}`;

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

/** A text, and all that is said of it: which error it is, and each cause by its code and how it begins. */
interface Vector {
  readonly name: string;
  readonly description: string;
  readonly text: string;
  readonly error: string | null;
  readonly causes: readonly (readonly (string | null)[])[];
}

const cases: readonly Vector[] = errors.cases;
const plans = new Map(Object.entries(errors.descriptions).map(([name, description]) => [name, planOf(description)]));

describe("texts in a set-up", () => {
  test.each(cases)("$description: $name", ({ description, text, error, causes }) => {
    const explained = explainError(plans.get(description)!, text);
    expect({
      error: explained.error ?? null,
      causes: explained.causes.map(({ code, cause }, index) => [
        code ?? null,
        cause.slice(0, causes[index]?.[1]?.length ?? cause.length),
      ]),
    }).toStrictEqual({ error, causes });
    for (const { cause, command, next } of explained.causes) {
      expect(cause).toMatch(/^[\s\S]{15,}\.$/);
      expect(`${cause}${command ?? JSON.stringify(next)}`).not.toMatch(/undefined|\[object/);
    }
  });

  test("are named once a description", () => {
    const names = cases.map(({ description, name }) => `${description}: ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toStrictEqual([]);
  });

  const policies = [
    "identity-based policy",
    "resource-based policy",
    "permissions boundary",
    "session policy",
    "service control policy",
    "VPC endpoint policy",
    "role trust policy",
  ];
  test.each([
    ...policies.map((policy) => `because no ${policy} allows the`),
    ...[...policies, "sessions policy", "resource control policy"].map(
      (policy) => `with an explicit deny in ${/^[aeiou]/i.test(policy) ? "an" : "a"} ${policy}`,
    ),
    "with an explicit deny in the role trust policy",
  ])("have AWS's reason: %s", (reason) => {
    expect(cases.some(({ text }) => text.includes(reason))).toBe(true);
  });

  /** What the integration prints, as its code has it. */
  test.each([
    "Using AssumeRoleProvider (priority:",
    "Initializing MultiAccountStrategy",
    "No valid provider found; falling back to assuming role",
    "Single account is not accessible",
    "No account role ARN found in config",
    "Access denied to AWS Organizations API:",
    "Access denied to AWS Organizations API: Cannot assume organization role",
    "Falling in to single account mode",
    "Both organizations and single account modes failed",
    "Failed to discover accounts: Unable to locate credentials",
    "No accounts discovered in the organization",
    "No accounts are accessible after health check",
    "Health check failed for role ARN arn:aws:iam::444455556666:role/PortIntegrationRole:",
    "Health check complete: 1/2",
    "Failed to refresh web identity credentials for role arn:aws:iam::444455556666:role/PortIntegrationRole:",
    "Web identity token file /var/run/token not found",
    "Web identity token file /var/run/token is empty",
    "x failed during resync of AWS::S3::Bucket: x, skipping",
    "No regions discovered in account 444455556666",
  ])("are known where the integration prints them: %s", (text) => {
    for (const plan of plans.values()) expect(explainError(plan, text).error).toBeDefined();
  });

  test.each([
    ["User: ", "User: arn:aws:iam::111122223333:user/x"],
    ["is not authorized to perform: ", "not authorized to perform: a:b on resource: "],
    ["Error.", "Error: \n"],
    ["because no session policy allows the ", "explicit deny in a"],
    ["x ".repeat(100), "Web identity token file "],
    ["\u001b[", "\u001b[1;1;1m"],
    ["Cannot assume role ", "Failed\n"],
    [" ", "\n"],
    ["Provider with name already ", "provider x"],
  ])("are read in linear time: %j", (...parts) => {
    const start = performance.now();
    for (const part of parts) explainError(irsa, part.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
