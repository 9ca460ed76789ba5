import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { ExternalId } from "../aws/external-id.js";
import { UserArn } from "../aws/user-arn.js";
import { once } from "../schema/once.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Trust, Workload } from "./mode.js";
import { principalKeys, principalWorkloadTrust } from "./principal-trust.js";

/** An IAM user, with access keys made elsewhere, that assumes the integration roles. */
export const iamUserSchema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z.literal("iam-user").describe("An IAM user that assumes the integration role of each account."),
      userArn: UserArn().describe(
        "The IAM user whose access keys the integration has. rolewright never sees or makes the keys.",
      ),
      externalId: ExternalId().describe("The external ID that the integration presents."),
      ...principalKeys(),
      ...sharedKeys(),
    })
    .meta({
      id: "IamUserInput",
      title: "IAM user",
      description: "An IAM user that assumes the integration role of each account, with an external ID.",
      examples: [
        {
          mode: "iam-user",
          userArn: "arn:aws:iam::111122223333:user/integration",
          externalId: "example-3f8a1c52-77d0",
        },
      ],
      ...stackSetRules,
    }),
);

type IamUserDescription = z.output<ReturnType<typeof iamUserSchema>>;

/** Trusts the user's ARN, with the external ID. */
export function iamUserTrust({ userArn, externalId, trustVia, organizationId }: IamUserDescription): Trust {
  return principalWorkloadTrust({
    principalArn: userArn,
    principalKind: "user",
    externalId,
    externalIdRequired: true,
    trustVia,
    organizationId,
  });
}

/** The user. */
export function iamUserWorkload({ userArn }: IamUserDescription): Workload {
  return { kind: "user", ...splitIamResource(splitArn(userArn)!.resource) };
}
