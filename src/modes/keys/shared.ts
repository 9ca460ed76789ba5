import type * as z from "zod";
import { RoleName } from "../../aws/iam-name.js";
import { IamPath } from "../../aws/iam-path.js";
import { PolicyArn } from "../../aws/policy-arn.js";
import { QUOTAS } from "../../aws/quotas.js";
import { RoleDescription } from "../../aws/role-description.js";
import { tagsSchema } from "../../aws/tags.js";
import { hasKeys } from "../../schema/has-keys.js";
import { uniqueList } from "../../schema/list.js";
import { once } from "../../schema/once.js";
import { wholeNumber } from "../../schema/scalars.js";
import { stackSetSchema } from "./stack-set.js";
import { targetsSchema } from "./targets.js";

/** The keys that every mode has: they describe the integration role and where it stands. */
export const sharedKeys = /* @__PURE__ */ once(() => ({
  roleName: RoleName()
    .describe("The integration role's name, the same in every target account.")
    .default("PortIntegrationRole"),
  rolePath: IamPath().describe("The integration role's path.").default("/"),
  managedPolicyArns: uniqueList(PolicyArn(), "policy ARNs", {
    count: QUOTAS.managedPoliciesInTemplate,
    why: "CloudFormation attaches no more to one role",
  })
    .describe("The managed policies that the integration role attaches. Default: ReadOnlyAccess of its partition.")
    .optional(),
  maxSessionDuration: wholeNumber(3600, 43_200, "a whole number of seconds from 3600 (1 hour) to 43200 (12 hours)")
    .meta({
      title: "Maximum session duration",
      description: "The longest session of the integration role, in seconds.",
      examples: [3600],
    })
    .optional(),
  permissionsBoundaryArn: PolicyArn()
    .describe("The managed policy that bounds what the integration role can do.")
    .optional(),
  description: RoleDescription().describe("The integration role's description.").optional(),
  tags: tagsSchema().describe("The tags of the roles and users that are made.").optional(),
  targets: targetsSchema()
    .describe("The accounts that get the integration role. Default: the workload's own account alone.")
    .optional(),
  stackSet: stackSetSchema().describe("How CloudFormation StackSets roll the role out to the targets.").optional(),
}));

/** Those of the keys that are well-formed by themselves. */
export type SharedKeys = Partial<z.input<z.ZodObject<ReturnType<typeof sharedKeys>>>>;

/**
 * What JSON Schema says of all keys together: options of service-managed stack sets belong beside organizational units,
 * those of self-managed ones do not.
 */
export const stackSetRules = {
  if: {
    properties: {
      targets: hasKeys("organizationalUnits"),
    },
    required: ["targets"],
  },
  // biome-ignore lint/suspicious/noThenProperty: the keyword is JSON Schema's.
  then: {
    properties: {
      stackSet: { type: "object", properties: { administrationRoleArn: false, executionRoleName: false } },
    },
  },
  else: { properties: { stackSet: { type: "object", properties: { autoDeployment: false, callAs: false } } } },
} as const;
