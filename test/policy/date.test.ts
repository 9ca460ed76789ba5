import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeOf } from "../../src/policy/date.js";

describe("dates of ISO 8601, whole and in part", () => {
  test.each<[string, string]>([
    ["2013", "2013-01-01T00:00:00.000Z"],
    ["2013-06", "2013-06-01T00:00:00.000Z"],
    ["2013-6-3", "2013-06-03T00:00:00.000Z"],
    ["2013-181", "2013-06-30T00:00:00.000Z"],
    ["2012-366", "2012-12-31T00:00:00.000Z"],
    ["2013-W01", "2012-12-31T00:00:00.000Z"],
    ["2013-W26-7", "2013-06-30T00:00:00.000Z"],
    ["2020-W53-5", "2021-01-01T00:00:00.000Z"],
    ["2013-06-30T", "2013-06-30T00:00:00.000Z"],
    ["2013-06-30TZ", "2013-06-30T00:00:00.000Z"],
    ["2013-06-30T12", "2013-06-30T12:00:00.000Z"],
    ["2013-06-30T1:2:3", "2013-06-30T01:02:03.000Z"],
    ["2013-06-30T12:30.5", "2013-06-30T12:30:30.000Z"],
    ["2013-06-30T12,25Z", "2013-06-30T12:15:00.000Z"],
    ["2013-06-30T12:00:00.123456Z", "2013-06-30T12:00:00.123Z"],
    ["2013-06-30t12:00:00z", "2013-06-30T12:00:00.000Z"],
    ["2013-06-30T12:00:00+02:00", "2013-06-30T10:00:00.000Z"],
    ["2013-06-30T00:00:00-0130", "2013-06-30T01:30:00.000Z"],
    ["2013T12+01", "2013-01-01T11:00:00.000Z"],
    ["2013-W26T-01:00:30", "2013-06-24T01:00:30.000Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["0000-03", "0000-03-01T00:00:00.000Z"],
    ["-0001-12-31", "-000001-12-31T00:00:00.000Z"],
  ])("%s is %s", (text, date) => {
    expect(new Date(timeOf(text)!).toISOString()).toBe(date);
  });

  const two = (from: number, to: number) => fc.integer({ min: from, max: to });
  const padded = (number: number, length: number) => fc.constantFrom(`${number}`, `${number}`.padStart(length, "0"));
  const day = fc.date({ min: new Date("0100-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });

  test("any date that is written out is read as it was meant", () => {
    const form = fc.record({ day, hours: two(0, 23), minutes: two(0, 59), seconds: two(0, 59), parts: two(0, 6) });
    fc.assert(
      fc.property(
        form.chain((value) =>
          fc.tuple(fc.constant(value), padded(value.day.getUTCMonth() + 1, 2), padded(value.hours, 2)),
        ),
        fc.constantFrom(-1439, -90, 0, 60, 1439),
        ([{ day: date, hours, minutes, seconds, parts }, month, hour], offset) => {
          const year = String(date.getUTCFullYear()).padStart(4, "0");
          const text = [
            `${year}`,
            `-${month}`,
            `-${date.getUTCDate()}`,
            `T${hour}`,
            `:${minutes}`,
            `:${seconds}`,
            ".5",
          ];
          const away = `${offset < 0 ? "-" : "+"}${new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16)}`;
          const from = new Date(0);
          from.setUTCFullYear(
            date.getUTCFullYear(),
            parts < 1 ? 0 : date.getUTCMonth(),
            parts < 2 ? 1 : date.getUTCDate(),
          );
          from.setUTCHours(
            parts < 3 ? 0 : hours,
            parts < 4 ? 0 : minutes,
            parts < 5 ? 0 : seconds,
            parts < 6 ? 0 : 500,
          );
          const written = text.slice(0, parts + 1).join("");
          expect(timeOf(written)).toBe(from.getTime());
          expect(timeOf(`${written}${parts < 3 ? "T" : ""}${away}`)).toBe(from.getTime() - offset * 60_000);
        },
      ),
    );
  });

  test("weeks and days of the year are those of the calendar", () => {
    fc.assert(
      fc.property(day, (date) => {
        const begin = Date.UTC(2000, 0, 1);
        const midnight = Math.floor(date.getTime() / 86_400_000) * 86_400_000;
        const year = String(date.getUTCFullYear()).padStart(4, "0");
        const first = new Date(begin).setUTCFullYear(date.getUTCFullYear());
        expect(timeOf(`${year}-${String((midnight - first) / 86_400_000 + 1).padStart(3, "0")}`)).toBe(midnight);
        // The week's Thursday lies in the year that the week belongs to.
        const weekday = ((date.getUTCDay() + 6) % 7) + 1;
        const thursday = new Date(midnight + (4 - weekday) * 86_400_000);
        const newYear = new Date(begin).setUTCFullYear(thursday.getUTCFullYear());
        const week = Math.floor((thursday.getTime() - newYear) / 86_400_000 / 7) + 1;
        expect(timeOf(`${thursday.getUTCFullYear()}-W${week}-${weekday}`)).toBe(midnight);
      }),
    );
  });
});

test.each<[string, number]>([
  ["0", 0],
  ["1371081600", 1_371_081_600_000],
  ["20130630", 20_130_630_000],
  ["-86400", -86_400_000],
  ["9223372036854775807", 2 ** 63 * 1000],
])("%s is seconds since 1970", (text, time) => {
  expect(timeOf(text)).toBe(time);
});

test.each([
  "",
  " 2013",
  "2013 ",
  "June 30, 2013",
  "Jan 1 2030",
  "2013-06-30 12:00:00",
  "2013/06/30",
  "30-06-2013",
  "2013-00",
  "2013-13",
  "2013-02-29",
  "2013-06-31",
  "2013-366",
  "2013-000",
  "2013-W00",
  "2013-W53",
  "2013-W26-0",
  "2013-W26-8",
  "2013-W26-8T10",
  "2013-06-30Z",
  "2013-06-30+01:00",
  "2013-06-30T24:00",
  "2013-06-30T12:60",
  "2013-06-30T12:00:60",
  "2013-06-30T12:00:00.",
  "2013-06-30T12:",
  "2013-06-30T123",
  "2013-06-30T12:00:00 Z",
  "2013-06-30T12:00:00ZZ",
  "2013-06-30T12:00:00+1",
  "2013-06-30T12:00:00+24:00",
  "2013-06-30T12:00:00+01:60",
  "2013-06-30T12:00:00T",
  "T12:00:00Z",
  "1371081600.5",
  "1e9",
  "292278994-01",
  "-292275055-01",
  "9223372036854775808",
  "-9223372036854775809",
])("%s is no date", (text) => {
  expect(timeOf(text)).toBeUndefined();
});

test.each(["1", "1-", "1:", "T", "+"])("a long text of %s is no date, and takes no long time", (unit) => {
  const began = performance.now();
  expect(timeOf(unit.repeat(1_000_000))).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(500);
});
