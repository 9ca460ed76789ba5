import fc from "fast-check";
import { expect, test } from "vitest";
import { prettyJson } from "../../src/index.js";
import { reversed } from "../reversed.js";

test("the pretty form has AWS's order, then that of the alphabet", () => {
  const document = {
    Statement: [{ Condition: { B: { z: "1", a: "2" }, A: {} }, Action: "x", Sid: "s", Principal: {}, Effect: "Deny" }],
    Version: "2012-10-17",
  };
  expect(prettyJson(document)).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "s",
      "Effect": "Deny",
      "Principal": {},
      "Action": "x",
      "Condition": {
        "A": {},
        "B": {
          "a": "2",
          "z": "1"
        }
      }
    }
  ]
}`);
});

test("the order of the keys that were given does not change the pretty form, nor does the form change the data", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const normalized = JSON.parse(JSON.stringify(value));
      const text = prettyJson(normalized);
      expect(prettyJson(reversed(normalized))).toBe(text);
      expect(JSON.parse(text)).toStrictEqual(normalized);
    }),
    { numRuns: 500 },
  );
});
