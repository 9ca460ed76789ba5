import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnose/index.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const plans = {
  ecs: planOf(vectors.descriptions.ecs),
  external: planOf(vectors.descriptions.external),
  account: planOf(vectors.descriptions.account),
  irsa: planOf(vectors.descriptions.irsa),
};
type Name = keyof typeof plans;

/** The right statement of a description. */
const right = (name: Name) =>
  plans[name].integrationRole.trustPolicy(name === "irsa" ? "111122223333" : "444455556666").Statement[0]!;

/** The diagnosis of the right statement with some of its elements changed, and of more statements. */
function diagnosed(name: Name, change: object, ...more: object[]) {
  const Statement = [change, ...more].map((each) => ({ ...right(name), ...each }));
  return diagnose(plans[name], { trust: JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement })) });
}

const task = "arn:aws:iam::111122223333:role/team/integration-task";
const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const subject = "system:serviceaccount:port-ocean:port-ocean-aws-v3";
const aws = (AWS: string | string[]) => ({ Principal: { AWS } });
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const claims = (sub: string, more: object = {}) => ({
  Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: sub, ...more } },
});
const isTask = `the task role is "${task}".`;
const isProvider = `the provider of the role's own account for the cluster is "${provider}".`;

describe("a cause says what stands there, what should, and what the difference is", () => {
  test.each<[string, Name, object, string, string]>([
    [
      "another name",
      "ecs",
      aws("arn:aws:iam::111122223333:role/team/x"),
      "error PRINCIPAL_MISMATCH",
      `trusts "arn:aws:iam::111122223333:role/team/x": the name is "x", not "integration-task"; ${isTask}`,
    ],
    [
      "a session",
      "ecs",
      aws("arn:aws:sts::111122223333:assumed-role/integration-task/s"),
      "error PRINCIPAL_MISMATCH",
      `trusts "arn:aws:sts::111122223333:assumed-role/integration-task/s": one session of the role "integration-task". A role's own ARN, arn:PARTITION:iam::ACCOUNT:role/NAME, stands for all its sessions; ${isTask}`,
    ],
    [
      "another account",
      "ecs",
      aws("999988887777"),
      "error PRINCIPAL_MISMATCH",
      `trusts "999988887777": the account "999988887777", not "111122223333"; ${isTask}`,
    ],
    [
      "a user in place of the role",
      "ecs",
      aws("arn:aws:iam::111122223333:user/team/integration-task"),
      "error PRINCIPAL_MISMATCH",
      `trusts "arn:aws:iam::111122223333:user/team/integration-task": a user, not a role; ${isTask}`,
    ],
    [
      "the first of two that are as near",
      "ecs",
      aws([`${task.slice(0, -1)}a`, `${task.slice(0, -1)}b`]),
      "error PRINCIPAL_MISMATCH",
      `trusts "${task.slice(0, -1)}a": the name is "integration-tasa", not "integration-task"; ${isTask}`,
    ],
    [
      "a deleted role",
      "ecs",
      aws("AROAEXAMPLEEXAMPLE234"),
      "error PRINCIPAL_DELETED",
      `trusts "AROAEXAMPLEEXAMPLE234", the unique ID of a role that was deleted; ${isTask}`,
    ],
    [
      "a deleted user",
      "ecs",
      aws("AIDAEXAMPLEEXAMPLE234"),
      "error PRINCIPAL_DELETED",
      `trusts "AIDAEXAMPLEEXAMPLE234", the unique ID of a user that was deleted; ${isTask}`,
    ],
    [
      "many others besides",
      "ecs",
      aws([task, ...["a", "b", "c", "d", "e"].map((name) => `arn:aws:iam::111122223333:role/${name}`)]),
      "warning PRINCIPAL_TOO_BROAD",
      `also trusts "arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b", "arn:aws:iam::111122223333:role/c" and 2 more; the description knows only the task role "${task}".`,
    ],
    [
      "three others besides",
      "ecs",
      aws([task, ...["a", "b", "c"].map((name) => `arn:aws:iam::111122223333:role/${name}`)]),
      "warning PRINCIPAL_TOO_BROAD",
      `also trusts "arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b", "arn:aws:iam::111122223333:role/c"; the description knows only the task role "${task}".`,
    ],
    [
      "another service",
      "ecs",
      { Principal: { Service: "lambda.amazonaws.com" } },
      "error SERVICE_MISMATCH",
      `trusts the service "lambda.amazonaws.com"; ${isTask}`,
    ],
    [
      "the service of EKS Pod Identity",
      "irsa",
      { Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole", Condition: undefined },
      "error SERVICE_MISMATCH",
      `trusts the service "pods.eks.amazonaws.com"; the service account is known through the provider "${provider}". That is EKS Pod Identity, another way than the service account's token.`,
    ],
    [
      "a SAML provider",
      "irsa",
      { Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/idp" } },
      "error PROVIDER_MISMATCH",
      `trusts "arn:aws:iam::111122223333:saml-provider/idp": a SAML provider; ${isProvider}`,
    ],
    [
      "the issuer's URL",
      "irsa",
      { Principal: { Federated: `https://${issuer}` } },
      "error PROVIDER_MISMATCH",
      `trusts "https://${issuer}": the issuer's URL, where the ARN of the account's provider belongs; ${isProvider}`,
    ],
    [
      "the dual-stack host",
      "irsa",
      { Principal: { Federated: provider.replace("oidc.eks.eu-west-1.amazonaws.com", "oidc-eks.eu-west-1.api.aws") } },
      "error PROVIDER_MISMATCH",
      `trusts "${provider.replace("oidc.eks.eu-west-1.amazonaws.com", "oidc-eks.eu-west-1.api.aws")}": the dual-stack host, which serves discovery only; tokens carry the other issuer; ${isProvider}`,
    ],
    [
      "the provider of another account",
      "irsa",
      { Principal: { Federated: provider.replace("111122223333", "999988887777") } },
      "error PROVIDER_MISMATCH",
      `trusts "${provider.replace("111122223333", "999988887777")}": the account is "999988887777", not "111122223333"; ${isProvider} A provider of another account is of no use to the role.`,
    ],
    [
      "a slash after the provider",
      "irsa",
      { Principal: { Federated: `${provider}/` } },
      "error PROVIDER_MISMATCH",
      `trusts "${provider}/"; ${isProvider} It has a slash at the end.`,
    ],
    [
      "namespace and name swapped",
      "irsa",
      claims("system:serviceaccount:port-ocean-aws-v3:port-ocean"),
      "error SUBJECT_MISMATCH",
      `asks for the subject "system:serviceaccount:port-ocean-aws-v3:port-ocean": the namespace and the name are swapped; the service account's is "${subject}".`,
    ],
    [
      "another namespace and name",
      "irsa",
      claims("system:serviceaccount:default:other"),
      "error SUBJECT_MISMATCH",
      `asks for the subject "system:serviceaccount:default:other": the namespace is "default", not "port-ocean"; the service account is "other", not "port-ocean-aws-v3"; the service account's is "${subject}".`,
    ],
    [
      "another caller under a condition",
      "account",
      when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/other"),
      "error PRINCIPAL_MISMATCH",
      'asks for the caller "arn:aws:iam::111122223333:role/other": the name is "other", not "integration-task"; the task role is "arn:aws:iam::111122223333:role/integration-task".',
    ],
    [
      "the execution role under a condition",
      "account",
      when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/ecsTaskExecutionRole"),
      "error EXECUTION_ROLE_TRUSTED",
      'names "arn:aws:iam::111122223333:role/ecsTaskExecutionRole", an execution role by its name; the containers call with the task role, "arn:aws:iam::111122223333:role/integration-task".',
    ],
    [
      "another partition under a condition",
      "account",
      when("ArnEquals", "aws:PrincipalArn", "arn:aws-cn:iam::111122223333:role/integration-task"),
      "error PARTITION_MISMATCH",
      'names "arn:aws-cn:iam::111122223333:role/integration-task" in the partition "aws-cn"; the description is of "aws".',
    ],
    [
      "quotation marks around the external ID",
      "external",
      when("StringEquals", "sts:ExternalId", '"example-3f8a1c52-77d0"'),
      "error EXTERNAL_ID_MISMATCH",
      'asks for the external ID "\\"example-3f8a1c52-77d0\\""; the integration presents "example-3f8a1c52-77d0". It has quotation marks of its own.',
    ],
    [
      "white space in the external ID",
      "external",
      when("StringEquals", "sts:ExternalId", "example- 3f8a1c52-77d0"),
      "error EXTERNAL_ID_MISMATCH",
      'asks for the external ID "example- 3f8a1c52-77d0"; the integration presents "example-3f8a1c52-77d0". It has white space within.',
    ],
    [
      "a wildcard under equality",
      "external",
      when("StringEquals", "sts:ExternalId", "example-*"),
      "error WILDCARD_UNDER_EQUALS",
      'has the wildcard in "example-*" under StringEquals, which compares it literally; the intended value is "example-3f8a1c52-77d0".',
    ],
    [
      "other external IDs besides",
      "external",
      when("StringEquals", "sts:ExternalId", ["example-3f8a1c52-77d0", "b", "c", "d"]),
      "note EXTERNAL_ID_MISMATCH",
      'takes "example-3f8a1c52-77d0" or "b" or "c" under StringEquals; the intended value is "example-3f8a1c52-77d0" alone.',
    ],
    [
      "an external ID only if there is one",
      "external",
      when("StringEqualsIfExists", "sts:ExternalId", "example-3f8a1c52-77d0"),
      "warning SET_OPERATOR_PASSES_WHEN_ABSENT",
      'holds for every request without sts:ExternalId, because of StringEqualsIfExists; the intended value is "example-3f8a1c52-77d0" under StringEquals.',
    ],
    [
      "no external ID",
      "external",
      { Condition: undefined },
      "warning EXTERNAL_ID_MISSING",
      'has no condition on sts:ExternalId; the intended value is "example-3f8a1c52-77d0".',
    ],
    [
      "two malformed elements",
      "ecs",
      { Effect: "allow", Foo: 1 },
      "error MALFORMED",
      '"Foo" is no element here. Known: Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition. (And 1 more in this statement.)',
    ],
  ])("%s", (_name, description, change, code, message) => {
    const { findings } = diagnosed(description, change);
    expect(findings.map((finding) => [`${finding.severity} ${finding.code}`, finding.message])).toStrictEqual([
      [code, message],
    ]);
  });

  test("the service of tasks, where the task role belongs", () => {
    const { findings } = diagnosed("ecs", { Principal: { Service: "ecs-tasks.amazonaws.com" } });
    expect(findings.map(({ message }) => message)).toStrictEqual([
      `trusts the service "ecs-tasks.amazonaws.com"; the task role is "${task}". The task role trusts that service, the integration role trusts the task role. (If this is the task role, have it diagnosed as the workload's role.)`,
      'does not say for whose account the service acts: aws:SourceAccount and aws:SourceArn of "444455556666".',
    ]);
  });
});

describe("a condition that the caller does not meet says why", () => {
  test.each<[Name, string, string]>([
    ["ecs", "aws:MultiFactorAuthPresent", " Neither a task, a pod nor an access key presents MFA."],
    ["ecs", "aws:PrincipalOrgID", " If the caller is of that organization, say so: organizationId in the description."],
    ["irsa", "aws:PrincipalOrgID", " A web identity token comes without it."],
    [
      "ecs",
      "aws:SourceArn",
      " That key is there only when an AWS service calls, not when a role, a user or a token does.",
    ],
    ["ecs", "aws:SourceIp", " The description does not say whether the caller meets it."],
    ["ecs", "aws:RequestTag/a", " The description does not say whether the caller meets it."],
    ["ecs", "aws:Other", ""],
  ])("%s: %s", (name, key, why) => {
    const change = name === "irsa" ? claims(subject, { [key]: "x" }) : when("StringEquals", key, "x");
    expect(diagnosed(name, change).findings.map(({ code, path, message }) => [code, path, message])).toStrictEqual([
      [
        "CONDITION_BLOCKS_CALLER",
        ["Statement", 0, "Condition", "StringEquals", key],
        `The request has no ${key}; StringEquals asks for "x".${why}`,
      ],
    ]);
  });
});

describe("what is proposed", () => {
  test("is the intended statement, under the Sid that stands there", () => {
    const [finding] = diagnosed("ecs", { Sid: "Mine", ...aws("arn:aws:iam::111122223333:role/x") }).findings;
    expect(finding?.fix).toStrictEqual({ Sid: "Mine", ...right("ecs") });
    const [odd] = diagnosed("ecs", { Sid: "", ...aws("arn:aws:iam::111122223333:role/x") }).findings;
    expect(odd?.fix).toStrictEqual(right("ecs"));
  });

  test.each<[string, Name, object, object]>([
    [
      "the role",
      "ecs",
      { Principal: "*" },
      { Principal: "*", Condition: { ArnNotEquals: { "aws:PrincipalArn": task } } },
    ],
    [
      "the role, beside one that is excepted already",
      "ecs",
      { Principal: "*", ...when("ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/x") },
      {
        Principal: "*",
        ...when("ArnNotEquals", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/x", task]),
      },
    ],
    [
      "the service account",
      "irsa",
      { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      {
        Condition: { Bool: { "aws:SecureTransport": "true" }, StringNotEquals: { [`${issuer}:sub`]: subject } },
      },
    ],
  ])("a statement that denies excepts %s, and stays", (_name, name, change, fixed) => {
    const deny = { ...right(name), Effect: "Deny" };
    const { findings, policy } = diagnosed(name, {}, { Effect: "Deny", ...change });
    expect(findings.map(({ code, path, fix }) => [code, path, fix])).toStrictEqual([
      ["EXPLICIT_DENY", ["Statement", 1], { ...deny, ...fixed }],
    ]);
    expect(policy["Statement"]).toStrictEqual([right(name), { ...deny, ...fixed }]);
  });

  test("leaves others' statements out, and those that deny others in", () => {
    const deny = { Effect: "Deny", Principal: { AWS: "arn:aws:iam::111122223333:role/x" } };
    const { findings, policy } = diagnosed("ecs", {}, deny, aws("arn:aws:iam::999988887777:root"));
    expect(findings.map(({ code, path }) => [code, path])).toStrictEqual([["PRINCIPAL_TOO_BROAD", ["Statement", 2]]]);
    expect(policy["Statement"]).toStrictEqual([right("ecs"), { ...right("ecs"), ...deny }]);
  });
});

test("the gravest comes first, and of several the one to look at first", () => {
  const { findings } = diagnosed(
    "external",
    { Condition: undefined },
    { Effect: "Deny", Principal: "*", Condition: undefined },
    { ...aws("AROAEXAMPLEEXAMPLE234"), Resource: "*" },
  );
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toStrictEqual([
    "error RESOURCE_IN_TRUST_POLICY",
    "error EXPLICIT_DENY",
    "warning PRINCIPAL_DELETED",
    "warning EXTERNAL_ID_MISSING",
  ]);
});
