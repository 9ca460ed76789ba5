/**
 * Whether a text has a policy variable: something in `${` and `}`. A regular expression takes the square of the time for a
 * text of many `${`.
 */
export function hasVariable(text: string): boolean {
  for (let begin = text.indexOf("${"); begin >= 0; ) {
    const end = text.indexOf("}", begin + 2);
    if (end !== begin + 2) return end > 0;
    begin = text.indexOf("${", end);
  }
  return false;
}
