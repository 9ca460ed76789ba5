import fc from "fast-check";
import { PARTITIONS, type Partition } from "../src/index.js";

/** Arbitrary valid descriptions, for property-based tests. */

const digits = fc.stringMatching(/^\d{12}$/);
const name = fc.stringMatching(/^[\w+=,.@-]{1,20}$/).filter((text) => !/execution/i.test(text));
const executionRole = fc.constantFrom("ecsTaskExecutionRole", "my_execution-role-2");
const path = fc.constantFrom("/", "/integrations/", "/a/b.c+d/");
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const externalId = fc.stringMatching(/^[\w+=,.@:/-]{2,40}$/);
const oidcId = fc.stringMatching(/^[0-9A-F]{32}$/);
const unit = fc.stringMatching(/^(ou-[a-z0-9]{4}-[a-z0-9]{8}|r-[a-z0-9]{4})$/);
const partition = fc.constantFrom(...(Object.keys(PARTITIONS) as Partition[]));
const few = <T>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, { minLength: 1, maxLength: 4 });
const optional = { requiredKeys: [] as never[] };

const targets = fc.oneof(
  fc.constant(undefined),
  fc.record({ accounts: few(digits), managementAccount: digits }, { requiredKeys: ["accounts"] }),
  fc.record(
    { organizationalUnits: few(unit), managementAccount: fc.constant("999999999999") },
    { requiredKeys: ["organizationalUnits"] },
  ),
  fc.record({ organizationalUnits: few(unit), onlyAccounts: few(digits) }),
  fc.record({ organizationalUnits: few(unit), exceptAccounts: few(digits) }),
);

const tags = fc
  .dictionary(
    fc.stringMatching(/^[\p{L}\p{N} _.:/=+@-]{1,12}$/u),
    fc.stringMatching(/^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,12}$/u),
    { maxKeys: 4 },
  )
  .filter((map) => {
    const keys = Object.keys(map).map((key) => key.toLowerCase());
    return new Set(keys).size === keys.length && !keys.some((key) => key.startsWith("aws:") || key === "__proto__");
  });

const stackSet = fc.record(
  {
    name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/),
    description: fc.stringMatching(/^[ -~]{1,40}$/),
    managedExecution: fc.boolean(),
    operationPreferences: fc.record(
      { failureTolerancePercentage: fc.nat(100), maxConcurrentCount: fc.integer({ min: 1, max: 50 }) },
      optional,
    ),
  },
  optional,
);

const common = (of: Partition) =>
  fc.record(
    {
      roleName: name,
      rolePath: path,
      managedPolicyArns: few(
        fc.constantFrom(
          `arn:${of}:iam::aws:policy/SecurityAudit`,
          `arn:${of}:iam::aws:policy/job-function/ViewOnlyAccess`,
          `arn:${of}:iam::\${AWS::AccountId}:policy/own`,
        ),
      ),
      maxSessionDuration: fc.integer({ min: 3600, max: 43_200 }),
      permissionsBoundaryArn: fc.constant(`arn:${of}:iam::\${AWS::AccountId}:policy/boundary`),
      description: fc.stringMatching(/^[\t\n\r -~\u00A1-\u00FF]{0,40}$/),
      tags,
      targets,
      stackSet,
    },
    optional,
  );

const withCommon = <T extends object>(of: Partition, own: fc.Arbitrary<T>) =>
  fc
    .tuple(own, common(of))
    .map(([keys, shared]) => JSON.parse(JSON.stringify({ ...keys, ...shared })) as Record<string, unknown>);

const trust = fc.record(
  {
    trustVia: fc.constantFrom("principal", "account"),
    organizationId: fc.stringMatching(/^o-[a-z0-9]{10,32}$/),
  },
  optional,
);

export const ecs = partition.chain((of) =>
  withCommon(
    of,
    fc
      .tuple(digits, path, fc.oneof(name, executionRole), fc.option(externalId), fc.boolean(), trust)
      .map(([account, rolePath, roleName, external, cluster, via]) => ({
        mode: "ecs",
        taskRoleArn: `arn:${of}:iam::${account}:role${rolePath}${roleName}`,
        ...(/execution/i.test(roleName) && { allowExecutionRoleName: true }),
        ...(external !== null && { externalId: external }),
        ...via,
        ...(cluster && { clusterArn: `arn:${of}:ecs:${PARTITIONS[of].globalRegion}:${account}:cluster/c` }),
      })),
  ),
);

export const ec2 = partition.chain((of) =>
  withCommon(
    of,
    fc
      .tuple(digits, path, name, fc.option(externalId), fc.option(name), trust)
      .map(([account, rolePath, roleName, external, profile, via]) => ({
        mode: "ec2",
        instanceRoleArn: `arn:${of}:iam::${account}:role${rolePath}${roleName}`,
        ...(external !== null && { externalId: external }),
        ...(profile !== null && { instanceProfileName: profile }),
        ...via,
      })),
  ),
);

export const podIdentity = partition.chain((of) =>
  withCommon(
    of,
    fc
      .tuple(digits, path, name, fc.option(externalId), label, fc.oneof(label, few(label)), trust)
      .map(([account, rolePath, roleName, external, namespace, serviceAccount, via]) => ({
        mode: "pod-identity",
        podRoleArn: `arn:${of}:iam::${account}:role${rolePath}${roleName}`,
        clusterArn: `arn:${of}:eks:${PARTITIONS[of].globalRegion}:${account}:cluster/c`,
        namespace,
        serviceAccount,
        ...(external !== null && { externalId: external }),
        ...via,
      })),
  ),
);

export const iamUser = partition.chain((of) =>
  withCommon(
    of,
    fc.tuple(digits, path, name, externalId, trust).map(([account, userPath, userName, external, via]) => ({
      mode: "iam-user",
      ...via,
      userArn: `arn:${of}:iam::${account}:user${userPath}${userName}`,
      externalId: external,
    })),
  ),
);

export const irsa = partition.chain((of) =>
  withCommon(
    of,
    fc
      .record(
        {
          accountId: digits,
          namespace: label,
          serviceAccount: fc.oneof(label, few(label)),
          audience: fc.constantFrom("sts.amazonaws.com", "sts.amazonaws.com.cn"),
          createOidcProvider: fc.boolean(),
          issuer: fc
            .tuple(fc.constantFrom("", "https://"), oidcId, fc.boolean())
            .map(
              ([scheme, id, eks]) =>
                `${scheme}${eks ? `oidc.eks.${PARTITIONS[of].globalRegion}.${PARTITIONS[of].dnsSuffix}/id/${id}` : `issuer.example.com/${id}`}`,
            ),
        },
        { requiredKeys: ["accountId", "namespace", "serviceAccount", "issuer"] },
      )
      .map((keys) => ({ mode: "irsa", region: PARTITIONS[of].globalRegion, ...keys })),
  ),
);

export const description = fc.oneof(ecs, ec2, podIdentity, irsa, iamUser);

/** Any description with some of its parts removed, replaced or added to. */
export const mutated = fc
  .tuple(
    description,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom("remove", "replace", "add"), fc.nat()), { minLength: 1, maxLength: 3 }),
  )
  .map(([valid, mutations]) => {
    const copy = structuredClone(valid);
    for (const [where, how, what] of mutations) mutate(copy, where, how, what);
    return copy;
  });

const JUNK: unknown[] = [
  null,
  true,
  0,
  3600,
  123456789012,
  "",
  "x",
  " 111122223333",
  "arn:aws:iam::111122223333:role/x",
  "arn:aws-cn:iam::111122223333:policy/x",
  "arn:aws:sts::111122223333:assumed-role/x/y",
  "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  "us-east-1",
  [],
  {},
  ["x", "x"],
  ["111122223333", "111122223333"],
  ["111122223333"],
  { accounts: ["111122223333"], organizationalUnits: ["r-ab12"] },
  { a: "1", A: "2" },
  "irsa",
  "ecs",
  { enabled: false, retainStacksOnAccountRemoval: true },
  { autoDeployment: { enabled: true } },
  { executionRoleName: "x" },
  { region: "cn-north-1" },
  1.5,
  1e300,
  "\ud800",
  "é–",
];
const KEYS = [
  "x",
  "oidcId",
  "issuer",
  "region",
  "externalId",
  "targets",
  "stackSet",
  "tags",
  "constructor",
  "toString",
  "onlyAccounts",
  "exceptAccounts",
  "accounts",
  "managementAccount",
  "callAs",
  "managedPolicyArns",
  "trustVia",
  "organizationId",
  "clusterArn",
  "namespace",
  "instanceProfileName",
];

function mutate(root: Record<string, unknown>, where: number, how: string, what: number): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, key]);
      walk(member);
    }
  };
  walk(root);
  const place = places[where % Math.max(1, places.length)];
  if (place === undefined) return;
  const [holder, key] = place;
  const junk = structuredClone(JUNK[what % JUNK.length]);
  if (how === "remove" && !Array.isArray(holder)) delete holder[key];
  else if (how === "add" && !Array.isArray(holder)) holder[KEYS[what % KEYS.length]!] = junk;
  else holder[key] = junk;
}
