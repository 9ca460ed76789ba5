import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identityOf, PARTITIONS, policySize, selectPolicy, workloadTemplate } from "../../src/index.js";
import { accountIds, ecs, irsa, issuesOf, planOf, pods, user } from "../fixtures.js";

const several = { ...irsa, serviceAccount: ["a", "b"] };

function resources(input: object) {
  return selectPolicy(planOf(input), { role: "workload", document: "permissions" }).Statement[0]?.Resource;
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
    const planned = planOf({
      mode: "ecs",
      taskRoleArn: `arn:${partition}:iam::111122223333:role/task`,
      clusterArn: `arn:${partition}:ecs:${PARTITIONS[partition as "aws"].globalRegion}:111122223333:cluster/c`,
    });
    const documents = [
      planned.integrationRole.trustPolicy("111122223333"),
      selectPolicy(planned, { role: "workload", document: "permissions" }),
      selectPolicy(planned, { role: "workload" }),
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
  expect(selectPolicy(planOf(several)).Statement[0]?.Condition?.["StringEquals"]).toStrictEqual({
    "issuer.example.com/c:aud": "sts.amazonaws.com",
    "issuer.example.com/c:sub": ["system:serviceaccount:n:a", "system:serviceaccount:n:b"],
  });
});

describe("the account of a document that differs by account", () => {
  const federated = (input: object, account?: string) =>
    JSON.stringify(selectPolicy(planOf(input), account === undefined ? {} : { account }).Statement[0]?.Principal);
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
    const units = planOf({ ...irsa, targets: { organizationalUnits: ["r-ab12"] } });
    expect(issuesOf(() => selectPolicy(units))).toStrictEqual([
      {
        path: ["account"],
        code: "ACCOUNT_REQUIRED",
        message: expect.stringContaining("Choose one of their accounts."),
      },
    ]);
  });
  test("need not be, where documents are the same", () => {
    const units = planOf({ ...ecs, targets: { organizationalUnits: ["r-ab12"] } });
    expect(selectPolicy(units)).toStrictEqual(selectPolicy(planOf(ecs)));
  });
  test.each([
    ["no target", { accounts: ["444455556666"] }, "111122223333", "NOT_A_TARGET", "Targets: 444455556666."],
    [
      "no target of many",
      { accounts: accountIds(7) },
      "111122223333",
      "NOT_A_TARGET",
      "Targets: 100000000000, 100000000001, 100000000002, 100000000003, 100000000004 and 2 more.",
    ],
    [
      "excepted",
      { organizationalUnits: ["r-ab12"], exceptAccounts: ["111122223333"] },
      "111122223333",
      "NOT_A_TARGET",
      "exceptAccounts names it.",
    ],
    [
      "not in the filter",
      { organizationalUnits: ["r-ab12"], onlyAccounts: ["444455556666"] },
      "111122223333",
      "NOT_A_TARGET",
      "Targets: 444455556666.",
    ],
    ["malformed", { accounts: ["444455556666"] }, "12", "INVALID_FORMAT", "12 digits"],
  ])("is refused when it is %s", (_name, targets, account, code, said) => {
    expect(issuesOf(() => selectPolicy(planOf({ ...irsa, targets }), { account }))).toStrictEqual([
      { path: ["account"], code, message: expect.stringContaining(said) },
    ]);
  });
});

describe("documents that a description does not have", () => {
  test.each([
    ["irsa", irsa, { role: "workload" }, "role", "Print the integration role's trust policy"],
    ["iam-user", user, { role: "workload", document: "trust" }, "document", "permissions policy"],
    ["ecs", ecs, { document: "permissions" }, "document", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ] as const)("%s: the error says what there is", (_mode, input, selection, place, hint) => {
    expect(issuesOf(() => selectPolicy(planOf(input), selection))).toStrictEqual([
      { path: [place], code: "NO_SUCH_DOCUMENT", message: expect.stringContaining(hint) },
    ]);
  });
});

describe("quotas", () => {
  const workloadOf = (input: object, count: number) =>
    identityOf(planOf({ ...input, targets: { accounts: accountIds(count) } }))!;

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
    expect(named).toStrictEqual(accountIds(count).map((id) => `arn:aws:iam::${id}:role/PortIntegrationRole`));
    expect(() => workloadTemplate(planOf({ ...input, targets: { accounts: accountIds(count) } }))).not.toThrow();
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
    const planned = planOf({ ...ecs, targets: { accounts: accountIds(500) } });
    const { Resources } = workloadTemplate(planned);
    const documents = Object.values(Resources).flatMap(({ Properties }) => Properties["PolicyDocument"] ?? []);
    expect(documents).toStrictEqual(identityOf(planned)?.permissionsPolicies);
    const select = (part?: number) =>
      selectPolicy(planned, { role: "workload", document: "permissions", ...(part !== undefined && { part }) });
    expect(select(2)).toStrictEqual(identityOf(planned)?.permissionsPolicies[1]);
    const refused = (code: string, said: string) => [{ path: ["part"], code, message: expect.stringContaining(said) }];
    expect(issuesOf(() => select())).toStrictEqual(refused("PART_REQUIRED", "split over 5 managed ones"));
    for (const part of [0, 6, 99, Number.NaN])
      expect(issuesOf(() => select(part))).toStrictEqual(refused("OUT_OF_RANGE", "from 1 to 5"));
  });

  test("10,000 accounts are refused with the number, the limit and the way out; the trust policy is still made", () => {
    const planned = planOf({ ...ecs, targets: { accounts: accountIds(10_000) } });
    expect(planned.integrationRole.trustPolicy("111122223333").Statement).toHaveLength(1);
    const [issue, ...others] = issuesOf(() => workloadTemplate(planned));
    expect([issue?.code, issue?.path, others]).toStrictEqual(["QUOTA_EXCEEDED", ["targets"], []]);
    for (const part of ["10000 accounts", "88 managed policies", "6144", "attaches 10", "organizationalUnits"])
      expect(issue?.message).toContain(part);
  });
});

describe.each<[string, object, Parameters<typeof selectPolicy>[1]]>([
  ["the integration role", irsa, { role: "integration", document: "trust" }],
  ["the workload's own role", pods, { role: "workload", document: "trust" }],
])("the size of the trust policy of %s", (_name, description, selection) => {
  /** A description whose trust policy has so many characters. */
  const sized = (size: number) => {
    const count = Math.ceil(size / 200);
    const named = (more: number) => ({
      ...description,
      serviceAccount: Array.from({ length: count }, (_, index) => {
        const share = Math.min(200, Math.max(0, more - index * 200));
        return `n${index}${"a".repeat(share)}`;
      }),
    });
    return named(size - policySize(selectPolicy(planOf(named(0)), selection)));
  };

  test("is noted above the default quota, and with its number", () => {
    expect(planOf(sized(2048)).notes).toStrictEqual([]);
    for (const size of [2049, 8192]) {
      const plan = planOf(sized(size));
      expect(policySize(selectPolicy(plan, selection))).toBe(size);
      expect(plan.notes).toStrictEqual([expect.stringContaining(`'s trust policy has ${size} characters.`)]);
      expect(plan.notes.join()).toContain("L-C07B4B0D");
    }
  });

  test("is refused above the highest", () => {
    expect(issuesOf(() => planOf(sized(8193)))).toStrictEqual([
      {
        path: [],
        code: "QUOTA_EXCEEDED",
        message: expect.stringContaining("of 8193 characters; IAM takes 2048, and 8192 at the most"),
      },
    ]);
  });
});

test("an external ID of every length is noted with its trust policy exactly where that is too long", () => {
  const long = { ...pods, namespace: "n".repeat(63), organizationId: `o-${"a".repeat(32)}`, trustVia: "account" };
  for (let length = 2; length <= 1224; length++) {
    const plan = planOf({ ...long, externalId: "x".repeat(length) });
    const size = policySize(plan.integrationRole.trustPolicy("111122223333"));
    expect(plan.notes.length, `${length}`).toBe(size > 2048 ? 1 : 0);
  }
});
