import type { Facts, PossibleCause } from "./possible-causes.js";

/** An error whose text is known. */
export interface KnownError {
  /** Whether a text is of it; the text has no line breaks. */
  readonly matches: (facts: Facts) => boolean;
  /** What is printed, in the main. */
  readonly example: string;
  readonly error: string;
  readonly causes: (facts: Facts) => readonly PossibleCause[];
}

/** That the text has a pattern. */
export function says(pattern: RegExp): KnownError["matches"] {
  return ({ text }) => pattern.test(text);
}
