import type { z } from "zod";
import type { Partition } from "../aws/partition.js";
import { type Issue, RolewrightError, show } from "../errors.js";
import { type Description, type integrationSchema, MODES } from "../modes/index.js";
import { targetsSchema } from "../modes/keys/targets.js";
import { once } from "../schema/once.js";
import { parseQuickly } from "./accept.js";
import { inconsistencies, partitionOf, type WellFormedKeys } from "./agreement.js";
import { fieldIssues } from "./schema-faults.js";

/** The description of an integration, as people write it. */
export type IntegrationInput = z.input<ReturnType<typeof integrationSchema>>;

/** A valid description: the defaults filled in, the partition known. */
export type Integration = Description & { readonly partition: Partition };

const MODE_NAMES = Object.keys(MODES) as (keyof typeof MODES)[];

/**
 * Checks the description of an integration and fills in the defaults.
 *
 * @param input Anything; usually an object as {@link IntegrationInput} describes it, or the parsed text of a file.
 * @returns The description, with `partition` derived from its ARNs and regions.
 * @throws {RolewrightError} With every fault found: each key that is unknown, missing or malformed, and each that does not
 * agree with the others. docs/errors.md lists the codes.
 * @example
 * const integration = parseIntegration({
 *   mode: "ecs",
 *   taskRoleArn: "arn:aws-cn:iam::111122223333:role/integration-task",
 * });
 * integration.partition; // "aws-cn"
 * integration.roleName; // "PortIntegrationRole"
 */
export function parseIntegration(input: unknown): Integration {
  return parseQuickly(input) ?? parseThoroughly(input);
}

/** By the Zod schemas, which say what is wrong. */
export function parseThoroughly(input: unknown): Integration {
  const { mode, issues } = modeOf(input);
  if (mode === undefined) throw new RolewrightError(issues);
  const description = { ...(input as object), mode };
  const result = MODES[mode]().safeParse(description);
  if (!result.success) issues.push(...fieldIssues(result.error.issues, description, mode));
  const keys = (result.success ? result.data : wellFormed(description, issues)) as WellFormedKeys;
  issues.push(...forbiddenKeys(description), ...inconsistencies(keys, (key) => isAbsent(description, key)));
  if (issues.length > 0) throw new RolewrightError(issues);
  return { ...(result.data as Description), partition: partitionOf(keys) };
}

/** Whether a key is not there at all; `undefined`, which only code can write, is not there either. */
function isAbsent(description: object, key: string): boolean {
  return !Object.hasOwn(description, key) || (description as Record<string, unknown>)[key] === undefined;
}

/** The mode, and what is wrong with it. Where it is missing or misspelled, the other keys may tell which was meant. */
function modeOf(input: unknown): { mode?: keyof typeof MODES; issues: Issue[] } {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return {
      issues: [
        {
          path: [],
          code: "INVALID_TYPE",
          message: `must be a map with the key mode (${MODE_NAMES.join(", ")}); given ${input === undefined ? "nothing" : show(input)}.`,
        },
      ],
    };
  }
  const given: unknown = Object.hasOwn(input, "mode") ? (input as { mode: unknown }).mode : undefined;
  const mode = MODE_NAMES.find((name) => name === given);
  if (mode !== undefined) return { mode, issues: [] };
  const allowed = `must be one of ${MODE_NAMES.map(show).join(", ")}`;
  const meant = MODE_NAMES.map((name) => ({
    name,
    keys: telling(name).filter((key) => Object.hasOwn(input, key)),
  })).sort((a, b) => b.keys.length - a.keys.length)[0];
  const hint = meant?.keys[0] === undefined ? "" : ` With ${meant.keys[0]} it is ${show(meant.name)}.`;
  const issue: Issue =
    given === undefined
      ? { path: ["mode"], code: "MISSING_KEY", message: `is required: ${allowed}.${hint}` }
      : { path: ["mode"], code: "INVALID_VALUE", message: `${allowed}; given ${show(given)}.${hint}` };
  return { ...(hint === "" ? {} : { mode: meant?.name }), issues: [issue] } as {
    mode?: keyof typeof MODES;
    issues: Issue[];
  };
}

/** The keys that no other mode has. */
function telling(mode: keyof typeof MODES): string[] {
  return Object.keys(MODES[mode]().shape).filter((key) =>
    MODE_NAMES.every((other) => other === mode || !Object.hasOwn(MODES[other]().shape, key)),
  );
}

/**
 * The description without whatever an issue points at, so that the rest can still be checked. A list that is malformed as
 * a whole stays as an empty one inside a map: it was given, whatever it holds.
 */
function wellFormed(description: object, issues: readonly Issue[]): object {
  const copy: Record<string, unknown> = { ...description };
  for (const { path } of issues) {
    const [key, inner] = path;
    if (typeof key !== "string" || !Object.hasOwn(copy, key)) continue;
    if (typeof inner !== "string") {
      delete copy[key];
    } else if (lists().has(inner)) {
      copy[key] = { ...(copy[key] as object), [inner]: [] };
    } else {
      const { [inner]: _faulty, ...rest } = copy[key] as Record<string, unknown>;
      copy[key] = rest;
    }
  }
  return copy;
}

const lists = /* @__PURE__ */ once(
  (): ReadonlySet<string> => new Set(Object.keys(targetsSchema().shape).filter((key) => key !== "managementAccount")),
);

/** `__proto__` is the one key that a map of tags must not have and that its schema does not see. */
function forbiddenKeys(description: object): Issue[] {
  const tags: unknown = (description as { tags?: unknown }).tags;
  if (typeof tags !== "object" || tags === null || !Object.hasOwn(tags, "__proto__")) return [];
  return [{ path: ["tags", "__proto__"], code: "INVALID_FORMAT", message: "is not allowed as a key." }];
}
