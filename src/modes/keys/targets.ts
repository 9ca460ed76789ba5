import * as z from "zod";
import { AccountId } from "../../aws/account-id.js";
import { OrganizationalUnitId } from "../../aws/organization.js";
import { QUOTAS } from "../../aws/quotas.js";
import { hasKeys } from "../../schema/has-keys.js";
import { uniqueList } from "../../schema/list.js";
import { once } from "../../schema/once.js";
import { notMap } from "../../schema/scalars.js";

/** In which accounts the integration role stands: listed ones, or those of organizational units. */
export const targetsSchema = /* @__PURE__ */ once(() =>
  z
    .strictObject(
      {
        accounts: uniqueList(AccountId(), "account IDs")
          .describe("The target accounts, one by one: a self-managed stack set.")
          .optional(),
        organizationalUnits: uniqueList(OrganizationalUnitId(), "organizational units", {
          count: QUOTAS.organizationalUnitsInCall,
          why: "CreateStackInstances takes no more in one call; a parent unit (or the root) includes those below it",
        })
          .describe("All accounts of these organizational units and of those below them: a service-managed stack set.")
          .optional(),
        onlyAccounts: uniqueList(AccountId(), "account IDs")
          .describe("With organizationalUnits: only these of their accounts.")
          .optional(),
        exceptAccounts: uniqueList(AccountId(), "account IDs")
          .describe("With organizationalUnits: all of their accounts but these.")
          .optional(),
        managementAccount: AccountId()
          .describe(
            "The organization's management account, if it is a target too. A service-managed stack set never deploys there: it needs a stack of its own.",
          )
          .optional(),
      },
      { error: notMap("with accounts or organizationalUnits") },
    )
    .meta({
      id: "Targets",
      title: "Targets",
      description: "The accounts that get the integration role.",
      examples: [
        { accounts: ["111122223333", "444455556666"] },
        { organizationalUnits: ["ou-ab12-11112222"], exceptAccounts: ["111122223333"] },
      ],
      anyOf: [hasKeys("accounts"), hasKeys("organizationalUnits")],
      not: {
        anyOf: [hasKeys("accounts", "organizationalUnits"), hasKeys("onlyAccounts", "exceptAccounts")],
      },
      dependentRequired: { onlyAccounts: ["organizationalUnits"], exceptAccounts: ["organizationalUnits"] },
    }),
);
