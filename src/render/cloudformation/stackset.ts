import { QUOTAS } from "../../aws/quotas.js";
import { fault } from "../../errors.js";
import { copyOf } from "../../json/copy.js";
import type { JsonObject, JsonValue } from "../../json/types.js";
import { checkPlan, identityOf, type Plan, providerOf } from "../../plan/plan.js";
import { type Rollout, stackSetName } from "../../plan/rollout.js";
import type { OrganizationalUnitTargets } from "../../plan/targets.js";
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
  checkPlan(plan);
  const rollout = rolloutOf(plan);
  const { description, region, callAs, targets } = rollout;
  const name = stackSetName(rollout);
  const called = callAs === undefined ? {} : { CallAs: callAs };
  const preferred: JsonObject = { OperationPreferences: operationPreferences(rollout) };
  const options: JsonObject = {
    StackSetName: name,
    ...(description !== undefined && { Description: description }),
    TemplateBody: templateBody(JSON.stringify(integrationTemplate(plan), null, 2)),
    ...stackSetOptions(rollout),
    ...called,
  };
  // Each request has lists and maps of its own.
  return copyOf({
    create: options,
    instances: {
      StackSetName: name,
      ...(targets.kind === "accounts"
        ? { Accounts: targets.accountIds }
        : { DeploymentTargets: deploymentTargets(targets) }),
      Regions: [region],
      ...preferred,
      ...called,
    },
    update: { ...options, ...preferred },
    notes: notes(plan, rollout),
  });
}

/** The roll-out of a plan, where there are targets to roll out to. */
export function rolloutOf({ rollout }: Plan): Rollout {
  if (rollout !== undefined) return rollout;
  throw fault(
    "NO_SUCH_DOCUMENT",
    ["targets"],
    "is not given, so the role stands in one account, and one stack is enough: the template of the integration role.",
  );
}

/** What a stack set is, in the words that CloudFormation's API and its `AWS::CloudFormation::StackSet` share. */
export function stackSetOptions(rollout: Rollout): JsonObject {
  const { permissionModel, autoDeployment, administrationRoleArn, executionRoleName, managedExecution } = rollout;
  return {
    Capabilities: ["CAPABILITY_NAMED_IAM"],
    PermissionModel: permissionModel,
    ...(autoDeployment && { AutoDeployment: capitalized(autoDeployment) }),
    ...(administrationRoleArn !== undefined && { AdministrationRoleARN: administrationRoleArn }),
    ...(executionRoleName !== undefined && { ExecutionRoleName: executionRoleName }),
    ManagedExecution: { Active: managedExecution },
  };
}

/** The text of a template, if a request takes it. */
export function templateBody(body: string): string {
  const size = new TextEncoder().encode(body).length;
  if (size <= QUOTAS.templateBodyBytes) return body;
  throw fault(
    "QUOTA_EXCEEDED",
    [],
    `The template has ${size} bytes; a request takes ${QUOTAS.templateBodyBytes}. Upload it to S3 and send TemplateURL.`,
  );
}

export function deploymentTargets({ organizationalUnitIds, only, except }: OrganizationalUnitTargets): JsonObject {
  return {
    OrganizationalUnitIds: organizationalUnitIds,
    ...(only !== undefined && { Accounts: only, AccountFilterType: "INTERSECTION" }),
    ...(except !== undefined && { Accounts: except, AccountFilterType: "DIFFERENCE" }),
  };
}

/** How many accounts are worked on at a time, and how many may fail, in the words of CloudFormation's API. */
export function operationPreferences({ preferences }: Rollout): JsonObject {
  return capitalized(preferences);
}

/** A map of facts with its keys as CloudFormation writes them; what is not given is left out. */
function capitalized(facts: object): JsonObject {
  return Object.fromEntries(
    Object.entries(facts as { readonly [key: string]: JsonValue | undefined }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.charAt(0).toUpperCase() + key.slice(1), value]],
    ),
  );
}

function notes(plan: Plan, rollout: Rollout): string[] {
  const all = [...prerequisites(plan, rollout)];
  if (rollout.targets.kind === "organizational-units") {
    const management = rollout.targets.managementAccountId;
    all.unshift(
      management === undefined
        ? "A service-managed stack set never deploys to the organization's management account. If that account is a target too, name it in targets.managementAccount and deploy the template there as a stack."
        : `A service-managed stack set never deploys to the management account. Deploy the integration role's template there as a stack, in account ${management}.`,
    );
  }
  const identity = identityOf(plan);
  if (identity !== undefined && plan.integrationRole.trustsPrincipal)
    all.push(
      `The workload's ${identity.kind} must exist before the roles that trust it: IAM refuses a principal that does not.`,
    );
  return all;
}

/** What an account must have before the requests can work, in sentences. */
export function prerequisites(plan: Plan, { targets }: Rollout): string[] {
  const { partition, accountId } = plan;
  const all: string[] = [];
  if (targets.kind === "organizational-units") {
    all.push(
      "Service-managed stack sets need trusted access between CloudFormation and Organizations: aws cloudformation activate-organizations-access.",
    );
    if (partition === "aws-cn")
      all.push(
        "AWS's documentation says that the China regions do not offer that trusted access. If the request fails, list targets.accounts instead.",
      );
  } else {
    all.push(
      "Self-managed stack sets need AWSCloudFormationStackSetAdministrationRole in this account and AWSCloudFormationStackSetExecutionRole in each target account, or the roles that stackSet names.",
    );
  }
  if (providerOf(plan)?.create === true && (targets.kind !== "accounts" || targets.accountIds.includes(accountId))) {
    all.push(
      `Each stack creates the OIDC provider of the cluster. Where an account has it already, as the cluster's own (${accountId}) may, its stack fails: set createOidcProvider to false there.`,
    );
  }
  return all;
}
