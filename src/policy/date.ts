/**
 * The dates that the policy language reads: ISO 8601, whole or in part, and whole seconds since 1970.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * AWS does not write down which forms of ISO 8601. What it was seen to take and to refuse, with its limits on years, is the
 * grammar of Joda-Time's `ISODateTimeFormat.dateOptionalTimeParser`, which is taken for it here:
 * https://www.joda.org/joda-time/apidocs/org/joda/time/format/ISODateTimeFormat.html
 */

const DAY = 86_400_000;

/** Calendar dates, dates by the day of the year, and weeks with or without a day; numbers need no leading zeros. */
const DATE = /^([+-]?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?|-(\d{3})|-W(\d{1,2})(?:-(\d))?)?$/;

/** Hours, minutes and seconds, the last of them with a fraction; then an offset. Each may be absent. */
const TIME =
  /^(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?(?:[.,](\d{1,30}))?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,3})?)?)?)?$/;

/**
 * The milliseconds since 1970 that a date stands for; nothing for what is none. A part that is missing is the first one:
 * `2013` is the begin of that year. A time without an offset is UTC. Four digits are a year, other numbers seconds.
 */
export function timeOf(text: string): number | undefined {
  if (text.length > 80) return undefined;
  if (/^-?\d+$/.test(text) && !/^\d{4}$/.test(text)) return fits64Bits(text) ? Number(text) * 1000 : undefined;
  const [date = "", time = "", ...others] = text.toUpperCase().split("T");
  const days = daysOf(date);
  const within = timeWithinDay(time);
  return days === undefined || within === undefined || others.length > 0 ? undefined : days * DAY + within;
}

function fits64Bits(text: string): boolean {
  const seconds = BigInt(text);
  return BigInt.asIntN(64, seconds) === seconds;
}

/** Days since 1970. */
function daysOf(text: string): number | undefined {
  const parts = DATE.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, dayOfYear, week, dayOfWeek] = parts.slice(1).map((part) => part && Number(part)) as number[];
  if (year === undefined || year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  if (week !== undefined) {
    const weekday = dayOfWeek ?? 1;
    const first = firstMonday(year);
    const known = week >= 1 && first + (week - 1) * 7 < firstMonday(year + 1) && weekday >= 1 && weekday <= 7;
    return known ? first + (week - 1) * 7 + weekday - 1 : undefined;
  }
  const begin = beginOf(year, 1);
  if (dayOfYear !== undefined)
    return dayOfYear >= 1 && begin + dayOfYear - 1 < beginOf(year + 1, 1) ? begin + dayOfYear - 1 : undefined;
  if (month === undefined) return begin;
  if (month < 1 || month > 12) return undefined;
  const first = beginOf(year, month);
  const next = month === 12 ? beginOf(year + 1, 1) : beginOf(year, month + 1);
  return day === undefined ? first : day >= 1 && first + day - 1 < next ? first + day - 1 : undefined;
}

/** The years that 64 bits of milliseconds reach. */
const FIRST_YEAR = -292_275_054;
const LAST_YEAR = 292_278_993;

/** The day on which a month of the Gregorian calendar begins, in days since 1970: `Date` ends with the year 275760. */
function beginOf(year: number, month: number): number {
  // Years are counted from March here, so that a leap day is the last of its year.
  const marches = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marches / 4) - Math.floor(marches / 100) + Math.floor(marches / 400);
  return marches * 365 + leapDays + Math.floor((((month + 9) % 12) * 153 + 2) / 5) - 719_468;
}

/** The Monday of a year's first week, which is the one that has the 4th of January. */
function firstMonday(year: number): number {
  const fourth = beginOf(year, 1) + 3;
  // 1970 began on a Thursday.
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** Milliseconds since the day began, in UTC. */
function timeWithinDay(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (parts === null) return undefined;
  const [, hours = "0", minutes, seconds, fraction = "0", offset = "Z"] = parts;
  if (Number(hours) > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const away = offsetOf(offset);
  if (away === undefined) return undefined;
  const unit = seconds !== undefined ? 1000 : minutes !== undefined ? 60_000 : 3_600_000;
  const whole = Number(hours) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000;
  return whole + Math.floor(Number(`0.${fraction}`) * unit) - away;
}

function offsetOf(text: string): number | undefined {
  if (text === "Z") return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (
    text
      .slice(1)
      .replace(/[.,].*/, "")
      .match(/\d\d/g) ?? []
  ).map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return (text.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) * 1000;
}
