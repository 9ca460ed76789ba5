import { expect, test } from "vitest";
import { comparePolicies, equalPolicies } from "../../../src/policy/index.js";
import { pairOf } from "./generated.js";

const D = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const A = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });

test.each<[string, object, object, string]>([
  ["a statement in two", D(A(["s3:GetObject", "s3:PutObject"])), D(A("s3:GetObject"), A("s3:PutObject")), "equal"],
  ["what another covers", D(A("s3:Get*"), A("s3:*")), D(A("s3:*")), "equal"],
  ["a deny of what is not allowed", D(A("s3:*"), { ...A("ec2:*"), Effect: "Deny" }), D(A("s3:*")), "equal"],
  ["less", D(A("s3:GetObject")), D(A("s3:*")), "narrower"],
  ["more", D(A("s3:*")), D(A("s3:*", "arn:aws:s3:::b/*")), "wider"],
  ["other", D(A("s3:*")), D(A("ec2:*")), "neither"],
  ["doubt", D(A("s3:*")), D({ ...A("s3:*"), Condition: { StringIs: { a: "b" } } }), "undecided"],
  ["another kind", D(A("s3:*")), D({ ...A("s3:*"), Principal: "*" }), "undecided"],
])("%s", (_name, a, b, relation) => {
  const opposite = { narrower: "wider", wider: "narrower" }[relation] ?? relation;
  expect([comparePolicies(a, b).relation, comparePolicies(b, a).relation]).toStrictEqual([relation, opposite]);
  const { witnesses } = comparePolicies(a, b);
  expect(Object.keys(witnesses)).toStrictEqual(
    { narrower: ["onlyB"], wider: ["onlyA"], neither: ["onlyA", "onlyB"] }[relation] ??
      (relation === "undecided" ? expect.anything() : []),
  );
});

test("what says the same grants the same", () => {
  for (let seed = 1; seed < 60; seed++) {
    const [a, b] = pairOf(seed, { principals: seed % 2 === 0 });
    const { relation } = comparePolicies(D(...a), D(...b));
    if (equalPolicies(D(...a), D(...b))) expect(relation).toBe("equal");
    expect(comparePolicies(D(...a), D(...[...a].reverse())).relation).toBe("equal");
  }
});
