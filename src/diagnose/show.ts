import { showUpTo } from "../errors.js";
import { isUnknown } from "../policy/read/unknown.js";

/** More than the ARN of a provider has, whose end is what matters. */
const MOST_CHARACTERS = 400;

/** A value as it can be shown in a message about ARNs, which are long. */
export function show(value: unknown): string {
  return showUpTo(MOST_CHARACTERS, isUnknown(value) ? String(value) : value);
}
