import { frozen } from "../../frozen.js";
import { copyOf } from "../../json/copy.js";

/** A piece of a text of a template: text, or the name of what stands open there, as `Fn::Sub` writes it. */
export type Piece = string | { readonly open: string };

/** A text of pieces as a message shows it. */
export function shownPieces(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : `\${${piece.open}}`)).join("");
}

/** On every copy of the class, for two entry points of the package have one each. */
const MARK = Symbol.for("rolewright.Unknown");

/**
 * A value that only a deployment of a CloudFormation template knows, in part or as a whole. It is of no JSON type: no check
 * takes it for a text, and no text can be taken for it.
 */
export class Unknown {
  /** The expression that the template has there: `{"Ref": "Name"}`. */
  readonly source: unknown;
  /** The text that the value will be, as far as it is known; at least one piece is open. */
  readonly pieces: readonly Piece[];

  constructor(source: unknown, pieces: readonly Piece[]) {
    this.source = frozen(copyOf(source));
    this.pieces = Object.freeze([...pieces]);
    Object.freeze(this);
  }

  get [MARK](): true {
    return true;
  }

  /** What the template says, so that a document that was read is written as it stands there. */
  toJSON(): unknown {
    return this.source;
  }

  /** The value as a message shows it: `arn:aws:iam::${Account}:role/x`. */
  toString(): string {
    return shownPieces(this.pieces);
  }

  /** What is known of the text, alone. */
  get known(): string {
    return this.pieces.filter((piece) => typeof piece === "string").join("");
  }
}

/** Whether a value is one that only a deployment knows. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && MARK in value;
}

/** Whether a value is one that only a deployment knows, or a list that has one. */
export function hasUnknown(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isUnknown) : isUnknown(value);
}
