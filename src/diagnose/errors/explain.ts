import { checkText } from "../../argument.js";
import { copyOf } from "../../json/copy.js";
import { callerOf, checkPlan, identityOf, type Plan } from "../../plan/plan.js";
import { isTarget, listedAccounts, managementAccountOf } from "../../plan/targets.js";
import { denialIn } from "./denial.js";
import { KNOWN_ERRORS } from "./known-errors.js";
import { logEntries } from "./log.js";
import { type Facts, grantCauses, type PossibleCause, trustCauses } from "./possible-causes.js";

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
  checkPlan(plan);
  checkText(["text"], "the text of an error", text);
  if (account !== undefined) checkText(["account"], "an account ID", account);
  for (const entry of logEntries(text.slice(0, MOST_CHARACTERS))) {
    const facts = factsOf(plan, entry, account);
    const known = KNOWN_ERRORS.find(({ matches }) => matches(facts));
    if (known !== undefined) return { error: known.error, causes: copyOf(known.causes(facts)) };
  }
  const facts = factsOf(plan, "", account);
  return { error: undefined, causes: copyOf([...trustCauses(facts), ...grantCauses(facts)]) };
}

/** What one message of a text says, beside what the plan knows. */
function factsOf(plan: Plan, text: string, account: string | undefined): Facts {
  const { partition, integrationRole, targets } = plan;
  const denial = denialIn(text);
  const asked = denial.resource ?? ROLE_NAMED.exec(text)?.[1]?.replace(/[.,]+$/, "");
  const [, askedAccount] = /^arn:[\w-]{1,31}:iam::(\d{12}):role\//.exec(asked ?? "") ?? [];
  const named = askedAccount !== undefined && isTarget(targets, askedAccount) ? askedAccount : undefined;
  const target = account ?? named ?? listedAccounts(targets)[0] ?? "ACCOUNT";
  const management = managementAccountOf(targets);
  const roleIn = (id: string) => `arn:${partition}:iam::${id}:role${integrationRole.path}${integrationRole.name}`;
  return {
    plan,
    text,
    denial,
    asked,
    roleArn: roleIn(target),
    managementRoleArn: roleIn(management ?? "MANAGEMENT-ACCOUNT"),
    caller: callerOf(plan),
    identity: identityOf(plan),
  };
}

/** A role by its ARN, as the integration and the services name it. */
const ROLE_NAMED = /\brole(?: ARN)?:? ["']?(arn:[\w-]{1,31}:iam::\d{12}:role\/[\w+=,.@/-]{1,576})/i;
