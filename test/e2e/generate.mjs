import { mkdirSync, writeFileSync } from "node:fs";
import {
  integrationTemplate,
  organizationTemplate,
  PARTITIONS,
  parseIntegration,
  planDiagram,
  planIntegration,
  prettyJson,
  reusableTemplate,
  stackSetRequests,
  svgText,
  terraformConfiguration,
  terraformModule,
  terraformVariables,
  workloadTemplate,
} from "../../dist/index.js";
import { yamlText } from "../../dist/yaml.js";

/** Writes the outputs of every mode, partition and kind of target into a folder, for tools that we did not write. */
const folder = process.argv[2];
const terraform = `${folder}/terraform`;
mkdirSync(terraform, { recursive: true });

const OPTIONS = {
  plain: {},
  full: {
    rolePath: "/integrations/",
    description: "On: yes, no # 012345678901 – é ${x} %{y}".replace("–", "-"),
    tags: { yes: "no", account: "012345678901", version: "2012-10-17", "cost center": "1:30" },
    maxSessionDuration: 3600,
    permissionsBoundaryArn: "BOUNDARY",
    targets: { accounts: ["012345678901", "444455556666"] },
  },
  organization: {
    targets: { organizationalUnits: ["ou-ab12-11112222"], exceptAccounts: ["444455556666"] },
    stackSet: { managedExecution: true, operationPreferences: { maxConcurrentPercentage: 10 } },
  },
  management: {
    targets: { organizationalUnits: ["r-ab12"], managementAccount: "012345678901" },
    stackSet: { autoDeployment: { enabled: false } },
  },
  delegated: {
    targets: { organizationalUnits: ["r-ab12"], onlyAccounts: ["444455556666"], managementAccount: "777788889999" },
    stackSet: { callAs: "DELEGATED_ADMIN" },
  },
  many: { targets: { accounts: Array.from({ length: 300 }, (_, index) => String(100_000_000_000 + index)) } },
};

/** For the modes whose workload is a role or user. */
const GUARDS = { trustVia: "account", organizationId: "o-a1b2c3d4e5" };

const modules = {};
for (const [partition, { globalRegion }] of Object.entries(PARTITIONS)) {
  const modes = {
    ecs: { mode: "ecs", taskRoleArn: `arn:${partition}:iam::012345678901:role/x/task`, externalId: "abc" },
    ec2: {
      mode: "ec2",
      instanceRoleArn: `arn:${partition}:iam::012345678901:role/x/instance`,
      instanceProfileName: "instances",
    },
    "pod-identity": {
      mode: "pod-identity",
      podRoleArn: `arn:${partition}:iam::012345678901:role/x/pods`,
      clusterArn: `arn:${partition}:eks:${globalRegion}:012345678901:cluster/c`,
      namespace: "on",
      serviceAccount: ["yes", "no"],
      externalId: "abc",
    },
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
    const { many, ...usual } = OPTIONS;
    const common = partition === "aws" ? OPTIONS : usual;
    const options = mode === "irsa" ? common : { ...common, guarded: { ...OPTIONS.management, ...GUARDS } };
    for (const [option, more] of Object.entries(options)) {
      const input = JSON.parse(
        JSON.stringify({ ...description, ...more }).replace(
          "BOUNDARY",
          `arn:${partition}:iam::\${AWS::AccountId}:policy/boundary`,
        ),
      );
      const plan = planIntegration(parseIntegration(input));
      const name = `${partition}.${mode}.${option}`;
      const write = (kind, template) => {
        writeFileSync(`${folder}/${name}.${kind}.template.json`, `${prettyJson(template)}\n`);
        writeFileSync(`${folder}/${name}.${kind}.template.yaml`, yamlText(template));
      };
      writeFileSync(`${folder}/${name}.svg`, svgText(planDiagram(plan)));
      write("integration", integrationTemplate(plan));
      write("reusable", reusableTemplate(plan));
      if (plan.workload !== undefined) write("workload", workloadTemplate(plan));
      if (plan.targets.kind === "organizational-units") write("organization", organizationTemplate(plan));
      if (plan.targets.kind !== "own-account") {
        const { notes: _notes, ...requests } = stackSetRequests(plan);
        writeFileSync(`${folder}/${name}.requests.json`, JSON.stringify(requests));
      }
      const module = (kind, configuration, values = {}) => {
        const id = `${name}.${kind}`.replaceAll(".", "-");
        mkdirSync(`${terraform}/${id}`);
        writeFileSync(`${terraform}/${id}/main.tf.json`, JSON.stringify(configuration));
        modules[id] = { source: `./${id}`, ...values };
      };
      module("all", terraformConfiguration(plan));
      module("integration", terraformConfiguration(plan, "integration"));
      if (plan.workload !== undefined) module("workload", terraformConfiguration(plan, "workload"));
      module("module", terraformModule(plan), terraformVariables(plan));
    }
  }
}
writeFileSync(`${terraform}/main.tf.json`, JSON.stringify({ module: modules }));
