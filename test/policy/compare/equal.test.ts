import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, diffPolicies, equalPolicies, normalForm } from "../../../src/policy/index.js";
import { issuesOf } from "../../fixtures.js";
import { managedPolicies } from "../managed-policies.js";

const statement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: { StringEquals: { "sts:ExternalId": ["a", "b"], "aws:PrincipalOrgID": "o-1" } },
};
const document = (more: object = {}, top: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ ...statement, ...more }],
  ...top,
});

describe("equal", () => {
  test.each([
    ["one statement without a list", { ...document(), Statement: statement }],
    ["an account ID", document({ Principal: { AWS: ["111122223333"] } })],
    ["order and letter case of actions", document({ Action: ["STS:tagsession", "sts:AssumeRole"] })],
    ["a member twice", document({ Action: ["sts:AssumeRole", "sts:AssumeRole", "sts:TagSession"] })],
    [
      "order and letter case of condition keys",
      document({ Condition: { StringEquals: { "aws:principalorgid": ["o-1"], "sts:ExternalId": ["b", "a"] } } }),
    ],
    [
      "order of keys",
      JSON.parse(
        JSON.stringify(document(), [
          "Statement",
          "Version",
          "Condition",
          "Action",
          "Principal",
          "AWS",
          "Effect",
          "StringEquals",
          "aws:PrincipalOrgID",
          "sts:ExternalId",
        ]),
      ),
    ],
    ["a statement twice", { ...document(), Statement: [statement, statement] }],
  ])("%s", (_name, other) => {
    expect(equalPolicies(document(), other)).toBe(true);
    expect(diffPolicies(document(), other)).toStrictEqual([]);
  });

  test.each([
    ["* and {AWS: *}", { Principal: "*" }, { Principal: { AWS: ["*"] } }],
    [
      "numbers and booleans as strings",
      { Condition: { Bool: { "a:b": true }, NumericEquals: { "a:c": 1 } } },
      { Condition: { Bool: { "a:b": "True" }, NumericEquals: { "a:c": ["1"] } } },
    ],
    ["ArnEquals and ArnLike", { Condition: { ArnEquals: { "a:b": "x" } } }, { Condition: { ArnLike: { "a:b": "x" } } }],
  ])("%s", (_name, a, b) => {
    expect(equalPolicies(document(a), document(b))).toBe(true);
  });

  test("a missing version is that of 2008", () => {
    const { Version: _version, ...without } = document();
    expect(equalPolicies(without, document({}, { Version: "2008-10-17" }))).toBe(true);
    expect(equalPolicies(without, document())).toBe(false);
  });
});

describe("not equal, and the difference is told", () => {
  const conditions = { "sts:externalid": ["a", "b"], "aws:principalorgid": ["o-1"] };
  const root = "arn:aws:iam::111122223333:root";
  test.each<[string, object, object[]]>([
    ["Effect", { Effect: "Deny" }, [{ path: ["Effect"], onlyA: "Allow", onlyB: "Deny" }]],
    [
      "another account",
      { Principal: { AWS: "444455556666" } },
      [{ path: ["Principal", "AWS"], onlyA: [root], onlyB: ["arn:aws:iam::444455556666:root"] }],
    ],
    [
      "another partition",
      { Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } },
      [{ path: ["Principal", "AWS"], onlyA: [root], onlyB: ["arn:aws-cn:iam::111122223333:root"] }],
    ],
    [
      "the kind of principal",
      { Principal: { Federated: root } },
      [
        { path: ["Principal", "AWS"], onlyA: [root] },
        { path: ["Principal", "Federated"], onlyB: [root] },
      ],
    ],
    ["one action less", { Action: "sts:AssumeRole" }, [{ path: ["Action"], onlyA: ["sts:tagsession"] }]],
    [
      "a value's letter case",
      { Condition: { StringEquals: { "sts:ExternalId": ["A", "b"], "aws:PrincipalOrgID": "o-1" } } },
      [{ path: ["Condition", "StringEquals", "sts:externalid"], onlyA: ["a"], onlyB: ["A"] }],
    ],
    [
      "another operator",
      { Condition: { StringLike: { "sts:ExternalId": ["a", "b"], "aws:PrincipalOrgID": "o-1" } } },
      [
        { path: ["Condition", "StringEquals"], onlyA: conditions },
        { path: ["Condition", "StringLike"], onlyB: conditions },
      ],
    ],
    ["a resource", { Resource: "arn:aws:s3:::A" }, [{ path: ["Resource"], onlyB: ["arn:aws:s3:::A"] }]],
    ["no condition", { Condition: {} }, [{ path: ["Condition"], onlyA: { StringEquals: conditions } }]],
  ])("%s", (_name, more, differences) => {
    expect(equalPolicies(document(), document(more))).toBe(false);
    expect(
      diffPolicies(document(), document(more)).map(({ path, ...sides }) => {
        expect(path.slice(0, 2)).toStrictEqual(["Statement", 0]);
        return { path: path.slice(2), ...sides };
      }),
    ).toStrictEqual(differences);
  });

  test("a resource's letter case", () => {
    const of = (Resource: string) => document({ Resource });
    expect(diffPolicies(of("arn:aws:s3:::a"), of("arn:aws:s3:::A"))).toStrictEqual([
      { path: ["Statement", 0, "Resource"], onlyA: ["arn:aws:s3:::a"], onlyB: ["arn:aws:s3:::A"] },
    ]);
  });

  test("a statement more", () => {
    const more = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };
    const normal = { Effect: "Deny", Principal: { AWS: ["*"] }, Action: ["sts:assumerole"] };
    const both = { ...document(), Statement: [statement, more] };
    expect(diffPolicies(document(), both)).toStrictEqual([{ path: ["Statement", 1], onlyB: normal }]);
    expect(diffPolicies(both, document())).toStrictEqual([{ path: ["Statement", 1], onlyA: normal }]);
  });
});

/** A document with a condition. */
const when = (Condition: unknown) => document({ Condition });

describe("conditions that must both hold", () => {
  const [a, b] = ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/*"];
  const both = when({ ArnEquals: { "aws:PrincipalArn": b }, ArnLike: { "AWS:principalarn": a } });

  test.each<[string, unknown]>([
    ["in another order", { ArnLike: { "AWS:principalarn": a }, ArnEquals: { "aws:PrincipalArn": b } }],
    ["the other way round", { ArnEquals: { "aws:PrincipalArn": a }, ArnLike: { "aws:PrincipalArn": b } }],
    ["under one operator", { arnlike: { "aws:PrincipalArn": a, "aws:principalarn": [b] } }],
    ["once more", { ArnLike: { "aws:PrincipalArn": a, "aws:principalarn": [b] }, ARNLIKE: { "aws:principalarn": a } }],
  ])("are the same %s", (_name, other) => {
    expect(diffPolicies(both, when(other))).toStrictEqual([]);
    expect(equalPolicies(both, when(other))).toBe(true);
  });

  test.each<[string, unknown]>([
    ["the first alone", { ArnLike: { "aws:PrincipalArn": a } }],
    ["the second alone", { ArnLike: { "aws:PrincipalArn": b } }],
    ["one of two values", { ArnLike: { "aws:PrincipalArn": [a, b] } }],
    ["under two operators", { ArnLike: { "aws:PrincipalArn": a }, ArnNotLike: { "aws:PrincipalArn": b } }],
  ])("are not %s", (_name, other) => {
    expect(equalPolicies(both, when(other))).toBe(false);
    expect(diffPolicies(both, when(other)).length).toBeGreaterThan(0);
  });

  test("stand under two spellings of the key, in the order of their values", () => {
    expect(normalForm(both)["Statement"]).toMatchObject([
      { Condition: { ArnLike: { "aws:principalarn": [b], "Aws:principalarn": [a] } } },
    ]);
    expect(diffPolicies(both, when({ ArnLike: { "aws:PrincipalArn": b } }))).toStrictEqual([
      { path: ["Statement", 0, "Condition", "ArnLike", "Aws:principalarn"], onlyA: [a] },
    ]);
  });

  test("stand under several spellings of the operator, where the key has too few", () => {
    const many = when({
      Bool: { "1": "true", a: ["b"], A: "c" },
      bool: { "1": "false", a: "d" },
      BOOL: "malformed",
      bOOL: { "Fn::Sub": "x" },
    });
    const form = normalForm(many);
    expect(form["Statement"]).toMatchObject([
      {
        Condition: {
          Bool: { "1": ["false"], a: ["b"], A: ["c"] },
          bool: { "1": ["true"], a: ["d"] },
          BOol: "malformed",
          bOol: { "Fn::Sub": "x" },
        },
      },
    ]);
    expect(normalForm(form)).toStrictEqual(form);
  });

  test("as many as there are spellings", () => {
    const spellings = (text: string): string[] =>
      text === ""
        ? [""]
        : spellings(text.slice(1)).flatMap((rest) => [text[0]!.toLowerCase() + rest, text[0]!.toUpperCase() + rest]);
    const operators = [...spellings("ArnLike"), ...spellings("ArnEquals")];
    const condition = Object.fromEntries(operators.map((name, index) => [name, { "1": String(index) }]));
    const form = normalForm(when(condition));
    const [{ Condition }] = form["Statement"] as unknown as [{ Condition: Record<string, Record<string, string[]>> }];
    const values = Object.values(Condition).map((keys) => keys["1"]?.[0]);
    expect([...values].sort()).toStrictEqual(operators.map((_name, index) => String(index)).sort());
    expect(normalForm(form)).toStrictEqual(form);
  });
});

describe("names without letter case", () => {
  const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/ABC";
  test.each<[string, string, string, boolean]>([
    ["a tag's key", "aws:PrincipalTag/Team", "AWS:principaltag/TEAM", true],
    ["the tag of a service", "s3:ExistingObjectTag/a/B", "S3:existingobjecttag/A/b", true],
    ["the host and the claim of a provider", `${issuer}:sub`, `OIDC.eks.eu-west-1.AMAZONAWS.com/id/ABC:SUB`, true],
    ["the path of an issuer", `${issuer}:sub`, `${issuer.toLowerCase()}:sub`, false],
    ["an issuer without a claim", issuer, issuer.toLowerCase(), false],
    [
      "a provider without a path",
      "token.actions.githubusercontent.com:sub",
      "TOKEN.actions.githubusercontent.com:Sub",
      true,
    ],
  ])("%s", (_name, key, other, same) => {
    const of = (each: string) => when({ StringEquals: { [each]: "x" } });
    expect(equalPolicies(of(key), of(other))).toBe(same);
    const both = when({ StringEquals: { [key]: "x" }, stringequals: { [other]: "y", [key]: "z" } });
    const form = normalForm(both);
    expect(JSON.stringify(form).match(/\["[xyz]"\]/g)).toHaveLength(3);
    expect(normalForm(form)).toStrictEqual(form);
  });

  test("the values of IgnoreCase operators and of Bool and Null", () => {
    for (const operator of ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCaseIfExists", "BoolIfExists", "Null"]) {
      const of = (value: string) => when({ [operator]: { "a:b": value } });
      expect([operator, equalPolicies(of("True"), of("tRUE"))]).toStrictEqual([operator, true]);
    }
    const of = (value: string) => when({ StringEquals: { "a:b": value } });
    expect(equalPolicies(of("True"), of("true"))).toBe(false);
  });
});

describe("what IAM would refuse survives", () => {
  const statements: readonly (readonly [string, ...unknown[]])[] = [
    ["Condition", undefined, null, [], "x", [{}], ["x"], 0],
    ["Action", [], null, {}, 5, "5", [["a"]], "a", { "Fn::Sub": "a" }, [{ "Fn::Sub": "a" }, "a"], true],
    ["Resource", [], null, {}, 5, "5", [["a"]], "a", { a: 1 }, { a: 2 }],
    ["Principal", "*", ["*"], null, [], {}, "x", { AWS: [] }, { AWS: null }, { AWS: 111122223333 }, { aws: "*" }],
    ["Sid", "", null, "1", 1, [1, 2], [2, 1], [1, 1, 2]],
    ["Effect", "Allow", "allow", null, ["Allow"]],
    ["__proto__", undefined, null, {}, { a: 1 }, []],
    ["constructor", undefined, null, {}, { a: 1 }, []],
    ["toString", undefined, null, "x"],
  ];
  const conditions: readonly unknown[] = [
    ...[{ "Fn::Sub": "x" }, { "Fn::Sub": "y" }, { a: 1 }, { a: 2 }, null, "null", ["a", null], "a", [["a"]], []],
  ];
  const differing: [string, readonly unknown[]][] = [
    ...statements.map(([element, ...values]): [string, unknown[]] => [
      element,
      values.map((value) => ({
        Statement: value === undefined ? {} : JSON.parse(`{${JSON.stringify(element)}:${JSON.stringify(value)}}`),
      })),
    ]),
    ["a condition's values", conditions.map((value) => when({ StringEquals: { "a:b": value } }))],
    ["an operator", ["x", null, [], 1, true, { k: "x" }, { Ref: "x" }].map((value) => when({ StringEquals: value }))],
    [
      "an operator beside itself",
      ["x", null, [], {}].map((value) => when({ StringEquals: value, stringequals: { k: "x" } })),
    ],
    [
      "an unknown operator",
      ["x", null, { k: "x" }, { K: "x" }, { k: "x", K: "x" }].map((value) => when({ Foo: value })),
    ],
    [
      "names of operators",
      ["Foo", "foo", "__proto__", "constructor", "Ref"].map((name) =>
        when(JSON.parse(`{"${name}":{"k":"x"},"Bool":{"l":"true"}}`)),
      ),
    ],
    [
      "names of keys",
      ["__proto__", "constructor", "toString", "valueOf"].map((name) =>
        when(JSON.parse(`{"Bool":{"${name}":"true","l":"true"}}`)),
      ),
    ],
    ["statements", [[], null, "x", [["x"]], {}, [{}, null], [{}, 5], 5].map((Statement) => ({ Statement }))],
    ["a version", [undefined, null, 2008, "2012-10-17", {}].map((Version) => ({ Version, Statement: [] }))],
    ["an Id", [undefined, null, 1, "1", {}].map((Id) => ({ Id, Statement: [] }))],
  ];

  test.each(differing)("%s", (_name, documents) => {
    documents.forEach((one, index) => {
      expect(diffPolicies(one, structuredClone(one))).toStrictEqual([]);
      const form = normalForm(one);
      expect(canonicalJson(normalForm(form))).toBe(canonicalJson(form));
      for (const other of documents.slice(index + 1)) {
        expect([one, other, equalPolicies(one, other)]).toStrictEqual([one, other, false]);
        const differences = diffPolicies(one, other);
        expect(differences.length).toBeGreaterThan(0);
        for (const difference of differences) expect(Object.keys(difference).length).toBeGreaterThan(1);
      }
    });
  });

  test("an operator that does not exist asks for nothing without a key", () => {
    expect(equalPolicies(when({ Foo: {} }), when(undefined))).toBe(true);
  });
});

describe("resources that end early", () => {
  const allow = (more: object) => ({ Statement: { Effect: "Allow", Action: "sqs:*", ...more } });
  test("are completed where a statement has no principal", () => {
    expect(equalPolicies(allow({ Resource: "arn:aws:sqs" }), allow({ Resource: ["arn:aws:sqs:*:*:*"] }))).toBe(true);
    expect(equalPolicies(allow({ NotResource: "arn:aws:sqs" }), allow({ NotResource: "arn:aws:sqs:*:*" }))).toBe(true);
    expect(equalPolicies(allow({ Resource: "arn:aws:sqs" }), allow({ Resource: "arn:aws:sqs:*" }))).toBe(true);
    expect(equalPolicies(allow({ Resource: "arn:aws:sqs" }), allow({ Resource: "arn:aws:sqs:::x" }))).toBe(false);
  });
  test("are not where it has one", () => {
    const all = { Principal: "*" };
    expect(
      equalPolicies(allow({ Resource: "arn:aws:sqs", ...all }), allow({ Resource: "arn:aws:sqs:*:*:*", ...all })),
    ).toBe(false);
  });
});

describe("an account ID is the root of the partition that the documents name", () => {
  const id = "111122223333";
  const rootIn = (partition: string) => `arn:${partition}:iam::${id}:root`;
  const roleIn = (partition: string) => `arn:${partition}:iam::444455556666:role/r`;
  const trusts = (...AWS: string[]) => document({ Principal: { AWS } });

  test.each<[string, object, object, boolean]>([
    ["aws where none is named", trusts(id), trusts(rootIn("aws")), true],
    ["the one that the other names", trusts(id), trusts(rootIn("aws-cn")), true],
    ["the one that both name", trusts(id, roleIn("aws-cn")), trusts(roleIn("aws-cn"), rootIn("aws-cn")), true],
    ["the one that it names itself", trusts(id, roleIn("aws-cn")), trusts(rootIn("aws"), roleIn("aws-cn")), false],
    ["its own, not that of the other", trusts(id, roleIn("aws")), trusts(rootIn("aws-cn"), roleIn("aws")), false],
    ["itself", trusts(id, roleIn("aws"), roleIn("aws-cn")), trusts(roleIn("aws"), roleIn("aws-cn"), id), true],
    [
      "settled by the other one's root",
      trusts(id, roleIn("aws"), roleIn("aws-cn")),
      trusts(rootIn("aws-cn"), roleIn("aws"), roleIn("aws-cn")),
      true,
    ],
    [
      "not settled by two roots",
      trusts(id, roleIn("aws"), roleIn("aws-cn")),
      trusts(rootIn("aws-cn"), rootIn("aws"), roleIn("aws"), roleIn("aws-cn")),
      false,
    ],
  ])("%s", (_name, a, b, same) => {
    expect([equalPolicies(a, b), equalPolicies(b, a)]).toStrictEqual([same, same]);
    expect([diffPolicies(a, b).length === 0, diffPolicies(b, a).length === 0]).toStrictEqual([same, same]);
  });

  test("in the normal form of one document, as it names it", () => {
    const principals = (policy: object) =>
      (normalForm(policy)["Statement"] as unknown as [{ Principal: { AWS: string[] } }])[0].Principal.AWS;
    expect(principals(trusts(id))).toStrictEqual([rootIn("aws")]);
    expect(principals(document({ Principal: { AWS: id }, Resource: ["arn:aws-us-gov:s3:::b"] }))).toStrictEqual([
      rootIn("aws-us-gov"),
    ]);
    expect(principals(trusts(id, roleIn("aws"), roleIn("aws-cn")))).toStrictEqual([
      id,
      roleIn("aws-cn"),
      roleIn("aws"),
    ]);
    const unsettled = normalForm(trusts(id, roleIn("aws"), roleIn("aws-cn")));
    expect(normalForm(unsettled)).toStrictEqual(unsettled);
  });
});

describe("what is no policy is refused", () => {
  test.each<[unknown, string, string]>([
    [undefined, "INVALID_TYPE", "must be a policy document, a map with Version and Statement; given nothing."],
    [
      "{}",
      "INVALID_TYPE",
      'must be a policy document, a map with Version and Statement; given "{}". Read a text with readPolicies first.',
    ],
    [[], "INVALID_TYPE", "must be a policy document, a map with Version and Statement; given a list."],
    [{}, "MISSING_KEY", "is required in a policy document; the map is empty."],
    [{ Statement: undefined }, "MISSING_KEY", "is required in a policy document; the map is empty."],
    [
      { name: "x", version: "1", a: 1, b: 2, c: 3, d: 4, e: 5 },
      "MISSING_KEY",
      'is required in a policy document; the map has "name", "version", "a", "b", "c" and 2 more.',
    ],
    [
      { Effect: "Allow", Action: "*" },
      "MISSING_KEY",
      'is required in a policy document; the map has "Effect", "Action". That is one statement: put it under Statement.',
    ],
    [{ Statment: [] }, "UNKNOWN_KEY", 'is no element of a policy document. Did you mean "Statement"?'],
    [{ statement: [] }, "UNKNOWN_KEY", 'is no element of a policy document. Did you mean "Statement"?'],
    [{ Statement: [], version: "" }, "UNKNOWN_KEY", 'is no element of a policy document. Did you mean "Version"?'],
    [
      { Statement: [], Effect: "Allow" },
      "UNKNOWN_KEY",
      "is no element of a policy document. It is an element of statements: move it into Statement.",
    ],
    [
      JSON.parse('{"Statement":[],"__proto__":1}'),
      "UNKNOWN_KEY",
      "is no element of a policy document. Remove it; its elements are Version, Id, Statement.",
    ],
  ])("%j", (value, code, message) => {
    const [issue, ...more] = issuesOf(() => normalForm(value));
    expect([issue?.code, issue?.message, more]).toStrictEqual([code, message, []]);
    const path = issue!.path;
    for (const compare of [equalPolicies, diffPolicies]) {
      expect(issuesOf(() => compare(value, document()))).toStrictEqual([{ ...issue, path: ["a", ...path] }]);
      expect(issuesOf(() => compare(document(), value))).toStrictEqual([{ ...issue, path: ["b", ...path] }]);
      expect(issuesOf(() => compare(value, value))).toHaveLength(2);
    }
  });
});

const documents = managedPolicies.filter((each) => JSON.stringify(each).length < 5000);

test("shuffling never changes a policy, changing a string always does", () => {
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.infiniteStream(fc.nat()), (policy, numbers) => {
      const next = () => numbers.next().value as number;
      const shuffled = shuffle(policy, next);
      expect(equalPolicies(policy, shuffled)).toBe(true);
      expect(normalForm(shuffled)).toStrictEqual(normalForm(policy));
      const changed = change(policy, next);
      expect(equalPolicies(policy, changed)).toBe(false);
      expect(diffPolicies(policy, changed)).not.toStrictEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test("documents with 200,000 keys and statements that differ come to an end", () => {
  const count = 200_000;
  const keys = (name: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`aws:${name}${at}`, "v"]));
  const statements = (name: string) =>
    Array.from({ length: count / 4 }, (_, at) => ({ Effect: "Allow", Action: `s3:${name}${at}`, Resource: "*" }));
  const conditioned = (name: string) => document({ Condition: { StringEquals: keys(name) } });
  expect(diffPolicies(conditioned("a"), conditioned("b"))).toHaveLength(2 * count);
  expect(diffPolicies({ Statement: statements("a") }, { Statement: statements("b") })).toHaveLength(count / 4);
}, 30_000);

/** The same data in another order; lists of one as their member, and the other way round. */
function shuffle(value: unknown, next: () => number, key = ""): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => shuffle(member, next));
    members.sort(() => (next() % 2) - 0.5);
    if (members.length === 1 && next() % 2 === 0) return members[0];
    return members;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, member]) => [name, shuffle(member, next, name)] as const);
    return Object.fromEntries(entries.sort(() => (next() % 2) - 0.5));
  }
  return /^(?:Action|Resource|NotAction|NotResource)$/.test(key) && next() % 2 === 0 ? [value] : value;
}

/** One resource, effect or condition value with a letter more. */
function change(policy: object, next: () => number): unknown {
  const copy = structuredClone(policy) as { Statement: Record<string, unknown>[] | Record<string, unknown> };
  const statements = [copy.Statement].flat();
  const one = statements[next() % statements.length]!;
  one["Resource"] = [`${[one["Resource"] ?? "*"].flat()[0]}x${next()}`];
  return copy;
}
