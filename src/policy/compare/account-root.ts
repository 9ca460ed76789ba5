import { isMap } from "../lists.js";
import { isUnknown } from "../read/unknown.js";

/** What an account ID stands for in the `AWS` principals of one document. */
export type RootOf = (accountId: string) => string;

/**
 * What the account IDs of a document stand for: an account ID as a principal is the root of its account, in the partition
 * of the document, which it does not say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 *
 * The partition is the one that the ARNs of the document name, and of the other one that it is compared with; `aws` where
 * they name none. Where they name several, an account ID stays as it is, unless the other document has that account's root
 * in just one of the partitions that the account ID can be of.
 */
export function rootsIn(document: unknown, other?: unknown): RootOf {
  let named: { readonly own: Named; readonly others: Named; readonly all: ReadonlySet<string> } | undefined;
  return (accountId) => {
    if (named === undefined) {
      const [own, others] = [namesIn(document), namesIn(other)];
      named = { own, others, all: new Set([...own.partitions, ...others.partitions]) };
    }
    const { own, others, all } = named;
    const settled = all.size < 2 ? [...all, "aws"] : [...(others.roots.get(accountId) ?? [])];
    const [partition] = settled;
    if (partition === undefined) return accountId;
    const certain =
      all.size < 2 || (settled.length === 1 && (own.partitions.size === 0 || own.partitions.has(partition)));
    return certain ? `arn:${partition}:iam::${accountId}:root` : accountId;
  };
}

/** The partitions that the ARNs of a document name. */
interface Named {
  readonly partitions: ReadonlySet<string>;
  /** Those of the root ARNs of an account. */
  readonly roots: ReadonlyMap<string, ReadonlySet<string>>;
}

function namesIn(document: unknown): Named {
  const partitions = new Set<string>();
  const roots = new Map<string, Set<string>>();
  const walk = (value: unknown, levels: number): void => {
    if (typeof value === "string") {
      const [, partition, accountId] = /^arn:([a-z][a-z0-9-]{0,30}):(?:iam::(\d{12}):root$)?/.exec(value) ?? [];
      if (partition === undefined) return;
      partitions.add(partition);
      if (accountId !== undefined) roots.set(accountId, (roots.get(accountId) ?? new Set()).add(partition));
    } else if (levels === 0) return;
    else if (isUnknown(value)) walk(value.source, levels - 1);
    else if (Array.isArray(value)) for (const member of value) walk(member, levels - 1);
    else if (isMap(value)) for (const member of Object.values(value)) walk(member, levels - 1);
  };
  if (isMap(document)) walk(document["Statement"], MOST_LEVELS);
  return { partitions, roots };
}

const MOST_LEVELS = 100;
