/** A message of a log with the lines that belong to it. */
interface Entry {
  /** The higher, the more telling. */
  rank: number;
  text: string;
}

const RANKS: { readonly [level: string]: number } = {
  TRACE: 0,
  DEBUG: 0,
  INFO: 1,
  SUCCESS: 1,
  WARN: 2,
  WARNING: 2,
  ERROR: 3,
  CRITICAL: 3,
  FATAL: 3,
};
/** What is not of a log, or was raised rather than logged. */
const RAISED = 3;

const LEVEL_WITHIN = 160;
const LEVEL =
  /(?:^|[\s|[({",:=])(TRACE|DEBUG|INFO|SUCCESS|WARN|WARNING|ERROR|CRITICAL|FATAL)(?=$|[\s|\])}",:])|\blevel["']?[=:] {0,2}["']?(trace|debug|info|success|warn|warning|error|critical|fatal)\b/;
/** How a raised error begins where a log does not name its level. */
const RAISES = /^\s{0,20}(?:Traceback \(|(?:[\w.]{0,200})(?:Error|Exception)\b|An error occurred \()/;

/**
 * The messages of a log, the most telling level first, each without its line breaks. A line without a level belongs to the
 * message before it; a text without levels is one message.
 */
export function logEntries(text: string): readonly string[] {
  const entries: Entry[] = [];
  // Colours of a terminal would hide where a word begins.
  for (const line of text.replace(/\u001B\[[\d;]{0,20}m/g, "").split(/\r?\n/)) {
    const [, upper, lower] = LEVEL.exec(line.slice(0, LEVEL_WITHIN)) ?? [];
    const level = upper ?? lower?.toUpperCase();
    const last = entries.at(-1);
    if (level !== undefined) entries.push({ rank: RANKS[level]!, text: line });
    else if (last === undefined || (last.rank < RAISED && RAISES.test(line)))
      entries.push({ rank: RAISED, text: line });
    else last.text += ` ${line}`;
  }
  return entries.sort((a, b) => b.rank - a.rank).map((entry) => entry.text.replace(/\s+/g, " "));
}
