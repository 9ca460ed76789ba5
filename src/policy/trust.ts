import type { ConditionBlock, PolicyDocument, Principal } from "./types.js";

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

/** Trusts one role or user, by its ARN, with the external ID that it must present if there is one. */
export function principalTrust(principalArn: string, externalId: string | undefined): PolicyDocument {
  const condition = externalId === undefined ? undefined : { StringEquals: { "sts:ExternalId": externalId } };
  return trust({ AWS: principalArn }, "sts:AssumeRole", condition);
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
