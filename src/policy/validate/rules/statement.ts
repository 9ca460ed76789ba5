import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { isMap } from "../../lists.js";
import { isUnknown } from "../../read/unknown.js";
import { STATEMENT_ELEMENTS } from "../../types.js";
import type { Report } from "../report.js";
import { checkAction } from "./action.js";
import { checkCondition } from "./condition.js";
import { checkPrincipal } from "./principal.js";
import { checkResource } from "./resource-arn.js";
import { checkTrust } from "./trust.js";

export function checkStatements(report: Report, value: unknown): void {
  if (value === undefined) {
    report.add("MISSING_STATEMENT", [], "The document has no Statement.");
    return;
  }
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) report.add("MISSING_STATEMENT", ["Statement"], "Statement is empty.");
  const sids = new Map<string, number>();
  list.forEach((statement, index) => {
    const path = Array.isArray(value) ? ["Statement", index] : ["Statement"];
    if (isUnknown(statement)) return;
    if (!isMap(statement)) {
      report.add("DATA_TYPE_MISMATCH", path, `A statement is a map; given ${show(statement)}.`);
      return;
    }
    checkStatement(report, statement, path);
    checkSid(report, statement["Sid"], [...path, "Sid"], sids, index);
  });
}

function checkSid(report: Report, sid: unknown, path: JsonPath, sids: Map<string, number>, index: number): void {
  if (sid === undefined || isUnknown(sid)) return;
  if (typeof sid !== "string") {
    report.add("DATA_TYPE_MISMATCH", path, `Sid must be a string; given ${show(sid)}.`);
    return;
  }
  if (sid === "") {
    report.add("UNIQUE_SIDS_RECOMMENDED", path, "Sid is empty. Remove it, or name the statement.");
    return;
  }
  const first = sids.get(sid);
  if (first === undefined) sids.set(sid, index);
  else report.add("UNIQUE_SIDS_REQUIRED", path, `Sid ${show(sid)} is that of statement ${first} already.`);
  if (report.kind !== "resource" && !/^[A-Za-z0-9]+$/.test(sid))
    report.add("UNSUPPORTED_SID", path, `Sid must be letters and digits only; given ${show(sid)}.`);
}

function checkStatement(report: Report, statement: Readonly<Record<string, unknown>>, path: JsonPath): void {
  checkElements(report, statement, STATEMENT_ELEMENTS, path);
  const { Effect, Principal, NotPrincipal } = statement;
  if (Effect === undefined) report.add("MISSING_EFFECT", path, 'The statement has no Effect: "Allow" or "Deny".');
  else if (Effect !== "Allow" && Effect !== "Deny" && !isUnknown(Effect))
    report.add("INVALID_EFFECT", [...path, "Effect"], `Effect must be "Allow" or "Deny"; given ${show(Effect)}.`);
  for (const name of ["Principal", "Action", "Resource"] as const) {
    if (statement[name] !== undefined && statement[`Not${name}`] !== undefined)
      report.add(
        "UNSUPPORTED_ELEMENT_COMBINATION",
        path,
        `${name} and Not${name} exclude each other. Keep one of them.`,
      );
  }
  if (statement["Action"] === undefined && statement["NotAction"] === undefined)
    report.add("MISSING_ACTION", path, "The statement has no Action.");
  report.strings(statement, "Action", path, (action, at) => checkAction(report, action, at));
  report.strings(statement, "NotAction", path, (action, at) => checkAction(report, action, at));

  const principal = Principal !== undefined || NotPrincipal !== undefined;
  const resource = statement["Resource"] !== undefined || statement["NotResource"] !== undefined;
  if (report.kind === "identity") {
    if (principal)
      report.add(
        "UNSUPPORTED_PRINCIPAL",
        path,
        "A policy of an identity has no principal: it is that identity's. Remove it.",
      );
    if (!resource) report.add("MISSING_RESOURCE", path, 'The statement has no Resource; "*" is all.');
  } else if (!principal) {
    report.add("MISSING_PRINCIPAL", path, "The statement has no Principal: who it is about.");
  }
  if (report.kind === "trust") {
    if (resource)
      report.add("UNSUPPORTED_RESOURCE", path, "A trust policy is about the role that it belongs to. Remove Resource.");
    if (NotPrincipal !== undefined)
      report.add(
        "UNSUPPORTED_NOT_PRINCIPAL",
        [...path, "NotPrincipal"],
        "IAM does not take NotPrincipal in trust policies.",
      );
    checkTrust(report, statement, path);
  }
  if (report.kind !== "trust") {
    report.strings(statement, "Resource", path, (text, at) => checkResource(report, text, at));
    report.strings(statement, "NotResource", path, (text, at) => checkResource(report, text, at));
  }
  if (report.kind !== "identity") {
    if (Principal !== undefined) checkPrincipal(report, Principal, [...path, "Principal"], statement);
    if (NotPrincipal !== undefined && report.kind === "resource") {
      checkPrincipal(report, NotPrincipal, [...path, "NotPrincipal"], statement);
      if (Effect === "Allow")
        report.add(
          "ALLOW_WITH_NOT_PRINCIPAL",
          path,
          "Allow with NotPrincipal grants to everyone else, in all accounts.",
        );
    }
  }
  if (statement["Condition"] !== undefined) checkCondition(report, statement["Condition"], [...path, "Condition"]);
}

export function checkElements(report: Report, map: object, known: readonly string[], path: JsonPath): void {
  for (const key of Object.keys(map)) {
    if (known.includes(key)) continue;
    const meant = known.find((name) => name.toLowerCase() === key.toLowerCase());
    report.add(
      "INVALID_POLICY_ELEMENT",
      [...path, key],
      `${show(key)} is no element here. ${meant === undefined ? `Known: ${known.join(", ")}.` : `Write ${meant}.`}`,
    );
  }
}
