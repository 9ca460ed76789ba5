import type { PolicyDocument } from "../types.js";

/** A permissions policy that lets its holder assume the given roles, of one organization if it is given, and do nothing else. */
export function assumeRolesPolicy(
  actions: readonly string[],
  roleArns: readonly string[],
  organizationId: string | undefined,
): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: actions,
        Resource: roleArns,
        ...(organizationId !== undefined && {
          Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
        }),
      },
    ],
  };
}
