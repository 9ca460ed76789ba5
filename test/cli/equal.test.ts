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
    stderr: "",
  });
  const { Statement } = root;
  const more = { ...root, Statement: [...Statement, { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }] };
  expect((await call(["equal", file(more), file(root)])).stdout).toMatch(/^Statement\[1\]\n {2}- \{.*\}\n$/);
});

test("--json prints the differences", async () => {
  const { status, stdout } = await call(["equal", file(root), file(other), "--json"]);
  expect([status, JSON.parse(stdout)]).toStrictEqual([
    1,
    {
      equal: false,
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
    stdout: '{"equal":true,"differences":[]}\n',
    stderr: "",
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
