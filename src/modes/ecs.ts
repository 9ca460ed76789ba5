import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { EcsClusterArn } from "../aws/ecs-cluster-arn.js";
import { ExternalId } from "../aws/external-id.js";
import { TaskRoleArn } from "../aws/role-arn.js";
import { serviceTrust } from "../policy/make/trust.js";
import { once } from "../schema/once.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Trust, Workload } from "./mode.js";
import { principalKeys, principalWorkloadTrust } from "./principal-trust.js";

/** An ECS task whose task role assumes the integration roles. */
export const ecsSchema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z.literal("ecs").describe("An ECS task whose task role assumes the integration role of each account."),
      taskRoleArn: TaskRoleArn().describe(
        "The task role of the integration's task definition; never its execution role.",
      ),
      clusterArn: EcsClusterArn()
        .describe(
          "The cluster that runs the task. It narrows the task role's trust to the cluster's region; ECS does not support narrowing it to one cluster.",
        )
        .optional(),
      externalId: ExternalId()
        .describe("The external ID that the integration presents, if it is configured with one.")
        .optional(),
      ...principalKeys(),
      ...sharedKeys(),
    })
    .meta({
      id: "EcsInput",
      title: "ECS task role",
      description: "An ECS task whose task role assumes the integration role of each account.",
      examples: [{ mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" }],
      ...stackSetRules,
    }),
);

type EcsDescription = z.output<ReturnType<typeof ecsSchema>>;

/** Trusts the task role's ARN. */
export function ecsTrust({ taskRoleArn, externalId, trustVia, organizationId }: EcsDescription): Trust {
  return principalWorkloadTrust({
    principalArn: taskRoleArn,
    principalKind: "role",
    externalId,
    externalIdRequired: false,
    trustVia,
    organizationId,
  });
}

/**
 * The task role, which ECS may give only to tasks of its own account (and of the cluster's region, if it is known).
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function ecsWorkload({ taskRoleArn, clusterArn }: EcsDescription): Workload {
  const { partition, accountId, resource } = splitArn(taskRoleArn)!;
  const region = clusterArn === undefined ? "*" : splitArn(clusterArn)!.region;
  return {
    kind: "role",
    ...splitIamResource(resource),
    trustPolicy: serviceTrust("ecs-tasks.amazonaws.com", accountId, `arn:${partition}:ecs:${region}:${accountId}:*`),
  };
}
