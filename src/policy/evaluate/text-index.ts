import { once } from "../../schema/once.js";
import { literalRuns, type Pattern } from "../../wildcard/pattern.js";
import { countBefore } from "../in-order.js";

/** A pattern with the comparison that it is one of, which may ask for more than that the pattern matches the whole. */
export interface Matcher {
  readonly pattern: Pattern;
  readonly matches: (text: string) => boolean;
}

/** Texts that are compared with many patterns. */
export interface TextIndex {
  /** Whether one of the texts fits one of the matchers. */
  readonly some: (matchers: readonly Matcher[]) => boolean;
  /** Whether each of the texts fits one of them. */
  readonly every: (matchers: readonly Matcher[]) => boolean;
}

/** So many patterns, and texts of so many characters, are compared each with each. */
const FEW = 16;
const SHORT = 256;

/** What tells one text from another: what is equal for longer is taken for equal, and compared by the matcher. */
const MOST_COMPARED = 32;

/**
 * An index of texts. A pattern is tried on those texts alone that have the rarest of its literal runs, which a suffix array
 * tells: n texts and n patterns take the square of the time only if each pattern nearly fits each text.
 * U. Manber and G. Myers, "Suffix arrays: a new method for on-line string searches", SIAM Journal on Computing 22 (1993).
 */
export function textIndex(texts: readonly string[]): TextIndex {
  let tried = 0;
  const isShort = texts.reduce((sum, { length }) => sum + length, 0) < SHORT;
  const suffixes = once(() => suffixArray(texts));
  const candidates = (matcher: Matcher): Iterable<number> => {
    tried++;
    return isShort || tried < FEW ? texts.keys() : suffixes().withRarest(literalRuns(matcher.pattern, EDGE));
  };
  const fits = ({ matches }: Matcher, at: number) => matches(texts[at]!);
  return {
    some: (matchers) =>
      matchers.some((matcher) => {
        for (const at of candidates(matcher)) if (fits(matcher, at)) return true;
        return false;
      }),
    every: (matchers) => {
      if (!matchers.some((matcher) => fits(matcher, 0))) return false;
      const fitting = new Set<number>();
      for (const matcher of matchers)
        for (const at of candidates(matcher)) if (!fitting.has(at) && fits(matcher, at)) fitting.add(at);
      return fitting.size === texts.length;
    },
  };
}

/** All places of the texts, in the order of what follows there. */
function suffixArray(texts: readonly string[]) {
  const whole = `${EDGE}${texts.join(EDGE)}${EDGE}`;
  const owner = new Int32Array(whole.length);
  let from = 0;
  texts.forEach((text, at) => {
    owner.fill(at, from, from + text.length + 1);
    from += text.length + 1;
  });
  owner[from] = texts.length - 1;
  const order = new Int32Array(whole.length)
    .map((_, at) => at)
    .sort((a, b) => {
      for (let at = 0; at < MOST_COMPARED; at++) {
        const difference = whole.charCodeAt(a + at) - whole.charCodeAt(b + at);
        if (difference !== 0) return difference || b - a;
      }
      return 0;
    });
  const stretch = (run: string): readonly [number, number] => {
    const start = run.slice(0, MOST_COMPARED);
    const at = (place: number) => whole.slice(place, place + start.length);
    return [countBefore(order, (place) => at(place) < start), countBefore(order, (place) => at(place) <= start)];
  };
  return {
    /** The texts that have the one of the runs that the fewest have, or one that begins like it. */
    *withRarest(runs: readonly string[]): Generator<number> {
      let [begin, end] = [0, order.length];
      for (const run of runs)
        for (const part of run.length > MOST_COMPARED ? [run, run.slice(-MOST_COMPARED)] : [run]) {
          const [first, last] = stretch(part);
          if (last - first < end - begin) [begin, end] = [first, last];
        }
      if (end - begin >= texts.length) yield* texts.keys();
      else yield* new Set(order.subarray(begin, end).map((place) => owner[place]!));
    },
  };
}

/** Stands before and behind each text, so that what a pattern begins or ends with is a run too. */
const EDGE = "\u0000";
