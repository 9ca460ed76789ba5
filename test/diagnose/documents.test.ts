import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { KNOWN_ERRORS } from "../../src/diagnose/errors/known-errors.js";
import {
  type DeployedDocuments,
  DIAGNOSIS_CODES,
  diagnose,
  diagnosisReport,
  diagnosisSarif,
  explainError,
} from "../../src/diagnose/index.js";
import {
  integrationTemplate,
  organizationTemplate,
  parseIntegration,
  planIntegration,
  type RolewrightError,
  reusableTemplate,
  workloadTemplate,
} from "../../src/index.js";
import { evaluate } from "../../src/policy/index.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const planOf = (description: unknown) => planIntegration(parseIntegration(description));
const { ecs: ecsDescription, irsa: irsaDescription, user: userDescription } = vectors.descriptions;
const ecs = planOf(ecsDescription);
const irsa = planOf(irsaDescription);
const user = planOf(userDescription);
const roleArn = "arn:aws:iam::444455556666:role/PortIntegrationRole";
const trust = ecs.integrationRole.trustPolicy("444455556666");
const grant = (Resource: unknown, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource, ...more }],
});
const codes = (plan: typeof ecs, deployed: DeployedDocuments) =>
  diagnose(plan, deployed).findings.map(({ severity, code }) => `${severity} ${code}`);

describe("the workload's own policies", () => {
  test.each<[string, unknown, string[]]>([
    ["the role itself", grant(roleArn), []],
    ["a pattern", grant("arn:aws:iam::*:role/PortIntegrationRole"), []],
    ["nothing", grant("*", { Action: "s3:GetObject" }), ["error ASSUME_NOT_GRANTED"]],
    ["all but that", grant("*", { Action: undefined, NotAction: "sts:*" }), ["error ASSUME_NOT_GRANTED"]],
    ["another name", grant("arn:aws:iam::444455556666:role/PortIntegrationRol"), ["error ASSUME_RESOURCE_MISMATCH"]],
    ["a path", grant("arn:aws:iam::444455556666:role/x/PortIntegrationRole"), ["error ASSUME_RESOURCE_MISMATCH"]],
    [
      "another partition",
      grant("arn:aws-cn:iam::444455556666:role/PortIntegrationRole"),
      ["error ASSUME_RESOURCE_MISMATCH"],
    ],
    [
      "a condition",
      grant("*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      ["error CONDITION_BLOCKS_CALLER"],
    ],
    ["no version of its own", { ...grant("*", { Effect: "allow" }) }, ["error MALFORMED", "error ASSUME_NOT_GRANTED"]],
    ["no JSON", "{", ["error MALFORMED"]],
  ])("%s", (_name, identity, expected) => {
    expect(codes(ecs, { trust, identity: [JSON.parse(JSON.stringify(identity))] })).toStrictEqual(expected);
  });

  test("a deny is narrowed, and the grant stands in the corrected policy", () => {
    const deny = { Effect: "Deny", Action: "sts:*", Resource: "*" };
    const identity = [grant(roleArn), { Version: "2012-10-17", Statement: deny }];
    const { findings, decision, identityPolicy } = diagnose(ecs, { trust, identity });
    expect(decision).toBe("explicitly-denied");
    expect(findings).toMatchObject([
      { code: "EXPLICIT_DENY", path: ["Statement"], fix: { Effect: "Deny", NotResource: [roleArn] } },
    ]);
    expect(identityPolicy).toStrictEqual(ecs.workload?.permissionsPolicies[0]);
    const listed = { ...deny, Resource: ["arn:aws:iam::444455556666:role/Port*", "arn:aws:iam::*:role/other"] };
    expect(diagnose(ecs, { trust, identity: [grant("*"), { Statement: [listed] }] }).findings[0]?.fix).toMatchObject({
      Resource: ["arn:aws:iam::*:role/other"],
    });
  });

  test("none are needed in the role's own account, where the trust policy names the workload", () => {
    const identity = [grant("*", { Action: "s3:*" })];
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
    const own = ecs.workload?.kind === "role" ? ecs.workload.trustPolicy : {};
    expect(diagnose(ecs, { trust: own, role: "workload" }).findings).toStrictEqual([]);
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

describe("the OIDC provider", () => {
  const issuer = irsa.oidcProvider!.issuer;
  const arn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  test.each<[string, unknown, string[]]>([
    ["the right one", { Url: issuer, ClientIDList: ["sts.amazonaws.com"] }, []],
    ["with https://", { Url: `https://${issuer}`, ClientIDList: ["sts.amazonaws.com"] }, []],
    ["another client ID", { Url: issuer, ClientIDList: ["other"] }, ["error AUDIENCE_MISMATCH"]],
    ["no client ID, another cluster", { Url: `${issuer}0` }, ["error PROVIDER_MISMATCH", "error AUDIENCE_MISMATCH"]],
    ["in the list", { OpenIDConnectProviderList: [{ Arn: arn }] }, []],
    ["not in the list", { OpenIDConnectProviderList: [{ Arn: `${arn}0` }] }, ["error PROVIDER_MISMATCH"]],
    ["an empty list", { OpenIDConnectProviderList: [] }, ["error PROVIDER_MISMATCH"]],
    ["something else", { Role: {} }, ["error MALFORMED"]],
    ["no map", [], ["error MALFORMED"]],
    ["as text", JSON.stringify({ Url: issuer, ClientIDList: ["other"] }), ["error AUDIENCE_MISMATCH"]],
    ["text that is no JSON", '{"Url": ', ["error MALFORMED"]],
  ])("%s", (_name, provider, expected) => {
    expect(codes(irsa, { provider })).toStrictEqual(expected);
  });
});

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
    const refused = (deployed: DeployedDocuments, plan = ecs) => {
      try {
        diagnose(plan, deployed);
        return undefined;
      } catch (error) {
        return (error as RolewrightError).issues[0];
      }
    };
    expect(refused({ provider: {} })).toMatchObject({ code: "NO_SUCH_DOCUMENT", path: ["provider"] });
    expect(refused({ identity: [] }, irsa)).toMatchObject({ code: "NO_SUCH_DOCUMENT", path: ["identity"] });
    const units = planOf({ ...ecsDescription, targets: { organizationalUnits: ["ou-ab12-11111111"] } });
    expect(refused({ trust, identity: [] }, units)).toMatchObject({ code: "ACCOUNT_REQUIRED" });
    expect(refused({ trust, account: "000000000000" })).toMatchObject({ code: "NOT_A_TARGET" });
    expect(codes(units, { trust })).toStrictEqual([]);
    expect(
      codes(units, { trust, account: "222233334444", identity: units.workload!.permissionsPolicies }),
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
      if (plan.workload !== undefined)
        expect(diagnose(plan, { trust: templates[0], identity: [workloadTemplate(plan)] }).findings).toStrictEqual([]);
    }
  });

  test("a document that contains itself is malformed", () => {
    const cycle: Record<string, unknown> = { ...trust };
    cycle["Id"] = cycle;
    expect(codes(ecs, { trust: cycle })).toContain("error MALFORMED");
  });

  test("what is longer than IAM reads is too long, and no more is said of it", () => {
    const Statement = Array.from({ length: 5000 }, () => ({ ...trust.Statement[0], Principal: { AWS: "*" } }));
    expect(codes(ecs, { trust: { Version: "2012-10-17", Statement } })).toStrictEqual(["error POLICY_TOO_LONG"]);
  });

  test.each([
    [
      "a long list of principals",
      { Principal: { AWS: Array.from({ length: 2000 }, (_, i) => `arn:aws:iam::111122223333:role/r${i}`) } },
    ],
    ["a long value", { Condition: { StringEquals: { "sts:ExternalId": "x".repeat(100_000) } } }],
    [
      "many conditions",
      {
        Condition: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`StringEquals`, { [`aws:x${i}`]: "y" }])),
      },
    ],
    ["prototype keys", JSON.parse('{"__proto__":{"a":1},"constructor":1}')],
    ["a lone surrogate", { Principal: { AWS: "\ud800" } }],
  ])("hostile input gets an answer: %s", (_name, part) => {
    const [statement] = trust.Statement;
    const { findings } = diagnose(ecs, { trust: { Version: "2012-10-17", Statement: [{ ...statement, ...part }] } });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThan(600);
  });
});

describe("near misses", () => {
  const subject = "system:serviceaccount:port-ocean:port-ocean-aws-v3";
  const hintOf = (given: string) => {
    const text = JSON.stringify(irsa.integrationRole.trustPolicy("111122223333")).replace(subject, given);
    return diagnose(irsa, { trust: text }).findings[0];
  };
  test.each([
    [subject.toUpperCase(), "Only the letter case differs."],
    ["system:serviceaccount:<NAMESPACE>:port-ocean-aws-v3", "A placeholder is left in."],
    [` ${subject}`, "It has white space at an end."],
    [subject.replace("ocean", "ocaen"), "2 characters are mistyped, missing or too many."],
    [`${subject}x`, "One character is mistyped, missing or too many."],
    [`${subject}/`, "It has a slash at the end."],
    [`https://${subject}`, "https:// is left in."],
    [`${subject}\u200b`, "It has an invisible character. Type it anew instead of copying it."],
    [
      subject.replace("e", "\u0435"),
      "It has a character that only looks like the right one. Type it anew instead of copying it.",
    ],
    [subject.replace("port-ocean", "port ocean"), "One character is mistyped, missing or too many."],
    ["", "It is empty."],
  ])("%j", (given, hint) => {
    expect(hintOf(given)?.nearMiss?.hint).toBe(hint);
  });

  test("the difference is marked", () => {
    const finding = hintOf("system:serviceaccount:port-ocaen:port-ocean-aws-v3");
    expect(finding?.nearMiss).toMatchObject({ marks: `${" ".repeat(29)}^^` });
    const report = diagnosisReport(
      { ...diagnose(irsa, { trust: "{}" }), findings: [finding!] },
      { trust: "role.json" },
    );
    expect(report).toContain(`    given     system:serviceaccount:port-ocaen:port-ocean-aws-v3\n${" ".repeat(43)}^^\n`);
  });
});

describe("errors that AWS prints", () => {
  test.each(KNOWN_ERRORS.map(({ example, error }) => [example, error]))("%s", (example, error) => {
    for (const plan of [ecs, irsa, user]) {
      const explanation = explainError(plan, `prefix\n${example} suffix`);
      expect(explanation.error).toBe(error);
      expect(explanation.causes.length).toBeGreaterThan(0);
      for (const { code, cause, command } of explanation.causes) {
        if (code !== undefined) expect(DIAGNOSIS_CODES).toHaveProperty(code);
        expect(`${cause}${command}`).not.toMatch(/undefined|\[object/);
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

  test("an unknown text gets the checks in general", () => {
    expect(explainError(ecs, "boom")).toMatchObject({
      error: undefined,
      causes: [{ code: "PRINCIPAL_MISMATCH" }, {}, {}, {}, {}],
    });
    expect(explainError(irsa, "User: ".repeat(100_000)).error).toBeUndefined();
  });
});

test("the log for code scanning has the form of SARIF", () => {
  const deployed = JSON.stringify(trust, null, 2).replace("integration-task", "integration-tusk");
  const log: Log = diagnosisSarif(diagnose(ecs, { trust: deployed }), { trust: "roles/a b.json" });
  expect(log.runs[0]?.results?.[0]).toMatchObject({
    ruleId: "PRINCIPAL_MISMATCH",
    level: "error",
    locations: [
      { physicalLocation: { artifactLocation: { uri: "roles/a%20b.json" }, region: { startLine: 7, startColumn: 9 } } },
    ],
  });
  expect(log.runs[0]?.tool.driver.rules?.[log.runs[0].results![0]!.ruleIndex!]?.id).toBe("PRINCIPAL_MISMATCH");
});

test("every code is in a test or a vector", () => {
  const expected = new Set(vectors.cases.flatMap((each) => each.codes.map((code) => code.split(" ")[1])));
  for (const code of ["ASSUME_NOT_GRANTED", "ASSUME_RESOURCE_MISMATCH", "ROLE_MISMATCH"]) expected.add(code);
  expect(Object.keys(DIAGNOSIS_CODES).filter((code) => !expected.has(code))).toStrictEqual([]);
});
