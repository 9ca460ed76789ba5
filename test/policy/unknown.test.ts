import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnose/index.js";
import { parseIntegration, planIntegration } from "../../src/index.js";
import {
  canonicalJson,
  diffPolicies,
  equalPolicies,
  evaluate,
  normalForm,
  readPolicies,
  validatePolicies,
} from "../../src/policy/index.js";
import { prettyJson } from "../../src/policy/pretty-json.js";
import { isUnknown, Unknown } from "../../src/policy/read/unknown.js";

const open = { Ref: "A" };

function roleWith(document: unknown) {
  return { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } };
}

function permissionsWith(document: unknown) {
  return { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: document } };
}

function read(template: unknown): unknown {
  return readPolicies(template).policies[0]?.document;
}

/** The one action of a document of a template. */
function action(expression: unknown): unknown {
  const document = read(permissionsWith({ Statement: { Effect: "Allow", Action: expression, Resource: "*" } }));
  return (document as { Statement: { Action: unknown } }).Statement.Action;
}

describe("what only a deployment knows", () => {
  test.each<[unknown, string]>([
    [{ Ref: "Account" }, "${Account}"],
    [{ Ref: 1 }, "${unknown}"],
    [{ "Fn::GetAtt": ["Role", "Arn"] }, "${Role.Arn}"],
    [{ "Fn::GetAtt": "Role.Arn" }, "${Role.Arn}"],
    [{ "Fn::ImportValue": "x" }, "${Fn::ImportValue}"],
    [{ "Fn::Sub": "arn:aws:iam::${Account}:role/x" }, "arn:aws:iam::${Account}:role/x"],
    [{ "Fn::Sub": ["${a}-${b}-${c", { a: "1", b: { "Fn::GetAtt": ["R", "Arn"] } }] }, "1-${b}-${c"],
    [{ "Fn::Sub": "${!aws:username}/${Name}" }, "${aws:username}/${Name}"],
    [{ "Fn::Sub": {} }, "${Fn::Sub}"],
    [{ "Fn::Join": ["/", ["a", { "Fn::Sub": "${B}c" }, 1]] }, "a/${B}c/${unknown}"],
    [{ "Fn::Select": [1, ["a", { Ref: "B" }]] }, "${B}"],
    [{ "Fn::Select": [7, ["a"]] }, "${Fn::Select}"],
  ])("%j is a value of its own", (expression, shown) => {
    const value = action(expression);
    expect(isUnknown(value)).toBe(true);
    expect(String(value)).toBe(shown);
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(expression);
    expect(() => Object.assign(value as object, { source: 1 })).toThrow(TypeError);
  });

  test("a document that was read is written as the template says it", () => {
    const Statement = [
      open,
      { Effect: open, Principal: { AWS: ["*", open] }, Condition: { StringEquals: open, Bool: { a: open } } },
    ];
    const document = read(roleWith({ Version: open, Statement }));
    expect(JSON.parse(JSON.stringify(document))).toStrictEqual({ Version: open, Statement });
    expect(JSON.parse(prettyJson(document as object))).toStrictEqual({ Version: open, Statement });
  });

  test("JSON text under Fn::Sub is read whatever stands open in its strings", () => {
    const text = (resource: string) =>
      `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"${resource}","Condition":{"StringEquals":{"\${Issuer}:sub":"x"}}}}`;
    const resourceOf = (resource: string, values?: object) => {
      const argument = values === undefined ? text(resource) : [text(resource), values];
      return (read(permissionsWith({ "Fn::Sub": argument })) as { Statement: { Resource: unknown } }).Statement
        .Resource;
    };
    expect(String(resourceOf("a${A}b${!c}"))).toBe("a${A}b${c}");
    expect(JSON.stringify(resourceOf("a${A}b${!c}"))).toBe('{"Fn::Sub":"a${A}b${!c}"}');
    expect(JSON.stringify(resourceOf("${A}${B}", { A: open, B: "b", C: "c" }))).toBe(
      '{"Fn::Sub":["${A}b",{"A":{"Ref":"A"}}]}',
    );
    for (const plain of ["<1:0>", "\\u003c1:1>", "<\\u0031:1>", "x<2:1>", "<1:"]) {
      expect(resourceOf(plain)).toBe(JSON.parse(`"${plain}"`));
      expect(String(resourceOf(`${plain}\${A}`))).toBe(`${JSON.parse(`"${plain}"`)}\${A}`);
    }
    const [statement] = Object.values(
      read(permissionsWith({ "Fn::Sub": text("*") })) as { Statement: { Condition: { StringEquals: object } } },
    ).slice(1);
    expect(Object.keys(statement!.Condition.StringEquals)).toStrictEqual(["${Issuer}:sub"]);
    expect(readPolicies(permissionsWith({ "Fn::Sub": '{"Statement": ${A}}' })).policies).toHaveLength(1);
  });

  test("a plain policy has no unknown values", () => {
    const Statement = { Effect: "Allow", Action: open, Resource: "*" };
    const [result] = validatePolicies({ Version: "2012-10-17", Statement });
    expect(result!.findings.map(({ code }) => code)).toStrictEqual(["DATA_TYPE_MISMATCH"]);
  });

  test("no character of a text means that it is unknown", () => {
    const [result] = validatePolicies(
      '{"Version":"\u{E000}","Statement":[{"Effect":"\u{E000}","Principal":"\u{E000}","Action":"\u{E000}nonsense"}]}',
    );
    expect(result!.findings.map(({ code }) => code)).toStrictEqual([
      "INVALID_VERSION",
      "INVALID_EFFECT",
      "INVALID_ACTION",
      "INVALID_PRINCIPAL_FORMAT",
      "INVALID_CHARACTERS",
    ]);
  });

  test("two unknown members, and an unknown Id, action, provider or condition are no finding", () => {
    const Statement = [
      { Effect: "Allow", Principal: { AWS: [open, { Ref: "B" }, open] }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: { Federated: open }, Action: "sts:AssumeRoleWithWebIdentity" },
      { Effect: "Allow", Principal: { Federated: [open, "accounts.google.com"] }, Action: ["sts:AssumeRole"] },
      { Effect: "Allow", Principal: { Service: "x.amazonaws.com" }, Action: "sts:AssumeRole", Condition: open },
      { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Condition: open },
    ];
    const [result] = validatePolicies(roleWith({ Version: "2012-10-17", Id: open, Statement }));
    expect(result!.findings).toStrictEqual([]);
  });

  test("an unknown document is none, and its size is that of what is known", () => {
    expect(validatePolicies(roleWith(open))[0]!.findings[0]?.message).toContain('given "${A}".');
    const long = { "Fn::Sub": `\${${"A".repeat(5000)}}` };
    const statement = { Effect: "Allow", Principal: { AWS: long }, Action: "sts:AssumeRole" };
    expect(validatePolicies(roleWith({ Version: "2012-10-17", Statement: statement }))[0]!.findings).toStrictEqual([]);
  });
});

describe("unknown values in comparisons", () => {
  const places: [string, (value: unknown) => object][] = [
    ["Version", (value) => ({ Version: value, Statement: [] })],
    ["Id", (value) => ({ Id: value, Statement: [] })],
    ["Statement", (value) => ({ Statement: [value] })],
    ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "Condition", "Other"].map(
      (element): [string, (value: unknown) => object] => [element, (value) => ({ Statement: { [element]: value } })],
    ),
    ["a member", (value) => ({ Statement: { Action: ["a:b", value] } })],
    ["a principal", (value) => ({ Statement: { Principal: { AWS: value } } })],
    ["an operator", (value) => ({ Statement: { Condition: { StringEquals: value } } })],
    [
      "an operator beside itself",
      (value) => ({ Statement: { Condition: { StringEquals: value, stringequals: { "aws:a": "b" } } } }),
    ],
    ["a condition", (value) => ({ Statement: { Condition: { Bool: { "aws:a": value } } } })],
    ["a condition's member", (value) => ({ Statement: { Condition: { Bool: { "aws:a": ["true", value] } } } })],
    ["what is no element", (value) => ({ Statement: { Other: [{ a: [value] }] } })],
  ];

  test.each(places)("%s", (_name, document) => {
    const [a, same, b, plain] = [open, open, { Ref: "B" }, "x"].map((value) => read(roleWith(document(value))));
    expect(equalPolicies(a, same)).toBe(true);
    expect(diffPolicies(a, same)).toStrictEqual([]);
    for (const other of [b, plain, read(roleWith(document(undefined)))]) {
      expect(equalPolicies(a, other)).toBe(false);
      expect(diffPolicies(a, other).length).toBeGreaterThan(0);
    }
    const form = normalForm(a);
    expect(JSON.stringify(form)).toContain('"Ref"');
    expect(canonicalJson(normalForm(form))).toBe(canonicalJson(form));
    expect(canonicalJson(normalForm(b))).not.toBe(canonicalJson(form));
  });

  test("differences name the expression as a whole", () => {
    const document = (Action: unknown) => read(roleWith({ Statement: { Effect: "Allow", Action, Sid: Action } }));
    expect(diffPolicies(document(open), document({ Ref: "B" }))).toStrictEqual([
      { path: ["Statement", 0, "Action"], onlyA: open, onlyB: { Ref: "B" } },
      { path: ["Statement", 0, "Sid"], onlyA: open, onlyB: { Ref: "B" } },
    ]);
    expect(diffPolicies(document([open, "a:b"]), document(["a:b", { Ref: "B" }]))).toMatchObject([
      { path: ["Statement", 0, "Action"], onlyA: [open], onlyB: [{ Ref: "B" }] },
      { path: ["Statement", 0, "Sid"] },
    ]);
  });
});

describe("unknown values in decisions", () => {
  const principal = "arn:aws:iam::111122223333:role/integration-task";
  const request = {
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::444455556666:role/PortIntegrationRole",
    principal,
    context: { "aws:username": "u" },
  };
  const decide = (parts: object, Effect = "Allow") => {
    const statement = { Effect, Principal: "*", Action: "sts:*", ...parts };
    const everyone = { Effect: "Allow", Principal: "*", Action: "*" };
    const Statement = Effect === "Allow" ? [statement] : [everyone, statement];
    return evaluate({ request, trustPolicy: roleWith({ Version: "2012-10-17", Statement }) });
  };

  test.each<[string, object]>([
    ["an Effect", { Effect: open }],
    ["a principal", { Principal: open }],
    ["a principal's members", { Principal: { AWS: [open], Service: open } }],
    ["an excepted principal", { Principal: undefined, NotPrincipal: { AWS: open } }],
    ["excepted principals", { Principal: undefined, NotPrincipal: open }],
    ["an action", { Action: [open] }],
    ["an excepted action", { Action: undefined, NotAction: ["s3:*", open] }],
    ["a resource", { Resource: open }],
    ["an excepted resource", { NotResource: open }],
    ["all conditions", { Condition: open }],
    ["an operator's conditions", { Condition: { StringEquals: open } }],
    ["a value", { Condition: { StringEquals: { "aws:PrincipalArn": open } } }],
    ["a pattern", { Condition: { ArnLike: { "aws:PrincipalArn": open } } }],
    ["an excluded value", { Condition: { StringNotEquals: { "aws:PrincipalArn": ["x", open] } } }],
    ["whether a key is there", { Condition: { Null: { "aws:PrincipalArn": open } } }],
  ])("%s that is unknown allows nothing", (_name, parts) => {
    expect(decide(parts).decision).toBe("implicitly-denied");
  });

  test("what holds whatever the unknown is allows", () => {
    expect(decide({ Action: [open, "sts:AssumeRole"], Principal: { AWS: [open, "*"] } }).decision).toBe("allowed");
    const Condition = { StringEquals: { "aws:username": [open, "u"] }, StringNotEquals: { "aws:absent": open } };
    expect(decide({ Condition }).decision).toBe("allowed");
  });

  test("what is unknown is equal to nothing in a statement that denies", () => {
    expect(decide({ Principal: { AWS: open } }, "Deny").decision).toBe("allowed");
    expect(decide({ Condition: { StringEquals: { "aws:username": open } } }, "Deny").decision).toBe("allowed");
    expect(decide({ Action: undefined, NotAction: open }, "Deny").decision).toBe("explicitly-denied");
    expect(decide({ Condition: { StringNotEquals: { "aws:username": open } } }, "Deny").decision).toBe(
      "explicitly-denied",
    );
    expect(decide({ Condition: open }, "Deny").decision).toBe("explicitly-denied");
  });

  test("the message says what is unknown", () => {
    const said = (parts: object) => decide(parts).unmatched[0]?.failed.message;
    expect(said({ Condition: open })).toBe('The condition is "${A}", which only a deployment knows.');
    expect(said({ Condition: { Bool: open } })).toBe(
      'The conditions of Bool are "${A}", which only a deployment knows.',
    );
    expect(said({ Condition: { StringNotEquals: { "aws:username": open } } })).toBe(
      'aws:username is "u" in the request; StringNotEquals excludes "${A}".',
    );
  });
});

describe("unknown values in a diagnosis", () => {
  const taskRoleArn = "arn:aws:iam::111122223333:role/integration-task";
  const plan = planIntegration(parseIntegration({ mode: "ecs", taskRoleArn, targets: { accounts: ["444455556666"] } }));
  const trusting = (parts: object) =>
    roleWith({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: taskRoleArn }, Action: "sts:AssumeRole", ...parts }],
    });

  test("are shown as the template has them", () => {
    const [finding] = diagnose(plan, { trust: trusting({ Principal: { AWS: open } }) }).findings;
    expect(finding).toMatchObject({
      code: "PRINCIPAL_MISMATCH",
      message: expect.stringContaining('trusts "${A}"'),
      path: expect.arrayContaining(["Principal", "AWS"]),
    });
    const whole = diagnose(plan, { trust: trusting({ Principal: open, Action: open }) }).findings;
    expect(whole.map(({ code, message }) => `${code} ${message}`).join("\n")).toMatch(
      /PRINCIPAL_MISMATCH trusts "\$\{A\}"[\s\S]*ACTION_MISMATCH allows "\$\{A\}"/,
    );
  });

  test.each<[string, unknown]>([
    ["as a whole", open],
    ["of an operator", { StringEquals: open }],
    ["of a key", { StringNotEquals: { "aws:PrincipalArn": open } }],
  ])("keep the caller out as conditions %s", (_name, Condition) => {
    const { decision, findings } = diagnose(plan, { trust: trusting({ Condition }) });
    expect(decision).toBe("implicitly-denied");
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([
      { path: expect.arrayContaining(["Condition"]), message: expect.stringContaining("${A}") },
    ]);
  });

  test("stay in the correction of the workload's own policies", () => {
    const statement = { Effect: "Deny", Action: "sts:*", Resource: [open, "*"] };
    const grant = { Effect: "Allow", Action: "sts:*", Resource: "*" };
    const identity = [permissionsWith({ Version: "2012-10-17", Statement: [statement, grant] })];
    const denied = diagnose(plan, { identity }).findings.find(({ code }) => code === "EXPLICIT_DENY");
    expect(JSON.parse(JSON.stringify(denied?.fix))).toMatchObject({ Resource: [open] });
    const other = [permissionsWith({ Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: open } })];
    expect(diagnose(plan, { identity: other }).findings).toMatchObject([
      { code: "ASSUME_RESOURCE_MISMATCH", message: expect.stringContaining('on "${A}"') },
    ]);
  });
});

test("an unknown value of another copy of the package is one", () => {
  class Copy {
    get [Symbol.for("rolewright.Unknown")]() {
      return true;
    }
  }
  expect(isUnknown(new Copy())).toBe(true);
  expect(isUnknown(new Unknown({}, []))).toBe(true);
  for (const other of [undefined, null, "", {}, [], () => 0]) expect(isUnknown(other)).toBe(false);
});
