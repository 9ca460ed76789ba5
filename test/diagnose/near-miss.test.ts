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

  test.each([
    ["a letter too many", "port-ocean-aws-v33", "^"],
    ["a letter missing", "port-ocean-aws-v", "^"],
    ["letters of the middle", "port-Xcean-aws-v3", "^"],
    ["letters apart", "port-0cean-aws-v4", "^^^^^^^^^^^^"],
  ])("the marks stand below %s", (_name, name, marks) => {
    const given = `system:serviceaccount:port-ocean:${name}`;
    const found = hintOf(given)?.nearMiss;
    expect([found?.given, found?.intended, found?.marks.trimStart()]).toStrictEqual([given, subject, marks]);
  });

  test("of a long value, the first 512 characters are shown", () => {
    const { given, intended } = hintOf(`${subject}${"x".repeat(1000)}`)!.nearMiss!;
    expect([given, intended]).toStrictEqual([`${subject}${"x".repeat(512 - subject.length)}`, subject]);
  });
});
