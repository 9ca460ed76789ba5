import type { ConditionBlock, PolicyDocument, Principal } from "../types.js";

/** A trust policy of one statement. */
function trust(principal: Principal, action: string, condition: ConditionBlock | undefined): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: action,
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

/**
 * Trusts one role or user: by its ARN as principal, or by its ARN as a condition on all of its account (`via`, the
 * account's root ARN). In both forms with the organization that it must be of and the external ID that it must present.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalTrust(caller: {
  readonly principalArn: string;
  readonly via: string | undefined;
  readonly externalId: string | undefined;
  readonly organizationId: string | undefined;
}): PolicyDocument {
  const { principalArn, via, externalId, organizationId } = caller;
  const equals = {
    ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
    ...(externalId !== undefined && { "sts:ExternalId": externalId }),
  };
  const condition = {
    ...(via !== undefined && { ArnEquals: { "aws:PrincipalArn": principalArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
  };
  return trust(
    { AWS: via ?? principalArn },
    "sts:AssumeRole",
    Object.keys(condition).length === 0 ? undefined : condition,
  );
}

/** Trusts tokens of one OIDC issuer (without its scheme), of one audience and the given subjects. */
export function webIdentityTrust(token: {
  readonly providerArn: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string | readonly string[];
}): PolicyDocument {
  return trust({ Federated: token.providerArn }, "sts:AssumeRoleWithWebIdentity", {
    StringEquals: { [`${token.issuer}:aud`]: token.audience, [`${token.issuer}:sub`]: token.subject },
  });
}

/** Trusts an AWS service that acts for resources of one account (`aws:SourceArn` may have wildcards). */
export function serviceTrust(service: string, sourceAccount: string, sourceArn: string): PolicyDocument {
  return trust({ Service: service }, "sts:AssumeRole", {
    ArnLike: { "aws:SourceArn": sourceArn },
    StringEquals: { "aws:SourceAccount": sourceAccount },
  });
}
