import * as z from "zod";
import { AccountId } from "../aws/account-id.js";
import { Namespace, ServiceAccountName } from "../aws/kubernetes-name.js";
import { Audience, eksIssuer, OidcId, OidcIssuer, oidcProviderArn } from "../aws/oidc-issuer.js";
import type { Partition } from "../aws/partition.js";
import { Region } from "../aws/region.js";
import { show } from "../errors.js";
import { webIdentityTrust } from "../policy/make/trust.js";
import { hasKeys } from "../schema/has-keys.js";
import { uniqueList } from "../schema/list.js";
import { once } from "../schema/once.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { OidcProvider, Trust } from "./mode.js";

/** Pods whose service account's token is exchanged for the integration role: IAM Roles for Service Accounts. */
export const irsaSchema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z
        .literal("irsa")
        .describe("Pods whose service account's token is exchanged for the integration role of each account."),
      accountId: AccountId().describe("The account of the cluster."),
      region: Region().describe("The region of the cluster.").optional(),
      oidcId: OidcId()
        .describe("The ID at the end of the EKS cluster's OIDC issuer; with region, in place of issuer.")
        .optional(),
      issuer: OidcIssuer()
        .describe("The cluster's OIDC issuer, with or without https://; in place of oidcId.")
        .optional(),
      namespace: Namespace().describe("The namespace of the service accounts."),
      serviceAccount: z
        .union([ServiceAccountName(), uniqueList(ServiceAccountName(), "service account names")])
        .describe("The service account of the integration's pods, or a list of them."),
      audience: Audience()
        .describe(
          "The audience of the pods' tokens. It is the same in every partition unless the cluster is set up otherwise.",
        )
        .default("sts.amazonaws.com"),
      createOidcProvider: z
        .boolean({ error: ({ input }) => `must be true or false, without quotes; given ${show(input)}.` })
        .describe(
          "Whether templates create the OIDC provider, which each target account needs once. false where it is there already.",
        )
        .default(true),
      ...sharedKeys(),
    })
    .meta({
      id: "IrsaInput",
      title: "IAM roles for service accounts",
      description:
        "Pods whose service account's token is exchanged for the integration role of each account. Give region and oidcId, or issuer; with an issuer that is not EKS's, region tells the partition.",
      examples: [
        {
          mode: "irsa",
          accountId: "111122223333",
          region: "eu-west-1",
          oidcId: "0123456789ABCDEF0123456789ABCDEF",
          namespace: "port-ocean",
          serviceAccount: "port-ocean-aws-v3",
        },
      ],
      anyOf: [hasKeys("region", "oidcId"), hasKeys("issuer")],
      not: hasKeys("oidcId", "issuer"),
      ...stackSetRules,
    }),
);

type IrsaDescription = z.output<ReturnType<typeof irsaSchema>>;

/** The cluster's issuer without its scheme, as it stands in ARNs and condition keys. */
function issuerOf({ issuer, region, oidcId }: IrsaDescription): string {
  return issuer === undefined ? eksIssuer(region!, oidcId!) : issuer.replace(/^https:\/\//, "");
}

/**
 * Trusts the target account's own OIDC provider, for tokens of the service accounts.
 * https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(description: IrsaDescription, partition: Partition): Trust {
  const { accountId, namespace, serviceAccount, audience } = description;
  const issuer = issuerOf(description);
  const subjectOf = (name: string) => serviceAccountSubject(namespace, name);
  const names = typeof serviceAccount === "string" ? [serviceAccount] : serviceAccount;
  const subject = names.length === 1 ? subjectOf(names[0]!) : names.map(subjectOf);
  return {
    accountId,
    differsByAccount: true,
    trustsPrincipal: false,
    document: (target) =>
      webIdentityTrust({ providerArn: oidcProviderArn(partition, target, issuer), issuer, audience, subject }),
    template: () => ({
      ...(names.length > 1 && {
        unsupported:
          "A reusable template or module has one service account; the description lists several. Print it without --parameters or --variables.",
      }),
      parameters: [
        {
          name: "OIDCIssuerURL",
          label: "OIDC issuer of the cluster",
          description: "The issuer, with or without https://, as aws eks describe-cluster shows it.",
          value: issuer,
          strip: "https://",
          allowedPattern: "^(https://)?[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*$",
          refusedPrefix: "(https://)?oidc-eks[.]",
          maxLength: 255,
          constraint:
            "An https URL without port, query and trailing slash, such as oidc.eks.REGION.amazonaws.com/id/ID",
          optional: false,
        },
        {
          name: "ServiceAccountNamespace",
          label: "Namespace of the service account",
          description: "The Kubernetes namespace of the integration's pods.",
          value: namespace,
          allowedPattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
          constraint: "A Kubernetes namespace: 1 to 63 lower-case letters, digits and hyphens",
          optional: false,
        },
        {
          name: "ServiceAccountName",
          label: "Name of the service account",
          description: "The Kubernetes service account of the integration's pods.",
          value: names[0],
          allowedPattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
          maxLength: 253,
          constraint: "A Kubernetes service account: 1 to 253 lower-case letters, digits, hyphens and dots",
          optional: false,
        },
      ],
      document: (anyPartition, target, values) => {
        const anyIssuer = values["OIDCIssuerURL"]!;
        return webIdentityTrust({
          providerArn: `arn:${anyPartition}:iam::${target}:oidc-provider/${anyIssuer}`,
          issuer: anyIssuer,
          audience,
          subject: serviceAccountSubject(values["ServiceAccountNamespace"]!, values["ServiceAccountName"]!),
        });
      },
    }),
  };
}

/** The provider that the trust rests on. */
export function irsaOidcProvider(description: IrsaDescription): OidcProvider {
  return { issuer: issuerOf(description), audience: description.audience, create: description.createOidcProvider };
}

/** The subject of a service account's tokens. https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
function serviceAccountSubject(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
