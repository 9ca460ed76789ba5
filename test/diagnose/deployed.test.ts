import { describe, expect, test } from "vitest";
import { type DeployedDocuments, diagnose } from "../../src/diagnose/index.js";
import {
  identityOf,
  integrationTemplate,
  organizationTemplate,
  type Plan,
  reusableTemplate,
  workloadTemplate,
} from "../../src/index.js";
import { issuesOf, planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const { ecs: ecsDescription } = vectors.descriptions;
const ecs = planOf(ecsDescription);
const roleArn = "arn:aws:iam::444455556666:role/PortIntegrationRole";
const trust = ecs.integrationRole.trustPolicy("444455556666");
const codes = (plan: Plan, deployed: DeployedDocuments) =>
  diagnose(plan, deployed).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("what is read", () => {
  test("get-role output says the account, and whether the role is the described one", () => {
    const read = (RoleName: string, Path: string) => ({
      Role: {
        RoleName,
        Path,
        Arn: `arn:aws:iam::444455556666:role${Path}${RoleName}`,
        AssumeRolePolicyDocument: trust,
      },
    });
    expect(diagnose(ecs, { trust: read("PortIntegrationRole", "/") })).toMatchObject({ findings: [], roleArn });
    const { findings } = diagnose(ecs, { trust: read("PortIntegrationRole", "/x/") });
    expect(findings).toMatchObject([{ code: "ROLE_MISMATCH", nearMiss: { intended: roleArn } }]);
    expect(codes(ecs, { trust: read("Other", "/") })).toStrictEqual(["warning ROLE_MISMATCH"]);
    const elsewhere = JSON.parse(
      JSON.stringify(read("PortIntegrationRole", "/")).replaceAll("444455556666", "999988887777"),
    );
    expect(() => diagnose(ecs, { trust: elsewhere })).toThrow(/NOT_A_TARGET/);
  });

  test("of a template's roles, the described one is taken, or else the nearest", () => {
    const role = (name: unknown, document: unknown) => ({
      Type: "AWS::IAM::Role",
      Properties: { ...(name !== undefined && { RoleName: name }), AssumeRolePolicyDocument: document },
    });
    const lambda = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const template = (...roles: object[]) => ({
      Resources: Object.fromEntries(roles.map((each, i) => [`R${i}`, each])),
    });
    expect(codes(ecs, { trust: template(role("x", lambda), role("PortIntegrationRole", trust)) })).toStrictEqual([]);
    // No two roles differ in letter case alone, so this is the one that is meant, if not as it is described.
    expect(codes(ecs, { trust: template(role("x", lambda), role("portintegrationrole", trust)) })).toStrictEqual([
      "warning ROLE_MISMATCH",
    ]);
    expect(codes(ecs, { trust: template(role(undefined, lambda), role({ Ref: "Name" }, trust)) })).toStrictEqual([]);
    expect(() => diagnose(ecs, { trust: template(role("x", lambda), role("y", trust)) })).toThrow(/NO_SUCH_DOCUMENT/);
    expect(() => diagnose(ecs, { trust: { PolicyName: "p", PolicyDocument: trust, RoleName: "r" } })).toThrow(
      /NO_SUCH_DOCUMENT/,
    );
  });

  test("faults of the text have their place", () => {
    expect(diagnose(ecs, { trust: '{\n"Version": }' })).toMatchObject({
      decision: "implicitly-denied",
      findings: [{ code: "MALFORMED", line: 2 }],
      policy: trust,
    });
    const twice = JSON.stringify(trust).replace("{", '{"Version":"2008-10-17",');
    expect(diagnose(ecs, { trust: twice }).findings).toMatchObject([{ code: "MALFORMED", column: 25 }]);
    const wrong = JSON.stringify(trust, null, 2).replace("integration-task", "integration-tusk");
    expect(diagnose(ecs, { trust: wrong }).findings).toMatchObject([
      { code: "PRINCIPAL_MISMATCH", line: 7, column: 9 },
    ]);
  });

  test("what does not apply is refused", () => {
    const refused = (deployed: DeployedDocuments, plan = ecs) =>
      issuesOf(() => diagnose(plan, deployed)).map(({ code, path }) => [code, path]);
    expect(refused({ identity: [] }, planOf(vectors.descriptions.irsa))).toStrictEqual([
      ["NO_SUCH_DOCUMENT", ["identity"]],
    ]);
    const units = planOf({ ...ecsDescription, targets: { organizationalUnits: ["ou-ab12-11111111"] } });
    expect(refused({ trust, identity: [] }, units)).toStrictEqual([["ACCOUNT_REQUIRED", ["account"]]]);
    expect(refused({ trust, account: "000000000000" })).toStrictEqual([["NOT_A_TARGET", ["account"]]]);
    expect(codes(units, { trust })).toStrictEqual([]);
    expect(
      codes(units, { trust, account: "222233334444", identity: identityOf(units)!.permissionsPolicies }),
    ).toStrictEqual([]);
  });

  test("our own templates have no finding: concrete, reusable, for an organization", () => {
    const units = { organizationalUnits: ["ou-ab12-11111111"], managementAccount: "111122223333" };
    for (const description of Object.values(vectors.descriptions)) {
      const plan = planOf(description);
      const templates = [integrationTemplate(plan), reusableTemplate(plan)];
      const organization = planOf({ ...description, targets: units });
      for (const trust of [...templates, JSON.stringify(templates[1])])
        expect(diagnose(plan, { trust }).findings).toStrictEqual([]);
      expect(diagnose(organization, { trust: organizationTemplate(organization) }).findings).toStrictEqual([]);
      if (identityOf(plan) !== undefined)
        expect(diagnose(plan, { trust: templates[0], identity: [workloadTemplate(plan)] }).findings).toStrictEqual([]);
    }
  });

  test("a document that contains itself is no document", () => {
    const cycle: Record<string, unknown> = { ...trust };
    cycle["Id"] = cycle;
    expect(issuesOf(() => diagnose(ecs, { trust: cycle }))).toStrictEqual([
      { path: ["Id"], code: "NOT_JSON", message: "must not contain itself." },
    ]);
  });

  test("what is longer than IAM reads is too long, and no more is said of it", () => {
    const Statement = Array.from({ length: 5000 }, () => ({ ...trust.Statement[0], Principal: { AWS: "*" } }));
    expect(codes(ecs, { trust: { Version: "2012-10-17", Statement } })).toStrictEqual(["error POLICY_TOO_LONG"]);
  });

  test.each<[string, unknown, string[]]>([
    [
      "a long list of principals",
      { Principal: { AWS: Array.from({ length: 2000 }, (_, i) => `arn:aws:iam::111122223333:role/r${i}`) } },
      ["error POLICY_TOO_LONG", "error PRINCIPAL_MISMATCH"],
    ],
    [
      "a long value",
      { Condition: { StringEquals: { "sts:ExternalId": "x".repeat(100_000) } } },
      ["error POLICY_TOO_LONG", "error EXTERNAL_ID_MISMATCH"],
    ],
    [
      "many conditions",
      { Condition: { StringEquals: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`aws:x${i}`, "y"])) } },
      [...Array.from({ length: 500 }, () => "error CONDITION_BLOCKS_CALLER"), "note POLICY_TOO_LONG"],
    ],
    ["prototype keys", JSON.parse('{"__proto__":{"a":1},"constructor":1}'), ["error MALFORMED"]],
    ["a lone surrogate", { Principal: { AWS: "\ud800" } }, ["error PRINCIPAL_MISMATCH"]],
  ])("hostile input gets an answer: %s", (_name, part, expected) => {
    const Statement = [{ ...trust.Statement[0], ...(part as object) }];
    expect(codes(ecs, { trust: { Version: "2012-10-17", Statement } })).toStrictEqual(expected);
  });
});
