/**
 * JSON text for people and programs: that of `JSON.stringify`, in which whatever cannot be seen, or turns the text around,
 * stands as an escape. The data are the same.
 */
export function printedJson(value: unknown, space?: number): string {
  return escaped(JSON.stringify(value, null, space));
}

/** JSON text with escapes in place of what cannot be seen; line ends stand between its parts only. */
export function escaped(json: string): string {
  return json.replace(UNSEEN, (characters) => {
    let text = "";
    for (let index = 0; index < characters.length; index++)
      text += `\\u${characters.charCodeAt(index).toString(16).padStart(4, "0")}`;
    return text;
  });
}

const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;
