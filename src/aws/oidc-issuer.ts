import { format } from "../schema/text.js";
import { EKS_ISSUER_HOST_PATTERN, PARTITIONS, type Partition, partitionOfRegion } from "./partition.js";

const LABEL = "[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?";
const EKS_ISSUER = `${EKS_ISSUER_HOST_PATTERN}/id/[0-9A-F]{32}`;

/**
 * An OIDC issuer that IAM can register: an https URL of at most 255 characters, without port, query and trailing slash.
 * Hosts of EKS must have the form that its tokens carry; the dual-stack host (`oidc-eks.REGION.api.aws`) is only for
 * discovery, tokens never name it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export const OidcIssuer = /* @__PURE__ */ format(() => ({
  id: "OidcIssuer",
  title: "an OIDC issuer",
  rule: "an https URL, with or without https://, at most 255 characters, without port, query and trailing slash; for EKS oidc.eks.REGION.SUFFIX/id/ID",
  pattern: new RegExp(
    `^(?:https://)?(?=[^/].{0,246}$)(?!oidc-eks\\.)(?!oidc\\.eks\\.(?!${EKS_ISSUER.replace("oidc\\.eks\\.", "")}$))${LABEL}(?:\\.${LABEL})+(?:/[\\w.~\\-]+)*$`,
    "u",
  ),
  examples: ["https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"],
  hint: (given) => {
    const provider = /^arn:[^:]*:iam::\d*:oidc-provider\/(.*)$/.exec(given);
    if (provider) return `That is the provider's ARN; its issuer is "${provider[1]}".`;
    if (given.startsWith("http://")) return "IAM takes https issuers only.";
    const url = given.replace(/^https:\/\//, "");
    if (/^oidc-eks\./.test(url))
      return "That is the dual-stack host, which is for discovery only: tokens keep the issuer oidc.eks.REGION.amazonaws.com, and trusting this one breaks IRSA.";
    if (url.endsWith("/.well-known/openid-configuration")) return "Remove /.well-known/openid-configuration.";
    if (url.endsWith("/")) return "Remove the trailing slash.";
    if (/[?#]/.test(url)) return "Remove the query and the fragment.";
    if (/^[^/]*:\d+/.test(url)) return "IAM takes no port in an issuer.";
    if (/^oidc\.eks\./i.test(url))
      return "An EKS issuer is oidc.eks.REGION.SUFFIX/id/ID, ID being 32 hexadecimal digits in upper case. Copy it from: aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer";
    const host = url.split("/")[0] ?? "";
    if (host !== host.toLowerCase()) return "Host names are lower case.";
    return undefined;
  },
}));

/** The ID at the end of an EKS cluster's issuer. AWS publishes no rule for it; every ID seen has this form. */
export const OidcId = /* @__PURE__ */ format(() => ({
  id: "OidcId",
  title: "the ID of an EKS cluster's OIDC issuer",
  rule: "32 hexadecimal digits in upper case, the part after /id/",
  pattern: /^[0-9A-F]{32}$/u,
  examples: ["0123456789ABCDEF0123456789ABCDEF"],
  hint: (given) => {
    const id = given.split("/").at(-1) ?? "";
    if (given.includes("/") && /^[0-9A-F]{32}$/i.test(id))
      return `Give the ID alone: "${id.toUpperCase()}"${given.includes("://") ? ", without https:// and the host" : ""}. The whole URL goes into issuer, in place of region and oidcId.`;
    if (given.includes("://"))
      return "Give the ID alone, without https:// and the host. The whole URL goes into issuer, in place of region and oidcId.";
    if (/^[0-9a-fA-F]{32}$/.test(given))
      return `Letter case matters, and EKS shows upper case: "${given.toUpperCase()}".`;
    if (/EXAMPLE/i.test(given))
      return "That is a placeholder of the AWS documentation. Copy the real one from: aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer";
    return undefined;
  },
}));

/** The issuer of an EKS cluster, without its scheme. */
export function eksIssuer(region: string, id: string): string {
  const partition = partitionOfRegion(region) ?? "aws";
  return `oidc.eks.${region}.${PARTITIONS[partition].dnsSuffix}/id/${id}`;
}

const ISSUER = /* @__PURE__ */ new RegExp(`^(?:https://)?${EKS_ISSUER}$`);

/** The region in an EKS issuer; nothing for an issuer that is not EKS's. */
export function regionOfIssuer(issuer: string): string | undefined {
  return ISSUER.test(issuer) ? issuer.split(".")[2] : undefined;
}

/** The ARN of an account's OIDC provider for an issuer (without its scheme). */
export function oidcProviderArn(partition: Partition, accountId: string, issuer: string): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}`;
}

/** The audience that tokens are made for. EKS's webhook uses `sts.amazonaws.com` in every partition. */
export const Audience = /* @__PURE__ */ format(() => ({
  id: "Audience",
  title: "an audience",
  rule: "1 to 255 printable ASCII characters without spaces and $",
  pattern: /^[!-#%-~]{1,255}$/u,
  examples: ["sts.amazonaws.com"],
}));
