import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isMap } from "../../lists.js";
import { parseOperator } from "../../operators.js";
import { isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

const SHARED = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html";

export const SUBJECT_CODES = {
  MISSING_SUBJECT_FOR_OIDC_PRINCIPAL: [
    "security-warning",
    "Anyone's repository at GitHub or GitLab may assume the role.",
    SHARED,
  ],
  BROAD_SUBJECT_FOR_OIDC_PRINCIPAL: [
    "security-warning",
    "Any repository of an owner, or of all, at GitHub or GitLab may assume the role.",
    SHARED,
  ],
} as const satisfies FindingCodes;

/** A service that runs the repositories of everybody, and says in a token's subject which one it runs. */
interface Forge {
  readonly name: string;
  /** What the subject has, and an example of it. */
  readonly example: string;
  readonly issuer: RegExp;
  /** Other claims that say which repository it is. */
  readonly claims: readonly string[];
  /** Whether a subject, in which `*` and `?` are wildcards if it is a pattern, leaves open which repository it is. */
  readonly isBroad: (subject: string) => boolean;
}

const FORGES: readonly Forge[] = [
  {
    // https://docs.github.com/en/actions/reference/security/oidc and, for enterprises, the issuers with their names.
    name: "GitHub",
    example: "repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH",
    issuer: /^token\.actions\.(?:githubusercontent\.com(?:\/.*)?|[a-z0-9-]+\.ghe\.com)$/i,
    claims: ["repository", "repository_id", "job_workflow_ref"],
    isBroad: isBroadAtGithub,
  },
  {
    // https://docs.gitlab.com/ci/secrets/id_token_authentication/
    name: "GitLab",
    example: "project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH",
    issuer: /^gitlab\.[a-z0-9.-]+$/i,
    claims: ["project_path", "project_id"],
    isBroad: isBroadAtGitlab,
  },
];

/** Checks that a condition on a provider that many share says which repository a token must be for. */
export function checkSubject(report: Report, issuer: string, demands: Demands, path: JsonPath): void {
  const forge = FORGES.find((each) => each.issuer.test(issuer));
  if (forge === undefined) return;
  const subjects = demands(`${issuer}:sub`);
  if (subjects.length === 0) {
    report.add(
      SUBJECT_CODES,
      "MISSING_SUBJECT_FOR_OIDC_PRINCIPAL",
      path,
      `Everyone's repository at ${forge.name} may assume the role. Add a condition on ${issuer}:sub, such as ${forge.example}.`,
    );
    return;
  }
  const isOpen = (values: readonly Value[]) =>
    values.some(({ text, isPattern }) => (isPattern || !/[*?]/.test(text)) && forge.isBroad(text));
  if (subjects.some((values) => !isOpen(values))) return;
  const named = forge.claims.some((claim) =>
    demands(`${issuer}:${claim}`).some((values) => values.every(({ text }) => !forge.isBroad(`${claim}:${text}`))),
  );
  if (named) return;
  for (const { text, path: at } of subjects.flat().filter((value) => isOpen([value])))
    report.add(
      SUBJECT_CODES,
      "BROAD_SUBJECT_FOR_OIDC_PRINCIPAL",
      at,
      `${show(text)} leaves open which repository at ${forge.name} it is. Name it, as in ${forge.example}.`,
    );
}

interface Value {
  readonly text: string;
  /** Whether `*` and `?` are wildcards in it. */
  readonly isPattern: boolean;
  readonly path: JsonPath;
}

/** What the conditions of a statement demand of a key: of each condition the values, one of which it must have. */
type Demands = (key: string) => readonly (readonly Value[])[];

/** The demands of a statement's conditions, which are read through once: it may trust as many providers as it has keys. */
export function demandsIn(condition: unknown, path: JsonPath): Demands {
  let byKey: Map<string, (readonly Value[])[]> | undefined;
  return (key) => {
    byKey ??= demandsByKey(condition, path);
    return byKey.get(key.toLowerCase()) ?? [];
  };
}

function demandsByKey(condition: unknown, path: JsonPath): Map<string, (readonly Value[])[]> {
  const found = new Map<string, (readonly Value[])[]>();
  for (const [name, keys] of isMap(condition) ? Object.entries(condition) : []) {
    const operator = parseOperator(name);
    if (operator?.type !== "String" || operator.negated || !isMap(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const at = [...path, "Condition", name, key];
      const list = [values].flat().map((value, index) => ({
        // What only a deployment knows names something.
        text: isUnknown(value)
          ? value.pieces.map((piece) => (typeof piece === "string" ? piece : "x")).join("")
          : String(value),
        isPattern: operator.name.endsWith("Like"),
        path: Array.isArray(values) ? [...at, index] : at,
      }));
      const lower = key.toLowerCase();
      const all = found.get(lower);
      if (all === undefined) found.set(lower, [list]);
      else all.push(list);
    }
  }
  return found;
}

/**
 * Whether a subject of GitHub names no repository. Since July 2026 the names may have IDs behind them
 * (`repo:OWNER@1/REPOSITORY@2:ref:…`), and an owner may have claims of its own choice in the subject:
 * https://docs.github.com/en/actions/reference/security/oidc
 */
function isBroadAtGithub(subject: string): boolean {
  if (/(?:^|[:*])repository_id:\d/i.test(subject)) return false;
  const path = pathAfter(/(?:^|[:*])(?:repo|repository|job_workflow_ref):/i, subject);
  if (path === undefined)
    return /^(?:[*?]|(?:repository_owner|repository_owner_id|repository_id|enterprise):)/i.test(subject);
  const [owner = "", repository] = path.split("/", 2);
  if (repository === undefined) return /[*?]/.test(owner);
  // An ID may be left open, as its name says whose it is; a name may not: others may begin or end like it.
  return /[*?]/.test(owner.split("@", 1)[0]!) || isOnlyWildcards(repository);
}

/** Whether a subject of GitLab names no project: the last part of a path is the project, those before are groups. */
function isBroadAtGitlab(subject: string): boolean {
  if (/(?:^|[:*])project_id:\d/i.test(subject)) return false;
  const path = pathAfter(/(?:^|[:*])project_path:/i, subject);
  if (path === undefined) return /^(?:[*?]|(?:namespace_path|namespace_id|project_id):)/i.test(subject);
  const [group = "", ...rest] = path.split("/");
  return /[*?]/.test(group) || (rest.length > 0 && isOnlyWildcards(rest.at(-1)!));
}

/** What follows a claim's name in a subject, up to the next one. */
function pathAfter(name: RegExp, subject: string): string | undefined {
  const found = name.exec(subject);
  return found === null ? undefined : subject.slice(found.index + found[0].length).split(":", 1)[0];
}

function isOnlyWildcards(text: string): boolean {
  return /^[*?@]*$/.test(text);
}
