import { OrganizationId } from "../../aws/organization.js";
import { once } from "../../schema/once.js";
import { choice } from "../../schema/scalars.js";

/** The keys of the modes whose caller is a role or user. */
export const principalKeys = /* @__PURE__ */ once(() => ({
  trustVia: choice(["principal", "account"], '"principal" or "account"')
    .describe(
      "How the integration role names the workload. principal: its ARN as Principal, which must exist first, and which IAM pins to that one role or user. account: its account as Principal and its ARN as condition aws:PrincipalArn, which needs no order of deployment and outlives its deletion and re-creation.",
    )
    .default("principal"),
  organizationId: OrganizationId()
    .describe(
      "The organization of the workload and of all targets. The integration role then trusts only callers of that organization (aws:PrincipalOrgID), and the workload may assume roles only there (aws:ResourceOrgID).",
    )
    .optional(),
}));
