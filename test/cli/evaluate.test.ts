import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/schemas/json-schemas.js";
import { evaluate } from "../../src/policy/index.js";
import { call } from "../fixtures.js";
import { file, trustPolicy } from "./files.js";

const request = {
  action: "sts:AssumeRole",
  resource: "arn:aws:iam::444455556666:role/r",
  principal: "arn:aws:iam::111122223333:user/u",
};
const isEvaluation = new Ajv2020({ strict: true }).compile(jsonSchemas()["evaluation"]!);

describe("prints the decision, in the form of its schema; only an allowed request exits with 0", () => {
  test.each([
    ["*", 0],
    ["111122223333", 0],
    ["999999999999", 1],
  ])("a trust policy for %s", async (principal, status) => {
    const input = { request, trustPolicy: trustPolicy(principal) };
    const evaluation = evaluate(input);
    const printed = { status, stdout: `${JSON.stringify(evaluation, null, 2)}\n`, stderr: "" };
    expect(await call(["evaluate", file(input)])).toStrictEqual(printed);
    expect(await call(["evaluate", "-"], { stdin: JSON.stringify(input) })).toStrictEqual(printed);
    expect(isEvaluation(JSON.parse(printed.stdout))).toBe(true);
  });
});

test.each([
  ["{}", "request: is required"],
  ['{"a": 1', "Line 1, column 8: Unexpected end of input found."],
  ["{", "Line 1, column "],
  ['{"request":1,"request":2}', "Line 1, column 14: A key is there twice."],
])("%s is a wrong input", async (text, said) => {
  expect(await call(["evaluate", file(text)])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining(said),
  });
});
