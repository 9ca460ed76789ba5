import { distance } from "fastest-levenshtein";
import { show } from "./show.js";

/** A value beside the one that it should be. */
export interface NearMiss {
  readonly given: string;
  readonly intended: string;
  /** Under `given`: `^` where it differs from `intended`. */
  readonly marks: string;
  /** What the difference is, if it is a usual one. */
  readonly hint?: string;
}

const MOST_COMPARED = 512;

/** What distinguishes a value from the one that was intended. */
export function nearMiss(given: string, intended: string): NearMiss {
  const hint = hintOf(given, intended);
  const cut = given.slice(0, MOST_COMPARED);
  return { given: cut, intended, marks: marks(cut, intended), ...(hint !== undefined && { hint }) };
}

/** The text of `candidates` that is nearest to a value. */
export function nearest<T>(candidates: readonly T[], textOf: (candidate: T) => string, value: string): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates.slice(0, 1000)) {
    const far = distance(textOf(candidate).slice(0, MOST_COMPARED), value.slice(0, MOST_COMPARED));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** As documentation and templates write what is to be filled in. */
const PLACEHOLDER = /<[\w -]{1,64}>|\$\{[\w:.-]{1,64}\}|\{\{|XXXX|YOUR[_-]/i;
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/u;

function hintOf(given: string, intended: string): string | undefined {
  if (given === "") return "It is empty.";
  if (PLACEHOLDER.test(given) && !PLACEHOLDER.test(intended)) return "A placeholder is left in.";
  if (INVISIBLE.test(given)) return "It has an invisible character. Type it anew instead of copying it.";
  if (given.trim() === intended) return "It has white space at an end.";
  if (given.replace(/\s+/g, "") === intended) return "It has white space within.";
  if (given.toLowerCase() === intended.toLowerCase()) return "Only the letter case differs.";
  if (given.replace(/^["']|["']$/g, "") === intended) return "It has quotation marks of its own.";
  if (withoutEnd(given) === intended) return "It has a slash at the end.";
  if (given.replace(/https?:\/\//, "") === intended) return "https:// is left in.";
  if (withoutEnd(given.replace(/https?:\/\//, "")) === intended) return "https:// and a slash at the end are left in.";
  if (given.normalize("NFKC") === intended || [...given].some((character) => character > "\u{7F}"))
    return "It has a character that only looks like the right one. Type it anew instead of copying it.";
  const far = distance(given.slice(0, MOST_COMPARED), intended.slice(0, MOST_COMPARED));
  if (far === 1) return "One character is mistyped, missing or too many.";
  // A longer or shorter ending is another value rather than a slip.
  if (far <= 3 && !given.startsWith(intended) && !intended.startsWith(given))
    return `${far} characters are mistyped, missing or too many.`;
  return undefined;
}

/** A text without the slashes at its end, looked for from the begin of each run only: from each slash it would take the square. */
export function withoutEnd(text: string): string {
  return text.replace(/(?<!\/)\/+$/, "");
}

/** `^` under each character outside what both texts begin and end with; at least one. */
function marks(given: string, intended: string): string {
  const left = [...given];
  const right = [...intended];
  let from = 0;
  while (from < left.length && from < right.length && left[from] === right[from]) from++;
  let end = 0;
  while (end < left.length - from && end < right.length - from && left.at(-1 - end) === right.at(-1 - end)) end++;
  return " ".repeat(from) + "^".repeat(Math.max(1, left.length - from - end));
}

interface ArnParts {
  readonly partition: string;
  readonly account: string;
  readonly kind: string;
  readonly path: string;
  readonly name: string;
}

function arnParts(text: string): ArnParts | undefined {
  const [, partition = "", account = "", kind = "", path = "", name = ""] =
    /^arn:([^:]*):iam::([^:]*):(role|user|oidc-provider|saml-provider)(\/|\/.*\/)([^/]+)$/s.exec(text) ?? [];
  return name === "" ? undefined : { partition, account, kind, path, name };
}

/** Which parts of two IAM ARNs differ: `the account is "111122223333", not "444455556666"`. */
export function differingParts(given: string, intended: string): string | undefined {
  const actual = arnParts(given);
  const wanted = arnParts(intended);
  if (actual === undefined || wanted === undefined || actual.kind !== wanted.kind) return undefined;
  const parts =
    wanted.kind === "oidc-provider"
      ? [
          { label: "partition", ...both(actual, wanted, "partition") },
          { label: "account", ...both(actual, wanted, "account") },
          {
            label: "issuer",
            actual: actual.path.slice(1) + actual.name,
            wanted: wanted.path.slice(1) + wanted.name,
          },
        ]
      : (["partition", "account", "path", "name"] as const).map((label) => ({ label, ...both(actual, wanted, label) }));
  const different = parts.filter((part) => part.actual !== part.wanted);
  if (different.length === 0) return undefined;
  return different.map((part) => `the ${part.label} is ${show(part.actual)}, not ${show(part.wanted)}`).join("; ");
}

function both(actual: ArnParts, wanted: ArnParts, part: keyof ArnParts) {
  return { actual: actual[part], wanted: wanted[part] };
}

/** Which parts of two service accounts' subjects differ. */
export function differingSubject(given: string, intended: string): string | undefined {
  const [, , namespace, name, ...more] = given.split(":");
  const [, , wantedNamespace, wantedName] = intended.split(":");
  if (!given.startsWith("system:serviceaccount:") || name === undefined || more.length > 0) return undefined;
  if (namespace === wantedName && name === wantedNamespace) return "the namespace and the name are swapped";
  const different = [
    ...(namespace === wantedNamespace ? [] : [`the namespace is ${show(namespace)}, not ${show(wantedNamespace)}`]),
    ...(name === wantedName ? [] : [`the service account is ${show(name)}, not ${show(wantedName)}`]),
  ];
  return different.length === 0 ? undefined : different.join("; ");
}

/** Whether only the partition of two ARNs differs. */
export function differsInPartitionOnly(given: string, intended: string): boolean {
  const [arn, partition, ...rest] = given.split(":");
  const [, wanted, ...others] = intended.split(":");
  return arn === "arn" && partition !== wanted && rest.join(":") === others.join(":");
}
