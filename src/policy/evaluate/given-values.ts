import { once } from "../../schema/once.js";
import { numberOf } from "../condition-value.js";
import { timeOf } from "../date.js";
import { addressKey } from "../ip-range.js";
import { type TextIndex, textIndex } from "./text-index.js";

/**
 * The values that a request has for one key, in the forms in which operators compare them. Each form is made once, when a
 * condition first asks for it: many conditions may ask for one key, and each may name as many values as the request has.
 */
export interface GivenValues {
  readonly texts: readonly string[];
  readonly distinct: () => ReadonlySet<string>;
  readonly lowerCase: () => ReadonlySet<string>;
  readonly numbers: () => Ordered<number>;
  readonly times: () => Ordered<number>;
  readonly addresses: () => Ordered<string>;
  readonly index: () => TextIndex;
}

/** Values in order, once each. */
export interface Ordered<Value> {
  readonly values: readonly Value[];
  /** Whether each text stands for a value. */
  readonly whole: boolean;
}

export function givenValues(texts: readonly string[]): GivenValues {
  const distinct = once(() => new Set(texts));
  return {
    texts,
    distinct,
    lowerCase: once(() => new Set(texts.map((text) => text.toLowerCase()))),
    numbers: once(() => ordered(distinct(), numberOf)),
    times: once(() => ordered(distinct(), timeOf)),
    addresses: once(() => ordered(distinct(), addressKey)),
    index: once(() => textIndex([...distinct()])),
  };
}

function ordered<Value extends number | string>(
  texts: ReadonlySet<string>,
  read: (text: string) => Value | undefined,
): Ordered<Value> {
  const values = new Set<Value>();
  let whole = true;
  for (const text of texts) {
    const value = read(text);
    if (value === undefined) whole = false;
    else values.add(value);
  }
  return { values: [...values].sort((a, b) => (a < b ? -1 : 1)), whole };
}
