import { closest, distance } from "fastest-levenshtein";
import { type Issue, show } from "../errors.js";
import { MODE_NAMES, MODES, type ModeName } from "../modes/index.js";
import type { Mode } from "../modes/mode.js";

/** Keys that people bring from elsewhere, whatever the mode, and what is meant. */
const KNOWN_MISTAKES: { readonly [key: string]: string } = {
  regions:
    "Write stackSet.region, one region: IAM is global, so the same named role in a second region of an account fails.",
  roleArn: "Give the name of the integration role as roleName; its ARN follows from the target account.",
  secretAccessKey:
    "rolewright takes no secrets. Remove it from the file, and replace the key if others can read the file.",
  partition: "The partition follows from the ARNs and regions.",
};

/** The fault of a key that is none of the mode's. */
export function unknownKey(path: Issue["path"], mode: ModeName): Issue {
  const key = String(path.at(-1));
  const modes = MODE_NAMES.filter((name) => Object.hasOwn(MODES[name].schema().shape, key));
  if (path.length === 1 && modes.length > 0)
    return {
      path,
      code: "NOT_APPLICABLE",
      message: `is a key of mode ${listed(modes)}, not of ${mode}. ${foreignKey(mode, key) ?? "Remove it, or change the mode."}`,
    };
  const mistake = modes.length > 0 ? undefined : knownMistake(mode, key);
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

/** What a mode says of a key that it does not have. */
function foreignKey(name: ModeName, key: string): string | undefined {
  const { foreignKeys = {} }: Mode = MODES[name];
  return Object.hasOwn(foreignKeys, key) ? foreignKeys[key] : undefined;
}

/** What is known of a key that no mode has: by this mode, by all, or by another, whose name is said. */
function knownMistake(mode: ModeName, key: string): string | undefined {
  const own = foreignKey(mode, key) ?? (Object.hasOwn(KNOWN_MISTAKES, key) ? KNOWN_MISTAKES[key] : undefined);
  if (own !== undefined) return own;
  const other = MODE_NAMES.find((name) => foreignKey(name, key) !== undefined);
  return other === undefined ? undefined : `In mode ${other}: ${foreignKey(other, key)}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The keys of the map at a path. */
function knownKeys(path: Issue["path"], mode: ModeName): string[] {
  let schema: unknown = MODES[mode].schema();
  for (const step of path) {
    schema = unwrapped((schema as { shape?: Record<string, unknown> }).shape?.[step]);
  }
  return Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
}

function unwrapped(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? schema : unwrapped(inner);
}
