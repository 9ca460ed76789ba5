import { describe, expect, test } from "vitest";
import { evaluate, readPolicies } from "../../../src/policy/index.js";
import { type Claim, prove, RolewrightError } from "../../../src/policy/prove/index.js";

type Json = Record<string, unknown>;
const D = (...Statement: Json[]) => ({ Version: "2012-10-17", Statement });
const A = (Resource: unknown, Condition?: Json) => ({
  Effect: "Allow",
  Action: "s3:*",
  Resource,
  ...(Condition && { Condition }),
});
const P = (Principal: unknown, Condition?: Json, Action = "sts:AssumeRole") => ({
  Effect: "Allow",
  Principal,
  Action,
  ...(Condition && { Condition }),
});
const V = "arn:aws:s3:::b/${aws:username}/*";
const R = "arn:aws:iam::111122223333:role/p/x";
const S = "arn:aws:sts::111122223333:assumed-role/x/s";

const ROOT = "arn:aws:iam::111122223333:root";
/** An identity policy on a resource that a template gives. */
const tpl = (Resource: unknown) =>
  readPolicies({
    Resources: { P: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: D(A(Resource)) } } },
  }).policies[0]!.document as object;

/** What each is, the verdict, the policy, and the limit or another claim. */
const ROWS: readonly [string, string, object, object][] = [
  ["var pinned", "proved", D(A(V, { StringEquals: { "aws:username": "bob" } })), D(A("arn:aws:s3:::b/bob/*"))],
  [
    "var pinned2",
    "proved",
    D(A(V, { StringEquals: { "aws:username": ["bob", "al"] } })),
    D(A(["arn:aws:s3:::b/bob/*", "arn:aws:s3:::b/al/*"])),
  ],
  [
    "var pinned3",
    "refuted",
    D(A(V, { StringEquals: { "aws:username": ["bob", "al"] } })),
    D(A(["arn:aws:s3:::b/bob/*"])),
  ],
  ["const in var", "proved", D(A("arn:aws:s3:::b/bob/*", { StringEquals: { "aws:username": "bob" } })), D(A(V))],
  ["const not in var", "refuted", D(A("arn:aws:s3:::b/bob/*")), D(A(V))],
  ["var wild", "proved", D(A(V)), D(A("arn:aws:s3:::b/*"))],
  ["var in var longer", "proved", D(A("arn:aws:s3:::b/${aws:username}/x*")), D(A(V))],
  ["var tags", "refuted", D(A("arn:aws:s3:::${aws:PrincipalTag/a}")), D(A("arn:aws:s3:::${aws:PrincipalTag/b}"))],
  [
    "var cond",
    "proved",
    D(A("*", { StringEquals: { "aws:ResourceTag/o": "${aws:username}" } })),
    D(A("*", { StringLike: { "aws:ResourceTag/o": "${aws:username}*" } })),
  ],
  [
    "var default",
    "proved",
    D(A("arn:aws:s3:::b/${aws:PrincipalTag/t, 'x'}")),
    D(A("arn:aws:s3:::b/${aws:PrincipalTag/t, 'x'}")),
  ],
  [
    "resource account",
    "proved",
    D(A("arn:aws:sqs:us-east-1:111122223333:q")),
    D(A("*", { StringEquals: { "aws:ResourceAccount": "111122223333" } })),
  ],
  [
    "resource account 2",
    "refuted",
    D(A("arn:aws:sqs:us-east-1:*:q")),
    D(A("*", { StringEquals: { "aws:ResourceAccount": "111122223333" } })),
  ],
  [
    "resource account 3",
    "proved",
    D(A("*", { StringEquals: { "aws:ResourceAccount": "111122223333" } })),
    D(A("*", { StringLike: { "aws:ResourceAccount": "1111*" } })),
  ],
  ["session in role", "proved", D(P({ AWS: S })), D(P({ AWS: R }))],
  ["role in session", "refuted", D(P({ AWS: R })), D(P({ AWS: S }))],
  ["role in account", "proved", D(P({ AWS: R })), D(P({ AWS: "arn:aws:iam::111122223333:root" }))],
  ["session in account", "proved", D(P({ AWS: S })), D(P({ AWS: "111122223333" }))],
  ["bare in root", "proved", D(P({ AWS: "111122223333" })), D(P({ AWS: "arn:aws:iam::111122223333:root" }))],
  [
    "root+arn = role",
    "proved",
    D(P({ AWS: "arn:aws:iam::111122223333:root" }, { ArnEquals: { "aws:PrincipalArn": R } })),
    D(P({ AWS: R })),
  ],
  [
    "role = root+arn",
    "proved",
    D(P({ AWS: R })),
    D(P({ AWS: "arn:aws:iam::111122223333:root" }, { ArnEquals: { "aws:PrincipalArn": R } })),
  ],
  [
    "session path",
    "undecided",
    D(P({ AWS: S })),
    D(P({ AWS: "111122223333" }, { ArnEquals: { "aws:PrincipalArn": R } })),
  ],
  [
    "session other",
    "refuted",
    D(P({ AWS: S })),
    D(P({ AWS: "111122223333" }, { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/y" } })),
  ],
  [
    "* + account",
    "proved",
    D(P("*", { StringEquals: { "aws:PrincipalAccount": "111122223333" } })),
    D(P({ AWS: "111122223333" })),
  ],
  [
    "account in *",
    "proved",
    D(P({ AWS: "111122223333" })),
    D(P("*", { StringEquals: { "aws:PrincipalAccount": "111122223333" } })),
  ],
  [
    "type",
    "refuted",
    D(P({ AWS: "111122223333" })),
    D(P({ AWS: "111122223333" }, { StringEquals: { "aws:PrincipalType": "User" } })),
  ],
  [
    "irsa",
    "refuted",
    D(
      P(
        { Federated: "arn:aws:iam::1:oidc-provider/h.com/x" },
        { StringLike: { "h.com/x:sub": "a:*" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
    D(
      P(
        { Federated: "arn:aws:iam::1:oidc-provider/h.com/x" },
        { StringEquals: { "h.com/x:sub": "a:b" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
  ],
  [
    "notprincipal",
    "undecided",
    D(
      { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" },
      { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111122223333:user/b" }, Action: "s3:*", Resource: "*" },
    ),
    D(P({ AWS: "arn:aws:iam::444455556666:root" }, undefined, "s3:*")),
  ],
  [
    "notprincipal2",
    "proved",
    D(
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:*", Resource: "*" },
      {
        Effect: "Deny",
        NotPrincipal: { AWS: ["arn:aws:iam::111122223333:user/b", "arn:aws:iam::111122223333:root"] },
        Action: "s3:*",
        Resource: "*",
      },
    ),
    D(P({ AWS: "arn:aws:iam::111122223333:root" }, undefined, "s3:*")),
  ],
  [
    "num",
    "proved",
    D(A("*", { NumericLessThan: { "s3:max-keys": "5" } })),
    D(A("*", { NumericLessThanEquals: { "s3:max-keys": "5" } })),
  ],
  [
    "num int",
    "undecided",
    D(A("*", { NumericLessThanEquals: { "s3:max-keys": "5" } })),
    D(A("*", { NumericLessThanEquals: { "s3:max-keys": "4" } }), A("*", { NumericEquals: { "s3:max-keys": "5" } })),
  ],
  [
    "ip",
    "proved",
    D(A("*", { IpAddress: { "aws:SourceIp": "10.1.0.0/16" } })),
    D(A("*", { IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })),
  ],
  [
    "ip halves",
    "proved",
    D(A("*", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
    D(A("*", { IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })),
  ],
  [
    "empty string",
    "undecided",
    D(A("*", { StringLike: { "s3:prefix": "*" } })),
    D(A("*", { StringLike: { "s3:prefix": "?*" } })),
  ],
  [
    "bool",
    "undecided",
    D(A("*")),
    D(A("*", { Bool: { "aws:SecureTransport": "true" } }), A("*", { Bool: { "aws:SecureTransport": "false" } })),
  ],
  ["bool2", "refuted", D(A("*")), D(A("*", { Bool: { "aws:SecureTransport": "true" } }))],
  [
    "forall",
    "refuted",
    D(A("*", { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } })),
    D(A("*", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a", "b"] } })),
  ],
  ["denies", "proved", D({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), { denies: "iam:Pass*" }],
  [
    "denies2",
    "proved",
    D({ Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Deny", Action: "iam:*", Resource: "*" }),
    { denies: ["iam:Pass*", "iam:CreateUser"] },
  ],
  ["public1", "refuted", D(P({ AWS: "*" })), { notPublic: true }],
  ["public2", "proved", D(P({ AWS: "111122223333" })), { notPublic: true }],
  [
    "public3",
    "proved",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    }),
    { notPublic: true },
  ],
  [
    "public4",
    "refuted",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
    }),
    { notPublic: true },
  ],
  [
    "public5",
    "proved",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" } },
    }),
    { notPublic: true },
  ],
  [
    "public6",
    "refuted",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    }),
    { notPublic: true },
  ],
  [
    "public7",
    "proved",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
    }),
    { notPublic: true },
  ],
  [
    "public8",
    "refuted",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
    }),
    { notPublic: true },
  ],
  [
    "sts id",
    "refuted",
    D({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }),
    D({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::444455556666:role/x" }),
  ],
  [
    "malformed",
    "undecided",
    D({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { StringEqual: { a: "b" } } }),
    D(A("arn:aws:s3:::b")),
  ],
  [
    "malformed self",
    "proved",
    D({ Effect: "Allow", Action: "s3:Get*", Resource: "*", Condition: { StringEqual: { a: "b" } } }),
    D({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { StringEqual: { a: "b" } } }),
  ],
  [
    "arn 5",
    "undecided",
    D(A("*", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } })),
    D(A("*", { ArnLike: { "aws:SourceArn": "arn:aws:s3*" } })),
  ],
  ["admin", "proved", D(A("*")), D({ Effect: "Allow", Action: "*", Resource: "*" })],
  [
    "split",
    "proved",
    D(A("*")),
    D(A("arn:aws:s3:::*"), { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::*" }),
  ],
  ["incomplete arn", "proved", D(A("arn:aws:s3:::b")), D(A("arn:aws:s3"))],
  ["*+arn in role", "proved", D(P("*", { ArnEquals: { "aws:PrincipalArn": R } })), D(P({ AWS: R }))],
  ["role in *+arn", "proved", D(P({ AWS: R })), D(P("*", { ArnEquals: { "aws:PrincipalArn": R } }))],
  [
    "*+arnlike acct in root",
    "proved",
    D(P("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:*" } })),
    D(P({ AWS: ROOT })),
  ],
  [
    "root in *+arnlike acct",
    "refuted",
    D(P({ AWS: ROOT })),
    D(P("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:*" } })),
  ],
  [
    "deny session",
    "refuted",
    D(P({ AWS: R })),
    D(P({ AWS: R }), { Effect: "Deny", Principal: { AWS: S }, Action: "*" }),
  ],
  [
    "deny other acct",
    "proved",
    D(P({ AWS: ROOT })),
    D(P({ AWS: ROOT }), {
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
    }),
  ],
  [
    "service guard",
    "refuted",
    D(P({ Service: "sns.amazonaws.com" })),
    D(P({ Service: "sns.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "111122223333" } })),
  ],
  [
    "service wild",
    "proved",
    D(P({ Service: "sns.amazonaws.com" })),
    D(P({ Service: ["sns.amazonaws.com", "x.amazonaws.com"] })),
  ],
  [
    "service isaws",
    "proved",
    D(P({ Service: "sns.amazonaws.com" })),
    D(P({ Service: "sns.amazonaws.com" }, { Bool: { "aws:PrincipalIsAWSService": "true" } })),
  ],
  ["effect", "undecided", D({ ...A("*"), Effect: "allow" }), D(A("arn:aws:s3:::x"))],
  [
    "user in name",
    "proved",
    D(P({ AWS: "arn:aws:iam::111122223333:user/d/bob" })),
    D(P({ AWS: ROOT }, { StringEquals: { "aws:username": "bob", "aws:PrincipalType": "User" } })),
  ],
  [
    "org",
    "refuted",
    D(P("*", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })),
    D(P("*", { StringEquals: { "aws:PrincipalOrgID": "o-klmnopqrst" } })),
  ],
  [
    "orgpaths",
    "refuted",
    D(P("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/*" } })),
    D(P("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/ou-c/*" } })),
  ],
  [
    "orgpaths2",
    "proved",
    D(P("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/ou-c/*" } })),
    D(P("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/*" } })),
  ],
  [
    "mixed types",
    "proved",
    D(A("*", { StringEquals: { "k:v": "5" } })),
    D(A("*", { NumericLessThan: { "k:v": "10" } })),
  ],
  [
    "mixed types 2",
    "refuted",
    D(A("*", { StringEquals: { "k:v": ["5", "50"] } })),
    D(A("*", { NumericLessThan: { "k:v": "10" } })),
  ],
  [
    "ifexists",
    "refuted",
    D(A("*", { StringEqualsIfExists: { "k:v": "5" } })),
    D(A("*", { StringEquals: { "k:v": "5" } })),
  ],
  [
    "ifexists2",
    "proved",
    D(A("*", { StringEqualsIfExists: { "k:v": "5" }, Null: { "k:v": "false" } })),
    D(A("*", { StringEquals: { "k:v": "5" } })),
  ],
  ["notlike", "proved", D(A("*", { StringNotLike: { "k:v": "a*" } })), D(A("*", { StringNotEquals: { "k:v": "ab" } }))],
  [
    "any not",
    "refuted",
    D(A("*", { "ForAnyValue:StringNotEquals": { "k:v": "a" } })),
    D(A("*", { StringNotEquals: { "k:v": "a" } })),
  ],
  [
    "wild action",
    "proved",
    D({ Effect: "Allow", Action: "s3:*Object", Resource: "*" }),
    D({ Effect: "Allow", Action: "S3:*O*t", Resource: "*" }),
  ],
  [
    "action ?",
    "proved",
    D({ Effect: "Allow", Action: ["s3:G?t*"], Resource: "*" }),
    D({ Effect: "Allow", Action: ["s3:g*"], Resource: "*" }),
  ],
  [
    "*:*",
    "proved",
    D({ Effect: "Allow", Action: "*", Resource: "*" }),
    D({ Effect: "Allow", Action: "*:*", Resource: "*" }),
  ],
  [
    "notaction split",
    "proved",
    D({ Effect: "Allow", Action: "*", Resource: "*" }),
    D({ Effect: "Allow", Action: "iam:*", Resource: "*" }, { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
  ],
  [
    "deny carve",
    "proved",
    D({ Effect: "Allow", Action: "s3:*", Resource: "*" }, { Effect: "Deny", Action: "s3:Delete*", Resource: "*" }),
    D({ Effect: "Allow", NotAction: ["s3:DeleteObject", "iam:*"], Resource: "*" }),
  ],
  [
    "cond deny",
    "proved",
    D(A("*"), { Effect: "Deny", Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    D(A("*"), {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "k:v": "x" } },
    }),
  ],
  [
    "webid identity",
    "refuted",
    D({ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Resource: "*" }),
    D({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
  ],
  [
    "federated any",
    "refuted",
    D(
      P(
        { Federated: "accounts.google.com" },
        { StringEquals: { "accounts.google.com:aud": "a" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
    D(
      P(
        { Federated: "accounts.google.com" },
        { StringEquals: { "accounts.google.com:aud": "a", "accounts.google.com:sub": "b" } },
        "sts:AssumeRoleWithWebIdentity",
      ),
    ),
  ],
  [
    "arn parts",
    "refuted",
    D(A("*", { StringLike: { "aws:SourceArn": "arn:aws:s3:*:b" } })),
    D(A("*", { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:b" } })),
  ],
  [
    "arn parts2",
    "proved",
    D(A("*", { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:b*" } })),
    D(A("*", { StringLike: { "aws:SourceArn": "arn:aws:s3:*:b*" } })),
  ],
  [
    "case",
    "proved",
    D(A("*", { StringEquals: { "k:v": ["Ab", "aB"] } })),
    D(A("*", { StringEqualsIgnoreCase: { "K:V": "AB" } })),
  ],
  [
    "ipv6",
    "proved",
    D(A("*", { IpAddress: { "aws:SourceIp": "2001:db8:1::/48" } })),
    D(A("*", { IpAddress: { "aws:SourceIp": "2001:db8::/32" } })),
  ],
  [
    "ip not",
    "refuted",
    D(A("*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
    D(A("*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/7" } })),
  ],
  [
    "date",
    "proved",
    D(
      A("*", {
        DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        DateLessThan: { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
      }),
    ),
    D(A("*", { DateLessThan: { "aws:CurrentTime": "2027-01-01" } })),
  ],
  [
    "date epoch",
    "proved",
    D(A("*", { DateLessThan: { "aws:EpochTime": "1700000000" } })),
    D(A("*", { DateLessThan: { "aws:EpochTime": "2024-01-01T00:00:00Z" } })),
  ],
  [
    "mfa age",
    "proved",
    D(A("*", { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } })),
    D(A("*", { NumericLessThanEquals: { "aws:MultiFactorAuthAge": "3600.0" } })),
  ],
  [
    "public kms",
    "proved",
    D({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:*",
      Resource: "*",
      Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
    }),
    { notPublic: true },
  ],
  [
    "public notprincipal",
    "refuted",
    D({ Effect: "Allow", NotPrincipal: { AWS: ROOT }, Action: "s3:*", Resource: "*" }),
    { notPublic: true },
  ],
  [
    "public vpce",
    "proved",
    D({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
    }),
    { notPublic: true },
  ],
  [
    "public deny rest",
    "proved",
    D(
      { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
      },
    ),
    { notPublic: true },
  ],
  [
    "public canonical",
    "proved",
    D({ Effect: "Allow", Principal: { CanonicalUser: "79a59df900b949e5" }, Action: "s3:*", Resource: "*" }),
    { notPublic: true },
  ],
  [
    "public beside canonical",
    "refuted",
    D(
      { Effect: "Allow", Principal: { CanonicalUser: "79a59df900b949e5" }, Action: "s3:Get*", Resource: "*" },
      P("*", { StringEquals: { "aws:PrincipalType": "User" } }, "s3:*"),
    ),
    { notPublic: true },
  ],
  ["unknown same", "proved", tpl({ "Fn::Sub": "arn:aws:s3:::${B}/*" }), tpl({ "Fn::Sub": "arn:aws:s3:::${B}/*" })],
  ["unknown wide", "proved", tpl({ "Fn::Sub": "arn:aws:s3:::${B}/*" }), tpl("arn:aws:s3:::*")],
  ["unknown other", "undecided", tpl({ "Fn::Sub": "arn:aws:s3:::${B}/*" }), tpl({ "Fn::Sub": "arn:aws:s3:::${C}/*" })],
  ["unknown const", "undecided", tpl("arn:aws:s3:::x/*"), tpl({ "Fn::Sub": "arn:aws:s3:::${C}/*" })],
  ["unknown narrower", "proved", tpl({ "Fn::Sub": "arn:aws:s3:::${B}/a*" }), tpl({ "Fn::Sub": "arn:aws:s3:::${B}/*" })],
];

test.each(ROWS)("%s: %s", (_name, verdict, policy, other) => {
  const claim = ("Statement" in other ? { within: other } : other) as Claim;
  const proof = prove(policy, claim);
  expect(proof.verdict).toBe(verdict);
  expect(proof.witness === undefined).toBe(verdict !== "refuted");
  if (proof.witness === undefined) return;
  expect(evaluate(proof.witness).decision).toBe("allowed");
  if (!("Statement" in other)) return;
  const { identityPolicies, resourcePolicy, trustPolicy, ...rest } = proof.witness;
  const limited =
    identityPolicies !== undefined
      ? { ...rest, ...(trustPolicy && { trustPolicy }), identityPolicies: [other] }
      : resourcePolicy !== undefined
        ? { ...rest, resourcePolicy: other }
        : { ...rest, trustPolicy: other };
  expect(evaluate(limited).decision).not.toBe("allowed");
});

describe("the limit", () => {
  const [a, b] = [D(A("arn:aws:s3:::a")), D(A("arn:aws:s3:::b"))];
  test("is all policies together", () => {
    expect(prove(D(A(["arn:aws:s3:::a", "arn:aws:s3:::b"])), { within: [a, b] }).verdict).toBe("proved");
    expect(prove(D(A(["arn:aws:s3:::a", "arn:aws:s3:::c"])), { within: [a, b] }).verdict).toBe("refuted");
  });
  test("is of the policy's kind", () => {
    expect(() => prove(D(A("*")), { within: D(P("*")) })).toThrow(RolewrightError);
  });
});

test("what is proved says which statements cover which, and they alone suffice", () => {
  const other = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
  const covering = [A("arn:aws:s3:::*"), { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::*" }];
  const limit = D(other, ...covering);
  const { reason } = prove(D(A("*")), { within: limit });
  expect(reason.covers?.map(({ allow, by }) => [allow.path, by.map(({ path }) => path)])).toStrictEqual([
    [
      ["Statement", 0],
      [
        ["Statement", 1],
        ["Statement", 2],
      ],
    ],
  ]);
  expect(prove(D(A("*")), { within: D(...covering) }).verdict).toBe("proved");
});

describe("known actions", () => {
  const actions = ["s3:GetObject", "s3:PutObject", "iam:PassRole"];
  const both = D({ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" });
  test("a claim may be about them alone", () => {
    expect(prove(D(A("*")), { within: both }).verdict).toBe("refuted");
    expect(prove(D(A("*")), { within: both }, { actions, known: true }).verdict).toBe("proved");
    expect(() => prove(D(A("*")), { within: both }, { known: true })).toThrow(/actions: is required/);
  });
  test("a witness is one of them where it can be", () => {
    const limit = D({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
    expect(prove(D(A("*")), { within: limit }, { actions }).witness?.request.action).toBe("s3:PutObject");
    expect(prove(D(A("*")), { within: both }, { actions }).witness?.request.action).toMatch(/^s3:/);
  });
});

test.each<[object, object, string, string]>([
  [{}, { within: D() }, "policy.Statement", "MISSING_KEY"],
  [D(), {}, "claim", "INVALID_VALUE"],
  [D(), { within: D(), notPublic: true }, "claim", "INVALID_VALUE"],
  [D(), { within: [] }, "within", "TOO_FEW"],
  [D(), { within: [D(), 5] }, "within.1", "INVALID_TYPE"],
  [D(), { denies: [] }, "denies", "TOO_FEW"],
  [D(), { denies: ["s3:Get*", "s3"] }, "denies.1", "INVALID_VALUE"],
])("%j is refused with %j", (policy, claim, path, code) => {
  let thrown: unknown;
  try {
    prove(policy, claim as Claim);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RolewrightError);
  expect((thrown as RolewrightError).issues.map((issue) => [issue.path.join("."), issue.code])).toStrictEqual([
    [path, code],
  ]);
});

test("a search that takes too many steps is undecided", () => {
  // Each value excludes one more place of the text: no automaton of theirs is small.
  const stars = Array.from({ length: 14 }, (_, index) => `*a${"?".repeat(index + 3)}`);
  const within = D(...stars.map((star) => A(`arn:aws:s3:::${star}`)), A(`arn:aws:s3:::*b${"?".repeat(18)}`));
  const { verdict, reason } = prove(D(A(`arn:aws:s3:::${"?".repeat(30)}*`)), { within });
  expect(["undecided", "refuted"]).toContain(verdict);
  expect(reason.message).not.toBe("");
});
