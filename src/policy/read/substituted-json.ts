import { readJsonText } from "../../json/text.js";
import { isMap } from "../lists.js";
import { partOfSubstitution } from "./intrinsics.js";
import { type Piece, shownPieces, Unknown } from "./unknown.js";

/**
 * The value of JSON text under `Fn::Sub` of which pieces are open: each string in it that has an open piece is unknown by
 * itself, with an `Fn::Sub` of its own. Nothing if the text is no JSON whatever the pieces are.
 *
 * @param argument That of the `Fn::Sub`.
 */
export function readSubstitutedJson(pieces: readonly Piece[], argument: unknown): unknown {
  const mark = markBeside(pieces);
  const text = pieces.map((piece, index) => (typeof piece === "string" ? piece : `${mark}${index}>`)).join("");
  const { value, syntaxError } = readJsonText(text);
  return syntaxError === undefined ? restored(value, (each) => piecesOf(each, mark, pieces), argument) : undefined;
}

/** The beginning of a mark for open pieces that the strings of the text have nowhere, escaped or not. */
function markBeside(pieces: readonly Piece[]): string {
  const known = pieces
    .filter((piece) => typeof piece === "string")
    .join("")
    .replace(/\\u([0-9a-f]{4})/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const used = [...known.matchAll(/<(\d{1,15}):/g)].map(([, number]) => Number(number));
  return `<${used.reduce((most, number) => Math.max(most, number), 0) + 1}:`;
}

/** The pieces of a string that has marks. */
function piecesOf(text: string, mark: string, pieces: readonly Piece[]): readonly Piece[] {
  const [first = "", ...others] = text.split(mark);
  return [
    first,
    ...others.flatMap((part) => {
      const end = part.indexOf(">");
      return [pieces[Number(part.slice(0, end))]!, part.slice(end + 1)];
    }),
  ];
}

function restored(value: unknown, piecesOfText: (text: string) => readonly Piece[], argument: unknown): unknown {
  if (typeof value === "string") {
    const pieces = piecesOfText(value);
    return pieces.length === 1 ? value : new Unknown(partOfSubstitution(pieces, argument), pieces);
  }
  if (Array.isArray(value)) return value.map((member) => restored(member, piecesOfText, argument));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      // A key stays a text: as the template writes it.
      shownPieces(piecesOfText(key)),
      restored(member, piecesOfText, argument),
    ]),
  );
}
