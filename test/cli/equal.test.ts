import { expect, test } from "vitest";
import { call } from "../fixtures.js";
import { file, trustPolicy } from "./files.js";

const root = trustPolicy("arn:aws:iam::111122223333:root");
const same = { Role: { AssumeRolePolicyDocument: trustPolicy("111122223333") } };
const other = trustPolicy("444455556666");

test("says yes by its status alone", async () => {
  expect(await call(["equal", file(root), file(same)])).toStrictEqual({ status: 0, stdout: "", stderr: "" });
});

test("says what differs", async () => {
  expect(await call(["equal", file(root), file(other)])).toStrictEqual({
    status: 1,
    stdout:
      'Statement[0].Principal.AWS\n  - ["arn:aws:iam::111122223333:root"]\n  + ["arn:aws:iam::444455556666:root"]\n',
    stderr: "Each grants what the other does not.\n",
  });
  const { Statement } = root;
  const more = { ...root, Statement: [...Statement, { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }] };
  expect((await call(["equal", file(more), file(root)])).stdout).toMatch(/^Statement\[1\]\n {2}- \{.*\}\n$/);
});

test("--json prints the differences", async () => {
  const { status, stdout } = await call(["equal", file(root), file(other), "--json"]);
  const { witnesses, ...answer } = JSON.parse(stdout);
  expect([status, answer]).toStrictEqual([
    1,
    {
      equal: false,
      relation: "neither",
      differences: [
        {
          path: ["Statement", 0, "Principal", "AWS"],
          onlyA: ["arn:aws:iam::111122223333:root"],
          onlyB: ["arn:aws:iam::444455556666:root"],
        },
      ],
    },
  ]);
  expect(await call(["equal", file(root), file(same), "--json"])).toStrictEqual({
    status: 0,
    stdout: '{"equal":true,"relation":"equal","differences":[],"witnesses":{}}\n',
    stderr: "",
  });
  for (const [name, policy] of [
    ["onlyA", root],
    ["onlyB", other],
  ] as const) {
    expect(witnesses[name].trustPolicy).toStrictEqual(policy);
    expect((await call(["evaluate", file(witnesses[name])])).status).toBe(0);
  }
});

test("what is written in another way and grants the same is equal; what grants less or more is said to", async () => {
  const allow = (...actions: string[]) => ({
    Version: "2012-10-17",
    Statement: actions.map((Action) => ({ Effect: "Allow", Action, Resource: "*" })),
  });
  const [both, whole, less] = [allow("s3:Get*", "s3:*"), allow("s3:*"), allow("s3:Get*")];
  expect(await call(["equal", file(both), file(whole)])).toStrictEqual({ status: 0, stdout: "", stderr: "" });
  expect(await call(["equal", file(less), file(whole)])).toMatchObject({
    status: 1,
    stderr: "The first grants less.\n",
  });
  const { stdout } = await call(["equal", file(whole), file(less), "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    equal: false,
    relation: "wider",
    witnesses: { onlyA: { identityPolicies: [whole] } },
  });
});

test.each([
  ['{"a": 1', "is no JSON. Line 1, column 8: Unexpected end of input found."],
  ["{", "is no JSON. Line 1, column "],
  ['{"Statement":[],"Statement":[]}', 'has the key "Statement" twice, in line 1, column 17.'],
  ["[1]", "holds no policy document."],
  ["5", "holds no policy document."],
  [
    JSON.stringify([1, 2].map((id) => ({ RoleName: `r${id}`, AssumeRolePolicyDocument: root }))),
    "holds 2 policy documents; one is needed.",
  ],
])("%s is a wrong input", async (text, said) => {
  expect(await call(["equal", file(text), file(text)])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining(said),
  });
});

test.each<[string, string | object, string]>([
  [
    "another file",
    { name: "x", version: "1" },
    '1:1 Statement: is required in a policy document; the map has "name", "version". [MISSING_KEY]',
  ],
  ["nothing", {}, "1:1 Statement: is required in a policy document; the map is empty. [MISSING_KEY]"],
  [
    "a misspelled one",
    { Statment: [] },
    '1:2 Statment: is no element of a policy document. Did you mean "Statement"? [UNKNOWN_KEY]',
  ],
  [
    "a description",
    "mode: ecs\ntaskRoleArn: arn:aws:iam::111122223333:role/task",
    ' Statement: is required in a policy document; the map has "mode", "taskRoleArn". That is the description of an integration: rolewright policy prints the policies that it describes. [MISSING_KEY]',
  ],
])("what is no policy (%s) is refused, and never equal", async (_name, content, said) => {
  const path = file(content);
  const refused = {
    status: 2,
    stdout: "",
    stderr: `rolewright: 1 fault:\n  ${path}:${said}\n`,
  };
  expect(await call(["equal", path, path])).toStrictEqual(refused);
  expect(await call(["equal", file(root), path, "--json"])).toStrictEqual(refused);
});
