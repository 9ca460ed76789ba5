import type { TrustRelationship } from "../policy/make/trust.js";

/** Who calls: what the integration is in AWS's eyes before it assumes anything. */
export type Caller = RoleCaller | UserCaller | ServiceAccountCaller;

interface AnyCaller {
  /** What it is called in sentences: `task role`. */
  readonly noun: string;
  /** The workload's own account. */
  readonly accountId: string;
  /** What its calls of an integration role need, all of them allowed. */
  readonly actions: readonly string[];
  /** What to look at where the integration has no credentials at all. */
  readonly withoutCredentials: Check;
}

interface Identity extends AnyCaller {
  readonly arn: string;
  readonly path: string;
  readonly name: string;
}

/** A role that an AWS service gives to what hosts the workload. */
export interface RoleCaller extends Identity {
  readonly kind: "role";
  readonly host: Host;
}

/** An IAM user, whose access keys are made elsewhere. */
export interface UserCaller extends Identity {
  readonly kind: "user";
}

/** Pods' service accounts, which have no identity in AWS: their tokens are exchanged for the integration role itself. */
export interface ServiceAccountCaller extends AnyCaller {
  readonly kind: "service-account";
  readonly namespace: string;
  /** Their names. */
  readonly serviceAccounts: readonly string[];
  /** What their tokens name them. */
  readonly subjects: readonly string[];
  /** What each target account needs, because the trust rests on it. */
  readonly provider: OidcProvider;
}

/** The OIDC provider that each target account needs. */
export interface OidcProvider {
  /** The issuer, without its scheme. */
  readonly issuer: string;
  readonly audience: string;
  /** Whether rolewright's templates create it. */
  readonly create: boolean;
}

/** What a role is given to, and by whom. */
export interface Host {
  /** What it is called in sentences: `ECS task`. */
  readonly noun: string;
  /** Several of them, briefly: `tasks`. */
  readonly plural: string;
  /** Who calls with the role: `containers`. */
  readonly inside: string;
  /** The AWS service that gives the role, in sentences: `ECS`. */
  readonly service: string;
  /** How the role lets that service in. */
  readonly trust: TrustRelationship;
  /** The region in which the role's stack must stand, because a part of it is not global. */
  readonly region: string | undefined;
  /** What ties the role to its host. */
  readonly attachment: Attachment | undefined;
  /** Whether another role stands beside it, which starts the host and is often taken for it. */
  readonly hasExecutionRole: boolean;
  /** What may keep the service from giving the role: its conditions, in a sentence. */
  readonly conditions: string;
  /** Who passes the role to the host, in a sentence about iam:PassRole. */
  readonly passedBy: string;
}

/** A resource beside a role that ties it to its host. */
export type Attachment = InstanceProfile | PodIdentityAssociations;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html */
export interface InstanceProfile {
  readonly kind: "instance-profile";
  readonly name: string;
  readonly path: string;
}

/**
 * One association a service account. Its session tags stay on, because the role's trust asks for them.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
export interface PodIdentityAssociations {
  readonly kind: "pod-identity-associations";
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccounts: readonly string[];
}

/** Something that may be wrong, and a command that shows whether it is. */
export interface Check {
  readonly cause: string;
  readonly command: string;
}

/** Whether a caller has an identity in AWS: is a role or a user. */
export function isIdentity<Given extends Caller>(caller: Given): caller is Exclude<Given, { kind: "service-account" }> {
  return caller.kind !== "service-account";
}
