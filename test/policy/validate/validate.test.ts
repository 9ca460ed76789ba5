import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../../scripts/schemas/json-schemas.js";
import * as catalogue from "../../../src/catalogue/index.js";
import { identityOf, selectPolicy } from "../../../src/index.js";
import {
  FINDING_CODES,
  type Finding,
  normalForm,
  type PolicyKind,
  validatePolicies,
} from "../../../src/policy/index.js";
import { POLICY_KINDS } from "../../../src/policy/types.js";
import { description } from "../../arbitrary.js";
import { planOf } from "../../fixtures.js";
import { allManagedPolicies } from "../managed-policies.js";

type VectorFinding = Omit<Finding, "message" | "link">;

/** A document, or the text of one, with all that is found in it: if `catalogue` is set, by what exists in AWS too. */
type Vector = {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly catalogue?: true;
  readonly findings: readonly VectorFinding[];
} & ({ readonly policy: unknown } | { readonly text: string });

const FOLDER = "test/vectors/validate";
const vectors = readdirSync(FOLDER).map((file): [string, Vector[]] => [
  file,
  JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")),
]);
const validated = (vector: Vector) =>
  validatePolicies("text" in vector ? vector.text : vector.policy, {
    kind: vector.kind,
    ...(vector.catalogue && { catalogue }),
  });

const ajv = new Ajv2020({ strict: true });
const shape = ajv.compile(jsonSchemas()["policy"]!);

/** Findings in an order of their own: that in which they are found says nothing. */
function sorted(findings: readonly VectorFinding[]): VectorFinding[] {
  const key = ({ path, code }: VectorFinding) => JSON.stringify([path, code]);
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

describe.each(vectors)("the rules of %s", (_file, list) => {
  test.each(list)("$kind: $name", (vector) => {
    const results = validated(vector);
    const found = results.flatMap(({ findings }) =>
      findings.map(({ message: _message, link: _link, ...rest }) => rest),
    );
    expect(sorted(found)).toStrictEqual(sorted(vector.findings));
    const valid = vector.findings.every(({ severity }) => severity !== "error");
    expect(results.map((result) => [result.kind, result.valid])).toStrictEqual([[vector.kind, valid]]);
    if (valid && "policy" in vector) expect(shape(vector.policy)).toBe(true);
  });
});

describe("the vectors", () => {
  const all = vectors.flatMap(([, list]) => list);

  test("have every code, each with its severity", () => {
    const severities = Object.fromEntries(
      all.flatMap(({ findings }) => findings.map(({ code, severity }) => [code, severity])),
    );
    expect(severities).toStrictEqual(
      Object.fromEntries(Object.entries(FINDING_CODES).map(([code, [severity]]) => [code, severity])),
    );
  });

  test("have documents of each kind in which nothing is found", () => {
    const clean = all.filter(({ findings }) => findings.length === 0).map(({ kind }) => kind);
    expect([...new Set(clean)].sort()).toStrictEqual(["identity", "managed", "resource", "trust"]);
  });

  test("have nothing said twice", () => {
    for (const vector of all) {
      const places = validated(vector).flatMap(({ findings }) =>
        findings.map(({ code, path, line, column, message }) => JSON.stringify([code, path, line, column, message])),
      );
      expect(places).toHaveLength(new Set(places).size);
    }
  });

  test("get a message and a page for each finding", () => {
    const found = all.flatMap((vector) => validated(vector)[0]!.findings);
    for (const { message, link } of found) {
      expect(message).toMatch(/^["*A-Z$][\s\S]{15,}[.?)]$/);
      expect(message).not.toMatch(/undefined|\[object/);
      expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/IAM\//);
    }
  });
});

test.each<[string, string]>([
  ["StringEqual", '"StringEqual" is no condition operator. Did you mean StringEquals?'],
  [
    "ForAllValue:StringLikes",
    '"ForAllValue:StringLikes" is no condition operator. Did you mean ForAllValues:StringLike?',
  ],
  ["StringMatchIfExists", '"StringMatchIfExists" is no condition operator.'],
  [
    "NumericLesThanIfExists",
    '"NumericLesThanIfExists" is no condition operator. Did you mean NumericLessThanIfExists?',
  ],
  ["x".repeat(1000), `"${"x".repeat(100)}"… (1000 characters) is no condition operator.`],
])("the operator that was meant is named: %s", (operator, message) => {
  const Statement = {
    Effect: "Allow",
    Action: "s3:*",
    Resource: "*",
    Condition: { [operator]: { "aws:username": "x" } },
  };
  const [result] = validatePolicies({ Version: "2012-10-17", Statement }, { kind: "identity" });
  expect(result!.findings.map((finding) => [finding.code, finding.message])).toStrictEqual([
    ["INVALID_CONDITION_OPERATOR", message],
  ]);
});

test.each<[string, PolicyKind, object]>([
  ["a principal and an action of sts", "trust", { Principal: "*", Action: ["s3:*", "STS:AssumeRole"], Resource: "*" }],
  ["a principal, and nothing that it is about", "trust", { Principal: "*", Action: "s3:*" }],
  ["a principal and a resource", "resource", { NotPrincipal: { AWS: "*" }, Action: "s3:*", NotResource: "*" }],
  ["no principal", "identity", { Action: "sts:AssumeRole", Resource: "*" }],
])("the kind is guessed from %s", (_name, kind, statement) => {
  const guessed = validatePolicies({ Version: "2012-10-17", Statement: [statement] });
  expect(guessed.map((result) => [result.kind, result.guessed])).toStrictEqual([[kind, true]]);
  const asked = validatePolicies({ Version: "2012-10-17", Statement: [statement] }, { kind: "trust" });
  expect(asked.map((result) => [result.kind, result.guessed])).toStrictEqual([["trust", false]]);
});

test("all of AWS's managed policies, in all versions, are valid, fit the schema, and have a stable normal form", () => {
  expect(allManagedPolicies.length).toBeGreaterThan(6000);
  for (const document of allManagedPolicies) {
    const [result] = validatePolicies(document, { kind: "identity" });
    expect(result!.findings.filter(({ severity }) => severity === "error")).toStrictEqual([]);
    expect(shape(document)).toBe(true);
  }
  for (const document of allManagedPolicies.slice(0, 500)) {
    const normal = normalForm(document);
    expect(normalForm(normal)).toStrictEqual(normal);
  }
});

test("our own documents have no finding at all", () => {
  fc.assert(
    fc.property(description, (input) => {
      const plan = planOf(input);
      const { integrationRole } = plan;
      const workload = identityOf(plan);
      const findings = (document: unknown) => validatePolicies(document).flatMap((result) => result.findings);
      const sized = findings(integrationRole.trustPolicy("111122223333"));
      expect(sized.filter(({ code }) => code !== "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA")).toStrictEqual([]);
      if (workload?.kind === "role") expect(findings(selectPolicy(plan, { role: "workload" }))).toStrictEqual([]);
      for (const policy of workload?.permissionsPolicies ?? []) expect(findings(policy)).toStrictEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("what a template leaves open is no finding", () => {
  const open = { "Fn::GetAtt": ["R", "Arn"] };
  const document = {
    Version: { Ref: "Version" },
    Statement: [
      open,
      { Sid: open, Effect: open, Principal: open, Action: open, Condition: open },
      {
        Effect: "Allow",
        Principal: { AWS: [open], Service: open },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: open, ArnLike: { "aws:SourceArn": open }, IpAddress: { "aws:SourceIp": [open] } },
      },
    ],
  };
  const [result] = validatePolicies({ Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } });
  expect(result!.findings).toStrictEqual([]);
});

test("nothing is said twice, whatever the elements hold", () => {
  const actions = fc.constantFrom(
    "*",
    "s3:*",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "s3:a b",
    "x.y:z",
    "no",
    7,
    null,
  );
  const arns = fc.constantFrom(
    "*",
    "**",
    "arn:aws:s3",
    "arn:awz:s3:us-east-1::b",
    "arn:aws:iam:*::u*",
    "*to/task",
    "",
    7,
  );
  const names = fc.constantFrom(
    "*",
    "111122223333",
    "pods.eks.amazonaws.com",
    "arn:aws:iam::111122223333:saml-provider/x",
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    "arn:awz:iam::1:user/*",
    "",
    7,
  );
  const some = (one: fc.Arbitrary<unknown>) => fc.oneof(one, fc.array(one, { maxLength: 3 }));
  const principal = fc.oneof(
    some(names),
    fc.dictionary(fc.constantFrom("AWS", "Federated", "Service", "X"), some(names)),
  );
  const keys = fc.constantFrom("token.actions.githubusercontent.com:sub", "aws:SourceIp", "AWS:SOURCEIP", "x");
  const values = some(fc.constantFrom("*", "repo:o/*", "10.0.0.0/8", "2013", "${aws:username}", 7, null));
  const operators = fc.constantFrom("StringLike", "StringEquals", "IpAddress", "DateEquals", "NullIfExists", "Nothing");
  const statement = fc.record(
    {
      Sid: fc.constantFrom("A", "a-b", "", 7),
      Effect: fc.constantFrom("Allow", "Deny", "allow"),
      Principal: principal,
      NotPrincipal: principal,
      Action: some(actions),
      NotAction: some(actions),
      Resource: some(arns),
      NotResource: some(arns),
      Condition: fc.dictionary(operators, fc.oneof(fc.dictionary(keys, values), fc.constant(7))),
    },
    { requiredKeys: [] },
  );
  const version = fc.constantFrom("2012-10-17", "2008-10-17", "2012", undefined);
  const provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
  const twice = [provider, provider];
  fc.assert(
    fc.property(
      version,
      fc.array(statement, { maxLength: 3 }),
      fc.constantFrom(...POLICY_KINDS),
      (Version, list, kind) => {
        const document = { ...(Version !== undefined && { Version }), Statement: list };
        const said = validatePolicies(document, { kind }).flatMap(({ findings }) =>
          findings.map(({ code, path, message }) => JSON.stringify([code, path, message])),
        );
        expect(said).toStrictEqual([...new Set(said)]);
      },
    ),
    {
      numRuns: 2000,
      examples: [["2012-10-17", [{ Effect: "Allow", Principal: { Federated: twice }, Action: "*" }], "trust"]],
    },
  );
});

test.each(["*", "?", "a*", "a?", "*:", "${", "${a:b}", "arn:", ":", ".", "repo:", "*repo:a/", "@", "1/"])(
  "a long text of %s takes no long time in any element",
  (unit) => {
    const text = unit.repeat(50_000);
    const issuer = "token.actions.githubusercontent.com";
    const Condition = Object.fromEntries(
      [
        ...["StringLike", "StringEquals", "ForAllValues:StringEquals", "ArnLike", "IpAddress", "DateEquals"],
        ...["NumericEquals", "BinaryEquals", text],
      ].map((name) => [name, { [`${issuer}:sub`]: [text, `repo:${text}`], [text]: text }]),
    );
    const texts = [text, `arn:aws:s3:${text}`, `arn:aws:iam::${text}`, `*${text}`, `${text}:x`];
    const Principal = {
      AWS: texts,
      Federated: [`arn:aws:iam::111122223333:oidc-provider/${issuer}`, ...texts],
      Service: texts,
    };
    const statement = {
      Sid: text,
      Effect: "Allow",
      Principal,
      Action: ["sts:*", ...texts],
      Resource: texts,
      Condition,
    };
    const began = performance.now();
    for (const kind of POLICY_KINDS) validatePolicies({ Version: "2012-10-17", Statement: statement }, { kind });
    expect(performance.now() - began).toBeLessThan(2000);
  },
);

describe("hostile input gets an answer", () => {
  test("conditions that name each other many times", () => {
    const names = Array.from({ length: 60 }, (_, index) => `C${index}`);
    const Conditions = Object.fromEntries(
      names.map((_name, index) => [
        `C${index}`,
        { "Fn::And": Array.from({ length: 10 }, () => ({ Condition: `C${(index + 1) % names.length}` })) },
      ]),
    );
    const document = { "Fn::If": ["C0", { Statement: [] }, { Statement: [] }] };
    const Resources = { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } };
    expect(validatePolicies({ Conditions, Resources })).toHaveLength(2);
  });

  test.each([
    ["deep nesting", "[".repeat(200_000)],
    ["deep maps", '{"a":'.repeat(200_000)],
    ["a long string", JSON.stringify({ Statement: "x".repeat(2_000_000) })],
    ["nothing", ""],
    ["too much", " ".repeat(9_000_000)],
    ["prototype keys", '{"__proto__":{"Statement":[]},"constructor":1,"Version":"2012-10-17"}'],
    ["a lone surrogate", '{"Version":"2012-10-17","Statement":[{"Sid":"\\ud800"}]}'],
    ["many duplicates", `{${'"a":1,'.repeat(50_000)}"a":1}`],
  ])("%s", (_name, text) => {
    expect(validatePolicies(text)[0]).toMatchObject({ valid: false });
  });
});
