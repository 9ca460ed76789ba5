import { isProviderArn, PUBLIC_PROVIDERS } from "../principal.js";

/** A request's caller. */
export type Caller = { readonly kind: "AWS" | "Service" | "Federated" | "Anonymous"; readonly name: string };

/** A request's caller, of the kind that its name has if the request does not say it. */
export function callerOf(
  principal: string | { readonly AWS?: string; readonly Service?: string; readonly Federated?: string },
): Caller {
  if (typeof principal !== "string") {
    const { AWS, Service, Federated } = principal;
    if (Service !== undefined) return { kind: "Service", name: Service };
    return Federated === undefined ? { kind: "AWS", name: AWS ?? "" } : { kind: "Federated", name: Federated };
  }
  if (principal === "*") return { kind: "Anonymous", name: principal };
  if (isProviderArn(principal) || PUBLIC_PROVIDERS.includes(principal)) return { kind: "Federated", name: principal };
  if (!principal.startsWith("arn:") && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(principal))
    return { kind: "Service", name: principal };
  return { kind: "AWS", name: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}
