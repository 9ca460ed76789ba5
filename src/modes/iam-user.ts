import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { ExternalId } from "../aws/external-id.js";
import { UserArn } from "../aws/user-arn.js";
import { frozen } from "../frozen.js";
import { once } from "../schema/once.js";
import { accountIn, arnClaim } from "./claims.js";
import { principalKeys } from "./keys/principal.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Mode } from "./mode.js";
import { principalCallerTrust } from "./principal-trust.js";

const schema = /* @__PURE__ */ once(() =>
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

const ACTIONS: readonly string[] = /* @__PURE__ */ frozen(["sts:AssumeRole"]);

/** An IAM user, with access keys made elsewhere, that assumes the integration roles. */
export const iamUser: Mode<ReturnType<typeof schema>> = {
  schema,
  claims: ({ userArn }) => arnClaim("userArn", userArn),
  account: ({ userArn }) => accountIn(userArn),
  foreignKeys: {
    accessKeyId: "rolewright takes no access keys. Give the user's ARN as userArn.",
  },

  /** The user. */
  caller: ({ userArn }) => {
    const { accountId, resource } = splitArn(userArn)!;
    return {
      kind: "user",
      noun: "IAM user",
      accountId,
      arn: userArn,
      ...splitIamResource(resource),
      actions: ACTIONS,
      withoutCredentials: {
        cause: "The environment lacks AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        command: "env | cut -d= -f1 | grep ^AWS_",
      },
    };
  },

  /** Trusts the user's ARN, with the external ID. */
  trust: ({ userArn, externalId, trustVia, organizationId }) =>
    principalCallerTrust({
      principalArn: userArn,
      principalKind: "user",
      actions: ACTIONS,
      externalId,
      externalIdRequired: true,
      trustVia,
      organizationId,
    }),
};
