import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { once } from "../../../schema/once.js";
import { isMap } from "../../lists.js";
import { isUnknown } from "../../read/unknown.js";
import { STATEMENT_ELEMENTS } from "../../types.js";
import { sureActions } from "../catalogue/statement-actions.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { checkAction } from "./action.js";
import { checkCondition } from "./condition.js";
import { checkElements } from "./elements.js";
import { checkKnownAction } from "./known-action.js";
import { checkKnownConditionKeys } from "./known-condition-key.js";
import { checkKnownResource } from "./known-resource.js";
import { checkPrincipal, PRINCIPAL_CODES } from "./principal.js";
import { checkResource } from "./resource-arn.js";
import { checkSid, takesSidsTwice } from "./sid.js";
import { checkStrings, STRING_CODES } from "./strings.js";
import { checkPodIdentity, checkTrust } from "./trust.js";

export const STATEMENT_CODES = {
  MISSING_STATEMENT: ["error", "The document has no statement."],
  MISSING_EFFECT: ["error", "A statement has no Effect."],
  INVALID_EFFECT: ["error", "Effect is neither Allow nor Deny, in these letters."],
  MISSING_ACTION: ["error", "A statement has neither Action nor NotAction."],
  MISSING_RESOURCE: ["error", "A statement has neither Resource nor NotResource."],
  UNSUPPORTED_ELEMENT_COMBINATION: [
    "error",
    "A statement has an element and its opposite, such as Action and NotAction.",
  ],
  UNSUPPORTED_PRINCIPAL: ["error", "The policies of identities have no principal."],
  UNSUPPORTED_RESOURCE: ["error", "Trust policies have no Resource: they are about the role that they belong to."],
  UNSUPPORTED_NOT_PRINCIPAL: ["error", "Trust policies do not take NotPrincipal."],
  ALLOW_WITH_NOT_PRINCIPAL: ["security-warning", "Allow with NotPrincipal grants to everyone else, in all accounts."],
} as const satisfies FindingCodes;

export function checkStatements(report: Report, value: unknown): void {
  if (value === undefined) {
    report.add(STATEMENT_CODES, "MISSING_STATEMENT", [], "The document has no Statement.");
    return;
  }
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) report.add(STATEMENT_CODES, "MISSING_STATEMENT", ["Statement"], "Statement is empty.");
  const sids = new Map<string, number>();
  const sidsMayRepeat = report.kind === "resource" && takesSidsTwice(list);
  if (report.kind === "trust") checkPodIdentity(report, list, Array.isArray(value));
  list.forEach((statement, index) => {
    const path = Array.isArray(value) ? ["Statement", index] : ["Statement"];
    if (isUnknown(statement)) return;
    if (!isMap(statement)) {
      report.add(STRING_CODES, "DATA_TYPE_MISMATCH", path, `A statement is a map; given ${show(statement)}.`);
      return;
    }
    checkStatement(report, statement, path);
    checkSid(report, statement["Sid"], [...path, "Sid"], sids, index, sidsMayRepeat);
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function checkStatement(report: Report, statement: Readonly<Record<string, unknown>>, path: JsonPath): void {
  checkElements(report, statement, STATEMENT_ELEMENTS, path);
  const { Effect, Principal, NotPrincipal } = statement;
  const { catalogue } = report;
  const actions = once(() => catalogue && sureActions(report, catalogue, statement));
  if (Effect === undefined)
    report.add(STATEMENT_CODES, "MISSING_EFFECT", path, 'The statement has no Effect: "Allow" or "Deny".');
  else if (Effect !== "Allow" && Effect !== "Deny" && !isUnknown(Effect))
    report.add(
      STATEMENT_CODES,
      "INVALID_EFFECT",
      [...path, "Effect"],
      `Effect must be "Allow" or "Deny"; given ${show(Effect)}.`,
    );
  for (const name of ["Principal", "Action", "Resource"] as const) {
    if (statement[name] !== undefined && statement[`Not${name}`] !== undefined)
      report.add(
        STATEMENT_CODES,
        "UNSUPPORTED_ELEMENT_COMBINATION",
        path,
        `${name} and Not${name} exclude each other. Keep one of them.`,
      );
  }
  if (statement["Action"] === undefined && statement["NotAction"] === undefined)
    report.add(STATEMENT_CODES, "MISSING_ACTION", path, "The statement has no Action.");
  for (const name of ["Action", "NotAction"]) {
    // "Policy statement must contain actions.": a list without any is none.
    if (isEmptyList(statement[name]))
      report.add(
        STATEMENT_CODES,
        "MISSING_ACTION",
        [...path, name],
        `${name} is empty. IAM wants at least one action.`,
      );
    else
      checkStrings(report, statement, name, path, (action, at) => {
        const found = report.count;
        checkAction(report, action, at);
        if (catalogue !== undefined && report.count === found) checkKnownAction(report, catalogue, action, at);
      });
  }

  const principal = Principal !== undefined || NotPrincipal !== undefined;
  const resource = statement["Resource"] !== undefined || statement["NotResource"] !== undefined;
  if (report.isOfIdentity) {
    if (principal)
      report.add(
        STATEMENT_CODES,
        "UNSUPPORTED_PRINCIPAL",
        path,
        "A policy of an identity has no principal: it is that identity's. Remove it.",
      );
    if (!resource) report.add(STATEMENT_CODES, "MISSING_RESOURCE", path, 'The statement has no Resource; "*" is all.');
  } else if (!principal) {
    report.add(PRINCIPAL_CODES, "MISSING_PRINCIPAL", path, "The statement has no Principal: who it is about.");
  }
  if (report.kind === "trust") {
    if (resource)
      report.add(
        STATEMENT_CODES,
        "UNSUPPORTED_RESOURCE",
        path,
        "A trust policy is about the role that it belongs to. Remove Resource.",
      );
    if (NotPrincipal !== undefined)
      report.add(
        STATEMENT_CODES,
        "UNSUPPORTED_NOT_PRINCIPAL",
        [...path, "NotPrincipal"],
        "IAM does not take NotPrincipal in trust policies.",
      );
    checkTrust(report, statement, path);
  }
  for (const name of report.kind === "trust" ? [] : ["Resource", "NotResource"]) {
    // "Policy statement must contain resources."
    if (isEmptyList(statement[name]))
      report.add(
        STATEMENT_CODES,
        "MISSING_RESOURCE",
        [...path, name],
        `${name} is empty. IAM wants at least one resource; "*" is all.`,
      );
    else
      checkStrings(report, statement, name, path, (text, at) => {
        const found = report.count;
        checkResource(report, text, at);
        if (catalogue !== undefined && name === "Resource" && report.count === found)
          checkKnownResource(report, catalogue, actions, text, at);
      });
  }
  if (!report.isOfIdentity) {
    if (Principal !== undefined) checkPrincipal(report, Principal, [...path, "Principal"], statement);
    if (NotPrincipal !== undefined && report.kind === "resource") {
      checkPrincipal(report, NotPrincipal, [...path, "NotPrincipal"], statement);
      if (Effect === "Allow")
        report.add(
          STATEMENT_CODES,
          "ALLOW_WITH_NOT_PRINCIPAL",
          path,
          "Allow with NotPrincipal grants to everyone else, in all accounts.",
        );
    }
  }
  if (statement["Condition"] === undefined) return;
  checkCondition(report, statement["Condition"], [...path, "Condition"]);
  if (catalogue !== undefined)
    checkKnownConditionKeys(report, catalogue, actions, statement["Condition"], [...path, "Condition"]);
}
