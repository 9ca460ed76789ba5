import fc from "fast-check";
import { expect, test } from "vitest";
import {
  canonicalJson,
  diffPolicies,
  type EvaluationCaseInput,
  equalPolicies,
  evaluate,
  normalForm,
} from "../../../src/policy/index.js";
import { parseOperator } from "../../../src/policy/operators.js";

/** Documents from a universe so small that many of them are equal, and many differ in one thing alone. */

const caller = "arn:aws:iam::111122223333:role/task";
const role = "arn:aws:iam::111122223333:role/r";
const of = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);

const conditionKey = of("aws:PrincipalArn", "AWS:principalarn", "k:A", "K:a", "__proto__", "constructor");
const conditionValue = of<unknown>(
  ...["x", "X", ["x"], ["x", "y"], ["y", "x", "x"], ["y"], [], "*", [caller], 1, "1", ["1", 1], true, "True", "false"],
  ...[null, [null], "null", { "Fn::Sub": "x" }, { a: "x" }, { a: "x", b: "y" }, [["x"], ["y"]]],
);
const operator = of(
  ...["StringEquals", "stringequals", "STRINGEQUALS", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike"],
  ...["ArnLike", "ArnEquals", "arnlike", "ArnNotEquals", "ArnNotLike", "Bool", "bool", "Null", "NumericEquals"],
  ...["StringEqualsIfExists", "ForAllValues:StringEquals", "forallvalues:stringequals", "ForAnyValue:StringEquals"],
  ...["StringEqual", "stringequal", "constructor", "__proto__"],
);
const several = <Key extends string>(key: fc.Arbitrary<Key>, value: fc.Arbitrary<unknown>, most: number) =>
  fc.array(fc.tuple(key, value), { maxLength: most }).map((entries): unknown => Object.fromEntries(entries));
const mostly = (usual: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });
const condition = mostly(
  several(operator, mostly(several(conditionKey, conditionValue, 2), of<unknown>(null, [], "x", { Ref: "A" }, {})), 2),
  of<unknown>(null, [], "x", {}, [{}], { Ref: "A" }),
);

const statement: fc.Arbitrary<unknown> = fc.record(
  {
    Effect: of<unknown>("Allow", "Allow", "Deny", "allow", null),
    Principal: of<unknown>(
      ...["*", { AWS: "*" }, ["*"], { AWS: [caller] }, { AWS: caller }, { AWS: "111122223333" }, { AWS: [] }],
      ...[{ AWS: ["arn:aws:iam::111122223333:root"] }, caller, null, { Service: "x.y" }, { AWS: [caller, 1] }],
    ),
    Action: of<unknown>("sts:AssumeRole", ["STS:assumerole"], ["sts:*", "sts:AssumeRole"], "x:y", [], null, [null]),
    Condition: condition,
    constructor: of<unknown>(1, "1"),
    ["__proto__"]: of<unknown>(1, null),
  },
  { requiredKeys: ["Effect", "Principal", "Action", "Condition"] },
);

/** A statement whose conditions alone decide. */
const usual = fc.record({
  Effect: of("Allow", "Deny"),
  Principal: of<unknown>("*", { AWS: caller }, { AWS: "111122223333" }),
  Action: of("sts:AssumeRole"),
  Condition: condition,
});

/** A statement of an identity policy whose resources decide. */
const ofIdentity = fc.record({
  Effect: of("Allow", "Deny"),
  Action: of("sts:AssumeRole", "STS:*"),
  Resource: of<unknown>(
    ...["*", "arn:aws:iam", "arn:aws:iam:*", "arn:aws:iam::111122223333", "arn:aws:s3", "arn:aws:iam:::", [], null],
    ...[role, [role, "arn:aws:s3"], ["arn:aws:iam:*:*:*"], ["arn:aws:iam::111122223333:*"], ["x", 1], { Ref: "x" }],
  ),
});

const policy = fc.record(
  {
    Version: of<unknown>("2012-10-17", "2012-10-17", "2008-10-17", 2012),
    Statement: fc.oneof(
      { weight: 6, arbitrary: usual },
      { weight: 2, arbitrary: statement },
      { weight: 1, arbitrary: ofIdentity },
      { weight: 2, arbitrary: fc.array(fc.oneof(usual, statement), { maxLength: 2 }) },
      { weight: 1, arbitrary: of<unknown>(null, "x", [[]], {}) },
    ),
  },
  { requiredKeys: ["Statement"] },
);

const contexts: readonly EvaluationCaseInput["request"]["context"][] = [
  {},
  { "k:a": "x" },
  { "k:a": ["X", "1"] },
  { "k:a": true, constructor: "x" },
  { "k:a": "null" },
];
const requests = contexts.map((context) => ({
  action: "sts:AssumeRole",
  resource: role,
  principal: caller,
  context,
}));

/** What is decided on every request of the universe, by the document as a trust policy and as an identity policy. */
function decisions(document: object): string {
  const decide = (policies: Omit<EvaluationCaseInput, "request">) => (request: EvaluationCaseInput["request"]) => {
    try {
      return evaluate({ request, ...policies }).decision;
    } catch (error) {
      return (error as Error).name;
    }
  };
  const asTrust = decide({ trustPolicy: document, identityPolicies: [EVERYTHING] });
  const asIdentity = decide({ trustPolicy: ACCOUNT, identityPolicies: [document] });
  return [...requests.map(asTrust), ...requests.slice(0, 2).map(asIdentity)].join();
}

const EVERYTHING = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const ACCOUNT = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "111122223333" } } };

test("equal documents are decided alike, and so is a normal form, over millions of pairs", () => {
  const documents = fc.sample(policy, { numRuns: 6000, seed: 11 });
  const groups = new Map<string, object[]>();
  for (const document of documents) {
    const form = canonicalJson(normalForm(document));
    groups.set(form, [...(groups.get(form) ?? []), document]);
  }
  let pairs = 0;
  const wrong: unknown[] = [];
  for (const [form, group] of groups) {
    const expected = decisions(JSON.parse(form));
    for (const document of group) if (decisions(document) !== expected) wrong.push([form, JSON.stringify(document)]);
    pairs += (group.length * (group.length - 1)) / 2;
  }
  expect(wrong).toStrictEqual([]);
  expect(documents.length ** 2 / 2).toBeGreaterThan(200_000);
  expect(pairs).toBeGreaterThan(10_000);
  // Two documents are equal if their normal forms are, and then only nothing differs.
  documents.slice(1, 4000).forEach((document, index) => {
    const other = documents[index]!;
    const same = canonicalJson(normalForm(document)) === canonicalJson(normalForm(other));
    expect([equalPolicies(document, other), diffPolicies(document, other).length === 0]).toStrictEqual([same, same]);
  });
});

test("respelling never changes a policy, nor does the normal form of its normal form", () => {
  fc.assert(
    fc.property(policy, fc.infiniteStream(fc.nat()), (document, numbers) => {
      const next = (most: number) => (numbers.next().value as number) % most;
      const other = respelledPolicy(document, next);
      expect(diffPolicies(document, other)).toStrictEqual([]);
      expect(equalPolicies(other, document)).toBe(true);
      const form = normalForm(document);
      expect(canonicalJson(normalForm(form))).toBe(canonicalJson(form));
    }),
    { numRuns: 3000, seed: 7 },
  );
});

type Next = (most: number) => number;

function shuffled<Value>(values: readonly Value[], next: Next): Value[] {
  const rest = [...values];
  return values.map(() => rest.splice(next(rest.length), 1)[0]!);
}

function anyCase(text: string, next: Next): string {
  return [...text].map((letter) => (next(2) === 0 ? letter.toLowerCase() : letter.toUpperCase())).join("");
}

/** The same list in another order, with a member twice, or its one member alone; one member as a list. */
function respelledList(value: unknown, next: Next): unknown {
  if (!Array.isArray(value)) return next(2) === 0 ? [value] : value;
  if (value.length === 1 && !Array.isArray(value[0]) && next(2) === 0) return value[0];
  return shuffled(next(2) === 0 && value.length > 0 ? [...value, value[next(value.length)]] : value, next);
}

function respelledMap(map: object, next: Next, member: (key: string, value: unknown) => unknown): object {
  return Object.fromEntries(shuffled(Object.entries(map), next).map(([key, value]) => [key, member(key, value)]));
}

const isPlainMap = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function respelledPolicy(document: object, next: Next): object {
  const inStatement = (each: unknown) =>
    isPlainMap(each)
      ? respelledMap(each, next, (element, value) => {
          if (element === "Action")
            return respelledList(
              JSON.parse(JSON.stringify(value), (_key, text) =>
                typeof text === "string" ? anyCase(text, next) : text,
              ),
              next,
            );
          if (element === "Principal" && isPlainMap(value))
            return respelledMap(value, next, (_type, names) => respelledList(names, next));
          return element === "Condition" && isPlainMap(value) && !("Ref" in value)
            ? respelledCondition(value, next)
            : value;
        })
      : each;
  return respelledMap(document, next, (element, value) => {
    if (element !== "Statement") return value;
    return respelledList(Array.isArray(value) ? value.map(inStatement) : inStatement(value), next);
  });
}

/** The same conditions under operators and keys in other letters, spread over several of them. */
function respelledCondition(block: object, next: Next): object {
  const result = new Map<string, Map<string, unknown> | { readonly whole: unknown }>();
  const twin = (name: string) =>
    next(2) === 0 ? name : name.replace(/Arn(Not)?(?:Equals|Like)/i, next(2) === 0 ? "Arn$1Equals" : "Arn$1Like");
  const spelled = (name: string) => (parseOperator(name) === undefined ? name : anyCase(twin(name), next));
  for (const [name, keys] of shuffled(Object.entries(block), next)) {
    if (!isPlainMap(keys) || "Ref" in keys) {
      let free = spelled(name);
      while (result.has(free)) free = spelled(name);
      result.set(free, { whole: keys });
      continue;
    }
    for (const [key, values] of shuffled(Object.entries(keys), next)) {
      for (;;) {
        const at = spelled(name);
        const under = parseOperator(name) === undefined ? key : anyCase(key, next);
        const there = result.get(at) ?? new Map<string, unknown>();
        if (!(there instanceof Map) || there.has(under)) continue;
        result.set(at, there.set(under, respelledList(values, next)));
        break;
      }
    }
  }
  const maps = [...result].map(([name, there]) => [
    name,
    there instanceof Map ? Object.fromEntries(there) : there.whole,
  ]);
  return Object.fromEntries(maps);
}
