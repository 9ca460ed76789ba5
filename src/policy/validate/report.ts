import type { Catalogue } from "../../catalogue/types.js";
import type { JsonPath } from "../../json/types.js";
import type { PolicyKind } from "../types.js";
import { type FindingCodes, finding, type RuleFinding } from "./finding.js";

/** The findings of one document, as they are made. */
export class Report {
  readonly findings: RuleFinding[] = [];

  constructor(
    readonly kind: PolicyKind,
    /** The document's Version, whatever it is. */
    readonly version: unknown,
    /** What exists in AWS, if the document is held against it. */
    readonly catalogue: Catalogue | undefined,
  ) {}

  /** Whether the document grants to an identity that it is attached to. */
  get isOfIdentity(): boolean {
    return this.kind === "identity" || this.kind === "managed";
  }

  /** Adds a finding of one of a rule's codes. */
  add<Codes extends FindingCodes>(codes: Codes, code: keyof Codes & string, path: JsonPath, message: string): void {
    this.findings.push(finding(codes, code, path, message));
  }
}
