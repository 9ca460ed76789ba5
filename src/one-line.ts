/** Characters that a terminal acts on, that end a line for some reader, that turn the text around, or that nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

const ASCII = /^[ -~]*$/;

/**
 * A text as one line of what can be seen, whatever it holds: each other character stands as `\u{1b}`. Whatever is told to
 * people (a message, a line of a report) goes through here, so that no value, file name or parser can act on a terminal or
 * add a line of its own.
 */
export function oneLine(text: string): string {
  // Measured: nearly all texts are of ASCII, which the expression of Unicode's classes takes ten times as long to see.
  if (ASCII.test(text)) return text;
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The same of a message, which is cut short where it goes on longer than anybody reads. */
export function shortLine(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? oneLine(text)
    : `${oneLine([...text.slice(0, MOST_CHARACTERS)].slice(0, -1).join(""))}… (${text.length} characters)`;
}

const MOST_CHARACTERS = 2000;
