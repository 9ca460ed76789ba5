import { distance } from "fastest-levenshtein";
import { type Issue, show } from "../../errors.js";
import { isPlain, plainFaults } from "../../json/plain.js";
import { isMap } from "../lists.js";
import { isUnknown } from "../read/unknown.js";
import { DOCUMENT_ELEMENTS, STATEMENT_ELEMENTS } from "../types.js";

/** Why a value is no policy document, of which nothing can be said; nothing for one that is, valid or not. */
export function policyFaults(document: unknown): Issue[] {
  const unplain = isPlain(document, isUnknown) ? [] : plainFaults(document, isUnknown);
  if (unplain.length > 0) return unplain;
  if (!isMap(document)) {
    const hint = typeof document === "string" ? " Read a text with readPolicies first." : "";
    const given = isUnknown(document) ? String(document) : document;
    return [
      {
        path: [],
        code: "INVALID_TYPE",
        message: `must be a policy document, a map with Version and Statement; given ${given === undefined ? "nothing" : show(given)}.${hint}`,
      },
    ];
  }
  const keys = Object.keys(document).filter((key) => document[key] !== undefined);
  const unknown = keys.filter((key) => !DOCUMENT_ELEMENTS.includes(key));
  const meant = new Map(unknown.map((key) => [key, elementMeantBy(key)]));
  if (!keys.includes("Statement") && ![...meant.values()].includes("Statement"))
    return [
      { path: ["Statement"], code: "MISSING_KEY", message: `is required in a policy document; ${instead(keys)}` },
    ];
  return unknown.slice(0, MOST_ISSUES).map((key) => ({
    path: [key],
    code: "UNKNOWN_KEY",
    message: `is no element of a policy document. ${hintFor(key, meant.get(key))}`,
  }));
}

const MOST_ISSUES = 20;
const MOST_NAMED = 5;

function instead(keys: readonly string[]): string {
  if (keys.length === 0) return "the map is empty.";
  const more = keys.length - MOST_NAMED;
  const named = keys.slice(0, MOST_NAMED).map((key) => show(key));
  const list = `the map has ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
  const statement = keys.some((key) => key === "Effect" || key === "Action" || key === "NotAction");
  return statement ? `${list} That is one statement: put it under Statement.` : list;
}

function hintFor(key: string, meant: string | undefined): string {
  if (meant !== undefined) return `Did you mean ${show(meant)}?`;
  if (STATEMENT_ELEMENTS.includes(key)) return "It is an element of statements: move it into Statement.";
  return `Remove it; its elements are ${DOCUMENT_ELEMENTS.join(", ")}.`;
}

/** The element of documents that a key was meant to be. */
function elementMeantBy(key: string): string | undefined {
  return DOCUMENT_ELEMENTS.find(
    (element) => distance(key.slice(0, 64).toLowerCase(), element.toLowerCase()) <= (element.length < 3 ? 0 : 2),
  );
}
