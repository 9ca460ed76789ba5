import type { Atoms, Literal } from "./atoms.js";
import type { Union } from "./find-text.js";
import type { TextPattern } from "./text-pattern.js";
import type { AddressRange, Values } from "./values.js";

/**
 * What makes a request one of strangers: it comes from none of the accounts, organizations, networks and resources that a policy
 * fixes. A policy that grants such a request is public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */

/** Keys that say where a request comes from. */
const ORIGINS =
  /^(?:aws:(?:principal(?:arn|account|orgid|orgpaths)|source(?:arn|account|owner|orgid|orgpaths|vpc|vpce|vpcarn)|vpce(?:account|orgid|orgpaths)|userid)|s3:dataaccesspoint(?:arn|account)|kms:calleraccount)$/;

/** The literals that hold for strangers' requests: no value of these keys is one that the policy fixes. */
export function strangerLiterals(atoms: Atoms): Literal[] {
  const byKey = new Map<string, Values[]>();
  for (const atom of [...atoms.all()]) {
    if (atom.kind !== "key") continue;
    byKey.set(atom.field, [...(byKey.get(atom.field) ?? []), atom.values]);
  }
  return [...byKey].flatMap(([field, all]): Literal[] => {
    const union = all.flatMap((values) => (values.type === "text" ? values.union.filter(isFixed(field)) : []));
    const ranges = all.flatMap((values) => (values.type === "address" ? values.ranges.filter(isNarrow) : []));
    const values: Values[] = [
      ...(ORIGINS.test(field) && union.length > 0
        ? [{ type: "text" as const, union: union as Union, isBool: false }]
        : []),
      ...(/^aws:(?:vpc)?sourceip$/.test(field) && ranges.length > 0 ? [{ type: "address" as const, ranges }] : []),
    ];
    return values.map((each) => ({
      holds: false,
      atom: atoms.intern(`stranger ${field} ${each.type}`, (id) => ({
        id,
        kind: "key",
        field,
        name: field,
        absent: false,
        negated: false,
        values: each,
        place: { side: "policy", policy: 0, path: [] },
        exact: true,
      })),
    }));
  });
}

/** Whether a value stands for one origin: it has no wildcard, or none in its account, its organization or its unique ID. */
function isFixed(field: string) {
  return ({ literal, prefix, open, tokens }: TextPattern): boolean => {
    if (open) return false;
    if (literal !== undefined) return true;
    if (field.endsWith("arn")) return /^[^:*]*:[^:*]*:[^:*]*:[^:*]*:\d{12}:/.test(shown(tokens));
    if (field.endsWith("orgpaths")) return /^o-[a-z0-9]{10,32}\//.test(prefix);
    return field === "aws:userid" && /^A[A-Z0-9]{15,}:?$/.test(prefix);
  };
}

/** Tokens as text: `*` for what may hold a colon, `?` for any other open place. */
function shown(tokens: TextPattern["tokens"]): string {
  return tokens
    .map((token) => {
      if (token.variable !== undefined || token.characters.has(":") !== (token.characters.listed === ":")) return "*";
      return token.characters.listed?.length === 1 ? token.characters.listed : "?";
    })
    .join("");
}

/** A range that is no half of the Internet: at least 8 bits of IPv4, 32 of IPv6, or private addresses (RFC 1918). */
function isNarrow({ version, first, last }: AddressRange): boolean {
  const size = last - first + 1n;
  if (version === 6) return size <= 1n << 96n;
  return size <= 1n << 24n || PRIVATE.some(([from, to]) => from <= first && last <= to);
}

const PRIVATE = [
  [0x0a000000n, 0x0affffffn],
  [0xac100000n, 0xac1fffffn],
  [0xc0a80000n, 0xc0a8ffffn],
] as const;
