import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { ArnPrincipal, ManagedPolicy, Role } from "aws-cdk-lib/aws-iam";
import { stringify } from "yaml";

/** What people write with the CDK for the integration role of `examples/ecs.yaml`, and its template as YAML. */
export function cdkTemplate() {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, "IntegrationRole");
  const role = new Role(stack, "IntegrationRole", {
    roleName: "PortIntegrationRole",
    assumedBy: new ArnPrincipal("arn:aws:iam::111122223333:role/integration-task"),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("ReadOnlyAccess")],
  });
  new CfnOutput(stack, "IntegrationRoleArn", { value: role.roleArn });
  return stringify(app.synth().getStackByName("IntegrationRole").template);
}

if (process.argv[1] === import.meta.filename) process.stdout.write(cdkTemplate());
