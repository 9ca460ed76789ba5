/**
 * What AWS's text of a denied call says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */

/** The kinds of policies that a text names as the one that denies. */
export type DenyingPolicy =
  | "identity-based policy"
  | "resource-based policy"
  | "role trust policy"
  | "permissions boundary"
  | "session policy"
  | "service control policy"
  | "resource control policy"
  | "vpc endpoint policy";

export interface Denial {
  /** Whose call it was, as AWS writes it. */
  readonly user: string | undefined;
  /** What was called: `sts:AssumeRole`. */
  readonly action: string | undefined;
  /** The operation, where the text has no action: `ListBuckets`. */
  readonly operation: string | undefined;
  readonly resource: string | undefined;
  /** The kind of policy that the text gives as the reason; calls across accounts often get none. */
  readonly policy: DenyingPolicy | undefined;
  readonly policyArn: string | undefined;
  /** Whether a statement denies the call; else none allows it, or the text does not say. */
  readonly explicit: boolean;
}

const CALL =
  /(?:User: (\S{1,2048}) is )?not authorized to perform:? ([\w-]{1,64}:\w{1,128})(?: on (?:the )?resource: (\S{1,2048}))?/i;
const DENIED = /Access ?Denied|not authorized/i;
const OPERATION = /calling the (\w{1,128}) operation/;

const KIND =
  "((?:identity-based|resource-based|sessions?|service control|resource control|VPC endpoint|role trust) policy|permissions boundary)";
const POLICY_ARN = "(?:: ?(arn:[a-z-]{2,31}:(?:iam|organizations)::(?:\\d{12}|aws):policy/[\\w+=,.@/-]{1,600}))?";
// A VPC endpoint policy may deny on behalf of another policy, which is then the one to look at.
const EXPLICIT = new RegExp(
  `explicit deny in (?:an? |the )?${KIND}(?: transitively through an? ${KIND})?${POLICY_ARN}`,
  "i",
);
// AWS's own example of a trust policy that does not allow the call says "because the role trust policy allows".
const IMPLICIT = new RegExp(`because (?:no|the) ${KIND} allows the [\\w-]{1,64}:\\w{1,128} action${POLICY_ARN}`, "i");

/** What a text says of the first call in it that was denied. */
export function denialIn(text: string): Denial {
  const [, user, action, resource] = CALL.exec(text) ?? [];
  const [, operation] = OPERATION.exec(text) ?? [];
  const [, direct, through, explicitArn] = EXPLICIT.exec(text) ?? [];
  const [, implicit, implicitArn] = IMPLICIT.exec(text) ?? [];
  const explicit = /explicit deny/i.test(text);
  return {
    user,
    action:
      action ??
      (/^AssumeRole(?:With\w+)?$/.test(operation ?? "") && DENIED.test(text) ? `sts:${operation}` : undefined),
    operation,
    resource: resource?.replace(/^["']|["'.,;]+$/g, ""),
    policy: kindOf(explicit ? (through ?? direct) : implicit),
    policyArn: (explicit ? explicitArn : implicitArn)?.replace(/[.,]+$/, ""),
    explicit,
  };
}

function kindOf(text: string | undefined): DenyingPolicy | undefined {
  return text?.toLowerCase().replace("sessions", "session") as DenyingPolicy | undefined;
}
