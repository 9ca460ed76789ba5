import { PARTITIONS } from "../../aws/partition.js";
import { QUOTAS } from "../../aws/quotas.js";
import { STACK_SET_NAME } from "../../aws/stack-set-name.js";
import { RolewrightError } from "../../errors.js";
import type { JsonObject } from "../../json/types.js";
import type { Plan, PlannedTargets } from "../../plan/plan.js";
import { integrationTemplate } from "./template.js";

/** Requests to CloudFormation StackSets, as `aws cloudformation … --cli-input-json` takes them. */
export interface StackSetRequests {
  /** The body of `CreateStackSet`. */
  readonly create: JsonObject;
  /** The body of `CreateStackInstances`. */
  readonly instances: JsonObject;
  /** The body of `UpdateStackSet`: the same template and options for a stack set that exists. */
  readonly update: JsonObject;
  /** What the requests do not do, or rest on, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The requests that roll the integration role out to the targets: service-managed for organizational units, self-managed
 * for listed accounts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 *
 * @throws {RolewrightError} `NO_SUCH_DOCUMENT` for a description without targets, `INVALID_FORMAT` where the role's name
 * cannot be the stack set's too.
 */
export function stackSetRequests(plan: Plan): StackSetRequests {
  const { stackSet, targets } = plan;
  if (targets.kind === "own-account") {
    throw new RolewrightError([
      {
        path: ["targets"],
        code: "NO_SUCH_DOCUMENT",
        message:
          "is not given, so the role stands in one account, and one stack is enough: rolewright template CONFIG.",
      },
    ]);
  }
  const name = stackSetName(plan);
  const called = stackSet.callAs === undefined ? {} : { CallAs: stackSet.callAs };
  const preferred: JsonObject = { OperationPreferences: operationPreferences(stackSet.operationPreferences) };
  const options: JsonObject = {
    StackSetName: name,
    ...(stackSet.description !== undefined && { Description: stackSet.description }),
    TemplateBody: templateBody(JSON.stringify(integrationTemplate(plan), null, 2)),
    ...stackSetOptions(plan),
    ...called,
  };
  return {
    create: options,
    instances: {
      StackSetName: name,
      ...(targets.kind === "accounts"
        ? { Accounts: targets.accountIds }
        : { DeploymentTargets: deploymentTargets(targets) }),
      Regions: [stackSetRegion(plan)],
      ...preferred,
      ...called,
    },
    update: { ...options, ...preferred },
    notes: notes(plan),
  };
}

/** What a stack set is, in the words that CloudFormation's API and its `AWS::CloudFormation::StackSet` share. */
export function stackSetOptions({ stackSet, targets }: Plan): JsonObject {
  const serviceManaged = targets.kind === "organizational-units";
  const { autoDeployment } = stackSet;
  return {
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: serviceManaged ? "SERVICE_MANAGED" : "SELF_MANAGED",
    ...(serviceManaged && {
      AutoDeployment: {
        Enabled: autoDeployment?.enabled ?? true,
        ...((autoDeployment?.enabled ?? true) && {
          RetainStacksOnAccountRemoval: autoDeployment?.retainStacksOnAccountRemoval ?? false,
        }),
      },
    }),
    ...(stackSet.administrationRoleArn !== undefined && { AdministrationRoleARN: stackSet.administrationRoleArn }),
    ...(stackSet.executionRoleName !== undefined && { ExecutionRoleName: stackSet.executionRoleName }),
    ManagedExecution: { Active: stackSet.managedExecution ?? true },
  };
}

/** The one region whose CloudFormation keeps the stacks. */
export function stackSetRegion({ stackSet, partition }: Plan): string {
  return stackSet.region ?? PARTITIONS[partition].globalRegion;
}

export function stackSetName({ stackSet, integrationRole }: Plan): string {
  if (stackSet.name !== undefined) return stackSet.name;
  if (STACK_SET_NAME.test(integrationRole.name)) return integrationRole.name;
  throw new RolewrightError([
    {
      path: ["stackSet", "name"],
      code: "INVALID_FORMAT",
      message: `is the role's name unless given, and "${integrationRole.name}" cannot name a stack set: a letter, then up to 127 letters, digits and hyphens. Set stackSet.name.`,
    },
  ]);
}

/** The text of a template, if a request takes it. */
export function templateBody(body: string): string {
  const size = new TextEncoder().encode(body).length;
  if (size <= QUOTAS.templateBodyBytes) return body;
  throw new RolewrightError([
    {
      path: [],
      code: "QUOTA_EXCEEDED",
      message: `The template has ${size} bytes; a request takes ${QUOTAS.templateBodyBytes}. Upload it to S3 and send TemplateURL.`,
    },
  ]);
}

export function deploymentTargets({
  organizationalUnitIds,
  only,
  except,
}: PlannedTargets & { kind: "organizational-units" }): JsonObject {
  return {
    OrganizationalUnitIds: organizationalUnitIds,
    ...(only !== undefined && { Accounts: only, AccountFilterType: "INTERSECTION" }),
    ...(except !== undefined && { Accounts: except, AccountFilterType: "DIFFERENCE" }),
  };
}

/**
 * How many accounts are worked on at a time, and how many may fail. AWS's defaults are one and none: slow over many
 * accounts, and one account's failure stops all others. Percentages are rounded down, so few accounts keep AWS's defaults.
 */
export function operationPreferences(given: Plan["stackSet"]["operationPreferences"] = {}): JsonObject {
  const preferences: { readonly [key: string]: string | number | undefined } = {
    ...(given.failureToleranceCount === undefined && { failureTolerancePercentage: 10 }),
    ...(given.maxConcurrentCount === undefined && { maxConcurrentPercentage: 25 }),
    ...given,
  };
  const entries = Object.entries(preferences).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]));
}

function notes(plan: Plan): string[] {
  const { targets, workload, integrationRole } = plan;
  const all = [...prerequisites(plan)];
  if (targets.kind === "organizational-units") {
    const management = targets.managementAccountId;
    all.unshift(
      management === undefined
        ? "A service-managed stack set never deploys to the organization's management account. If that account is a target too, name it in targets.managementAccount and deploy the template there as a stack."
        : `A service-managed stack set never deploys to the management account. Deploy the template there as a stack: rolewright template CONFIG, in account ${management}.`,
    );
  }
  if (workload !== undefined && integrationRole.trustsPrincipal)
    all.push(
      `The workload's ${workload.kind} must exist before the roles that trust it: IAM refuses a principal that does not.`,
    );
  return all;
}

/** What an account must have before the requests can work, in sentences. */
export function prerequisites(plan: Plan): string[] {
  const { targets, oidcProvider, accountId } = plan;
  const all: string[] = [];
  if (targets.kind === "organizational-units") {
    all.push(
      "Service-managed stack sets need trusted access between CloudFormation and Organizations: aws cloudformation activate-organizations-access.",
    );
    if (plan.partition === "aws-cn")
      all.push(
        "AWS's documentation says that the China regions do not offer that trusted access. If the request fails, list targets.accounts instead.",
      );
  } else {
    all.push(
      "Self-managed stack sets need AWSCloudFormationStackSetAdministrationRole in this account and AWSCloudFormationStackSetExecutionRole in each target account, or the roles that stackSet names.",
    );
  }
  if (oidcProvider?.create === true && (targets.kind !== "accounts" || targets.accountIds.includes(accountId))) {
    all.push(
      `Each stack creates the OIDC provider of the cluster. Where an account has it already, as the cluster's own (${accountId}) may, its stack fails: set createOidcProvider to false there.`,
    );
  }
  return all;
}
