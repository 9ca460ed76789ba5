import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  formatIssue,
  formatPath,
  ISSUE_CODES,
  type Issue,
  parseIntegration,
  RolewrightError,
  reusableTemplate,
  selectPolicy,
  stackSetRequests,
  workloadTemplate,
} from "../src/index.js";
import { parseText } from "../src/yaml/index.js";
import { file, folder } from "./cli/files.js";
import { accountIds, call, ecs, irsa, issuesOf, planOf } from "./fixtures.js";
import faults from "./vectors/faults.json" with { type: "json" };

const permissions = { role: "workload", document: "permissions" } as const;
const units = { organizationalUnits: ["r-ab12"] };
const many = planOf({ ...ecs, targets: { accounts: accountIds(500) } });

/** The codes of what is no fault of a description by itself, each with a refusal as a whole. */
const refusals: { readonly [code: string]: readonly [() => unknown, Omit<Issue, "code">] } = {
  INVALID_SYNTAX: [
    () => parseText("a: 1\n---\nb: 2"),
    { path: [], message: "holds several documents; a description is one.", line: 2, column: 1 },
  ],
  DUPLICATE_KEY: [
    () => parseText('{"a": 1, "a": 2}'),
    { path: [], message: 'the key "a" is there twice. Keep one of them.', line: 1, column: 10 },
  ],
  TOO_LARGE: [
    () => parseText("a".repeat(1_000_001)),
    { path: [], message: "has 1000001 characters; at most 1000000 are read." },
  ],
  NO_SUCH_DOCUMENT: [
    () => workloadTemplate(planOf(irsa)),
    {
      path: ["role"],
      message:
        "The workload has no identity in AWS: its pods' tokens are exchanged directly for the integration role, so it needs no policy. Print the integration role's trust policy instead.",
    },
  ],
  ACCOUNT_REQUIRED: [
    () => selectPolicy(planOf({ ...irsa, targets: units })),
    {
      path: ["account"],
      message:
        "is required: the document differs by account, and organizational units do not say which. Choose one of their accounts.",
    },
  ],
  PART_REQUIRED: [
    () => selectPolicy(many, permissions),
    {
      path: ["part"],
      message:
        "is required: the permissions do not fit into one policy and are split over 5 managed ones. Choose one, or print the template, which attaches them all.",
    },
  ],
  NOT_A_TARGET: [
    () => selectPolicy(planOf({ ...ecs, targets: { accounts: ["444455556666"] } }), { account: "777788889999" }),
    {
      path: ["account"],
      message: '"777788889999" is not a target of the description. Targets: 444455556666.',
    },
  ],
  OUT_OF_RANGE: [
    () => selectPolicy(many, { ...permissions, part: 6 }),
    { path: ["part"], message: "must be a whole number from 1 to 5; given 6." },
  ],
  QUOTA_EXCEEDED: [
    () => selectPolicy(planOf({ ...ecs, targets: { accounts: accountIds(10_000) } }), permissions),
    {
      path: ["targets"],
      message:
        "name 10000 accounts, whose role ARNs need 88 managed policies of 6144 characters; IAM attaches 10 to one role. Target organizationalUnits, for which one line is enough, or describe the accounts in several parts, each with a workload of its own.",
    },
  ],
  UNSUPPORTED: [
    () => reusableTemplate(planOf({ ...irsa, serviceAccount: ["a", "b"] })),
    {
      path: [],
      message: "A reusable template or module has one service account; the description lists several.",
    },
  ],
  NOT_JSON: [
    () => canonicalJson({ a: [undefined] } as never),
    { path: ["a", 0], message: "must be a JSON value; given undefined." },
  ],
};

describe("every code of an issue", () => {
  test.each(Object.entries(refusals))("%s", (code, [action, issue]) => {
    expect(issuesOf(action)).toStrictEqual([{ ...issue, code }]);
  });

  test("UNREADABLE, and USAGE, which the command line alone has", async () => {
    expect((await call(["policy", folder])).stderr).toBe(
      `rolewright: 1 fault:\n  ${JSON.stringify(folder)} cannot be read: it is a folder. [UNREADABLE]\n`,
    );
    expect((await call(["diagnose", file(ecs)])).stderr).toBe(
      "rolewright: 1 fault:\n  needs --trust, --identity, --provider, --scp, --rcp or --error. [USAGE]\n",
    );
  });

  test("is in a vector, or among these", () => {
    const inVectors = faults.flatMap(({ issues }) => issues.map(([, code]) => code!));
    const all = new Set([...inVectors, ...Object.keys(refusals), "UNREADABLE", "USAGE"]);
    expect([...all].sort()).toStrictEqual(Object.keys(ISSUE_CODES).sort());
  });
});

describe("issues as text", () => {
  test.each<[Issue["path"], string]>([
    [[], ""],
    [["targets", "accounts", 0], "targets.accounts[0]"],
    [["tags", "cost center"], 'tags["cost center"]'],
    [["aws:x"], '["aws:x"]'],
    [[0, "a", "1b"], '[0].a["1b"]'],
    [["a", "\u001b"], 'a["\\u001b"]'],
  ])("%j", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  test("an issue is one line, an error has one of each", () => {
    const issues = [
      { path: ["a", 1], code: "TOO_FEW", message: "m." },
      { path: [], code: "USAGE", message: "n." },
    ] as const;
    expect(issues.map(formatIssue)).toStrictEqual(["a[1]: m. [TOO_FEW]", "n. [USAGE]"]);
    expect(formatIssue({ ...issues[0], line: 3, column: 12 })).toBe("line 3, column 12: a[1]: m. [TOO_FEW]");
    const error = new RolewrightError(issues);
    expect([error.name, error.message, error.issues]).toStrictEqual([
      "RolewrightError",
      "a[1]: m. [TOO_FEW]\nn. [USAGE]",
      issues,
    ]);
  });

  test("what is given is shown as what it is", () => {
    const shown = (taskRoleArn: unknown) =>
      /given (.*?)\.(?: |$)/.exec(issuesOf(() => parseIntegration({ mode: "ecs", taskRoleArn }))[0]!.message)?.[1];
    expect([7, true, null, {}, [], "x"].map(shown)).toStrictEqual(["7", "true", "null", "a map", "a list", '"x"']);
    expect([Symbol("0x1f"), Symbol("1".repeat(101))].map(shown)).toStrictEqual([
      "0x1f",
      `${"1".repeat(100)}… (101 characters)`,
    ]);
    expect(shown("é".repeat(101))).toBe(`"${"é".repeat(100)}"… (101 characters)`);
  });
});

test("requests of a stack set are refused without targets", () => {
  expect(issuesOf(() => stackSetRequests(planOf(ecs))).map(({ path, code }) => [path, code])).toStrictEqual([
    [["targets"], "NO_SUCH_DOCUMENT"],
  ]);
});
