import fc from "fast-check";
import { expect, test } from "vitest";
import { call, ecs } from "../fixtures.js";
import { file, trustPolicy } from "./files.js";

/** Nothing that was given acts on the terminal, or adds a line to what is told, wherever it stands. */

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;
const FORGED = "rolewright: forged";
const HOSTILE = [
  `\u001b]0;x\u0007\u001b[2K`,
  `\n${FORGED}`,
  `\r${FORGED}`,
  `\u2028${FORGED}`,
  `\u0085${FORGED}\u009b31m`,
  "\u202e\u2066\u200f\u200b\ufeff",
  "\u{e0041}\ue000\u0378",
];

const policy = (Principal: string, more: object = {}) => ({ ...trustPolicy(Principal), ...more });
const arn = "arn:aws:iam::111122223333:role/task";

/** Calls that show what they are given, by the place of the hostile text. */
const CALLS: { readonly [place: string]: (hostile: string) => string[] } = {
  "a command": (text) => [`x${text}`],
  "an option": (text) => ["policy", "a", `--x${text}`],
  "an option's value": (text) => ["policy", file(ecs), "--role", text],
  "an account": (text) => ["policy", file({ ...ecs, targets: { accounts: ["444455556666"] } }), "--account", text],
  "a superfluous argument": (text) => ["schema", "integration", text],
  "a missing file": (text) => ["policy", `missing${text}`],
  "a file's name": (text) => ["policy", file({ mode: "ecs" }, `name${text}.json`)],
  "a valid policy's file name": (text) => ["validate", file(policy(arn), `policy${text}.json`)],
  "a policy's file name, diagnosed": (text) => ["diagnose", file(ecs), "--trust", file(policy("*"), `t${text}.json`)],
  "a key": (text) => ["policy", file({ ...ecs, [text]: 1, tags: { [text]: "x" } })],
  "a value": (text) => ["policy", file({ ...ecs, roleName: text, mode: "ecs", tags: { a: text } })],
  "a mode": (text) => ["policy", file({ ...ecs, mode: text })],
  "YAML's syntax": (text) => ["policy", file(`mode: ecs\n"x${text}: [`)],
  "a tag of YAML": (text) => ["policy", file(`mode: !${text} ecs`)],
  "an alias": (text) => ["policy", file(`mode: *x${text}`)],
  "JSON's syntax": (text) => ["validate", file(`{"Version": ${text}`)],
  "JSON's syntax, of a case": (text) => ["evaluate", file(`{"request": ${text}`)],
  "an element": (text) => ["validate", file(policy(arn, { [text]: 1 }))],
  "a principal": (text) => ["validate", file(policy(text))],
  "an operator and a key": (text) => [
    "validate",
    file({
      Statement: [{ Effect: text, Action: text, Resource: text, Condition: { [text]: {}, Bool: { [text]: text } } }],
    }),
  ],
  "a trusted principal": (text) => ["diagnose", file(ecs), "--trust", file(policy(`${arn}${text}`))],
  "an error": (text) => [
    "diagnose",
    file(ecs),
    "--error",
    `AccessDenied: User: ${text} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/${text}`,
  ],
  "what differs": (text) => ["equal", file(policy(arn)), file(policy(`${arn}${text}`, { Id: text }))],
  "a case": (text) => [
    "evaluate",
    file({ request: { action: text, resource: text, principal: text, context: { [text]: text } } }),
  ],
  "a decision": (text) => [
    "evaluate",
    file({
      request: { action: "sts:AssumeRole", resource: arn, principal: text, context: { a: text } },
      trustPolicy: policy(text, { Id: text }),
    }),
  ],
};

test.each(Object.entries(CALLS))("%s is shown as what it is", async (_place, argsFor) => {
  for (const hostile of HOSTILE) {
    for (const more of [[], ["--json"], ["--sarif"]]) {
      const { stdout, stderr } = await call([...argsFor(hostile), ...more]);
      for (const text of [stdout, stderr]) {
        expect(text.replaceAll("\n", "")).not.toMatch(UNSEEN);
        expect(text).not.toMatch(/^\s*rolewright: forged/m);
      }
    }
  }
});

test("whatever is given", async () => {
  const place = fc.constantFrom(...Object.values(CALLS));
  await fc.assert(
    fc.asyncProperty(place, fc.string({ unit: "binary", maxLength: 8 }), async (argsFor, text) => {
      const hostile = text.replace(/[\0/]|\p{Cs}/gu, "");
      const { stdout, stderr } = await call(argsFor(hostile));
      expect(`${stdout}${stderr}`.replaceAll("\n", "")).not.toMatch(UNSEEN);
      expect(stderr).not.toContain("internal error");
    }),
    { numRuns: 300 },
  );
});
