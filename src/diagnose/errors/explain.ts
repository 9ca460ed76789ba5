import { callerOf, identityOf, type Plan } from "../../plan/plan.js";
import { listedAccounts } from "../../plan/targets.js";
import { KNOWN_ERRORS } from "./known-errors.js";
import { type Denied, type Facts, grantCauses, type PossibleCause, trustCauses } from "./possible-causes.js";

/** What an error's text says, in the set-up of a description. */
export interface Explanation {
  /** Which error it is; nothing if the text is not known. */
  readonly error: string | undefined;
  /** The most likely first. */
  readonly causes: readonly PossibleCause[];
}

const MOST_CHARACTERS = 20_000;

/**
 * What can be behind an error that AWS or the integration printed, in the set-up of a description.
 *
 * @param text The error's text, whole or in part; what follows its first 20,000 characters is not read.
 * @param account The target account, for the commands; default: the first one that the description names.
 * @returns The causes in order of likelihood, each with a command that shows it. Without a known error, what to check in general.
 * @example
 * const text =
 *   "An error occurred (AccessDenied) when calling the AssumeRole operation: User: " +
 *   "arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/1 is not authorized to perform: sts:AssumeRole on " +
 *   "resource: arn:aws:iam::111122223333:role/PortIntegrationRole";
 * const description = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" };
 * explainError(planIntegration(parseIntegration(description)), text).causes[0]?.code; // "EXECUTION_ROLE_TRUSTED"
 */
export function explainError(plan: Plan, text: string, account?: string): Explanation {
  const { partition, integrationRole } = plan;
  const cut = text.slice(0, MOST_CHARACTERS).replace(/\s+/g, " ");
  const target = account ?? listedAccounts(plan.targets)[0] ?? "ACCOUNT";
  const facts: Facts = {
    plan,
    text: cut,
    denied: deniedCall(cut),
    roleArn: `arn:${partition}:iam::${target}:role${integrationRole.path}${integrationRole.name}`,
    caller: callerOf(plan),
    identity: identityOf(plan),
  };
  const known = KNOWN_ERRORS.find(({ pattern }) => pattern.test(cut));
  if (known !== undefined) return { error: known.error, causes: known.causes(facts) };
  return { error: undefined, causes: [...trustCauses(facts), ...grantCauses(facts)] };
}

/** Who was denied what, in AWS's words. */
function deniedCall(text: string): Denied | undefined {
  const [, user, action, resource] =
    /User: (\S{1,2048}) is not authorized to perform: ([\w-]{1,64}:\w{1,128})(?: on resource: (\S{1,2048}))?/.exec(
      text,
    ) ?? [];
  if (user === undefined || action === undefined) return undefined;
  return { user, action, resource: resource?.replace(/[.,;]+$/, "") };
}
