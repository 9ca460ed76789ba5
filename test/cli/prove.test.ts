import { expect, test } from "vitest";
import { call, ecs, irsa } from "../fixtures.js";
import { file, trustPolicy } from "./files.js";

const allow = (Action: string, Resource = "*") => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});
const [get, all] = [allow("s3:Get*"), allow("s3:*")];

test("says yes by its status, and why on standard error", async () => {
  const path = file(get);
  expect(await call(["prove", path, "--within", file(all)])).toStrictEqual({
    status: 0,
    stdout: "",
    stderr: `${path}: proved. Whatever the policy grants, the limit grants.\n`,
  });
});

test("says no with a case that evaluate runs", async () => {
  const path = file(all);
  const { status, stdout, stderr } = await call(["prove", path, "--within", file(get), "--json"]);
  expect([status, stderr]).toStrictEqual([1, ""]);
  const { verdict, claim, witness, reason } = JSON.parse(stdout);
  expect([verdict, claim, reason]).toStrictEqual([
    "refuted",
    "within",
    { message: "The policy allows it by Statement[0], and the limit does not." },
  ]);
  expect((await call(["evaluate", file(witness)])).status).toBe(0);
  expect((await call(["evaluate", file({ ...witness, identityPolicies: [get] })])).status).toBe(1);
  const plain = await call(["prove", path, "--within", file(get)]);
  expect([plain.status, JSON.parse(plain.stdout)]).toStrictEqual([1, witness]);
  expect(plain.stderr).toBe(`${path}: refuted. ${reason.message}\n`);
});

test("says that it does not know, and what is in doubt", async () => {
  const limit = { Version: "2012-10-17", Statement: [{ ...all.Statement[0], Condition: { StringLikes: { a: "b" } } }] };
  const { status, stdout, stderr } = await call(["prove", file(get), "--within", file(limit)]);
  expect([status, stdout]).toStrictEqual([1, ""]);
  expect(stderr).toMatch(
    /: undecided\. StringLikes is no condition operator\. .* See Statement\[0\]\.Condition of the limit\.\n$/,
  );
});

test("denies and not-public are claims too", async () => {
  expect((await call(["prove", file(get), "--denies", "s3:Put*", "iam:*"])).status).toBe(0);
  expect((await call(["prove", file(get), "--denies", "s3:GetObject"])).status).toBe(1);
  expect((await call(["prove", file(trustPolicy("*")), "--not-public"])).status).toBe(1);
  expect((await call(["prove", file(trustPolicy("111122223333")), "--not-public"])).status).toBe(0);
});

test("each policy of a file is held against those of its kind", async () => {
  const template = (role: string, actions: string) => ({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: trustPolicy(role),
          Policies: [{ PolicyName: "p", PolicyDocument: allow(actions) }],
        },
      },
    },
  });
  const old = file(template("111122223333", "s3:*"));
  expect(
    (await call(["prove", file(template("arn:aws:iam::111122223333:role/x", "s3:Get*")), "--within", old])).status,
  ).toBe(0);
  const { status, stdout } = await call([
    "prove",
    file(template("444455556666", "s3:Get*")),
    "--within",
    old,
    "--json",
  ]);
  expect([
    status,
    stdout
      .trim()
      .split("\n")
      .map((line) => [JSON.parse(line).at, JSON.parse(line).verdict]),
  ]).toStrictEqual([
    1,
    [
      ["Resources.Role.Properties.AssumeRolePolicyDocument", "refuted"],
      ["Resources.Role.Properties.Policies[0].PolicyDocument", "proved"],
    ],
  ]);
});

test("only: what is described, and nothing else", async () => {
  for (const description of [ecs, irsa]) {
    const config = file(description);
    const { stdout } = await call(["policy", config]);
    expect((await call(["prove", file(stdout), "--only", config])).status).toBe(0);
    const wider = JSON.parse(stdout);
    wider.Statement.push({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
    });
    const { status, stdout: witness } = await call(["prove", file(wider), "--only", config]);
    expect([status, JSON.parse(witness).request.principal.AWS]).toStrictEqual([
      1,
      expect.stringContaining("444455556666"),
    ]);
  }
  const config = file(ecs);
  const grant = (await call(["policy", config, "--role", "workload", "--document", "permissions"])).stdout;
  expect((await call(["prove", file(grant), "--only", config])).status).toBe(0);
  expect((await call(["prove", file(allow("sts:AssumeRole")), "--only", config])).status).toBe(1);
});

test("only: a template whose parameters the description has", async () => {
  const config = file(ecs);
  const { stdout } = await call(["template", config, "--parameters"]);
  expect(await call(["prove", file(stdout), "--only", config])).toMatchObject({ status: 0, stdout: "" });
  const own = (await call(["policy", config, "--role", "workload"])).stdout;
  expect(await call(["prove", file(own), "--only", config])).toMatchObject({ status: 0, stdout: "" });
});

test.each<[string, string[], string]>([
  ["no claim", [], "needs one claim"],
  ["two claims", ["--not-public", "--denies", "s3:*"], "needs one claim"],
  ["an account without a description", ["--not-public", "--account", "111122223333"], "--account is for --only."],
  ["what is no action", ["--denies", "s3"], 'must be an action, such as "s3:GetObject"'],
  ["another kind", ["--within", file(trustPolicy("*"))], "of another kind"],
  ["no policy", ["--within", file({ a: 1 })], "Statement: is required in a policy document"],
])("%s is a wrong call", async (_name, more, said) => {
  expect(await call(["prove", file(get), ...more])).toStrictEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining(said),
  });
});
