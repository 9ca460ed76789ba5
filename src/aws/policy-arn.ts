import { format } from "../schema/text.js";
import { IAM_NAME_CHARACTERS } from "./iam-name.js";
import { PARTITION_PATTERN } from "./partition.js";

/** What stands for the target account's own ID in the ARN of a customer managed policy: CloudFormation's own word. */
export const TARGET_ACCOUNT = "${AWS::AccountId}";

/**
 * The ARN of a managed policy: AWS's own, a customer's, or one of the same name in each target account.
 * Source: the IAM API's `policyPathType` and `policyNameType`.
 */
export const PolicyArn = /* @__PURE__ */ format(() => ({
  id: "PolicyArn",
  title: "the ARN of a managed policy",
  rule: `arn:PARTITION:iam::OWNER:policy/NAME, OWNER being aws, an account ID, or ${TARGET_ACCOUNT} for a policy of that name in each target account`,
  pattern: new RegExp(
    `^arn:${PARTITION_PATTERN}:iam::(?:aws|\\d{12}|\\$\\{AWS::AccountId\\}):policy/(?:${IAM_NAME_CHARACTERS.replace("]", "/]")}{1,510}/)?${IAM_NAME_CHARACTERS}{1,128}$`,
    "u",
  ),
  examples: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  hint: (given) => {
    if (/^[\w+=,.@-]+$/.test(given)) return `For a policy of AWS, write "arn:aws:iam::aws:policy/${given}".`;
    return /^arn:[\w-]+:iam::[^:]*:(role|user|group)\//.test(given) ? "That is no policy." : undefined;
  },
}));

/** The policy that lets its holder read nearly everything. What it reads is in docs/security.md. */
export function readOnlyAccessArn(partition: string): string {
  return `arn:${partition}:iam::aws:policy/ReadOnlyAccess`;
}
