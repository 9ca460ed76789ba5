import { expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import { isDeeper } from "../../src/json/levels.js";
import { prettyJson } from "../../src/policy/pretty-json.js";
import { policySize } from "../../src/policy/size.js";
import type { PolicyDocument } from "../../src/policy/types.js";
import { issuesOf } from "../fixtures.js";

const nested = (levels: number) => {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

test.each([
  ["canonicalJson", canonicalJson],
  ["prettyJson", prettyJson],
  ["policySize", (value: object) => policySize(value as PolicyDocument)],
])("%s takes 500 levels, and refuses more without overflowing the stack", (_, write) => {
  expect(() => write(nested(500))).not.toThrow();
  for (const levels of [501, 100_000])
    expect(issuesOf(() => write(nested(levels)))).toMatchObject([{ code: "NOT_JSON" }]);
});

test("what contains itself is deeper than any number of levels", () => {
  const circle: unknown[] = [];
  circle.push({ circle });
  expect(isDeeper(circle, 500)).toBe(true);
  expect(isDeeper([[]], 2)).toBe(false);
  expect(isDeeper([[]], 1)).toBe(true);
});
