import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { integrationTemplate, type JsonValue } from "../../src/index.js";
import { yamlText } from "../../src/yaml/index.js";
import { description } from "../arbitrary.js";
import { planOf } from "../fixtures.js";

const readers = [
  ["YAML 1.1", (text: string): unknown => parse(text, { version: "1.1", schema: "yaml-1.1" })],
  ["YAML 1.2", (text: string): unknown => parse(text, { version: "1.2" })],
] as const;

const MISREAD = [
  "012345678901",
  "111122223333",
  "2012-10-17",
  "2012-10-17T00:00:00Z",
  "on",
  "off",
  "yes",
  "no",
  "y",
  "n",
  "Y",
  "N",
  "True",
  "NULL",
  "~",
  "null",
  "",
  " ",
  "1:30",
  "190:20:30",
  "1_000",
  "0x1F",
  "0o17",
  "017",
  "1e3",
  ".5",
  ".inf",
  "-.INF",
  ".NaN",
  "=",
  "<<",
  "*",
  "&a",
  "!x",
  "- a",
  "? a",
  "a: b",
  "a:",
  "a #b",
  "# a",
  "@a",
  "`a",
  "%a",
  "[a]",
  "{a}",
  "a, b",
  "|",
  ">",
  "'a'",
  '"a"',
  "\t",
  "a\nb",
  "a\\nb",
  "---",
  "...",
  "é",
  "\u0085",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\u00a0",
  "\u00ad",
  "😀",
  "${AWS::AccountId}",
  "a ",
  " a",
  "a\u0000",
  "\u007f",
];

describe.each(readers)("%s readers", (_name, read) => {
  test.each(MISREAD)("read %j as the string that it is, as value and as key", (text) => {
    const value = { [text]: text, list: [text, [text]] };
    expect(read(yamlText(value))).toStrictEqual(value);
  });

  test("read any data back", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const normalized = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(read(yamlText({ value: normalized }))).toStrictEqual({ value: normalized });
      }),
      { numRuns: 1000 },
    );
  });

  test("read any template as its JSON form", () => {
    fc.assert(
      fc.property(description, (input) => {
        const template = JSON.parse(JSON.stringify(integrationTemplate(planOf(input)))) as object;
        expect(read(yamlText(template))).toStrictEqual(template);
      }),
      { numRuns: 300 },
    );
  });
});

test("text stands plain where nobody can misread it", () => {
  expect(
    yamlText({ Type: "AWS::IAM::Role", Arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", Action: "sts:AssumeRole" }),
  ).toBe("Type: AWS::IAM::Role\nArn: arn:aws:iam::aws:policy/ReadOnlyAccess\nAction: sts:AssumeRole\n");
});
