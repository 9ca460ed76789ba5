import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  PARTITIONS,
  parseIntegration,
  planIntegration,
  policySize,
  RolewrightError,
  selectPolicy,
  workloadTemplate,
} from "../src/index.js";

const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" };
const irsa = {
  mode: "irsa",
  accountId: "111122223333",
  issuer: "issuer.example.com/c",
  namespace: "n",
  serviceAccount: ["a", "b"],
};
const user = { mode: "iam-user", userArn: "arn:aws:iam::111122223333:user/team/u", externalId: "abc" };
const plan = (input: object) => planIntegration(parseIntegration(input));

function issueOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues[0];
    throw error;
  }
  throw new Error("nothing was refused");
}

function resources(input: object) {
  return selectPolicy(plan(input), { role: "workload", document: "permissions" }).Statement[0]?.Resource;
}

describe("what the workload may assume", () => {
  test("its own account's role, when there are no targets", () => {
    expect(resources({ ...ecs, roleName: "R", rolePath: "/p/" })).toStrictEqual(["arn:aws:iam::111122223333:role/p/R"]);
  });
  test("exactly the listed accounts' roles, the management account's too, once", () => {
    const targets = { accounts: ["444455556666", "777788889999"], managementAccount: "444455556666" };
    expect(resources({ ...user, targets })).toStrictEqual([
      "arn:aws:iam::444455556666:role/PortIntegrationRole",
      "arn:aws:iam::777788889999:role/PortIntegrationRole",
    ]);
  });
  test("any account's, when organizational units decide", () => {
    expect(
      resources({ ...ecs, targets: { organizationalUnits: ["r-ab12"], exceptAccounts: ["444455556666"] } }),
    ).toStrictEqual(["arn:aws:iam::*:role/PortIntegrationRole"]);
  });
  test("exactly those, when a filter names them", () => {
    const targets = {
      organizationalUnits: ["r-ab12"],
      onlyAccounts: ["444455556666"],
      managementAccount: "777788889999",
    };
    expect(resources({ ...ecs, targets })).toStrictEqual([
      "arn:aws:iam::444455556666:role/PortIntegrationRole",
      "arn:aws:iam::777788889999:role/PortIntegrationRole",
    ]);
  });
});

test.each(Object.keys(PARTITIONS))(
  "all documents of %s stay in it; the ECS service principal is the same everywhere",
  (partition) => {
    const planned = plan({
      mode: "ecs",
      taskRoleArn: `arn:${partition}:iam::111122223333:role/task`,
      clusterArn: `arn:${partition}:ecs:${PARTITIONS[partition as "aws"].globalRegion}:111122223333:cluster/c`,
    });
    const documents = [
      planned.integrationRole.trustPolicy("111122223333"),
      planned.workload?.permissionsPolicies[0],
      planned.workload?.kind === "role" && planned.workload.trustPolicy,
    ];
    const arns = [
      ...JSON.stringify([documents, planned.integrationRole.managedPolicyArns]).matchAll(/arn:([\w-]+):/g),
    ].map(([, found]) => found);
    expect(arns.length).toBeGreaterThanOrEqual(4);
    expect(new Set(arns)).toStrictEqual(new Set([partition]));
    expect(JSON.stringify(documents)).toContain(`"Service":"ecs-tasks.amazonaws.com"`);
    expect(JSON.stringify(documents)).toContain(
      `arn:${partition}:ecs:${PARTITIONS[partition as "aws"].globalRegion}:111122223333:*`,
    );
  },
);

test("several service accounts are alternatives of one subject", () => {
  expect(selectPolicy(plan(irsa)).Statement[0]?.Condition?.["StringEquals"]).toStrictEqual({
    "issuer.example.com/c:aud": "sts.amazonaws.com",
    "issuer.example.com/c:sub": ["system:serviceaccount:n:a", "system:serviceaccount:n:b"],
  });
});

describe("the account of a document that differs by account", () => {
  const federated = (input: object, account?: string) =>
    JSON.stringify(selectPolicy(plan(input), account === undefined ? {} : { account }).Statement[0]?.Principal);
  test.each([
    ["the workload's own, without targets", {}, "111122223333"],
    ["the workload's own, where it is a target", { accounts: ["444455556666", "111122223333"] }, "111122223333"],
    ["the first listed one", { accounts: ["777788889999", "444455556666"] }, "777788889999"],
    [
      "the workload's own, as the management account of organizational units",
      { organizationalUnits: ["r-ab12"], managementAccount: "111122223333" },
      "111122223333",
    ],
  ])("is %s", (_name, targets, account) => {
    expect(federated(Object.keys(targets).length === 0 ? irsa : { ...irsa, targets })).toContain(
      `::${account}:oidc-provider/`,
    );
  });
  test("is the one asked for", () => {
    expect(federated({ ...irsa, targets: { organizationalUnits: ["r-ab12"] } }, "012345678901")).toContain(
      "::012345678901:oidc-provider/",
    );
  });
  test("must be given with organizational units", () => {
    expect(issueOf(() => selectPolicy(plan({ ...irsa, targets: { organizationalUnits: ["r-ab12"] } })))).toMatchObject({
      code: "ACCOUNT_REQUIRED",
    });
  });
  test("need not be, where documents are the same", () => {
    expect(selectPolicy(plan({ ...ecs, targets: { organizationalUnits: ["r-ab12"] } })).Statement).toHaveLength(1);
  });
  test.each([
    ["no target", { accounts: ["444455556666"] }, "111122223333", "NOT_A_TARGET"],
    ["excepted", { organizationalUnits: ["r-ab12"], exceptAccounts: ["111122223333"] }, "111122223333", "NOT_A_TARGET"],
    [
      "not in the filter",
      { organizationalUnits: ["r-ab12"], onlyAccounts: ["444455556666"] },
      "111122223333",
      "NOT_A_TARGET",
    ],
    ["malformed", { accounts: ["444455556666"] }, "12", "INVALID_FORMAT"],
  ])("is refused when it is %s", (_name, targets, account, code) => {
    expect(issueOf(() => selectPolicy(plan({ ...irsa, targets }), { account }))).toMatchObject({
      code,
      path: ["account"],
    });
  });
});

describe("documents that a description does not have", () => {
  test.each([
    ["irsa", irsa, { role: "workload" }, "Print the integration role's trust policy"],
    ["iam-user", user, { role: "workload", document: "trust" }, "--document permissions"],
    ["ecs", ecs, { document: "permissions" }, "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ] as const)("%s: the error says what there is", (_mode, input, selection, hint) => {
    const issue = issueOf(() => selectPolicy(plan(input), selection));
    expect(issue).toMatchObject({ code: "NO_SUCH_DOCUMENT" });
    expect(issue?.message).toContain(hint);
  });
});

describe("quotas", () => {
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
  const workloadOf = (input: object, count: number) =>
    plan({ ...input, targets: { accounts: accounts(count) } }).workload!;

  test.each([
    [ecs, 1, 1, 10_240],
    [ecs, 100, 1, 10_240],
    [ecs, 1000, 9, 6144],
    [user, 30, 1, 2048],
    [user, 100, 1, 6144],
    [user, 1000, 9, 6144],
  ])("of the workload's policies: %j", (input, count, policies, most) => {
    const workload = workloadOf(input, count);
    expect(workload.permissionsPolicies).toHaveLength(policies);
    for (const policy of workload.permissionsPolicies) expect(policySize(policy)).toBeLessThanOrEqual(most);
    const named = workload.permissionsPolicies.flatMap(({ Statement }) => Statement[0]?.Resource);
    expect(named).toStrictEqual(accounts(count).map((id) => `arn:aws:iam::${id}:role/PortIntegrationRole`));
    expect(() => workloadTemplate(plan({ ...input, targets: { accounts: accounts(count) } }))).not.toThrow();
  });

  test("split policies are as few as can be, whatever the size of the ARNs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 600 }),
        fc.boolean(),
        (length, count, org) => {
          const organizationId = org ? { organizationId: "o-a1b2c3d4e5" } : {};
          const { inline, permissionsPolicies } = workloadOf(
            { ...user, ...organizationId, roleName: "r".repeat(length) },
            count,
          );
          const sizes = permissionsPolicies.map(policySize);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(inline ? 2048 : 6144);
          if (inline) return;
          const arn = permissionsPolicies[0]!.Statement[0]!.Resource![0]!;
          for (const size of sizes.slice(0, -1)) expect(size + arn.length + 3).toBeGreaterThan(6144);
        },
      ),
    );
  });

  test("the template attaches every part, and policy prints the one asked for", () => {
    const planned = plan({ ...ecs, targets: { accounts: accounts(500) } });
    const { Resources } = workloadTemplate(planned);
    const documents = Object.values(Resources).flatMap(({ Properties }) => Properties["PolicyDocument"] ?? []);
    expect(documents).toStrictEqual(planned.workload?.permissionsPolicies);
    const select = (part?: number) =>
      selectPolicy(planned, { role: "workload", document: "permissions", ...(part !== undefined && { part }) });
    expect(select(2)).toStrictEqual(planned.workload?.permissionsPolicies[1]);
    expect(issueOf(() => select())).toMatchObject({ code: "PART_REQUIRED", path: ["part"] });
    for (const part of [0, 99, Number.NaN]) expect(issueOf(() => select(part))).toMatchObject({ code: "OUT_OF_RANGE" });
  });

  test("10,000 accounts are refused with the number, the limit and the way out; the trust policy is still made", () => {
    const planned = plan({ ...ecs, targets: { accounts: accounts(10_000) } });
    expect(planned.integrationRole.trustPolicy("111122223333").Statement).toHaveLength(1);
    const issue = issueOf(() => workloadTemplate(planned));
    expect(issue).toMatchObject({ code: "QUOTA_EXCEEDED", path: ["targets"] });
    for (const part of ["10000 accounts", "88 managed policies", "6144", "attaches 10", "organizationalUnits"])
      expect(issue?.message).toContain(part);
  });
  test("a trust policy above the default quota is noted, one above the highest is refused", () => {
    expect(plan(irsa).notes).toStrictEqual([]);
    const serviceAccount = Array.from({ length: 20 }, (_, index) => `${"a".repeat(90)}${index}`);
    expect(plan({ ...irsa, serviceAccount }).notes.join()).toContain("L-C07B4B0D");
  });
  test("of the trust policy", () => {
    const serviceAccount = Array.from({ length: 100 }, (_, index) => `${"a".repeat(90)}${index}`);
    expect(issueOf(() => plan({ ...irsa, serviceAccount }))).toMatchObject({ code: "QUOTA_EXCEEDED" });
  });
});
