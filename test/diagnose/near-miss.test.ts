import { describe, expect, test } from "vitest";
import { diagnose, diagnosisReport } from "../../src/diagnose/index.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const irsa = planOf(vectors.descriptions.irsa);

describe("near misses", () => {
  const subject = "system:serviceaccount:port-ocean:port-ocean-aws-v3";
  const hintOf = (given: string) => {
    const text = JSON.stringify(irsa.integrationRole.trustPolicy("111122223333")).replace(subject, given);
    return diagnose(irsa, { trust: text }).findings[0];
  };
  test.each([
    [subject.toUpperCase(), "Only the letter case differs."],
    ["system:serviceaccount:<NAMESPACE>:port-ocean-aws-v3", "A placeholder is left in."],
    [` ${subject}`, "It has white space at an end."],
    [subject.replace("ocean", "ocaen"), "2 characters are mistyped, missing or too many."],
    [`${subject}x`, "One character is mistyped, missing or too many."],
    [`${subject}/`, "It has a slash at the end."],
    [`https://${subject}`, "https:// is left in."],
    [`${subject}\u200b`, "It has an invisible character. Type it anew instead of copying it."],
    [
      subject.replace("e", "\u0435"),
      "It has a character that only looks like the right one. Type it anew instead of copying it.",
    ],
    [subject.replace("port-ocean", "port ocean"), "One character is mistyped, missing or too many."],
    ["", "It is empty."],
  ])("%j", (given, hint) => {
    expect(hintOf(given)?.nearMiss?.hint).toBe(hint);
  });

  test("the difference is marked", () => {
    const finding = hintOf("system:serviceaccount:port-ocaen:port-ocean-aws-v3");
    expect(finding?.nearMiss).toMatchObject({ marks: `${" ".repeat(29)}^^` });
    const report = diagnosisReport(
      { ...diagnose(irsa, { trust: "{}" }), findings: [finding!] },
      { trust: "role.json" },
    );
    expect(report).toContain(`    given     system:serviceaccount:port-ocaen:port-ocean-aws-v3\n${" ".repeat(43)}^^\n`);
  });
});
