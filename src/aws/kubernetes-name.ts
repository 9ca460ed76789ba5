import { format } from "../schema/text.js";

const likelyFix = (given: string, each: string): string | undefined => {
  const subject = /^system:serviceaccount:([^:]*):([^:]*)$/.exec(given);
  if (subject) return `That is a whole subject: namespace "${subject[1]}", serviceAccount "${subject[2]}".`;
  if (/[*?]/.test(given))
    return `Wildcards are not allowed: under StringEquals they are taken literally. Name ${each}.`;
  if (given !== given.toLowerCase()) return "Kubernetes names are lower case.";
  if (given.includes("_")) return "Kubernetes names have hyphens, never underscores.";
  return undefined;
};

/** The name of a Kubernetes namespace: an RFC 1123 label. */
export const Namespace = /* @__PURE__ */ format(() => ({
  id: "Namespace",
  title: "a Kubernetes namespace",
  rule: "1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit (an RFC 1123 label)",
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u,
  examples: ["port-ocean"],
  hint: (given) => likelyFix(given, "one namespace"),
}));

/** The name of a Kubernetes service account: an RFC 1123 subdomain. */
export const ServiceAccountName = /* @__PURE__ */ format(() => ({
  id: "ServiceAccountName",
  title: "a Kubernetes service account name",
  rule: "1 to 253 lower-case letters, digits, hyphens and dots, each part beginning and ending with a letter or digit (an RFC 1123 subdomain)",
  pattern: /^(?=[a-z0-9.-]{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u,
  examples: ["port-ocean-aws-v3"],
  hint: (given) => likelyFix(given, "each service account"),
}));
