/** Commands that show what may be behind an error. None prints a secret. */

/** The integration's role settings. */
export const SHOWS_ROLE_SETTINGS = "env | grep -iE '__account_?role_?arns?='";

/** Which access keys stand in the integration's own configuration. */
export const SHOWS_ACCESS_KEYS = "env | cut -d= -f1 | grep -iE '__aws_access_?key'";

/** Which variables the AWS SDK is given. */
export const SHOWS_SDK_VARIABLES = "env | cut -d= -f1 | grep ^AWS_";

export const SHOWS_MANAGEMENT_ACCOUNT = "aws organizations describe-organization --query Organization.MasterAccountId";

/** The managed policies of a role or user. */
export function listsAttached(kind: "role" | "user", name: string): string {
  return `aws iam list-attached-${kind}-policies --${kind}-name ${name}`;
}

/** The control policies that stand at an account itself. */
export function listsControl(account: string, filter: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY"): string {
  return `aws organizations list-policies-for-target --target-id ${account} --filter ${filter}`;
}
