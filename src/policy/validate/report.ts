import { show } from "../../errors.js";
import type { JsonPath } from "../../json/types.js";
import { isUnknown } from "../read/unknown.js";
import type { PolicyKind } from "../types.js";
import { type Finding, type FindingCode, finding } from "./codes.js";

/** The findings of one document, as they are made. */
export class Report {
  readonly findings: Finding[] = [];

  constructor(
    readonly kind: PolicyKind,
    /** The document's Version, whatever it is. */
    readonly version: unknown,
  ) {}

  add(code: FindingCode, path: JsonPath, message: string): void {
    this.findings.push(finding(code, path, message));
  }

  /** Calls back for each string of an element that is a string or a list of strings; what is neither is a finding. */
  strings(
    statement: Readonly<Record<string, unknown>>,
    element: string,
    path: JsonPath,
    each: (text: string, path: JsonPath) => void,
  ): void {
    const value = statement[element];
    if (value === undefined || isUnknown(value)) return;
    const at = [...path, element];
    if (Array.isArray(value)) {
      if (value.length === 0) this.add("EMPTY_LIST", at, `${element} is empty, so the statement matches nothing.`);
      const seen = new Set<unknown>();
      value.forEach((member, index) => {
        if (isUnknown(member)) return;
        if (typeof member !== "string")
          this.add("DATA_TYPE_MISMATCH", [...at, index], `${element} has strings; given ${show(member)}.`);
        else {
          if (seen.has(member)) this.add("REDUNDANT_MEMBER", [...at, index], `${show(member)} is there twice.`);
          seen.add(member);
          each(member, [...at, index]);
        }
      });
    } else if (typeof value === "string") {
      each(value, at);
    } else this.add("DATA_TYPE_MISMATCH", at, `${element} is a string or a list of strings; given ${show(value)}.`);
  }
}
