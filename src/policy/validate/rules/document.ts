import type { Catalogue } from "../../../catalogue/types.js";
import { show } from "../../../errors.js";
import { isMap } from "../../lists.js";
import { isUnknown } from "../../read/unknown.js";
import type { PolicyKind } from "../../types.js";
import { DOCUMENT_ELEMENTS } from "../../types.js";
import type { FindingCodes } from "../finding.js";
import { Report } from "../report.js";
import { checkElements } from "./elements.js";
import { JSON_CODES } from "./json.js";
import { checkSize } from "./size.js";
import { checkStatements } from "./statement.js";
import { STRING_CODES } from "./strings.js";

const VERSIONS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html";

export const DOCUMENT_CODES = {
  INVALID_VERSION: ["error", "Version is neither 2012-10-17 nor 2008-10-17."],
  MISSING_VERSION: ["warning", "Without a version, the one of 2008 holds, which has no policy variables."],
  OUTDATED_VERSION: ["warning", "The version of 2008 has no policy variables.", VERSIONS],
  OUTDATED_VERSION_IN_MANAGED_POLICY: ["error", "A managed policy needs the version of 2012.", VERSIONS],
} as const satisfies FindingCodes;

/** Checks a whole document of a kind, against a catalogue of what exists if there is one. */
export function checkDocument(document: unknown, kind: PolicyKind, catalogue?: Catalogue): Report {
  const report = new Report(kind, isMap(document) ? document["Version"] : undefined, catalogue);
  if (!isMap(document)) {
    report.add(
      JSON_CODES,
      "JSON_SYNTAX_ERROR",
      [],
      `A policy document is a map with Version and Statement; given ${show(isUnknown(document) ? String(document) : document)}.`,
    );
    return report;
  }
  checkElements(report, document, DOCUMENT_ELEMENTS, []);
  checkVersion(report);
  if (document["Id"] !== undefined && typeof document["Id"] !== "string" && !isUnknown(document["Id"]))
    report.add(STRING_CODES, "DATA_TYPE_MISMATCH", ["Id"], `Id must be a string; given ${show(document["Id"])}.`);
  checkStatements(report, document["Statement"]);
  checkSize(report, document);
  return report;
}

function checkVersion(report: Report): void {
  if (report.kind === "managed" && (report.version === undefined || report.version === "2008-10-17")) {
    // CreatePolicy and CreatePolicyVersion: "Policy document must be version 2012-10-17 or greater."
    report.add(
      DOCUMENT_CODES,
      "OUTDATED_VERSION_IN_MANAGED_POLICY",
      report.version === undefined ? [] : ["Version"],
      'IAM takes a managed policy with "Version": "2012-10-17" only.',
    );
  } else if (report.version === undefined) {
    report.add(
      DOCUMENT_CODES,
      "MISSING_VERSION",
      [],
      'Add "Version": "2012-10-17". Without it the version of 2008 holds, in which policy variables are literal text.',
    );
  } else if (report.version === "2008-10-17") {
    report.add(
      DOCUMENT_CODES,
      "OUTDATED_VERSION",
      ["Version"],
      'Set Version to "2012-10-17". In the version of 2008, policy variables are literal text, and no managed policy can have it.',
    );
  } else if (report.version !== "2012-10-17" && !isUnknown(report.version)) {
    report.add(
      DOCUMENT_CODES,
      "INVALID_VERSION",
      ["Version"],
      `Version must be "2012-10-17"; given ${show(report.version)}.`,
    );
  }
}
