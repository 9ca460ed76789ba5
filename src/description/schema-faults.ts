import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { ISSUE_CODES, type Issue, type IssueCode, show } from "../errors.js";
import { MODES } from "../modes/index.js";

type ZodIssue = z.core.$ZodIssue;

/** The faults that a schema found, in rolewright's terms. */
export function fieldIssues(issues: readonly ZodIssue[], input: unknown, mode: keyof typeof MODES): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => unknownKey([...path, key], mode));
      case "invalid_union":
        return fieldIssues(
          branchOf(issue, valueAt(input, path)).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
          input,
          mode,
        );
      case "invalid_key":
        return [{ path, code: "INVALID_FORMAT", message: `${issue.issues[0]?.message ?? "is no valid key"}` }];
      default:
        return [{ path, code: codeOf(issue, valueAt(input, path)), message: issue.message }];
    }
  });
}

/** Of a union of a string and a list, the part that the value was meant to be. */
function branchOf(issue: z.core.$ZodIssueInvalidUnion, value: unknown): ZodIssue[] {
  const branches = issue.errors.filter(
    (branch) =>
      !branch.some((inner) => inner.code === "invalid_type" && inner.path.length === 0 && inner.expected === "array"),
  );
  return (Array.isArray(value) ? issue.errors.at(-1) : branches[0]) ?? [];
}

function codeOf(issue: ZodIssue, value: unknown): IssueCode {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined
        ? "MISSING_KEY"
        : typeof value === "number" && issue.expected === "int"
          ? "OUT_OF_RANGE"
          : "INVALID_TYPE";
    case "invalid_format":
      return "INVALID_FORMAT";
    case "too_small":
      return issue.origin === "array" ? "TOO_FEW" : "OUT_OF_RANGE";
    case "too_big":
      return issue.origin === "array" ? "TOO_MANY" : "OUT_OF_RANGE";
    case "custom": {
      const code: unknown = issue.params?.["code"];
      return typeof code === "string" && code in ISSUE_CODES ? (code as IssueCode) : "INVALID_VALUE";
    }
    default:
      return "INVALID_VALUE";
  }
}

function valueAt(input: unknown, path: Issue["path"]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    input,
  );
}

/** Keys that people bring from elsewhere, and what is meant. */
const KNOWN_MISTAKES: Record<string, string> = {
  regions:
    "Write stackSet.region, one region: IAM is global, so the same named role in a second region of an account fails.",
  executionRoleArn:
    "The execution role starts the task and is never the integration's. Give the task role as taskRoleArn.",
  roleArn: "Give the name of the integration role as roleName; its ARN follows from the target account.",
  accessKeyId: "rolewright takes no access keys. Give the user's ARN as userArn.",
  secretAccessKey:
    "rolewright takes no secrets. Remove it from the file, and replace the key if others can read the file.",
  partition: "The partition follows from the ARNs and regions.",
};

/** Keys for which `AssumeRoleWithWebIdentity` has nothing to compare with. */
const NOT_IN_WEB_IDENTITY: Record<string, string> = {
  externalId:
    "AssumeRoleWithWebIdentity has no external ID, so a trust policy that asks for one denies every pod. Remove it.",
  organizationId:
    "AssumeRoleWithWebIdentity is called without an AWS identity, so aws:PrincipalOrgID is never there, and a trust policy that asks for it denies every pod. Remove it.",
  trustVia: "The integration role trusts the OIDC provider of its account, and the subject decides. Remove it.",
};

function unknownKey(path: Issue["path"], mode: keyof typeof MODES): Issue {
  const key = String(path.at(-1));
  const mistake = Object.hasOwn(KNOWN_MISTAKES, key) ? KNOWN_MISTAKES[key] : undefined;
  if (path.length === 1) {
    const modes = Object.entries(MODES)
      .filter(([, schema]) => Object.hasOwn(schema().shape, key))
      .map(([name]) => name);
    if (modes.length > 0) {
      const why =
        (Object.hasOwn(NOT_IN_WEB_IDENTITY, key) && mode === "irsa" ? NOT_IN_WEB_IDENTITY[key] : undefined) ??
        "Remove it, or change the mode.";
      return {
        path,
        code: "NOT_APPLICABLE",
        message: `is a key of mode ${modes.join(" and ")}, not of ${mode}. ${why}`,
      };
    }
  }
  const known = knownKeys(path.slice(0, -1), mode);
  const nearest = known.length === 0 ? undefined : closest(key.slice(0, 64), known);
  const near =
    nearest !== undefined &&
    distance(key.slice(0, 64).toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(nearest.length / 3));
  return {
    path,
    code: "UNKNOWN_KEY",
    message: `is not a key here. ${mistake ?? (near ? `Did you mean ${show(nearest)}?` : `Known keys: ${known.join(", ")}.`)}`,
  };
}

/** The keys of the map at a path. */
function knownKeys(path: Issue["path"], mode: keyof typeof MODES): string[] {
  let schema: unknown = MODES[mode]();
  for (const step of path) {
    schema = unwrapped((schema as { shape?: Record<string, unknown> }).shape?.[step]);
  }
  return Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
}

function unwrapped(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? schema : unwrapped(inner);
}
