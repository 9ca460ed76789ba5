import ipaddr from "ipaddr.js";

/**
 * IP addresses and ranges as the policy language reads them: four decimal numbers without leading zeros, or IPv6 (RFC 4291),
 * and ranges of them in the notation of RFC 4632.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** An address with the number of its leading bits that a range has in common. */
export type IpRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The address that a text is; nothing for what is none, such as `10.0.0.08` and `10.1`. */
export function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(":")) return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
  const last = text.slice(text.lastIndexOf(":") + 1);
  if (last.includes(".") && !ipaddr.IPv4.isValidFourPartDecimal(last)) return undefined;
  if (!/^[0-9a-f:.]+$/i.test(text) || /[0-9a-f]{5}/i.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}

/** The range that a text is, one address or many; nothing for what is none, such as `10.0.0.0/33`. */
export function rangeOf(text: string): IpRange | undefined {
  const [start = "", prefix, ...others] = text.split("/", 3);
  const address = others.length > 0 ? undefined : addressOf(start);
  if (address === undefined) return undefined;
  const most = address.kind() === "ipv4" ? 32 : 128;
  if (prefix === undefined) return [address, most];
  return /^(?:0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= most ? [address, Number(prefix)] : undefined;
}
