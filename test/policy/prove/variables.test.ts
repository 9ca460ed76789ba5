import { expect, test } from "vitest";
import { prove } from "../../../src/policy/prove/index.js";
import { bruteForce, type Expected } from "./brute-force.js";
import { randomOf, UNIVERSE } from "./generated.js";

/** Policy variables: what is proved holds for every value that a request can have for the variable's key, and for none. */

type Json = Record<string, unknown>;

const VALUES = [undefined, "", "a", "b", "ab", "c", "ca", "x", "example"];
const RESOURCES = [
  "r${k:v}",
  "r${k:v}*",
  "ra${k:v}",
  "r*${k:v}",
  "r${k:v}a",
  "r*",
  "ra",
  "ra*",
  "r?",
  "rab",
  "r${k:v, 'a'}",
  "r${k:v}${k:v}",
];
const document = (Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

function pairOf(seed: number): readonly [Json[], Json[]] {
  const random = randomOf(seed * 31 + 5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const statement = (): Json => ({
    Effect: random() < 0.75 ? "Allow" : "Deny",
    Action: pick(["s:a", "*"]),
    [random() < 0.85 ? "Resource" : "NotResource"]: [pick(RESOURCES), pick(RESOURCES)],
    ...(random() < 0.5 && {
      Condition: {
        [pick(["StringEquals", "StringLike", "StringNotEquals", "StringEqualsIfExists"])]: {
          [pick(["k:v", "k:v", "k:text"])]: pick([["a"], ["a", "b"], ["ab"], ["${k:v}"], ["b", "c"]]),
        },
      },
    }),
  });
  const list = () => Array.from({ length: 1 + Math.floor(random() * 2) }, statement);
  const a = list();
  const b = random() < 0.4 ? list() : random() < 0.5 ? [...a, ...list()] : a.map((each) => ({ ...each, Action: "*" }));
  return [a, b];
}

/** The statements with a value in place of the variable; a text that no request has, where there is none. */
function withValue(statements: readonly Json[], value: string | undefined): Json[] {
  return JSON.parse(
    JSON.stringify(statements).replace(/\$\{k:v(, 'a')?\}/g, (_, fallback) => value ?? (fallback ? "a" : "\\u0001")),
  );
}

test("what is proved holds for all values", () => {
  const count: Record<string, number> = {};
  for (let seed = 1; seed <= 300; seed++) {
    const [a, b] = pairOf(seed);
    const expected = VALUES.map((value): Expected => {
      const resources = [
        ...UNIVERSE.resources,
        ...["x", "xa", "xx", "ax", "example", "aexample", "examplea", "exampleexample"].map((text) => `r${text}`),
      ];
      const keys = {
        ...UNIVERSE.keys,
        "k:v": [value === undefined ? { sure: true } : { values: [value], sure: value !== "" }],
      };
      return bruteForce(withValue(a, value), withValue(b, value), {
        callers: UNIVERSE.callers.slice(0, 1),
        actions: ["s:a", "x:x"],
        resources,
        keys,
      });
    });
    const { verdict } = prove(document(a), { within: document(b) });
    count[verdict] = (count[verdict] ?? 0) + 1;
    if (verdict === "proved") expect([seed, new Set(expected)]).toStrictEqual([seed, new Set(["proved"])]);
    if (verdict === "undecided") count["lost"] = (count["lost"] ?? 0) + Number(!expected.includes("undecided"));
  }
  expect(count["proved"]).toBeGreaterThan(100);
  expect(count["refuted"]).toBeGreaterThan(50);
  expect(count["lost"]).toBeLessThan(15);
});
