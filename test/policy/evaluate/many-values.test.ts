import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../../../src/policy/evaluate/evaluate.js";

/** Whether a condition on one key holds for the values of a request. */
function holds(operator: string, given: readonly string[], wanted: readonly string[], statements = [wanted]): boolean {
  const request = {
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::111122223333:role/r",
    principal: "arn:aws:iam::111122223333:role/c",
    context: { "aws:x": [...given] },
  };
  const Statement = statements.map((values) => ({
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Condition: { [operator]: { "aws:x": values } },
  }));
  return evaluate({ request, trustPolicy: { Version: "2012-10-17", Statement } }).decision === "allowed";
}

const letters = (unit: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...unit), maxLength });
const arn = (account: string) =>
  fc.tuple(letters(account, 2), letters(`${account}:/`, 4)).map(([id, name]) => `arn:aws:iam::${id}:role/${name}`);
const address = fc.oneof(
  fc.nat(6).map((last) => `10.0.0.${last}`),
  fc.nat(6).map((last) => `2001:db8::${last}`),
);

/** Operators with values of a request and of a policy, close enough together to be often equal. */
const COMPARISONS: readonly [string, fc.Arbitrary<string>, fc.Arbitrary<string>][] = [
  ["StringEquals", letters("ab", 2), letters("ab", 2)],
  ["StringEqualsIgnoreCase", letters("aAb", 2), letters("aAb", 2)],
  ["StringLike", letters("ab\u0000", 5), letters("ab*?\u0000", 5)],
  ["StringLike", letters("ab", 70), letters("aaab*", 40)],
  ["ArnLike", arn("12"), fc.oneof(arn("12*?"), fc.constant("*"))],
  [
    "NumericEquals",
    fc.nat(9).map(String),
    fc.oneof(
      fc.nat(9).map(String),
      fc.nat(9).map((each) => `${each}.0`),
    ),
  ],
  ["NumericLessThan", fc.oneof(fc.nat(9).map(String), fc.constant("x")), fc.nat(9).map(String)],
  ["NumericLessThanEquals", fc.nat(9).map(String), fc.nat(9).map(String)],
  ["NumericGreaterThan", fc.nat(9).map(String), fc.nat(9).map(String)],
  ["NumericGreaterThanEquals", fc.oneof(fc.nat(9).map(String), fc.constant("x")), fc.nat(9).map(String)],
  ["DateEquals", fc.nat(3).map((year) => `200${year}`), fc.nat(3).map((year) => `200${year}-01-01`)],
  ["Bool", fc.constantFrom("true", "TRUE", "false", "x"), fc.constantFrom("true", "False")],
  ["BinaryEquals", fc.constantFrom("YQ==", "Yg==", "yg=="), fc.constantFrom("YQ==", "Yg==")],
  [
    "IpAddress",
    fc.oneof(address, fc.constant("x")),
    fc.oneof(
      address,
      fc.tuple(address, fc.integer({ min: 28, max: 32 })).map(([start, bits]) => `${start}/${bits}`),
    ),
  ],
];

test.each(COMPARISONS)("%s of many values is that of each with each", (operator, givens, wanteds) => {
  const single = new Map<string, boolean>();
  const one = (given: string, wanted: string) => {
    const key = JSON.stringify([given, wanted]);
    const known = single.get(key) ?? holds(operator, [given], [wanted]);
    single.set(key, known);
    return known;
  };
  const lists = (each: fc.Arbitrary<string>) => fc.array(each, { minLength: 1, maxLength: 40, size: "max" });
  fc.assert(
    fc.property(lists(givens), lists(wanteds), (given, wanted) => {
      const matches = (value: string) => wanted.some((each) => one(value, each));
      expect(holds(operator, given, wanted)).toBe(given.some(matches));
      expect(holds(`ForAnyValue:${operator}`, given, wanted)).toBe(given.some(matches));
      expect(holds(`ForAllValues:${operator}`, given, wanted)).toBe(given.every(matches));
      // The same values, each in a statement of its own.
      const apart = wanted.map((each) => [each]);
      expect(holds(operator, given, wanted, apart)).toBe(given.some(matches));
      expect(holds(`ForAllValues:${operator}`, given, wanted, apart)).toBe(
        wanted.some((each) => given.every((value) => one(value, each))),
      );
    }),
    { numRuns: 150 },
  );
});

test("many patterns come to an end on one long value, and on values that have their letters again and again", () => {
  const patterns = Array.from({ length: 5000 }, (_, index) => `*x${index}*`);
  expect(holds("StringLike", ["y".repeat(500_000)], patterns)).toBe(false);
  const alike = Array.from({ length: 20 }, (_, index) => `${"a".repeat(20_000)}${index}`);
  expect(
    holds(
      "StringLike",
      alike,
      patterns.slice(0, 200).map((text) => `*a${text}`),
    ),
  ).toBe(false);
  expect(
    holds(
      "StringLike",
      alike,
      Array.from({ length: 20 }, (_, index) => `*${"a".repeat(index + 1)}*b`),
    ),
  ).toBe(false);
});

const COUNT = 20_000;

test.each<[string, (index: number) => string, (index: number) => string]>([
  ["NumericLessThan", (index) => `${index + COUNT}`, (index) => `${index}`],
  ["BinaryEquals", (index) => btoa(`a${index}`), (index) => btoa(`b${index}`)],
  ["IpAddress", (index) => `10.${index >> 8}.${index & 255}.1`, (index) => `11.${index >> 8}.${index & 255}.0/30`],
  ["StringLike", (index) => `a${index}`, (index) => `a${index}x*`],
  ["StringLike", (index) => `${index}a`, (index) => `*x${index}a`],
  ["StringLike", (index) => `a${index}a`, (index) => `*a${index}x*`],
  ["ArnLike", (index) => `arn:aws:iam::1:role/a${index}`, (index) => `arn:aws:iam::1:role/a${index}x*`],
])("%s of as many values as a request has comes to an end", (operator, given, wanted) => {
  const list = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, at) => text(at));
  expect(holds(operator, list(COUNT, given), list(COUNT, wanted))).toBe(false);
  const apart = list(COUNT / 4, (index) => wanted(index)).map((value) => [value]);
  expect(holds(operator, list(COUNT / 4, given), [], apart)).toBe(false);
});
