import { Lexer } from "yaml";

/**
 * Whether a text is nested deeper than a number of levels. It is told before the YAML parser sees the text, whose time and
 * stack grow with the nesting.
 */
export function isDeeper(text: string, levels: number): boolean {
  return hasDeepBlocks(text, levels) || hasDeepFlow(text, levels);
}

/** By the indentation of its lines, and by the markers of lists and keys within one. */
function hasDeepBlocks(text: string, levels: number): boolean {
  for (const [line] of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm)) {
    const markers = line.trim() === "" ? 0 : line.trim().split(/[ \t]+/).length;
    if (markers > levels || line.length > 4 * levels) return true;
  }
  return false;
}

/** By its brackets, as the lexer of YAML reads them: those within quotes and plain words are none. */
function hasDeepFlow(text: string, levels: number): boolean {
  let openings = 0;
  for (const character of text) if (character === "[" || character === "{") openings++;
  if (openings <= levels) return false;
  let depth = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && (lexeme === "[" || lexeme === "{")) {
      if (++depth > levels) return true;
    } else if (!isScalar && (lexeme === "]" || lexeme === "}")) depth--;
    // The lexer says beforehand that a plain or block scalar follows.
    isScalar = lexeme === "\u001f";
  }
  return false;
}
