import * as z from "zod";
import { DIAGNOSIS_CODES } from "../../src/diagnose/codes.js";
import { POLICY_KINDS, STATEMENT_ELEMENTS } from "../../src/policy/types.js";
import { FINDING_CODES } from "../../src/policy/validate/codes.js";

/** What the commands that answer a question print with --json, as schemas. */

const keysOf = <Map extends object>(map: Map) => Object.keys(map) as [keyof Map & string, ...(keyof Map & string)[]];
const place = { line: z.int().min(1).optional(), column: z.int().min(1).optional() };
const path = z.string().describe('Where, as in Statement[0].Principal["AWS"]; empty for the whole document.');
const steps = z.array(z.union([z.string(), z.int().min(0)]));
const decision = z.enum(["allowed", "implicitly-denied", "explicitly-denied"]);
const policy = z.record(z.string(), z.unknown());

export const ValidationAnswer = z
  .strictObject({
    file: z.string(),
    at: z.string().describe("Where in the file the document stands, if it is not the whole of it.").optional(),
    kind: z.enum(POLICY_KINDS as [string, ...string[]]),
    valid: z.boolean().describe("Whether no finding is an error."),
    findings: z.array(
      z.strictObject({
        code: z.enum(keysOf(FINDING_CODES)),
        severity: z.enum(["error", "security-warning", "warning", "suggestion"]),
        path,
        message: z.string(),
        link: z.string(),
        ...place,
      }),
    ),
    omitted: z.number().int().min(1).describe("How many findings there are besides.").optional(),
  })
  .meta({
    title: "Validation",
    description: "A line of rolewright validate --json.",
    examples: [{ file: "role.json", kind: "trust", valid: true, findings: [] }],
  });

const statement = {
  policy: z.enum([
    "trustPolicy",
    "resourcePolicy",
    "identityPolicies",
    "permissionsBoundary",
    "sessionPolicies",
    "serviceControlPolicies",
    "resourceControlPolicies",
  ]),
  path: steps,
  sid: z.string().optional(),
  effect: z.enum(["Allow", "Deny"]),
};

export const EvaluationAnswer = z
  .strictObject({
    decision,
    reason: z.string(),
    statements: z.array(z.strictObject(statement)).describe("The statements that decided."),
    unmatched: z
      .array(
        z.strictObject({
          ...statement,
          failed: z.strictObject({
            element: z.enum(STATEMENT_ELEMENTS.slice(STATEMENT_ELEMENTS.indexOf("Principal")) as [string, ...string[]]),
            operator: z.string().optional(),
            key: z.string().optional(),
            message: z.string(),
          }),
        }),
      )
      .describe("The statements that did not match, each with the first thing that failed."),
  })
  .meta({
    title: "Evaluation",
    description: "What rolewright evaluate prints.",
    examples: [
      {
        decision: "implicitly-denied",
        reason: "The trust policy does not allow the caller.",
        statements: [],
        unmatched: [],
      },
    ],
  });

const verdict = z.enum(["proved", "refuted", "undecided"]);
const element = z.strictObject({
  side: z.enum(["policy", "limit"]),
  policy: z.int().min(0).describe("Which of the policies of that side, from 0."),
  path: steps,
});
const reason = z.strictObject({
  message: z.string(),
  covers: z
    .array(z.strictObject({ allow: element, by: z.array(element) }))
    .describe("Of what is proved: the statements that cover what each statement allows.")
    .optional(),
  element: element.describe("Of what is undecided: the element that is in doubt, where it is one.").optional(),
});
const witness = policy.describe("A case as rolewright evaluate takes it, which it allows.");

export const ProofAnswer = z
  .strictObject({
    at: z.string().describe("Where in the file the policy stands, if the file holds several.").optional(),
    verdict,
    claim: z.enum(["within", "denies", "not-public", "only"]),
    witness: witness.nullable(),
    reason,
  })
  .meta({
    title: "Proof",
    description: "A line of rolewright prove --json.",
    examples: [
      {
        verdict: "proved",
        claim: "within",
        witness: null,
        reason: { message: "Whatever the policy grants, the limit grants.", covers: [] },
      },
    ],
  });

const diagnosed = z.enum(["trust", "identity", "provider", "service-control", "resource-control"]);

export const DiagnosisAnswer = z
  .strictObject({
    role: z.enum(["integration", "workload"]),
    roleArn: z.string(),
    caller: z.string(),
    decision: z
      .enum([...decision.options, "unknown"])
      .describe(
        "The decision on the intended caller's call by the documents that were read; unknown without a trust policy.",
      ),
    examined: z.array(diagnosed).describe("What was read."),
    unexamined: z.array(z.string()).describe("What was not, and may keep the caller out all the same."),
    others: z
      .strictObject({ verdict, witness: witness.optional(), reason })
      .describe("Whether the trust policy that was read lets in nobody but the described caller.")
      .optional(),
    findings: z.array(
      z.strictObject({
        code: z.enum(keysOf(DIAGNOSIS_CODES)),
        severity: z.enum(["error", "warning", "note"]),
        document: diagnosed,
        source: z.int().min(0).describe("Which of several that were given, from 0; of control policies.").optional(),
        path,
        message: z.string(),
        why: z.string(),
        fix: policy.describe("The corrected statement; of the provider, its corrected values."),
        nearMiss: z
          .strictObject({ given: z.string(), intended: z.string(), marks: z.string(), hint: z.string().optional() })
          .optional(),
        ...place,
      }),
    ),
    policy: policy.describe("The corrected trust policy."),
    identityPolicy: policy.describe("The corrected permissions policy of the workload.").optional(),
  })
  .meta({
    title: "Diagnosis",
    description: "What rolewright diagnose --json prints.",
    examples: [
      {
        role: "integration",
        roleArn: "arn:aws:iam::111122223333:role/PortIntegrationRole",
        caller: "arn:aws:iam::111122223333:role/integration-task",
        decision: "allowed",
        examined: ["trust", "identity"],
        unexamined: ["what the organization's control policies deny"],
        findings: [],
        policy: { Version: "2012-10-17", Statement: [] },
      },
    ],
  });
