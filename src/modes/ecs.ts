import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { EcsClusterArn } from "../aws/ecs-cluster-arn.js";
import { ExternalId } from "../aws/external-id.js";
import { PARTITIONS } from "../aws/partition.js";
import { EXECUTION_ROLE, isExecutionRole, TaskRoleArn } from "../aws/role-arn.js";
import { type Issue, show } from "../errors.js";
import { frozen } from "../frozen.js";
import { equals, serviceTrust } from "../policy/make/trust.js";
import { once } from "../schema/once.js";
import { flag } from "../schema/scalars.js";
import { accountIn, accountMismatch, arnClaim, regionalArnClaim } from "./claims.js";
import { principalKeys } from "./keys/principal.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Mode } from "./mode.js";
import { principalCallerTrust } from "./principal-trust.js";

/** What JSON Schema says of the task role's name. */
const executionRoleRule = {
  if: { properties: { allowExecutionRoleName: { const: true } }, required: ["allowExecutionRoleName"] },
  else: { properties: { taskRoleArn: { not: { type: "string", pattern: EXECUTION_ROLE } } } },
} as const;

const schema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z.literal("ecs").describe("An ECS task whose task role assumes the integration role of each account."),
      taskRoleArn: TaskRoleArn().describe(
        "The task role of the integration's task definition; never its execution role.",
      ),
      allowExecutionRoleName: flag()
        .describe(
          "Takes a task role whose name says that it is an execution role. Default: such a name is refused, because it nearly always is one.",
        )
        .optional(),
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
      allOf: [executionRoleRule],
    }),
);

const SERVICE = "ecs-tasks.amazonaws.com";
const ACTIONS: readonly string[] = /* @__PURE__ */ frozen(["sts:AssumeRole"]);

/** An ECS task whose task role assumes the integration roles. */
export const ecs: Mode<ReturnType<typeof schema>> = {
  schema,
  claims: ({ taskRoleArn, clusterArn }) => [
    ...arnClaim("taskRoleArn", taskRoleArn),
    ...regionalArnClaim("clusterArn", clusterArn),
  ],
  account: ({ taskRoleArn }) => accountIn(taskRoleArn),
  faults: ({ taskRoleArn, clusterArn, allowExecutionRoleName }, absent) => [
    ...(allowExecutionRoleName === false || absent("allowExecutionRoleName") ? executionRole(taskRoleArn) : []),
    ...accountMismatch(
      ["clusterArn", clusterArn],
      ["taskRoleArn", taskRoleArn],
      "A task role is always in the account of its cluster.",
    ),
  ],
  foreignKeys: {
    executionRoleArn:
      "The execution role starts the task and is never the integration's. Give the task role as taskRoleArn.",
  },

  /**
   * The task role, which ECS may give only to tasks of its own account (and of the cluster's region, if it is known).
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  caller: ({ taskRoleArn, clusterArn }, partition) => {
    const { accountId, resource } = splitArn(taskRoleArn)!;
    const region = clusterArn === undefined ? "*" : splitArn(clusterArn)!.region;
    const tasks = (anyRegion: string, which: string) => `arn:${partition}:ecs:${anyRegion}:${accountId}:${which}`;
    const trust = serviceTrust(SERVICE, ACTIONS, [
      {
        meaning: "source",
        operator: "ArnLike",
        key: "aws:SourceArn",
        values: [tasks(region, "*")],
        example: tasks(
          clusterArn === undefined ? PARTITIONS[partition].globalRegion : region,
          "task/cluster/0123456789abcdef",
        ),
      },
      equals("source", "aws:SourceAccount", [accountId]),
    ]);
    return {
      kind: "role",
      noun: "task role",
      accountId,
      arn: taskRoleArn,
      ...splitIamResource(resource),
      actions: ACTIONS,
      host: {
        noun: "ECS task",
        plural: "tasks",
        inside: "containers",
        service: "ECS",
        trust,
        region: undefined,
        attachment: undefined,
        hasExecutionRole: true,
        conditions:
          "The task role's conditions on aws:SourceArn or aws:SourceAccount name another account, region or one cluster; ECS does not support naming a cluster.",
        passedBy: "The identity that registers the task definition lacks iam:PassRole for the task role.",
      },
      withoutCredentials: {
        cause: "The task definition has no taskRoleArn. An execution role alone gives the containers no credentials.",
        command: "aws ecs describe-task-definition --task-definition NAME --query taskDefinition.taskRoleArn",
      },
    };
  },

  /** Trusts the task role's ARN. */
  trust: ({ taskRoleArn, externalId, trustVia, organizationId }) =>
    principalCallerTrust({
      principalArn: taskRoleArn,
      principalKind: "role",
      actions: ACTIONS,
      externalId,
      externalIdRequired: false,
      trustVia,
      organizationId,
    }),
};

/** The fault that the task role is an execution role by its name: the container never holds an execution role's credentials. */
function executionRole(taskRoleArn: string | undefined): Issue[] {
  if (taskRoleArn === undefined || !isExecutionRole(taskRoleArn)) return [];
  return [
    {
      path: ["taskRoleArn"],
      code: "INVALID_FORMAT",
      message: `is an execution role by its name: ${show(taskRoleArn)}. ECS itself uses that to start the task, and the container never has it. Give the task role (taskRoleArn in the task definition). If this is the task role, for all its name, add allowExecutionRoleName: true.`,
    },
  ];
}
