import { type Issue, RolewrightError } from "../errors.js";
import { type IsLeaf, never, plainFaults } from "./plain.js";

/**
 * Refuses what JSON cannot hold.
 *
 * @throws {RolewrightError} `NOT_JSON`, for each part: undefined, functions, NaN, lone surrogates, instances of classes, circles.
 */
export function checkJson(value: unknown, isLeaf: IsLeaf = never): void {
  const issues = plainFaults(value, isLeaf);
  // What is no plain data may have no end.
  if (issues.length === 0) check(value, [], issues, isLeaf);
  if (issues.length > 0) throw new RolewrightError(issues);
}

function check(value: unknown, path: Issue["path"], issues: Issue[], isLeaf: IsLeaf): void {
  const refuse = (message: string) => issues.push({ path, code: "NOT_JSON", message });
  if (value === null || typeof value === "boolean" || (typeof value === "object" && isLeaf(value))) return;
  if (typeof value === "string") {
    if (!isWellFormed(value)) refuse("must not hold half of a surrogate pair (RFC 8785, 3.2.2.2).");
  } else if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(`must be a finite number; given ${value}.`);
  } else if (typeof value !== "object") {
    refuse(`must be a JSON value; given ${typeof value}.`);
  } else if ("toJSON" in value && typeof value.toJSON === "function") {
    refuse("must be plain data; an object with a toJSON method is not.");
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) check(value[index], [...path, index], issues, isLeaf);
  } else {
    for (const [key, member] of Object.entries(value)) {
      if (!isWellFormed(key))
        issues.push({
          path: [...path, key],
          code: "NOT_JSON",
          message: "has half of a surrogate pair in its key (RFC 8785, 3.2.2.2).",
        });
      check(member, [...path, key], issues, isLeaf);
    }
  }
}

/** Whether each surrogate of a string has its other half. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
