import * as z from "zod";
import { splitArn } from "../aws/arn.js";
import { OrganizationId } from "../aws/organization.js";
import { show } from "../errors.js";
import { principalTrust } from "../policy/make/trust.js";
import { once } from "../schema/once.js";
import type { TemplateParameter, Trust } from "./mode.js";

/** The keys of the modes whose workload is a role or user. */
export const principalKeys = /* @__PURE__ */ once(() => ({
  trustVia: z
    .enum(["principal", "account"], {
      error: ({ input }) => `must be "principal" or "account"; given ${show(input)}.`,
    })
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

interface PrincipalWorkload {
  readonly principalArn: string;
  readonly principalKind: "role" | "user";
  readonly externalId: string | undefined;
  readonly externalIdRequired: boolean;
  readonly trustVia: "principal" | "account";
  readonly organizationId: string | undefined;
}

/** The trust of the modes whose workload is a role or user: `sts:AssumeRole` by its ARN, with the external ID if there is one. */
export function principalWorkloadTrust(workload: PrincipalWorkload): Trust {
  const { principalArn, externalId, trustVia, organizationId } = workload;
  const { partition, accountId } = splitArn(principalArn)!;
  const via = (anyPartition: string, account: string | undefined) =>
    trustVia === "account" ? `arn:${anyPartition}:iam::${account}:root` : undefined;
  return {
    accountId,
    differsByAccount: false,
    trustsPrincipal: trustVia === "principal",
    document: () => principalTrust({ principalArn, externalId, organizationId, via: via(partition, accountId) }),
    template: () => ({
      parameters: parameters(workload),
      document: (anyPartition, _account, values) =>
        principalTrust({
          principalArn: values["TrustedPrincipalARN"]!,
          externalId: values["ExternalId"],
          organizationId: values["OrganizationId"],
          via: via(anyPartition, values["TrustedAccount"]),
        }),
    }),
  };
}

function parameters(workload: PrincipalWorkload): TemplateParameter[] {
  const { principalArn, principalKind, externalId, externalIdRequired, trustVia, organizationId } = workload;
  return [
    {
      name: "TrustedPrincipalARN",
      label: `ARN of the ${principalKind} that assumes the integration role`,
      description: `The ${principalKind} of the integration's workload.${trustVia === "principal" ? " It must exist before this stack is created." : ""}`,
      value: principalArn,
      allowedPattern: `^arn:aws[a-z-]*:iam::[0-9]{12}:${principalKind}/[!-#%-)+->@-~]+$`,
      constraint: `The ARN of an IAM ${principalKind}: arn:aws:iam::ACCOUNT:${principalKind}/NAME`,
      optional: false,
      ...(trustVia === "account" && { accountAs: "TrustedAccount" }),
    },
    {
      name: "ExternalId",
      label: "External ID",
      description: `The external ID that the integration presents.${externalIdRequired ? "" : " Empty: none is asked for."}`,
      value: externalId,
      allowedPattern: "^[a-zA-Z0-9_+=,.@:/-]{2,}$",
      maxLength: 1224,
      constraint: "2 to 1224 letters, digits and _+=,.@:/-",
      optional: !externalIdRequired,
    },
    ...(organizationId === undefined
      ? []
      : [
          {
            name: "OrganizationId",
            label: "Organization",
            description: "The organization whose callers alone may assume the integration role.",
            value: organizationId,
            allowedPattern: "^o-[a-z0-9]{10,32}$",
            constraint: "The ID of an organization: o- and 10 to 32 lower-case letters and digits",
            optional: false,
          },
        ]),
  ];
}
