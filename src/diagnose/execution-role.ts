import { isExecutionRole } from "../aws/role-arn.js";
import type { Caller } from "../plan/plan.js";
import { show } from "./show.js";

/**
 * The role that starts what hosts the workload, where there is one beside the workload's own: people take one for the other.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */

/** Whether a role is such a one by its name, where the caller has one and its own name does not say the same. */
export function isTakenFor(text: string, caller: Caller): boolean {
  return (
    caller.kind === "role" && caller.host.hasExecutionRole && isExecutionRole(text) && !isExecutionRole(caller.arn)
  );
}

/** What to say of such a role, behind its name. */
export function executionRoleWords(caller: Caller, own: string): string {
  const inside = caller.kind === "role" ? caller.host.inside : caller.noun;
  return `an execution role by its name; the ${inside} call with the ${caller.noun}, ${show(own)}.`;
}
