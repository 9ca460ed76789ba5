import { splitArn } from "../aws/arn.js";
import { principalTrust } from "../policy/trust.js";
import type { Trust } from "./workload.js";

/** The trust of the modes whose workload is a role or user: `sts:AssumeRole` by its ARN, with the external ID if there is one. */
export function principalWorkloadTrust(workload: {
  readonly principalArn: string;
  readonly principalKind: "role" | "user";
  readonly externalId: string | undefined;
  readonly externalIdRequired: boolean;
}): Trust {
  const { principalArn, principalKind, externalId, externalIdRequired } = workload;
  return {
    accountId: splitArn(principalArn)!.accountId,
    differsByAccount: false,
    document: () => principalTrust(principalArn, externalId),
    template: {
      parameters: [
        {
          name: "TrustedPrincipalARN",
          label: `ARN of the ${principalKind} that assumes the integration role`,
          description: `The ${principalKind} of the integration's workload. It must exist before this stack is created.`,
          value: principalArn,
          allowedPattern: `^arn:aws[a-z-]*:iam::[0-9]{12}:${principalKind}/[!-#%-)+->@-~]+$`,
          constraint: `The ARN of an IAM ${principalKind}: arn:aws:iam::ACCOUNT:${principalKind}/NAME`,
          optional: false,
        },
        {
          name: "ExternalId",
          label: "External ID",
          description: `The external ID that the integration presents.${externalIdRequired ? "" : " Empty: none is asked for."}`,
          value: externalId,
          allowedPattern: "^[a-zA-Z0-9_+=,.@:/-]{2,1224}$",
          constraint: "2 to 1224 letters, digits and _+=,.@:/-",
          optional: !externalIdRequired,
        },
      ],
      document: (_partition, _account, values) => principalTrust(values["TrustedPrincipalARN"]!, values["ExternalId"]),
    },
  };
}
