import type { Catalogue } from "../../catalogue/types.js";
import type { JsonPath } from "../../json/types.js";
import type { PolicyKind } from "../types.js";
import { type FindingCodes, finding, type RuleFinding } from "./finding.js";

/** More errors, or other findings, of one document than anybody mends: others are only counted. */
export const MOST_FINDINGS = 1000;

const MOST_LOOKED_UP = 40_000;

/** The findings of one document, as they are made. */
export class Report {
  readonly findings: RuleFinding[] = [];
  /** How many more there are. */
  omitted = 0;
  private errors = 0;
  private left = MOST_LOOKED_UP;

  constructor(
    readonly kind: PolicyKind,
    /** The document's Version, whatever it is. */
    readonly version: unknown,
    /** What exists in AWS, if the document is held against it. */
    readonly catalogue: Catalogue | undefined,
  ) {}

  /** Whether a finding is an error. */
  get hasError(): boolean {
    return this.errors > 0;
  }

  /** How many findings there are, told or not. */
  get count(): number {
    return this.findings.length + this.omitted;
  }

  /**
   * Whether a name may still be looked up in the catalogue: more than the largest document of AWS has, and few enough that a
   * document of nothing else is checked in time. Each look has a weight, by how much of the catalogue it reads.
   */
  looksUp(weight: number): boolean {
    this.left -= weight;
    return this.left >= 0;
  }

  /** Whether the document grants to an identity that it is attached to. */
  get isOfIdentity(): boolean {
    return this.kind === "identity" || this.kind === "managed";
  }

  /** Adds a finding of one of a rule's codes. */
  add<Codes extends FindingCodes>(codes: Codes, code: keyof Codes & string, path: JsonPath, message: string): void {
    const isError = codes[code]![0] === "error";
    const alike = isError ? this.errors : this.findings.length - this.errors;
    if (alike >= MOST_FINDINGS) {
      this.omitted++;
      return;
    }
    if (isError) this.errors++;
    this.findings.push(finding(codes, code, path, message));
  }
}
