import { type Issue, show } from "../errors.js";
import { inOrderOfPlace } from "../json/place.js";
import { plainFaults } from "../json/plain.js";
import { MODE_NAMES, MODES, type ModeName } from "../modes/index.js";
import { targetsSchema } from "../modes/keys/targets.js";
import { once } from "../schema/once.js";
import { disagreements } from "./agreement.js";
import { asWritten } from "./as-written.js";
import { schemaFaults } from "./schema-faults.js";

/**
 * Every fault of a description, in order of their places, by the schemas of its mode and by what its keys must have in common; none for a valid one,
 * which `accept` takes.
 *
 * @param writtenAt How the text of the description has the value at a path, if it writes it in another way than JavaScript.
 */
export function faultsOf(input: unknown, writtenAt?: (path: Issue["path"]) => string | undefined): Issue[] {
  const issues = faultsIn(input);
  return writtenAt === undefined ? issues : asWritten(issues, input, writtenAt, faultsIn);
}

function faultsIn(input: unknown): Issue[] {
  const unplain = plainFaults(input);
  if (unplain.length > 0) return unplain;
  const { mode: name, issues: ofMode } = modeOf(input);
  if (name === undefined) return ofMode;
  const description = { ...(input as object), mode: name };
  const mode = MODES[name];
  const result = mode.schema().safeParse(description);
  const issues = result.success ? ofMode : [...ofMode, ...schemaFaults(result.error.issues, description, name)];
  const keys = result.success ? result.data : wellFormed(description, issues);
  return inOrderOfPlace(
    [...issues, ...forbiddenKeys(description), ...disagreements(mode, keys, (key) => isAbsent(description, key))],
    description,
  );
}

/** Whether a key is not there at all; `undefined`, which only code can write, is not there either. */
function isAbsent(description: object, key: string): boolean {
  return !Object.hasOwn(description, key) || (description as Record<string, unknown>)[key] === undefined;
}

/** The mode, and what is wrong with it. Where it is missing or misspelled, the other keys may tell which was meant. */
function modeOf(input: unknown): { mode?: ModeName; issues: Issue[] } {
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
    mode?: ModeName;
    issues: Issue[];
  };
}

/** The keys that no other mode has. */
function telling(mode: ModeName): string[] {
  return Object.keys(MODES[mode].schema().shape).filter((key) =>
    MODE_NAMES.every((other) => other === mode || !Object.hasOwn(MODES[other].schema().shape, key)),
  );
}

/**
 * The description without whatever an issue points at, so that the rest can still be checked. A list that is malformed as
 * a whole stays as an empty one inside a map: it was given, whatever it holds.
 */
function wellFormed(description: object, issues: readonly Issue[]): object {
  const copy: Record<string, unknown> = { ...description };
  const copied = new Map<string, Record<string, unknown>>();
  for (const { path } of issues) {
    const [key, inner] = path;
    if (typeof key !== "string" || !Object.hasOwn(copy, key)) continue;
    if (typeof inner !== "string") {
      delete copy[key];
      continue;
    }
    const map = copied.get(key) ?? { ...(copy[key] as object) };
    copied.set(key, map);
    copy[key] = map;
    if (lists().has(inner)) map[inner] = [];
    else delete map[inner];
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
