import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/policy/index.js";
import { prove } from "../../../src/policy/prove/index.js";
import { bruteForce, type Expected, universeOf } from "./brute-force.js";
import { pairOf, randomOf, statementsOf, UNIVERSE } from "./generated.js";

/**
 * `prove` against a decision that shares nothing with it. By hand, PROVE_PAIRS=50000 does for each of both kinds what a few hundred
 * do each time.
 */
const PAIRS = Number(process.env["PROVE_PAIRS"] ?? 400);
const document = (Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

describe.each([
  ["of identities", false],
  ["of resources and roles", true],
])("policies %s", (_name, principals) => {
  test("are decided as by trying every request", () => {
    const wrong: string[] = [];
    const open: number[] = [];
    for (let seed = 1; seed <= PAIRS; seed++) {
      const [a, b] = pairOf(seed, { principals });
      const isRole = principals && ![...a, ...b].some((each) => "Resource" in each || "NotResource" in each);
      const callers = principals
        ? UNIVERSE.callers.filter(({ kind }) => !isRole || kind !== "Anonymous")
        : UNIVERSE.callers.slice(0, 1);
      const expected = bruteForce(a, b, { ...UNIVERSE, callers });
      const { verdict, witness } = prove(document(a), { within: document(b) });
      if (verdict === "undecided" && expected !== "undecided") open.push(seed);
      // The universe need not have a request that refutes: the witness is tried by itself.
      const found: Expected =
        witness === undefined ? expected : bruteForce(a, b, universeOf(UNIVERSE, witness.request));
      if (verdict !== "undecided" && verdict !== found) wrong.push(`${seed}: ${verdict}, not ${expected}`);
      if (witness !== undefined && evaluate(witness).decision !== "allowed") wrong.push(`${seed}: not allowed`);
    }
    expect(wrong).toStrictEqual([]);
    // Where `*` may or may not mean a service, a policy can be wrong in both ways for different reasons.
    expect(open.length).toBeLessThanOrEqual(PAIRS / 100);
  }, 3_600_000);
});

describe("theorems", () => {
  const policies = Array.from({ length: 60 }, (_, seed) =>
    statementsOf(randomOf(seed + 7), { principals: seed % 2 === 0 }),
  );
  const isWithin = (a: readonly object[], b: readonly object[]) => prove(document(a), { within: document(b) }).verdict;

  test("within is reflexive, in any order and with repetitions", () => {
    for (const each of policies) expect(isWithin([...each].reverse(), [...each, ...each])).toBe("proved");
  });
  test("one Allow more never narrows, one Deny more never widens", () => {
    policies.forEach((each, index) => {
      const more = policies[(index + 2) % policies.length]!;
      expect(isWithin(each, [...each, ...more.filter(({ Effect }) => Effect === "Allow")])).toBe("proved");
      expect(isWithin([...each, ...more.filter(({ Effect }) => Effect === "Deny")], each)).toBe("proved");
    });
  });
  test("within is transitive", () => {
    policies.forEach((a, index) => {
      const b = [...a, ...policies[(index + 2) % policies.length]!.filter(({ Effect }) => Effect === "Allow")];
      const c = [...b, ...policies[(index + 4) % policies.length]!.filter(({ Effect }) => Effect === "Allow")];
      expect([isWithin(a, b), isWithin(b, c), isWithin(a, c)]).toStrictEqual(["proved", "proved", "proved"]);
    });
  });
  test("what is granted twice is granted once, and what is denied is not", () => {
    for (const each of policies) {
      const denied = each.map((statement) => ({ ...statement, Effect: "Deny" }));
      expect(isWithin([...each, ...denied], [{ ...each[0], Effect: "Deny" }])).toBe("proved");
    }
  });
});
