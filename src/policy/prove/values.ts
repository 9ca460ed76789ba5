import { numberOf } from "../condition-value.js";
import { timeOf } from "../date.js";
import { addressOf, type IpRange } from "../ip-range.js";
import { isIn, type Reading, type Union } from "./find-text.js";

/** The values that a condition names: texts, an interval of numbers or times, ranges of addresses, or any value at all. */
export type Values =
  | { readonly type: "text"; readonly union: Union; readonly isBool: boolean }
  | { readonly type: "number" | "date"; readonly compare: Comparison; readonly bounds: readonly number[] }
  | { readonly type: "address"; readonly ranges: readonly AddressRange[] }
  | { readonly type: "any" };

export type Comparison = "=" | "<" | "<=" | ">" | ">=";

/** The first and the last address of a range, as numbers; 4 or 6 is the version. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

export function addressRange([address, bits]: IpRange): AddressRange {
  const bytes = address.toByteArray();
  const size = BigInt(bytes.length * 8 - bits);
  const first = (bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> size) << size;
  return { version: bytes.length === 4 ? 4 : 6, first, last: first + (1n << size) - 1n };
}

/** Whether a text is among the values: possibly, or surely. */
export function has(values: Values, text: string, reading: Reading): boolean {
  switch (values.type) {
    case "any":
      return true;
    case "text":
      return isIn(values.union, text, reading);
    case "number":
    case "date": {
      const given = values.type === "number" ? numberOf(text) : timeOf(text);
      return given !== undefined && values.bounds.some((bound) => COMPARE[values.compare](given, bound));
    }
    case "address": {
      const address = addressOf(text);
      if (address === undefined) return false;
      const { version, first } = addressRange([address, address.kind() === "ipv4" ? 32 : 128]);
      return values.ranges.some((range) => range.version === version && range.first <= first && first <= range.last);
    }
  }
}

const COMPARE: { readonly [compare in Comparison]: (a: number, b: number) => boolean } = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/**
 * Texts of which one is among the values of a type if any text is that these values can tell apart: the bounds, what lies beside
 * and between them, and what is of another type. In the sure reading only those that a request surely has: numbers are whole, times
 * are whole seconds, and all are of the type.
 */
export function samplesOf(values: readonly Values[], reading: Reading): readonly string[] {
  const samples = new Set<string>();
  const add = (text: string | undefined) => text !== undefined && samples.add(text);
  for (const type of ["number", "date"] as const) {
    const bounds = values.flatMap((each) => (each.type === type ? each.bounds : []));
    if (bounds.length === 0) continue;
    for (const point of pointsAround(bounds, type === "number" ? 1 : 1000, reading)) {
      if (type === "date") add(dateText(point));
      else if (Number.isFinite(point)) add(numberText(point));
    }
  }
  const ranges = values.flatMap((each) => (each.type === "address" ? each.ranges : []));
  for (const version of [4, 6] as const) {
    const ends = ranges.filter((range) => range.version === version).flatMap(({ first, last }) => [first, last + 1n]);
    const size = version === 4 ? 32n : 128n;
    if (ranges.length > 0)
      for (const point of [EXAMPLE_ADDRESS[version], 0n, ...ends.flatMap((end) => [end, end - 1n])])
        if (point >= 0n && point < 1n << size) add(addressText(version, point));
  }
  if (reading === "possible" || samples.size === 0) add("example");
  return [...samples];
}

/** The bounds, what lies between two of them, and beyond the outer ones. */
function pointsAround(bounds: readonly number[], unit: number, reading: Reading): number[] {
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  const whole = sorted.flatMap((bound) => [
    bound,
    (Math.floor(bound / unit) + 1) * unit,
    (Math.ceil(bound / unit) - 1) * unit,
    Math.floor(bound / unit) * unit,
    Math.ceil(bound / unit) * unit,
  ]);
  const between = sorted.slice(1).map((bound, index) => (bound + sorted[index]!) / 2);
  const beyond = [sorted[0]! - unit, sorted.at(-1)! + unit];
  const points = [...whole, ...between, ...beyond];
  return reading === "possible"
    ? [...points, ...sorted.map((bound) => bound + unit / 2), ...sorted.map((bound) => bound - unit / 2)]
    : points.filter((point) => point % unit === 0).sort((a, b) => Number(a < 0) - Number(b < 0));
}

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

/** A time as `timeOf` reads it; nothing for what `Date` cannot write. */
function dateText(time: number): string | undefined {
  if (Math.abs(time) > 8.64e15) return undefined;
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** Of TEST-NET-3 (RFC 5737) and of the documentation's prefix (RFC 3849). */
const EXAMPLE_ADDRESS = { 4: 0xcb007109n, 6: 0x20010db8000000000000000000000009n } as const;

function addressText(version: 4 | 6, address: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
  return Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ":",
  );
}
