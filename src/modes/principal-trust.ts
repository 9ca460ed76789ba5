import { splitArn } from "../aws/arn.js";
import { principalTrust, type TrustRelationship } from "../policy/make/trust.js";
import type { Trust, TrustParameter } from "./trust.js";

interface PrincipalCaller {
  readonly principalArn: string;
  readonly principalKind: "role" | "user";
  readonly externalId: string | undefined;
  readonly externalIdRequired: boolean;
  readonly actions: readonly string[];
  readonly trustVia: "principal" | "account";
  readonly organizationId: string | undefined;
  readonly known?: TrustRelationship["known"];
}

/** The trust of the modes whose caller is a role or user: by its ARN, with the external ID if there is one. */
export function principalCallerTrust(caller: PrincipalCaller): Trust {
  const { principalArn, actions, externalId, trustVia, organizationId, known } = caller;
  const { partition, accountId } = splitArn(principalArn)!;
  const via = (anyPartition: string, account: string | undefined) =>
    trustVia === "account" ? `arn:${anyPartition}:iam::${account}:root` : undefined;
  return {
    differsByAccount: false,
    trustsPrincipal: trustVia === "principal",
    organizationId,
    relationship: () => ({
      ...principalTrust({ principalArn, actions, externalId, organizationId, via: via(partition, accountId) }),
      ...(known !== undefined && { known }),
    }),
    reusable: () => ({
      parameters: parameters(caller),
      relationship: (anyPartition, _account, values) =>
        principalTrust({
          principalArn: values["TrustedPrincipalARN"]!,
          actions,
          externalId: values["ExternalId"],
          organizationId: values["OrganizationId"],
          via: via(anyPartition, values["TrustedAccount"]),
        }),
    }),
  };
}

function parameters(caller: PrincipalCaller): TrustParameter[] {
  const { principalArn, principalKind, externalId, externalIdRequired, trustVia, organizationId } = caller;
  return [
    {
      name: "TrustedPrincipalARN",
      label: `ARN of the ${principalKind} that assumes the integration role`,
      description: `The ${principalKind} of the integration's workload.`,
      ...(trustVia === "principal" && { mustExist: true }),
      value: principalArn,
      allowedPattern: `^arn:aws[a-z-]*:iam::[0-9]{12}:${principalKind}/[!-#%-)+->@-~]+$`,
      constraint: `The ARN of an IAM ${principalKind}: arn:aws:iam::ACCOUNT:${principalKind}/NAME`,
      ...(trustVia === "account" && { accountAs: "TrustedAccount" }),
    },
    {
      name: "ExternalId",
      label: "External ID",
      description: "The external ID that the integration presents.",
      value: externalId,
      allowedPattern: "^[a-zA-Z0-9_+=,.@:/-]{2,}$",
      maxLength: 1224,
      constraint: "2 to 1224 letters, digits and _+=,.@:/-",
      ...(!externalIdRequired && { whenAbsent: "none is asked for" }),
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
          },
        ]),
  ];
}
