import { deepStrictEqual } from "node:assert";
import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
  UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { parseIntegration, planIntegration, stackSetRequests } from "../../dist/index.js";

/** Sends our requests with the AWS SDK for JavaScript to a local emulator, then reads the roles back from each account. */
const endpoint = process.argv[2];
const region = "eu-west-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const cloudformation = new CloudFormationClient({ endpoint, region, credentials });

const DESCRIPTIONS = {
  ecs: { mode: "ecs", taskRoleArn: "arn:aws:iam::123456789012:role/service/worker", organizationId: "o-a1b2c3d4e5" },
  irsa: {
    mode: "irsa",
    accountId: "210987654321",
    issuer: "https://tokens.example.org/clusters/7",
    namespace: "ops",
    serviceAccount: ["reader", "writer.v2"],
  },
  "iam-user": { mode: "iam-user", userArn: "arn:aws:iam::123456789012:user/x", externalId: "a/b", trustVia: "account" },
};
const ACCOUNTS = ["111122223333", "444455556666", "777788889999"];

let passed = 0;
for (const [mode, description] of Object.entries(DESCRIPTIONS)) {
  const roleName = `Reader-${mode}`;
  const plan = planIntegration(
    parseIntegration({ ...description, roleName, targets: { accounts: ACCOUNTS }, stackSet: { region } }),
  );
  const { create, instances, update } = stackSetRequests(plan);
  await cloudformation.send(new CreateStackSetCommand(create));
  await cloudformation.send(new CreateStackInstancesCommand(instances));
  const { StackSet } = await cloudformation.send(new DescribeStackSetCommand({ StackSetName: roleName }));
  deepStrictEqual(StackSet.TemplateBody, create.TemplateBody);
  const { Summaries } = await cloudformation.send(new ListStackInstancesCommand({ StackSetName: roleName }));
  deepStrictEqual(Summaries.map(({ Account }) => Account).sort(), ACCOUNTS);
  for (const account of ACCOUNTS) {
    const iam = new IAMClient({ endpoint, region, credentials: await into(account) });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
    deepStrictEqual(
      JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument)),
      plan.integrationRole.trustPolicy(account),
    );
    passed += 1;
  }
  await cloudformation.send(new UpdateStackSetCommand(update));
}
console.log(`AWS SDK for JavaScript: ${passed} passed, 0 failed`);

async function into(account) {
  const sts = new STSClient({ endpoint, region, credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/any`, RoleSessionName: "check" }),
  );
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
  };
}
