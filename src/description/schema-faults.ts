import type { z } from "zod";
import { ISSUE_CODES, type Issue, type IssueCode } from "../errors.js";
import type { ModeName } from "../modes/index.js";
import { unknownKey } from "./unknown-key.js";

type ZodIssue = z.core.$ZodIssue;

/** The faults that a schema found, in rolewright's terms. */
export function schemaFaults(issues: readonly ZodIssue[], input: unknown, mode: ModeName): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => unknownKey([...path, key], mode));
      case "invalid_union":
        return schemaFaults(
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
