import * as z from "zod";
import { AccountId } from "../aws/account-id.js";
import { Namespace, ServiceAccountName } from "../aws/kubernetes-name.js";
import { Audience, eksIssuer, OidcId, OidcIssuer, oidcProviderArn, regionOfIssuer } from "../aws/oidc-issuer.js";
import { Region } from "../aws/region.js";
import { type Issue, show } from "../errors.js";
import { webIdentityTrust } from "../policy/make/trust.js";
import { hasKeys } from "../schema/has-keys.js";
import { uniqueList } from "../schema/list.js";
import { once } from "../schema/once.js";
import { flag } from "../schema/scalars.js";
import { regionClaim } from "./claims.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Mode, WellFormed } from "./mode.js";

const schema = /* @__PURE__ */ once(() =>
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
      createOidcProvider: flag()
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

type IrsaSchema = ReturnType<typeof schema>;
type IrsaDescription = z.output<IrsaSchema>;

/**
 * Pods whose service account's token is exchanged for the integration role: IAM roles for service accounts.
 * https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 */
export const irsa: Mode<IrsaSchema> = {
  schema,
  claims: ({ region, issuer }) => [
    ...regionClaim("region", region),
    ...regionClaim("issuer", issuer === undefined ? undefined : regionOfIssuer(issuer), issuer),
  ],
  account: ({ accountId }) => accountId,
  faults: (keys, absent) => [...missingIssuer(absent), ...otherRegion(keys)],
  /** Keys of other modes for which `AssumeRoleWithWebIdentity` has nothing to compare with. */
  foreignKeys: {
    externalId:
      "AssumeRoleWithWebIdentity has no external ID, so a trust policy that asks for one denies every pod. Remove it.",
    organizationId:
      "AssumeRoleWithWebIdentity is called without an AWS identity, so aws:PrincipalOrgID is never there, and a trust policy that asks for it denies every pod. Remove it.",
    trustVia: "The integration role trusts the OIDC provider of its account, and the subject decides. Remove it.",
  },

  caller: (description) => {
    const { accountId, namespace, audience, createOidcProvider } = description;
    return {
      kind: "service-account",
      noun: "service account",
      accountId,
      namespace,
      serviceAccounts: namesOf(description),
      subjects: subjectsOf(description),
      provider: { issuer: issuerOf(description), audience, create: createOidcProvider },
      actions: ["sts:AssumeRoleWithWebIdentity"],
      withoutCredentials: {
        cause:
          "The pod has no token: its service account lacks the annotation eks.amazonaws.com/role-arn, or the pod was started before it had it.",
        command: `kubectl get serviceaccount ${namesOf(description)[0]} -n ${namespace} -o jsonpath='{.metadata.annotations}'`,
      },
    };
  },

  /**
   * Trusts the target account's own OIDC provider, for tokens of the service accounts.
   * https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
   */
  trust: (description, partition) => {
    const { namespace, audience } = description;
    const issuer = issuerOf(description);
    const serviceAccounts = namesOf(description);
    const subjects = subjectsOf(description);
    return {
      differsByAccount: true,
      trustsPrincipal: false,
      organizationId: undefined,
      relationship: (target) =>
        webIdentityTrust({ providerArn: oidcProviderArn(partition, target, issuer), issuer, audience, subjects }),
      reusable: () => ({
        ...(serviceAccounts.length > 1 && {
          unsupported: "A reusable template or module has one service account; the description lists several.",
        }),
        parameters: [
          {
            name: "OIDCIssuerURL",
            label: "OIDC issuer of the cluster",
            description: "The issuer, with or without https://, as aws eks describe-cluster shows it.",
            value: issuer,
            isIssuer: true,
            allowedPattern: "^(https://)?[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*$",
            refusedPrefix: "(https://)?oidc-eks[.]",
            maxLength: 255,
            constraint:
              "An https URL without port, query and trailing slash, such as oidc.eks.REGION.amazonaws.com/id/ID",
          },
          {
            name: "ServiceAccountNamespace",
            label: "Namespace of the service account",
            description: "The Kubernetes namespace of the integration's pods.",
            value: namespace,
            allowedPattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            constraint: "A Kubernetes namespace: 1 to 63 lower-case letters, digits and hyphens",
          },
          {
            name: "ServiceAccountName",
            label: "Name of the service account",
            description: "The Kubernetes service account of the integration's pods.",
            value: serviceAccounts[0],
            allowedPattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
            maxLength: 253,
            constraint: "A Kubernetes service account: 1 to 253 lower-case letters, digits, hyphens and dots",
          },
        ],
        relationship: (anyPartition, target, values) => {
          const anyIssuer = values["OIDCIssuerURL"]!;
          return webIdentityTrust({
            providerArn: `arn:${anyPartition}:iam::${target}:oidc-provider/${anyIssuer}`,
            issuer: anyIssuer,
            audience,
            subjects: [subjectOf(values["ServiceAccountNamespace"]!, values["ServiceAccountName"]!)],
          });
        },
      }),
    };
  },
};

/** The cluster's issuer without its scheme, as it stands in ARNs and condition keys. */
function issuerOf({ issuer, region, oidcId }: IrsaDescription): string {
  return issuer === undefined ? eksIssuer(region!, oidcId!) : issuer.replace(/^https:\/\//, "");
}

function namesOf({ serviceAccount }: IrsaDescription): readonly string[] {
  return typeof serviceAccount === "string" ? [serviceAccount] : serviceAccount;
}

function subjectsOf(description: IrsaDescription): readonly string[] {
  return namesOf(description).map((name) => subjectOf(description.namespace, name));
}

/** The subject of a service account's tokens. https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
function subjectOf(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The issuer is given whole, or by region and ID. */
function missingIssuer(absent: (key: string) => boolean): Issue[] {
  const hasIssuer = !absent("issuer");
  const hasId = !absent("oidcId");
  if (hasIssuer && hasId)
    return [
      {
        path: ["oidcId"],
        code: "CONFLICTING_KEYS",
        message: "excludes issuer, which holds the ID already. Keep one of them.",
      },
    ];
  if (!hasIssuer && !hasId) {
    const [path, rest] = absent("region")
      ? [["issuer"], "Give issuer, or region and oidcId"]
      : [["oidcId"], "Give oidcId beside region, or issuer"];
    return [
      {
        path,
        code: "MISSING_KEY",
        message: `is required to know the cluster's issuer. ${rest}: aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer`,
      },
    ];
  }
  if (hasId && absent("region"))
    return [
      {
        path: ["region"],
        code: "MISSING_KEY",
        message: 'is required beside oidcId: the cluster\'s region, such as "eu-west-1".',
      },
    ];
  return [];
}

/** The region is that of the issuer. */
function otherRegion({ issuer, region }: WellFormed<IrsaSchema>): Issue[] {
  const issuerRegion = issuer === undefined ? undefined : regionOfIssuer(issuer);
  if (issuerRegion === undefined || region === undefined || issuerRegion === region) return [];
  return [
    {
      path: ["region"],
      code: "REGION_MISMATCH",
      message: `must be the region in issuer, ${show(issuerRegion)}; given ${show(region)}. With issuer, region can be left out.`,
    },
  ];
}
