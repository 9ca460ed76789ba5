import { isUnknown } from "./read/unknown.js";

/** A string or a list of strings, as a list; members that are no strings are left out. */
export function listOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((member) => typeof member === "string") : [];
}

/** The same for showing: what only a deployment knows is among them, as its text. */
export function shownListOf(value: unknown): string[] {
  return listOf([value].flat().map((member) => (isUnknown(member) ? String(member) : member)));
}

/** A map of JSON data: not a list, not null, and not what only a deployment knows. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** The statements of a document: a list, or one alone. */
export function statementsOf(document: unknown): readonly unknown[] {
  if (!isMap(document) || document["Statement"] === undefined) return [];
  const { Statement } = document;
  return Array.isArray(Statement) ? Statement : [Statement];
}
