import type { Catalogue } from "../../../catalogue/types.js";
import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { didYouMean } from "../catalogue/did-you-mean.js";
import { isKnownAction, lookWeight } from "../catalogue/statement-actions.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const KNOWN_ACTION_CODES = {
  INVALID_SERVICE_IN_ACTION: ["warning", "An action of a service that AWS's reference does not have."],
  UNKNOWN_ACTION: ["warning", "An action that AWS's reference does not have."],
  ACTION_MATCHES_NOTHING: ["warning", "A pattern that no action of AWS's reference matches."],
} as const satisfies FindingCodes;

/** Checks that an action, or any that a pattern matches, is in the catalogue. */
export function checkKnownAction(report: Report, catalogue: Catalogue, action: string, path: JsonPath): void {
  if (!report.looksUp(lookWeight(action)) || isKnownAction(catalogue, action)) return;
  const [prefix = "", name = ""] = action.split(":", 2);
  const isPattern = /[*?]/.test(name);
  if (!catalogue.isService(prefix)) {
    const meant = () => (isPattern ? undefined : catalogue.nearestAction(action)) ?? catalogue.nearestService(prefix);
    report.add(
      KNOWN_ACTION_CODES,
      "INVALID_SERVICE_IN_ACTION",
      path,
      `${show(prefix)} is the prefix of no service that AWS documented by ${catalogue.catalogueDate}.${didYouMean(report, meant)}`,
    );
  } else if (isPattern) {
    report.add(
      KNOWN_ACTION_CODES,
      "ACTION_MATCHES_NOTHING",
      path,
      `${show(action)} matches no action that AWS documented by ${catalogue.catalogueDate}.${didYouMean(report, () => nearestPattern(catalogue, action))}`,
    );
  } else {
    report.add(
      KNOWN_ACTION_CODES,
      "UNKNOWN_ACTION",
      path,
      `${show(action)} is no action that AWS documented by ${catalogue.catalogueDate}.${didYouMean(report, () => catalogue.nearestAction(action))}`,
    );
  }
}

/** A pattern that ends in its only wildcard, with the nearest beginning of an action's name in place of its text. */
function nearestPattern(catalogue: Catalogue, action: string): string | undefined {
  const [, prefix = "", stem] = /^([^:]*):(\w+)\*$/.exec(action) ?? [];
  if (stem === undefined) return undefined;
  const near = catalogue.nearestActionBeginning(prefix, stem);
  return near === undefined ? undefined : `${near}*`;
}
