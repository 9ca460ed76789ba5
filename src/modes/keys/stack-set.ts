import * as z from "zod";
import { IAM_NAME_CHARACTERS } from "../../aws/iam-name.js";
import { Region } from "../../aws/region.js";
import { RoleArn } from "../../aws/role-arn.js";
import { StackSetName } from "../../aws/stack-set-name.js";
import { hasKeys } from "../../schema/has-keys.js";
import { once } from "../../schema/once.js";
import { choice, flag, notMap, wholeNumber } from "../../schema/scalars.js";
import { format } from "../../schema/text.js";

const stackSetDescription = /* @__PURE__ */ format(() => ({
  id: "StackSetDescription",
  title: "a stack set description",
  rule: "1 to 1,024 printable ASCII characters",
  pattern: /^[ -~]{1,1024}$/u,
  examples: ["Read-only role of the asset catalogue"],
}));

const executionRoleName = /* @__PURE__ */ format(() => ({
  id: "ExecutionRoleName",
  title: "the name of the execution role in the target accounts",
  rule: "1 to 64 letters, digits and _+=,.@-",
  pattern: new RegExp(`^${IAM_NAME_CHARACTERS}{1,64}$`, "u"),
  examples: ["AWSCloudFormationStackSetExecutionRole"],
}));

const autoDeployment = /* @__PURE__ */ once(() =>
  z
    .strictObject(
      {
        enabled: flag().default(true).describe("Whether accounts that join a target unit later get the role too."),
        retainStacksOnAccountRemoval: flag().default(false).describe("Whether accounts that leave keep the role."),
      },
      { error: notMap("of enabled and retainStacksOnAccountRemoval") },
    )
    .meta({
      id: "AutoDeployment",
      title: "Automatic deployment",
      description: "Service-managed only.",
      examples: [{ enabled: true, retainStacksOnAccountRemoval: false }],
      not: {
        properties: { enabled: { const: false }, retainStacksOnAccountRemoval: { const: true } },
        required: ["enabled", "retainStacksOnAccountRemoval"],
      },
    }),
);

const operationPreferences = /* @__PURE__ */ once(() =>
  z
    .strictObject(
      {
        failureToleranceCount: wholeNumber(0, 100_000)
          .describe("How many accounts may fail before the operation stops.")
          .optional(),
        failureTolerancePercentage: wholeNumber(0, 100).describe("The same, in per cent of the accounts.").optional(),
        maxConcurrentCount: wholeNumber(1, 100_000).describe("How many accounts are worked on at a time.").optional(),
        maxConcurrentPercentage: wholeNumber(1, 100).describe("The same, in per cent of the accounts.").optional(),
        concurrencyMode: choice(["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"])
          .describe("Whether failures lower the number of accounts worked on at a time (strict, AWS's default) or not.")
          .optional(),
      },
      { error: notMap("of operation preferences") },
    )
    .meta({
      id: "OperationPreferences",
      title: "Operation preferences",
      description:
        "How many accounts CloudFormation works on at a time, and how many may fail. Default: 25 per cent and 10 per cent of them, rounded down, but at least one at a time.",
      examples: [{ failureTolerancePercentage: 10, maxConcurrentPercentage: 25 }],
      not: {
        anyOf: [
          hasKeys("failureToleranceCount", "failureTolerancePercentage"),
          hasKeys("maxConcurrentCount", "maxConcurrentPercentage"),
        ],
      },
    }),
);

/** How the role is rolled out by CloudFormation StackSets. */
export const stackSetSchema = /* @__PURE__ */ once(() =>
  z
    .strictObject(
      {
        name: StackSetName().describe("The stack set's name. Default: the role's name.").optional(),
        region: Region()
          .describe(
            "The one region whose CloudFormation keeps the stacks (IAM itself is global). Default: where the partition's global services live, us-east-1 in aws.",
          )
          .optional(),
        description: stackSetDescription().optional(),
        autoDeployment: autoDeployment().optional(),
        callAs: choice(["SELF", "DELEGATED_ADMIN"])
          .describe(
            "Service-managed only: whether the calls come from the management account or a delegated administrator.",
          )
          .optional(),
        administrationRoleArn: RoleArn()
          .describe("Self-managed only: the role that CloudFormation uses in the administrator account.")
          .optional(),
        executionRoleName: executionRoleName()
          .describe(
            "Self-managed only: the role that CloudFormation uses in each target account. Default: AWSCloudFormationStackSetExecutionRole.",
          )
          .optional(),
        managedExecution: flag()
          .describe(
            "Whether CloudFormation queues operations that would conflict and runs others at once. Default: true.",
          )
          .optional(),
        operationPreferences: operationPreferences().optional(),
      },
      { error: notMap("of stack set options") },
    )
    .meta({
      id: "StackSetOptions",
      title: "Stack set options",
      description: "How CloudFormation StackSets roll the role out to the targets.",
      examples: [{ region: "eu-west-1" }],
    }),
);
