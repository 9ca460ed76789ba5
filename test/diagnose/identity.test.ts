import { describe, expect, test } from "vitest";
import { type DeployedDocuments, DIAGNOSIS_CODES, diagnose } from "../../src/diagnose/index.js";
import type { Plan } from "../../src/index.js";
import { identityOf, selectPolicy } from "../../src/index.js";
import { evaluate } from "../../src/policy/index.js";
import { accountIds, planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const { ecs: ecsDescription, user: userDescription } = vectors.descriptions;
const ecs = planOf(ecsDescription);
const roleArn = "arn:aws:iam::444455556666:role/PortIntegrationRole";
const trust = ecs.integrationRole.trustPolicy("444455556666");
const grant = (Resource: unknown, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource, ...more }],
});
const codes = (plan: Plan, deployed: DeployedDocuments) =>
  diagnose(plan, deployed).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("the workload's own policies", () => {
  test("a deny is narrowed, and the grant stands in the corrected policy", () => {
    const deny = { Effect: "Deny", Action: "sts:*", Resource: "*" };
    const identity = [grant(roleArn), { Version: "2012-10-17", Statement: deny }];
    const { findings, decision, identityPolicy } = diagnose(ecs, { trust, identity });
    expect(decision).toBe("explicitly-denied");
    expect(findings).toStrictEqual([
      {
        code: "EXPLICIT_DENY",
        severity: "error",
        document: "identity",
        source: 1,
        path: ["Statement"],
        message: `denies "sts:AssumeRole" on "${roleArn}".`,
        why: DIAGNOSIS_CODES.EXPLICIT_DENY.why,
        fix: { Effect: "Deny", Action: "sts:*", NotResource: [roleArn] },
      },
    ]);
    expect(identityPolicy).toStrictEqual(identityOf(ecs)?.permissionsPolicies[0]);
    const listed = { ...deny, Resource: ["arn:aws:iam::444455556666:role/Port*", "arn:aws:iam::*:role/other"] };
    expect(diagnose(ecs, { trust, identity: [grant("*"), { Statement: [listed] }] }).findings[0]?.fix).toStrictEqual({
      ...deny,
      Resource: ["arn:aws:iam::*:role/other"],
    });
  });

  test("none are needed in the role's own account, where the trust policy names the workload", () => {
    const identity = [grant("*", { Action: "s3:*" })];
    const user = planOf(userDescription);
    expect(codes(user, { trust: user.integrationRole.trustPolicy("111122223333"), identity })).toStrictEqual([]);
    const account = planOf({ ...userDescription, trustVia: "account" });
    expect(codes(account, { trust: account.integrationRole.trustPolicy("111122223333"), identity })).toStrictEqual([
      "error ASSUME_NOT_GRANTED",
    ]);
  });

  test("those of the execution role do not count", () => {
    const identity = [{ RoleName: "ecsTaskExecutionRole", PolicyName: "p", PolicyDocument: grant(roleArn) }];
    const { findings, decision } = diagnose(ecs, { trust, identity });
    expect(findings.map(({ code }) => code)).toStrictEqual(["EXECUTION_ROLE_TRUSTED"]);
    expect(decision).toBe("implicitly-denied");
  });

  test("those of another role do not pass for the workload's in silence", () => {
    const of = (...RoleNames: string[]) =>
      codes(ecs, {
        trust,
        identity: RoleNames.map((RoleName) => ({ RoleName, PolicyName: "p", PolicyDocument: grant(roleArn) })),
      });
    expect(of("other")).toStrictEqual(["warning ROLE_MISMATCH"]);
    expect(of("integration-task", "other")).toStrictEqual([]);
    expect(of("ecsTaskExecutionRole", "ecsTaskExecutionRole")).toStrictEqual(["error EXECUTION_ROLE_TRUSTED"]);
  });

  test("a key that is there twice is told", () => {
    const twice = JSON.stringify(grant(roleArn)).replace("{", '{"Version":"2008-10-17",');
    expect(codes(ecs, { trust, identity: [twice] })).toStrictEqual(["error MALFORMED"]);
  });

  test("the task role's own trust policy among them is looked at", () => {
    const role = (Principal: unknown, more: object = {}) => ({
      RoleName: "integration-task",
      Arn: "arn:aws:iam::111122223333:role/team/integration-task",
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
      },
    });
    const of = (deployed: object) => codes(ecs, { trust, identity: [grant(roleArn), deployed] });
    expect(of(role({ Service: "ecs.amazonaws.com" }))).toStrictEqual([
      "error SERVICE_MISMATCH",
      "warning SOURCE_GUARD_MISSING",
    ]);
    expect(of(role({ Service: "ecs-tasks.amazonaws.com" }))).toStrictEqual(["warning SOURCE_GUARD_MISSING"]);
    const guard = { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } };
    expect(of(role({ Service: "ecs-tasks.amazonaws.com" }, guard))).toStrictEqual([]);
    expect(of(role({ AWS: "*" }, guard))).toStrictEqual(["warning PRINCIPAL_TOO_BROAD"]);
    // The same document as --trust: its name says whose it is.
    const { role: which, findings } = diagnose(ecs, { trust: { Role: role({ Service: "ec2.amazonaws.com" }) } });
    expect([which, findings[0]?.code]).toStrictEqual(["workload", "SERVICE_MISMATCH"]);
    const own = selectPolicy(ecs, { role: "workload" });
    expect(diagnose(ecs, { trust: own, role: "workload" }).findings).toStrictEqual([]);
  });

  test.each<[string, object, (string | number)[], string]>([
    [
      "ASSUME_NOT_GRANTED",
      grant("*", { Action: "s3:GetObject" }),
      [],
      `No statement allows "sts:AssumeRole"; the task role needs it on "${roleArn}".`,
    ],
    [
      "ASSUME_RESOURCE_MISMATCH",
      grant(["arn:aws:s3:::b", "arn:aws:iam::444455556666:role/PortIntegrationRol"]),
      ["Statement", 0, "Resource", 1],
      `allows "sts:AssumeRole" on "arn:aws:iam::444455556666:role/PortIntegrationRol": the name is "PortIntegrationRol", not "PortIntegrationRole"; the integration role is "${roleArn}".`,
    ],
    [
      "ASSUME_RESOURCE_MISMATCH",
      grant("arn:aws-cn:iam::444455556666:role/PortIntegrationRole"),
      ["Statement", 0, "Resource"],
      `allows "sts:AssumeRole" on "arn:aws-cn:iam::444455556666:role/PortIntegrationRole": the partition is "aws-cn", not "aws"; the integration role is "${roleArn}".`,
    ],
    [
      "CONDITION_BLOCKS_CALLER",
      grant("*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      ["Statement", 0, "Condition"],
      'The request has no aws:MultiFactorAuthPresent; Bool asks for "true".',
    ],
  ])("%s says what stands there and what should: %j", (code, identity, path, message) => {
    const [finding, ...more] = diagnose(ecs, { trust, identity: [identity] }).findings;
    expect([finding?.code, finding?.path, finding?.message, more]).toStrictEqual([code, path, message, []]);
    expect(finding?.fix).toStrictEqual(identityOf(ecs)?.permissionsPolicies[0]?.Statement[0]);
  });

  test("of several policies, that which names the role is the corrected one", () => {
    const accounts = accountIds(300);
    const many = planOf({ ...ecsDescription, targets: { accounts } });
    const identity = [grant("*", { Action: "s3:*" })];
    const { identityPolicy } = diagnose(many, { trust, identity, account: accounts[299] });
    expect(identityPolicy).toStrictEqual(identityOf(many)?.permissionsPolicies[2]);
  });

  test("their verdict is that of evaluate", () => {
    for (const resource of [roleArn, "*", "arn:aws:iam::*:role/Other", "arn:aws:iam::444455556666:role/*"]) {
      const identity = [grant(resource)];
      const { decision, findings } = diagnose(ecs, { trust, identity });
      const request = { action: "sts:AssumeRole", resource: roleArn, principal: ecsDescription.taskRoleArn };
      expect(decision).toBe(evaluate({ request, trustPolicy: trust, identityPolicies: identity }).decision);
      expect(findings.length === 0).toBe(decision === "allowed");
    }
  });
});

test("a key that is in a control policy twice is told with its file", () => {
  const deny = '[{ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }]';
  const twice = `{ "Version": "2012-10-17", "Statement": ${deny}, "Statement": ${deny} }`;
  const found = diagnose(ecs, { trust, serviceControlPolicies: [grant("*"), twice] }).findings;
  expect(found.map(({ code, document, source, path, line }) => [code, document, source, path, line])).toStrictEqual([
    ["MALFORMED", "service-control", 1, ["Statement"], 1],
  ]);
});
