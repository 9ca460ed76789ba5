import { diagnose, diagnosisReport } from "../../dist/diagnose.js";
import { canonicalJson, parseIntegration, planIntegration } from "../../dist/index.js";
import {
  diffPolicies,
  equalPolicies,
  evaluate,
  normalForm,
  RolewrightError,
  readPolicies,
  validatePolicies,
} from "../../dist/policy.js";

/**
 * Input that somebody made to take long. Each shape is made in a size that is doubled, and must take time in proportion to it:
 * `size` is the first one to be tried, `most` the last one that is read at all: what is longer is refused at once.
 */

const list = (count, member) => Array.from({ length: count }, (_, index) => member(index));
const map = (count, entry) => Object.fromEntries(list(count, entry));
const version = { Version: "2012-10-17" };
const address = (index) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

/** The issues of a description that is faulty. */
function faults(description) {
  return () => {
    try {
      parseIntegration(description);
    } catch (error) {
      if (error instanceof RolewrightError || error.name === "RolewrightError") return error.issues;
      throw error;
    }
    throw new Error("the description is not faulty");
  };
}

const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" };
const plan = planIntegration(parseIntegration(ecs));
const irsa = {
  mode: "irsa",
  issuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  namespace: "n",
  serviceAccount: "s",
};

const request = (context = {}, action = "sts:AssumeRole") => ({
  action,
  resource: "arn:aws:iam::111122223333:role/r",
  principal: "arn:aws:iam::111122223333:role/c",
  context,
});
const conditioned = (Condition) => ({
  ...version,
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Condition }],
});
/** A request with values for one key, against a condition of one operator. */
const compared = (operator, given, wanted) => {
  const input = { request: request({ "aws:x": given }), trustPolicy: conditioned({ [operator]: { "aws:x": wanted } }) };
  return () => evaluate(input);
};
const validated = (document, kind) => {
  const text = JSON.stringify(document);
  return () => validatePolicies(text, { kind });
};
const oneStatement = (members) => ({ ...version, Statement: [{ Effect: "Allow", ...members }] });

export const SHAPES = [
  // Descriptions.
  ["a path of slashes as rolePath", 200_000, (n) => faults({ ...ecs, rolePath: `x${"/".repeat(n)}x` })],
  ["a path of slashes as an issuer", 200_000, (n) => faults({ ...irsa, issuer: `x${"/".repeat(n)}x` })],
  ["faulty keys in the map of tags", 2000, (n) => faults({ ...ecs, tags: map(n, (i) => [`k${i}`, i]) })],
  ["unknown keys in targets", 500, (n) => faults({ ...ecs, targets: map(n, (i) => [`k${i}`, i]) })],
  ["unknown keys of a description", 500, (n) => faults({ ...ecs, ...map(n, (i) => [`k${i}`, i]) })],
  ["accounts that are none", 2000, (n) => faults({ ...ecs, targets: { accounts: list(n, (i) => `${i}x`) } })],
  ["accounts that are maps", 2000, (n) => faults({ ...ecs, targets: { accounts: list(n, (i) => ({ i })) } })],
  ["an account again and again", 2000, (n) => faults({ ...ecs, targets: { accounts: list(n, () => "111122223333") } })],
  [
    "policies of another partition",
    500,
    (n) => faults({ ...ecs, managedPolicyArns: list(n, (i) => `arn:aws-cn:iam::aws:policy/p${i}`) }),
  ],
  // JSON.
  [
    "lists in a canonical text",
    20_000,
    (n) => {
      const value = list(n, (i) => [[i]]);
      return () => canonicalJson(value);
    },
  ],
  [
    "what JSON cannot hold",
    5000,
    (n) => {
      const value = list(n, () => undefined);
      return () => {
        try {
          canonicalJson(value);
        } catch (error) {
          return error;
        }
      };
    },
  ],
  // Validation.
  ["unknown operators", 1000, (n) => validated(conditioned(map(n, (i) => [`o${i}`, { "a:b": "c" }])), "trust")],
  [
    "findings in one condition block",
    2000,
    (n) => validated(conditioned({ NumericEquals: map(n, (i) => [`a:k${i}`, "x"]) }), "trust"),
    400_000,
    200_000,
  ],
  [
    "condition keys without a colon",
    2000,
    (n) => validated(conditioned({ StringEquals: map(n, (i) => [`k${i}`, "x"]) }), "trust"),
    400_000,
  ],
  ["unknown elements of a statement", 2000, (n) => validated(oneStatement(map(n, (i) => [`k${i}`, "x"])), "identity")],
  [
    "unknown elements of a document",
    2000,
    (n) => validated({ ...version, ...map(n, (i) => [`k${i}`, "x"]) }, "identity"),
    400_000,
    400_000,
  ],
  [
    "unknown kinds of principals",
    2000,
    (n) => validated(oneStatement({ Action: "sts:AssumeRole", Principal: map(n, (i) => [`k${i}`, "x"]) }), "trust"),
    400_000,
  ],
  [
    "keys that are there twice",
    5000,
    (n) => {
      const text = `{"Statement":{${list(n, (i) => `"k${i >> 1}":1`).join()}}}`;
      return () => validatePolicies(text);
    },
    600_000,
  ],
  [
    "malformed members of a list",
    5000,
    (n) => validated(oneStatement({ Action: list(n, (i) => `x${i}`), Resource: "*" }), "identity"),
    400_000,
  ],
  ["malformed statements", 2000, (n) => validated({ ...version, Statement: list(n, () => ({})) }, "identity")],
  [
    "federated principals with as many keys",
    500,
    (n) =>
      validated(
        oneStatement({
          Principal: { Federated: list(n, (i) => `arn:aws:iam::111122223333:oidc-provider/h.example/${i}`) },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: map(n, (i) => [`h.example/${i}:sub`, "x"]) },
        }),
        "trust",
      ),
    60_000,
  ],
  [
    "forges with as many keys",
    500,
    (n) =>
      validated(
        oneStatement({
          Principal: { Federated: list(n, (i) => `arn:aws:iam::111122223333:oidc-provider/gitlab.h${i}.example`) },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringLike: map(n, (i) => [`gitlab.h${i}.example:sub`, "*"]) },
        }),
        "trust",
      ),
    60_000,
  ],
  [
    "a path of slashes as a provider",
    200_000,
    (n) =>
      validated(
        oneStatement({ Principal: { Federated: `x${"/".repeat(n)}x` }, Action: "sts:AssumeRoleWithSAML" }),
        "trust",
      ),
    7_000_000,
  ],
  [
    "a path of slashes as a principal",
    200_000,
    (n) => validated(oneStatement({ Principal: { AWS: `x${"/".repeat(n)}x` }, Action: "sts:AssumeRole" }), "trust"),
    7_000_000,
  ],
  [
    "openings of variables in a value",
    50_000,
    (n) => validated({ ...conditioned({ StringEquals: { "a:b": "${".repeat(n) } }), Version: "2008-10-17" }, "trust"),
    3_500_000,
  ],
  [
    "openings of variables in a resource",
    50_000,
    (n) =>
      validated({ ...oneStatement({ Action: "s3:*", Resource: "${".repeat(n) }), Version: "2008-10-17" }, "identity"),
    3_500_000,
  ],
  [
    "colons in a condition key",
    100_000,
    (n) => validated(conditioned({ StringEquals: { ["a:".repeat(n)]: "x" } }), "trust"),
    3_500_000,
  ],
  [
    "roles in one template that are malformed",
    300,
    (n) =>
      validated({
        Resources: map(n, (i) => [
          `R${i}`,
          { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { ...version, Statement: [{}] } } },
        ]),
      }),
    50_000,
  ],
  [
    "parameters and conditions of a template",
    1000,
    (n) =>
      validated({
        Parameters: map(n, (i) => [`P${i}`, { Default: "x" }]),
        Conditions: map(n, (i) => [
          `C${i}`,
          i === 0 ? { "Fn::Equals": ["a", "a"] } : { Condition: `C${i - 1 - (i % 64 === 0)}` },
        ]),
        Resources: {
          R: {
            Type: "AWS::IAM::Role",
            Properties: {
              AssumeRolePolicyDocument: {
                ...version,
                Statement: list(n, (i) => ({ "Fn::If": [`C${i % 64}`, { Effect: { Ref: `P${i}` } }, {}] })),
              },
            },
          },
        },
      }),
  ],
  [
    "pieces of a substituted text",
    5000,
    (n) => {
      const text = JSON.stringify({ Statement: [{ Effect: "Allow", Action: list(n, (i) => `\${P${i}}`) }] });
      const template = { Resources: { R: { Properties: { PolicyDocument: { "Fn::Sub": text } } } } };
      return () => readPolicies(template);
    },
  ],
  // Normal forms.
  [
    "the normal form of one key in many spellings",
    500,
    (n) => {
      const key = (i) =>
        `aws:${[..."abcdefghijklmnopqrst"].map((c, bit) => ((i >> bit) & 1 ? c.toUpperCase() : c)).join("")}`;
      const document = conditioned({ StringEquals: map(n, (i) => [key(i), `v${i}`]) });
      return () => normalForm(document);
    },
  ],
  [
    "the normal form of many keys",
    5000,
    (n) => {
      const document = conditioned({ StringEquals: map(n, (i) => [`aws:k${i}`, `v${i}`]) });
      return () => normalForm(document);
    },
  ],
  [
    "the normal form of a key of colons",
    50_000,
    (n) => {
      const document = conditioned({ StringEquals: { ["a:".repeat(n)]: "x", ["A:".repeat(n)]: "y" } });
      return () => normalForm(document);
    },
  ],
  [
    "the normal form of accounts in several partitions",
    3000,
    (n) => {
      const AWS = list(n, (i) => String(100_000_000_000 + i));
      const document = oneStatement({
        Action: "*",
        Principal: { AWS: [...AWS, "arn:aws:iam::111122223333:root", "arn:aws-cn:iam::111122223333:root"] },
      });
      return () => normalForm(document);
    },
  ],
  [
    "equal lists that are disjoint",
    3000,
    (n) => {
      const document = (x) => oneStatement({ Action: list(n, (i) => `s3:${x}${i}`), Resource: "*" });
      const [a, b] = [document("a"), document("b")];
      return () => [equalPolicies(a, b), diffPolicies(a, b)];
    },
  ],
  [
    "statements that differ",
    300,
    (n) => {
      const document = (x) => ({
        ...version,
        Statement: list(n, (i) => ({ Effect: "Allow", Action: `s3:${x}${i}`, Resource: "*" })),
      });
      const [a, b] = [document("a"), document("b")];
      return () => [equalPolicies(a, b), diffPolicies(a, b)];
    },
  ],
  [
    "statements that differ in long lists",
    30,
    (n) => {
      const document = (x) => ({
        ...version,
        Statement: list(n, (i) => ({
          Sid: `${x}${i}`,
          Effect: "Allow",
          Action: list(100, (j) => `s3:${x}${i}x${j}`),
          Resource: "*",
        })),
      });
      const [a, b] = [document("a"), document("b")];
      return () => diffPolicies(a, b);
    },
  ],
  [
    "keys that differ",
    3000,
    (n) => {
      const document = (x) => conditioned({ StringEquals: map(n, (i) => [`aws:${x}${i}`, "v"]) });
      const [a, b] = [document("a"), document("b")];
      return () => diffPolicies(a, b);
    },
  ],
  // Evaluation.
  [
    "addresses against ranges",
    500,
    (n) =>
      compared(
        "ForAnyValue:IpAddress",
        list(n, address),
        list(n, (i) => `192.168.${(i >> 8) & 255}.${i & 255}/32`),
      ),
  ],
  [
    "addresses outside ranges",
    500,
    (n) =>
      compared(
        "ForAllValues:NotIpAddress",
        list(n, address),
        list(n, (i) => `2001:db8::${i.toString(16).slice(-4)}/128`),
      ),
  ],
  [
    "strings among strings",
    5000,
    (n) =>
      compared(
        "StringEquals",
        list(n, (i) => `a${i}`),
        list(n, (i) => `b${i}`),
      ),
  ],
  [
    "numbers among numbers",
    2000,
    (n) =>
      compared(
        "NumericEquals",
        list(n, (i) => i),
        list(n, (i) => -i - 1),
      ),
  ],
  [
    "numbers below numbers",
    2000,
    (n) =>
      compared(
        "NumericLessThan",
        list(n, (i) => i + n),
        list(n, (i) => i),
      ),
  ],
  [
    "dates among dates",
    1000,
    (n) =>
      compared(
        "DateEquals",
        list(n, (i) => `${1_700_000_000 + i}`),
        list(n, (i) => `${1_600_000_000 - i}`),
      ),
  ],
  [
    "truths among truths",
    2000,
    (n) =>
      compared(
        "Bool",
        list(n, () => true),
        list(n, () => "false"),
      ),
  ],
  [
    "bytes among bytes",
    2000,
    (n) =>
      compared(
        "BinaryEquals",
        list(n, (i) => btoa(`a${i}`)),
        list(n, (i) => btoa(`b${i}`)),
      ),
  ],
  [
    "strings against patterns that begin",
    300,
    (n) =>
      compared(
        "StringLike",
        list(n, (i) => `a${i}`),
        list(n, (i) => `b${i}*`),
      ),
  ],
  [
    "strings against patterns that begin alike",
    300,
    (n) =>
      compared(
        "StringLike",
        list(n, (i) => `a${i}`),
        list(n, (i) => `a${i}x*`),
      ),
  ],
  [
    "strings against patterns that end",
    300,
    (n) =>
      compared(
        "StringLike",
        list(n, (i) => `${i}a`),
        list(n, (i) => `*${i}b`),
      ),
  ],
  [
    "strings against patterns within",
    300,
    (n) =>
      compared(
        "StringLike",
        list(n, (i) => `a${i}a`),
        list(n, (i) => `*b${i}b*`),
      ),
  ],
  [
    "ARNs against ARNs",
    300,
    (n) =>
      compared(
        "ArnLike",
        list(n, (i) => `arn:aws:iam::111122223333:role/a${i}`),
        list(n, (i) => `arn:aws:iam::111122223333:role/b${i}*`),
      ),
  ],
  [
    "values against statements",
    200,
    (n) => {
      const input = {
        request: request({ "aws:x": list(n, (i) => `a${i}`) }),
        trustPolicy: {
          ...version,
          Statement: list(n, (i) => ({
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Condition: { StringEquals: { "aws:x": `b${i}` } },
          })),
        },
      };
      return () => evaluate(input);
    },
  ],
  [
    "values against patterns of statements",
    200,
    (n) => {
      const input = {
        request: request({ "aws:x": list(n, (i) => `a${i}`) }),
        trustPolicy: {
          ...version,
          Statement: list(n, (i) => ({
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Condition: { StringLike: { "aws:x": `b${i}*` } },
          })),
        },
      };
      return () => evaluate(input);
    },
  ],
  [
    "statements",
    2000,
    (n) => {
      const input = {
        request: request(),
        trustPolicy: {
          ...version,
          Statement: list(n, (i) => ({
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::111122223333:role/x${i}` },
            Action: "sts:AssumeRole",
          })),
        },
      };
      return () => evaluate(input);
    },
  ],
  [
    "a pattern with a place for any character",
    20_000,
    (n) => compared("StringLike", "a".repeat(4 * n), `*${"a".repeat(n)}?${"a".repeat(n - 1)}b*`),
  ],
  [
    "a pattern of places for any character",
    20_000,
    (n) => compared("StringLike", "a".repeat(2 * n), `*${"a?".repeat(n / 2)}b*`),
  ],
  ["a pattern of many short parts", 20_000, (n) => compared("StringLike", "a".repeat(4 * n), `${"*a?".repeat(n)}*b*`)],
  [
    "a pattern of many letters",
    20_000,
    (n) =>
      compared(
        "StringLike",
        "a".repeat(n),
        `*${list(n / 2, (i) => String.fromCharCode(0x4e00 + (i % 20_000))).join("")}?b*`,
      ),
  ],
  ["variables in a pattern", 20_000, (n) => compared("StringLike", "a".repeat(n), "${*}".repeat(n))],
  ["openings of variables in a pattern", 50_000, (n) => compared("StringLike", "a", `${"${".repeat(n)}}`)],
  // Diagnosis.
  [
    "malformed statements in a diagnosis",
    300,
    (n) => {
      const trust = JSON.stringify({ ...version, Statement: list(n, () => ({})) });
      return () => diagnose(plan, { trust });
    },
    40_000,
  ],
  [
    "malformed statements of the caller's",
    1000,
    (n) => {
      const identity = [JSON.stringify({ ...version, Statement: list(n, () => ({ Effect: "Allow" })) })];
      return () => diagnose(plan, { identity });
    },
    300_000,
  ],
  [
    "statements of other callers",
    100,
    (n) => {
      const trust = JSON.stringify({
        ...version,
        Statement: list(n, (i) => ({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::111122223333:role/x${i}` },
          Action: "sts:AssumeRole",
        })),
      });
      return () => diagnosisReport(diagnose(plan, { trust }));
    },
    1100,
  ],
  [
    "other callers of one statement",
    300,
    (n) => {
      const trust = JSON.stringify(
        oneStatement({
          Principal: { AWS: list(n, (i) => `arn:aws:iam::111122223333:role/x${i}`) },
          Action: "sts:AssumeRole",
        }),
      );
      return () => diagnosisReport(diagnose(plan, { trust }));
    },
    2600,
  ],
  [
    "conditions in a diagnosis",
    100,
    (n) => {
      const trust = JSON.stringify(
        oneStatement({
          Principal: { AWS: ecs.taskRoleArn },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: map(n, (i) => [`a:k${i}`, "x"]) },
        }),
      );
      return () => diagnosisReport(diagnose(plan, { trust }));
    },
    7000,
  ],
  [
    "denials in a diagnosis",
    100,
    (n) => {
      const trust = JSON.stringify({
        ...version,
        Statement: list(n, () => ({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" })),
      });
      return () => diagnosisReport(diagnose(plan, { trust }));
    },
    1900,
  ],
  [
    "a path of slashes in a diagnosis",
    15_000,
    (n) => {
      const trust = JSON.stringify(
        oneStatement({
          Principal: { AWS: `arn:aws:iam::111122223333:role/x${"/".repeat(n)}x` },
          Action: "sts:AssumeRole",
        }),
      );
      return () => diagnose(plan, { trust });
    },
    130_000,
  ],
  [
    "policies of the caller's",
    200,
    (n) => {
      const identity = list(n, (i) =>
        oneStatement({ Action: "sts:AssumeRole", Resource: `arn:aws:iam::111122223333:role/x${i}` }),
      );
      return () => diagnose(plan, { identity });
    },
  ],
  [
    "denials of the caller's",
    200,
    (n) => {
      const identity = [
        JSON.stringify({ ...version, Statement: list(n, () => ({ Effect: "Deny", Action: "*", Resource: "*" })) }),
      ];
      return () => diagnose(plan, { identity });
    },
    100_000,
  ],
  [
    "control policies",
    100,
    (n) => {
      const serviceControlPolicies = list(n, () => ({
        ...version,
        Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
      }));
      return () => diagnose(plan, { serviceControlPolicies });
    },
  ],
  [
    "denials of one control policy",
    100,
    (n) => {
      const serviceControlPolicies = [
        JSON.stringify({ ...version, Statement: list(n, () => ({ Effect: "Deny", Action: "*", Resource: "*" })) }),
      ];
      return () => diagnose(plan, { serviceControlPolicies });
    },
    100_000,
  ],
].map(([name, size, make, most]) => ({ name, size, make, most }));
