import { describe, expect, test } from "vitest";
import { diagnose, diagnosisReport, explainError, explanationReport } from "../../src/diagnose/index.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const ecs = planOf(vectors.descriptions.ecs);
const irsa = planOf(vectors.descriptions.irsa);
const trust = ecs.integrationRole.trustPolicy("444455556666");
const style = (kind: string, text: string) => `<${kind}>${text}</${kind}>`;

describe("a diagnosis for people", () => {
  test("has the cause with its place, the values below each other, and the corrected policy", () => {
    const deployed = JSON.stringify(trust, null, 2).replace("integration-task", "integration-tusk");
    expect(diagnosisReport(diagnose(ecs, { trust: deployed }), { trust: "role.json" }, style)).toBe(
      `<bold>arn:aws:iam::111122223333:role/team/integration-task cannot assume arn:aws:iam::444455556666:role/PortIntegrationRole.</bold>

<error>error PRINCIPAL_MISMATCH</error>  <dim>role.json:7:9 Statement[0].Principal.AWS</dim>
  trusts "arn:aws:iam::111122223333:role/team/integration-tusk": the name is "integration-tusk", not "integration-task"; the task role is "arn:aws:iam::111122223333:role/team/integration-task".
    given     arn:aws:iam::111122223333:role/team/integration-tusk
              <error>                                                 ^</error>
    intended  arn:aws:iam::111122223333:role/team/integration-task
    One character is mistyped, missing or too many.
  The workload is not among the principals, so STS denies its call.

1 error.

The trust policy lets in what the description does not, such as:
  {"action":"sts:AssumeRole","resource":"arn:aws:iam::444455556666:role/PortIntegrationRole","principal":{"AWS":"arn:aws:iam::111122223333:role/team/integration-tusk"},"context":{}}

<bold>The corrected trust policy:</bold>
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:role/team/integration-task"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
`,
    );
  });

  test("says that nothing is wrong where nothing is", () => {
    expect(diagnosisReport(diagnose(ecs, { trust }))).toBe(
      "Nothing that was read keeps arn:aws:iam::111122223333:role/team/integration-task from assuming arn:aws:iam::444455556666:role/PortIntegrationRole.\n\nNothing is wrong with what was looked at: the trust policy.\nNot looked at: the caller's own policies, which must allow the call too; what service control policies deny; what resource control policies deny.\n\nProved for every request: the trust policy lets in nobody but the described caller.\n",
    );
  });

  test("counts what it says, by severity", () => {
    const service = { ...trust.Statement[0], Principal: { Service: "ecs-tasks.amazonaws.com" } };
    const counted = (statements: readonly object[]) =>
      diagnosisReport(diagnose(ecs, { trust: { Version: "2012-10-17", Statement: statements } }))
        .split("\n")
        .filter((line) => /^\d/.test(line));
    expect(counted([service])).toStrictEqual(["1 error, 1 warning."]);
    expect(counted([trust.Statement[0]!, { ...trust.Statement[0], Principal: { AWS: "*" } }])).toStrictEqual([
      "1 warning.",
    ]);
  });

  test("has the provider as it should be", () => {
    const report = diagnosisReport(diagnose(irsa, { provider: { Url: "https://x", ClientIDList: [] } }));
    expect(report.slice(report.indexOf("The provider"))).toBe(`The provider as it should be:
{
  "Url": "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  "ClientIDList": [
    "sts.amazonaws.com"
  ]
}
`);
  });

  test("has no sign that a terminal acts on", () => {
    const odd = JSON.stringify(trust).replace("integration-task", "integration-\\u001b[31mt\\u202eask");
    const report = diagnosisReport(diagnose(ecs, { trust: odd }));
    expect(report).toContain("given     arn:aws:iam::111122223333:role/team/integration-\ufffd[31mt\ufffdask\n");
    expect(report).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
  });
});

describe("an error's explanation for people", () => {
  test("has the causes in order, each with a command", () => {
    expect(explanationReport(explainError(irsa, "Incorrect token audience"), style)).toBe(
      `<bold>The token's audience is none of the provider's client IDs. In this set-up, the most likely cause first:</bold>

1. <bold>AUDIENCE_MISMATCH</bold>: The OIDC provider's client IDs lack "sts.amazonaws.com".
   <dim>aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN > provider.json</dim>
2. <bold>AUDIENCE_MISMATCH</bold>: The pod's token is made for another audience: the service account's annotation eks.amazonaws.com/audience, or the webhook's setting.
   <dim>kubectl get serviceaccount port-ocean-aws-v3 -n port-ocean -o jsonpath='{.metadata.annotations}'</dim>
`,
    );
  });

  test("says that a text is not known", () => {
    expect(explanationReport(explainError(ecs, "boom")).split("\n", 3)).toStrictEqual([
      "The text is of no error that is known here. In this set-up, check in this order:",
      "",
      expect.stringMatching(/^1\. PRINCIPAL_MISMATCH: The trust policy does not name /),
    ]);
  });
});
