import type { Report } from "../report.js";

/** A search takes its time: of a document that is wrong all over, the first findings alone have one. */
const SEARCHES = 100;

/** The last sentence of a message about a name that does not exist; nothing if there is none that is near. */
export function didYouMean(report: Report, nearest: () => string | undefined): string {
  const meant = report.findings.length < SEARCHES ? nearest() : undefined;
  return meant === undefined ? "" : ` Did you mean ${meant}?`;
}
