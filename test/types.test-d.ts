import type { IntegrationInput, Plan, Template } from "../src/index.js";

/** Checked by `npm run types`: the input type narrows on `mode`, and wrong keys do not compile. */

export const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" } satisfies IntegrationInput;
export const irsa: IntegrationInput = {
  mode: "irsa",
  accountId: "1",
  issuer: "x",
  namespace: "n",
  serviceAccount: ["a"],
};

// @ts-expect-error a key that no mode has
export const unknownKey: IntegrationInput = { mode: "ecs", taskRoleArn: "x", roleNam: "y" };
export const otherMode: IntegrationInput = {
  mode: "irsa",
  accountId: "1",
  issuer: "x",
  namespace: "n",
  serviceAccount: "s",
  // @ts-expect-error a key of another mode
  externalId: "abc",
};
// @ts-expect-error a required key is missing
export const missing: IntegrationInput = { mode: "iam-user", userArn: "x" };
// @ts-expect-error no such mode
export const noMode: IntegrationInput = { mode: "lambda", taskRoleArn: "x" };
// @ts-expect-error the role of another mode
export const otherRole: IntegrationInput = { mode: "ec2", taskRoleArn: "x" };
// @ts-expect-error account IDs are strings
export const number: IntegrationInput = { mode: "ecs", taskRoleArn: "x", targets: { accounts: [111122223333] } };

export function narrows(input: IntegrationInput): string {
  switch (input.mode) {
    case "ecs":
      return input.taskRoleArn;
    case "irsa":
      // @ts-expect-error irsa has no task role
      return input.taskRoleArn ?? input.namespace;
    case "iam-user":
      return input.externalId;
    case "ec2":
      return input.instanceProfileName ?? input.instanceRoleArn;
    case "pod-identity":
      return input.clusterArn;
  }
}

export function readOnly(plan: Plan, template: Template): void {
  // @ts-expect-error plans are values, not to be changed
  plan.partition = "aws";
  // @ts-expect-error and so are templates
  template.Resources["x"] = undefined;
}
