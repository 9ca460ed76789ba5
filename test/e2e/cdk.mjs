import { deepStrictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";

/** Loads every template with the CDK, an independent reader of CloudFormation, which must give back the same resources. */
const folder = process.argv[2];
let passed = 0;
const failures = [];
for (const name of readdirSync(folder).filter((file) => file.endsWith(".template.json"))) {
  const templateFile = `${folder}/${name}`;
  try {
    const app = new App({ analyticsReporting: false });
    const stack = new Stack(app, "Stack");
    new CfnInclude(stack, "Included", { templateFile });
    const { Resources, Outputs } = app.synth().getStackByName("Stack").template;
    const written = JSON.parse(readFileSync(templateFile, "utf8"));
    deepStrictEqual(withoutOrder(Resources), withoutOrder(written.Resources));
    deepStrictEqual(Outputs, written.Outputs);
    passed += 1;
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`CDK: ${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;

/** The CDK writes DependsOn as a list, and tags in the order of their keys. */
function withoutOrder(resources) {
  return Object.fromEntries(
    Object.entries(resources).map(
      ([
        id,
        {
          DependsOn = [],
          Properties: { Tags = [], ...properties },
          ...resource
        },
      ]) => [
        id,
        {
          ...resource,
          DependsOn: [DependsOn].flat(),
          Properties: { ...properties, Tags: [...Tags].sort((a, b) => (a.Key < b.Key ? -1 : 1)) },
        },
      ],
    ),
  );
}
