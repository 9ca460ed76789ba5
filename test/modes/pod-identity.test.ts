import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose, explainError } from "../../src/diagnose/index.js";
import {
  integrationTemplate,
  type JsonValue,
  planDiagram,
  rolloutScript,
  selectPolicy,
  terraformConfiguration,
  workloadTemplate,
} from "../../src/index.js";
import { evaluate } from "../../src/policy/index.js";
import { podIdentity } from "../arbitrary.js";
import { issuesOf, planOf, pods } from "../fixtures.js";

const principal = { AWS: pods.podRoleArn };
const both = ["sts:AssumeRole", "sts:TagSession"];
const external = { ...pods, externalId: "abc" };

test("the integration role allows the session tags that come along", () => {
  expect(selectPolicy(planOf(pods))).toStrictEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: both }],
  });
});

test("sts:TagSession knows no external ID, and has a statement of its own, under all other conditions", () => {
  const organizationId = "o-a1b2c3d4e5";
  const guarded = { ...external, organizationId, trustVia: "account" };
  const root = { AWS: "arn:aws:iam::111122223333:root" };
  const ArnEquals = { "aws:PrincipalArn": pods.podRoleArn };
  expect(selectPolicy(planOf(guarded)).Statement).toStrictEqual([
    {
      Effect: "Allow",
      Principal: root,
      Action: "sts:AssumeRole",
      Condition: { ArnEquals, StringEquals: { "aws:PrincipalOrgID": organizationId, "sts:ExternalId": "abc" } },
    },
    {
      Effect: "Allow",
      Principal: root,
      Action: "sts:TagSession",
      Condition: { ArnEquals, StringEquals: { "aws:PrincipalOrgID": organizationId } },
    },
  ]);
});

test("the pod role may do both on exactly the integration roles", () => {
  const targets = { accounts: ["444455556666"] };
  expect(
    selectPolicy(planOf({ ...pods, targets }), { role: "workload", document: "permissions" }).Statement,
  ).toStrictEqual([
    { Effect: "Allow", Action: both, Resource: ["arn:aws:iam::444455556666:role/PortIntegrationRole"] },
  ]);
});

test("the pod role trusts EKS Pod Identity for its own pods alone", () => {
  const trustPolicy = selectPolicy(planOf({ ...pods, serviceAccount: ["s", "t"] }), { role: "workload" });
  const tags = {
    "aws:RequestTag/eks-cluster-arn": pods.clusterArn,
    "aws:RequestTag/kubernetes-namespace": "n",
    "aws:RequestTag/kubernetes-service-account": "t",
  };
  const decide = (context: object, more: object = {}) =>
    evaluate({
      request: {
        action: both as never,
        resource: pods.podRoleArn,
        principal: "pods.eks.amazonaws.com",
        context: { ...context },
        ...more,
      },
      trustPolicy,
    }).decision;
  expect(decide(tags)).toBe("allowed");
  for (const key of Object.keys(tags)) {
    expect([key, decide({ ...tags, [key]: "other" })]).toStrictEqual([key, "implicitly-denied"]);
    // An association whose session tags are disabled sends none.
    const { [key as keyof typeof tags]: _gone, ...rest } = tags;
    expect([key, decide(rest)]).toStrictEqual([key, "implicitly-denied"]);
  }
  for (const service of ["eks.amazonaws.com", "ec2.amazonaws.com"])
    expect(decide(tags, { principal: service })).toBe("implicitly-denied");
});

test("each service account has its association, with its session tags on, in the cluster's region", () => {
  const plan = planOf({ ...pods, serviceAccount: ["s", "t"], targets: { accounts: ["444455556666"] } });
  const association = (ServiceAccount: string) => ({
    Type: "AWS::EKS::PodIdentityAssociation",
    Properties: {
      ClusterName: "c",
      Namespace: "n",
      ServiceAccount,
      RoleArn: { "Fn::GetAtt": ["WorkloadRole", "Arn"] },
    },
  });
  const { PodIdentityAssociation1, PodIdentityAssociation2 } = workloadTemplate(plan).Resources;
  expect([PodIdentityAssociation1, PodIdentityAssociation2]).toStrictEqual([association("s"), association("t")]);
  expect(terraformConfiguration(plan, "workload").resource["aws_eks_pod_identity_association"]).toStrictEqual({
    workload: {
      for_each: { s: "s", t: "t" },
      cluster_name: "c",
      namespace: "n",
      service_account: "${each.value}",
      role_arn: "${aws_iam_role.workload.arn}",
    },
  });
  // The stack set is in us-east-1, the cluster in eu-west-1.
  expect(rolloutScript(plan)).toContain(`\n  (region=eu-west-1 && deploy "\${WORKLOAD_PROFILE:-}" `);
});

test("the templates serve every account and option, and allow both actions exactly", () => {
  fc.assert(
    fc.property(podIdentity, (input) => {
      const plan = planOf(input);
      const { AssumeRolePolicyDocument } = integrationTemplate(plan).Resources["IntegrationRole"]!.Properties;
      const { Statement } = AssumeRolePolicyDocument as { Statement: { [key: string]: JsonValue }[] };
      expect(Statement.flatMap(({ Action }) => Action)).toStrictEqual(both);
      expect(Statement).toHaveLength(input["externalId"] === undefined ? 1 : 2);
      expect(Statement.map(({ Condition }) => JSON.stringify(Condition ?? {}).includes("ExternalId"))).toStrictEqual(
        input["externalId"] === undefined ? [false] : [true, false],
      );
    }),
    { numRuns: 300 },
  );
});

test("the diagram says what the tags ask for", () => {
  const { groups, edges } = planDiagram(planOf(external));
  expect(groups[0]?.nodes.slice(0, 2).map(({ lines }) => lines)).toStrictEqual([
    ["EKS pod", "pods.eks.amazonaws.com"],
    ["Pod role", "pods"],
  ]);
  expect(edges.map(({ lines }) => lines)).toStrictEqual([
    [
      "sts:AssumeRole, sts:TagSession",
      `aws:RequestTag/eks-cluster-arn = ${pods.clusterArn}`,
      "aws:RequestTag/kubernetes-namespace = n",
      "aws:RequestTag/kubernetes-service-account = s",
    ],
    ["sts:AssumeRole, sts:TagSession", "sts:ExternalId = abc"],
  ]);
});

test("the role is in the cluster's account and partition", () => {
  const clusterArn = "arn:aws:eks:eu-west-1:444455556666:cluster/c";
  expect(issuesOf({ ...pods, clusterArn }).map(({ path, code }) => [path, code])).toStrictEqual([
    [["clusterArn"], "ACCOUNT_MISMATCH"],
  ]);
  const podRoleArn = pods.podRoleArn.replace("arn:aws:", "arn:aws-cn:");
  expect(issuesOf({ ...pods, podRoleArn }).map(({ path, code }) => [path, code])).toStrictEqual([
    [["clusterArn"], "PARTITION_MISMATCH"],
  ]);
});

test("what other modes ask for is said to be needless here", () => {
  for (const [key, said] of [
    ["oidcId", "needs no OIDC provider"],
    ["region", "The region is that of clusterArn."],
    ["accountId", "The account is that of podRoleArn."],
  ])
    expect(issuesOf({ ...pods, [key!]: "x" })).toStrictEqual([
      { path: [key], code: "NOT_APPLICABLE", message: expect.stringContaining(said!) },
    ]);
});

test("a role that suffices for a task does not for a pod, and the diagnosis says what is missing", () => {
  const plan = planOf(external);
  const Condition = { StringEquals: { "sts:ExternalId": "abc" } };
  const asForTask = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition };
  const trust = { Version: "2012-10-17", Statement: [asForTask] };
  const { decision, findings, policy } = diagnose(plan, { trust });
  expect([decision, policy]).toStrictEqual(["implicitly-denied", selectPolicy(plan)]);
  expect(findings.map(({ code, path, message, fix }) => ({ code, path, message, fix }))).toStrictEqual([
    {
      code: "ACTION_MISMATCH",
      path: ["Statement", 0, "Action"],
      message:
        'allows "sts:AssumeRole"; the pod role calls "sts:TagSession" besides, because session tags come along with its calls.',
      fix: { Effect: "Allow", Principal: principal, Action: "sts:TagSession" },
    },
  ]);
  const together = { ...asForTask, Action: both };
  expect(
    diagnose(plan, { trust: { Version: "2012-10-17", Statement: [together] } }).findings.map(({ code, message }) => [
      code,
      message,
    ]),
  ).toStrictEqual([
    [
      "EXTERNAL_ID_MISMATCH",
      'asks for the external ID "abc"; sts:TagSession, which the call needs besides, knows no external ID: give it a statement of its own.',
    ],
  ]);
});

test("the pod role's own grant needs both actions", () => {
  const plan = planOf({ ...pods, targets: { accounts: ["444455556666"] } });
  const Resource = "arn:aws:iam::444455556666:role/PortIntegrationRole";
  const identity = [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource }] }];
  const { decision, findings, identityPolicy } = diagnose(plan, { trust: selectPolicy(plan), identity });
  expect(decision).toBe("implicitly-denied");
  expect(findings.map(({ code, message }) => [code, message])).toStrictEqual([
    ["ASSUME_NOT_GRANTED", `No statement allows "sts:TagSession"; the pod role needs it on "${Resource}".`],
  ]);
  expect(identityPolicy).toStrictEqual(selectPolicy(plan, { role: "workload", document: "permissions" }));
});

test("a pod role that lets in other pods is told", () => {
  const plan = planOf(pods);
  const own = selectPolicy(plan, { role: "workload" });
  const [statement] = own.Statement;
  const codesOf = (Condition: object | undefined) =>
    diagnose(plan, {
      role: "workload",
      trust: { ...own, Statement: [{ ...statement, ...(Condition === undefined ? {} : { Condition }) }] },
    }).findings.map(({ severity, code }) => `${severity} ${code}`);
  const equals = statement!.Condition!["StringEquals"]!;
  expect(codesOf(undefined)).toStrictEqual([]);
  expect(codesOf({})).toStrictEqual([
    "warning SUBJECT_MISSING",
    "warning SUBJECT_MISSING",
    "warning SOURCE_GUARD_MISSING",
  ]);
  expect(codesOf({ StringEquals: { ...equals, "aws:RequestTag/kubernetes-namespace": "m" } })).toStrictEqual([
    "error SUBJECT_MISMATCH",
  ]);
  expect(codesOf({ StringLike: { ...equals, "aws:RequestTag/kubernetes-service-account": "*" } })).toStrictEqual([
    "warning SUBJECT_TOO_BROAD",
  ]);
  const { "aws:RequestTag/eks-cluster-arn": _cluster, ...others } = equals;
  expect(codesOf({ StringEquals: others })).toStrictEqual(["warning SOURCE_GUARD_MISSING"]);
});

test("AWS's refusal of the tags is explained", () => {
  const text = `User: ${pods.podRoleArn} is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role/PortIntegrationRole`;
  const { error, causes } = explainError(planOf({ ...pods, targets: { accounts: ["444455556666"] } }), text);
  expect(error).toBe("STS refuses the session tags that come along with the call.");
  expect(causes.map(({ code }) => code)).toStrictEqual(["ACTION_MISMATCH", "ASSUME_NOT_GRANTED"]);
});
