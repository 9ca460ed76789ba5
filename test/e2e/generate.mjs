import { mkdirSync, writeFileSync } from "node:fs";
import {
  integrationTemplate,
  PARTITIONS,
  parseIntegration,
  planIntegration,
  prettyJson,
  reusableTemplate,
  stackSetRequests,
  workloadTemplate,
} from "../../dist/index.js";
import { yamlText } from "../../dist/yaml.js";

/** Writes the outputs of every mode, partition and kind of target into a folder, for tools that we did not write. */
const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

const OPTIONS = {
  plain: {},
  full: {
    rolePath: "/integrations/",
    description: "On: yes, no # 012345678901 – é".replace("–", "-"),
    tags: { yes: "no", account: "012345678901", version: "2012-10-17", "cost center": "1:30" },
    maxSessionDuration: 3600,
    permissionsBoundaryArn: "BOUNDARY",
    targets: { accounts: ["012345678901", "444455556666"] },
  },
  organization: {
    targets: { organizationalUnits: ["ou-ab12-11112222"], exceptAccounts: ["012345678901"] },
    stackSet: { managedExecution: true, operationPreferences: { maxConcurrentPercentage: 10 } },
  },
};

for (const [partition, { globalRegion }] of Object.entries(PARTITIONS)) {
  const modes = {
    ecs: { mode: "ecs", taskRoleArn: `arn:${partition}:iam::012345678901:role/task`, externalId: "abc" },
    irsa: {
      mode: "irsa",
      accountId: "012345678901",
      region: globalRegion,
      oidcId: "0123456789ABCDEF0123456789ABCDEF",
      namespace: "on",
      serviceAccount: "yes",
    },
    "iam-user": { mode: "iam-user", userArn: `arn:${partition}:iam::012345678901:user/u`, externalId: "012345" },
  };
  for (const [mode, description] of Object.entries(modes)) {
    for (const [option, more] of Object.entries(OPTIONS)) {
      const input = JSON.parse(
        JSON.stringify({ ...description, ...more }).replace(
          "BOUNDARY",
          `arn:${partition}:iam::\${AWS::AccountId}:policy/boundary`,
        ),
      );
      const plan = planIntegration(parseIntegration(input));
      const write = (kind, template) => {
        const name = `${folder}/${partition}.${mode}.${option}.${kind}`;
        writeFileSync(`${name}.template.json`, `${prettyJson(template)}\n`);
        writeFileSync(`${name}.template.yaml`, yamlText(template));
      };
      write("integration", integrationTemplate(plan));
      write("reusable", reusableTemplate(plan));
      if (plan.workload !== undefined) write("workload", workloadTemplate(plan));
      if (option !== "plain") {
        const { notes: _notes, ...requests } = stackSetRequests(plan);
        writeFileSync(`${folder}/${partition}.${mode}.${option}.requests.json`, JSON.stringify(requests));
      }
    }
  }
}
