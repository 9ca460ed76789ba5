import type { Log } from "sarif";
import { expect, test } from "vitest";
import { DIAGNOSIS_CODES, type DiagnosisCode, diagnose, diagnosisSarif } from "../../src/diagnose/index.js";
import { version } from "../../src/version.js";
import { planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const ecs = planOf(vectors.descriptions.ecs);
const trust = ecs.integrationRole.trustPolicy("444455556666");
const deployed = JSON.stringify(trust, null, 2).replace("integration-task", "integration-tusk");

const ruleOf = (id: DiagnosisCode, level: string) => ({
  id,
  shortDescription: { text: DIAGNOSIS_CODES[id].what },
  fullDescription: { text: DIAGNOSIS_CODES[id].why },
  help: { text: `${DIAGNOSIS_CODES[id].repair} (docs/troubleshooting.md)` },
  defaultConfiguration: { level },
});

test("the log for code scanning has the form of SARIF", () => {
  const log: Log = diagnosisSarif(diagnose(ecs, { trust: deployed }), { trust: "roles/a b.json" });
  expect(log).toStrictEqual({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "rolewright", version, rules: [ruleOf("PRINCIPAL_MISMATCH", "error")] },
        },
        results: [
          {
            ruleId: "PRINCIPAL_MISMATCH",
            ruleIndex: 0,
            level: "error",
            message: {
              text: expect.stringMatching(/^Statement\[0\]\.Principal\.AWS trusts "arn:.*integration-task"\.$/),
            },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "roles/a%20b.json" },
                  region: { startLine: 7, startColumn: 9 },
                },
                logicalLocations: [{ fullyQualifiedName: "Statement[0].Principal.AWS" }],
              },
            ],
            properties: { fix: trust.Statement[0] },
          },
        ],
        columnKind: "utf16CodeUnits",
      },
    ],
  });
});

test("each rule stands once, in the order of the alphabet, and its results point to it", () => {
  const both = (Effect: string) => ({
    ...trust.Statement[0],
    Effect,
    Principal: { Service: "ecs-tasks.amazonaws.com" },
  });
  const diagnosis = diagnose(ecs, {
    trust: { Version: "2012-10-17", Statement: [both("Allow"), { ...both("Allow"), Sid: "b" }] },
    identity: [{ Version: "2012-10-17", Statement: [] }],
  });
  const [run] = diagnosisSarif(diagnosis, {}).runs;
  const rules = run!.tool.driver.rules.map(({ id }) => id);
  expect(rules).toStrictEqual([...new Set(diagnosis.findings.map(({ code }) => code))].sort());
  expect(rules.length).toBeGreaterThan(1);
  expect(run!.results.map(({ ruleIndex, level }) => [rules[ruleIndex], level])).toStrictEqual(
    diagnosis.findings.map(({ code, severity }) => [code, severity]),
  );
  // Without files, a result is of the kind of document; without text, it has no region.
  for (const { locations } of run!.results) {
    expect(["trust", "identity"]).toContain(locations[0]!.physicalLocation.artifactLocation.uri);
    expect(locations[0]!.physicalLocation).not.toHaveProperty("region");
  }
});

test.each([
  ["roles/a b.json", "roles/a%20b.json"],
  ["roles\\a#b.json", "roles/a%23b.json"],
  ["./é.json", "./%C3%A9.json"],
])("the path %s is the reference %s", (path, uri) => {
  const [run] = diagnosisSarif(diagnose(ecs, { trust: deployed }), { trust: path }).runs;
  expect(run!.results.map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri)).toStrictEqual([uri]);
});
