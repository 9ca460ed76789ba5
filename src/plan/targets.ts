import { ACCOUNT_ID } from "../aws/account-id.js";
import type { Integration } from "../description/integration.js";
import { fault, show } from "../errors.js";
import { formatMessage } from "../schema/text-message.js";

/** The accounts that get the integration role. */
export type PlannedTargets =
  | { readonly kind: "own-account"; readonly accountId: string }
  | { readonly kind: "accounts"; readonly accountIds: readonly string[] }
  | OrganizationalUnitTargets;

/** The accounts of organizational units and of those below them, all or filtered. */
export interface OrganizationalUnitTargets {
  readonly kind: "organizational-units";
  readonly organizationalUnitIds: readonly string[];
  readonly only: readonly string[] | undefined;
  readonly except: readonly string[] | undefined;
  /** The organization's management account, where it is a target too. */
  readonly managementAccountId: string | undefined;
}

export function plannedTargets({ targets }: Integration, ownAccountId: string): PlannedTargets {
  if (targets === undefined) return { kind: "own-account", accountId: ownAccountId };
  const { accounts, organizationalUnits, onlyAccounts, exceptAccounts, managementAccount } = targets;
  if (organizationalUnits === undefined) {
    return {
      kind: "accounts",
      accountIds: [...new Set([...(accounts ?? []), ...(managementAccount === undefined ? [] : [managementAccount])])],
    };
  }
  return {
    kind: "organizational-units",
    organizationalUnitIds: organizationalUnits,
    only: onlyAccounts,
    except: exceptAccounts,
    managementAccountId: managementAccount,
  };
}

/** The accounts whose integration role the workload may assume; `*` where organizational units decide which they are. */
export function assumedAccounts(targets: PlannedTargets): readonly string[] {
  if (targets.kind === "organizational-units" && targets.only === undefined) return ["*"];
  return listedAccounts(targets);
}

/** The target accounts that a description names itself. */
export function listedAccounts(targets: PlannedTargets): readonly string[] {
  if (targets.kind === "own-account") return [targets.accountId];
  if (targets.kind === "accounts") return targets.accountIds;
  const { only = [], managementAccountId } = targets;
  return [...new Set([...only, ...(managementAccountId === undefined ? [] : [managementAccountId])])];
}

/** The organization's management account, where the description names it as a target beside organizational units. */
export function managementAccountOf(targets: PlannedTargets): string | undefined {
  return targets.kind === "organizational-units" ? targets.managementAccountId : undefined;
}

/** Whether an account gets the integration role; of those of organizational units, whether it may. */
export function isTarget(targets: PlannedTargets, account: string): boolean {
  if (listedAccounts(targets).includes(account)) return true;
  return (
    targets.kind === "organizational-units" && targets.only === undefined && targets.except?.includes(account) !== true
  );
}

/** Refuses an account that is no target. */
export function checkTarget(targets: PlannedTargets, account: string): void {
  if (!ACCOUNT_ID.pattern.test(account)) throw fault("INVALID_FORMAT", ["account"], formatMessage(ACCOUNT_ID, account));
  if (isTarget(targets, account)) return;
  const excepted = targets.kind === "organizational-units" && targets.except?.includes(account) === true;
  throw fault(
    "NOT_A_TARGET",
    ["account"],
    `${show(account)} is not a target of the description${excepted ? ": exceptAccounts names it" : `. Targets: ${some(listedAccounts(targets))}`}.`,
  );
}

function some(list: readonly string[]): string {
  return list.length <= 5 ? list.join(", ") : `${list.slice(0, 5).join(", ")} and ${list.length - 5} more`;
}
