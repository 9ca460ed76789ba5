import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { ExternalId } from "../aws/external-id.js";
import { InstanceProfileName } from "../aws/iam-name.js";
import { InstanceRoleArn } from "../aws/role-arn.js";
import { frozen } from "../frozen.js";
import { serviceTrust } from "../policy/make/trust.js";
import { once } from "../schema/once.js";
import { accountIn, arnClaim } from "./claims.js";
import { principalKeys } from "./keys/principal.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Mode } from "./mode.js";
import { principalCallerTrust } from "./principal-trust.js";

const schema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z.literal("ec2").describe("An EC2 instance whose role assumes the integration role of each account."),
      instanceRoleArn: InstanceRoleArn().describe("The role in the instance's profile."),
      instanceProfileName: InstanceProfileName()
        .describe("The name of the instance profile that holds the role. Default: the role's name.")
        .optional(),
      externalId: ExternalId()
        .describe("The external ID that the integration presents, if it is configured with one.")
        .optional(),
      ...principalKeys(),
      ...sharedKeys(),
    })
    .meta({
      id: "Ec2Input",
      title: "EC2 instance role",
      description: "An EC2 instance whose role assumes the integration role of each account.",
      examples: [{ mode: "ec2", instanceRoleArn: "arn:aws:iam::111122223333:role/integration-instance" }],
      ...stackSetRules,
    }),
);

const ACTIONS: readonly string[] = /* @__PURE__ */ frozen(["sts:AssumeRole"]);

/** An EC2 instance whose role assumes the integration roles. */
export const ec2: Mode<ReturnType<typeof schema>> = {
  schema,
  claims: ({ instanceRoleArn }) => arnClaim("instanceRoleArn", instanceRoleArn),
  account: ({ instanceRoleArn }) => accountIn(instanceRoleArn),
  foreignKeys: {
    instanceProfileArn:
      "Give the role in the profile as instanceRoleArn, and the profile's name as instanceProfileName where it differs from the role's.",
    instanceId: "The description is of the instance's role: give it as instanceRoleArn.",
  },

  /**
   * The instance role and its profile. Its trust has no conditions: `aws:SourceAccount` and `aws:SourceArn` are not documented
   * for EC2, and a condition on a key that a request lacks is never met. The service's name is the same in every partition.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
   */
  caller: ({ instanceRoleArn, instanceProfileName }) => {
    const { accountId, resource } = splitArn(instanceRoleArn)!;
    const { path, name } = splitIamResource(resource);
    return {
      kind: "role",
      noun: "instance role",
      accountId,
      arn: instanceRoleArn,
      path,
      name,
      actions: ACTIONS,
      host: {
        noun: "EC2 instance",
        plural: "instances",
        inside: "programs on the instance",
        service: "EC2",
        trust: serviceTrust("ec2.amazonaws.com", ACTIONS, []),
        region: undefined,
        attachment: { kind: "instance-profile", name: instanceProfileName ?? name, path },
        hasExecutionRole: false,
        conditions: "The instance role's trust policy has a condition, which EC2's own call of it does not meet.",
        passedBy: "The identity that launches the instance lacks iam:PassRole for the instance role.",
      },
      withoutCredentials: {
        cause:
          "The instance has no instance profile, or the container cannot reach the instance's metadata: from a bridge network, the hop limit must be 2.",
        command:
          "aws ec2 describe-instances --instance-ids ID --query 'Reservations[].Instances[].[IamInstanceProfile.Arn,MetadataOptions.HttpPutResponseHopLimit]'",
      },
    };
  },

  /** Trusts the instance role's ARN. */
  trust: ({ instanceRoleArn, externalId, trustVia, organizationId }) =>
    principalCallerTrust({
      principalArn: instanceRoleArn,
      principalKind: "role",
      actions: ACTIONS,
      externalId,
      externalIdRequired: false,
      trustVia,
      organizationId,
    }),
};
