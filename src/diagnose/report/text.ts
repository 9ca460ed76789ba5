import { formatPath, moreText } from "../../errors.js";
import { prettyJson } from "../../policy/pretty-json.js";
import type { Diagnosis } from "../diagnose.js";
import type { Explanation } from "../errors/explain.js";
import type { DiagnosedDocument, DiagnosisFinding } from "../finding.js";
import type { Others } from "../trust/others.js";
import { isOfOrganization } from "../unexamined.js";
import { checkDiagnosis, checkExplanation, checkFiles, checkStyle } from "./check.js";
import { plain, type Row, rowsText, type Style } from "./rows.js";

/** The files that were read, for places. */
export type Files = { readonly [document in DiagnosedDocument]?: string | readonly string[] };

/** The file that a finding is about; the kind of document where it is not known. */
export function fileOf({ document, source = 0 }: Pick<DiagnosisFinding, "document" | "source">, files: Files): string {
  const named = files[document];
  return (typeof named === "object" ? named[source] : named) ?? document;
}

/** A diagnosis for people: the most important first, the corrected policy last. */
export function diagnosisReport(diagnosis: Diagnosis, files: Files = {}, style: Style = plain): string {
  checkDiagnosis(diagnosis);
  checkFiles(files);
  checkStyle(style);
  const { findings } = diagnosis;
  const rows: Row[] = [[["bold", headOf(diagnosis)]], []];
  for (const finding of findings.slice(0, MOST_SHOWN)) rows.push(...findingRows(finding, files), []);
  if (findings.length > MOST_SHOWN) rows.push([moreText(findings.length - MOST_SHOWN)], []);
  if (findings.length > 0) rows.push([`${counts(findings)}.`], []);
  const resting = claims(diagnosis);
  if (resting.length > 0) rows.push(...resting.map((claim) => [claim]), []);
  if (diagnosis.others !== undefined) rows.push(...othersRows(diagnosis.others), []);
  if (findings.some(({ document, severity }) => document === "trust" && severity !== "note"))
    rows.push([["bold", "The corrected trust policy:"]], { json: prettyJson(diagnosis.policy) }, []);
  if (diagnosis.identityPolicy !== undefined)
    rows.push(
      [["bold", "The corrected permissions policy of the workload:"]],
      { json: prettyJson(diagnosis.identityPolicy) },
      [],
    );
  const provider = findings.find(({ document }) => document === "provider");
  if (provider !== undefined)
    rows.push([["bold", "The provider as it should be:"]], { json: JSON.stringify(provider.fix, null, 2) }, []);
  return rowsText(rows, style);
}

/** More findings than anybody reads. */
const MOST_SHOWN = 100;

/** What the diagnosis comes to, no more than was seen. */
function headOf({ decision, findings, caller, roleArn, unexamined }: Diagnosis): string {
  const who = printable(caller);
  if (findings.some(({ severity }) => severity === "error")) return `${who} cannot assume ${roleArn}.`;
  if (decision !== "allowed" || !unexamined.every(isOfOrganization))
    return `Nothing that was read keeps ${who} from assuming ${roleArn}.`;
  const unsure = findings.some(({ code }) => code === "CONTROL_POLICY_BLOCKS");
  return `${who} can assume ${roleArn}${unsure ? ", unless a control policy of the organization denies it" : ""}.`;
}

const NAMES: { readonly [document in DiagnosedDocument]: string } = {
  trust: "the trust policy",
  identity: "the caller's own policies",
  provider: "the OIDC provider",
  "service-control": "service control policies",
  "resource-control": "resource control policies",
};

/** Where nothing keeps the caller out: what that rests on. */
function claims({ findings, examined, unexamined }: Diagnosis): string[] {
  if (findings.some(({ severity }) => severity === "error")) return [];
  return [
    ...(findings.length === 0
      ? [`Nothing is wrong with what was looked at: ${examined.map((document) => NAMES[document]).join(", ")}.`]
      : []),
    ...(unexamined.length === 0 ? [] : [`Not looked at: ${unexamined.join("; ")}.`]),
  ];
}

/** Who else gets in, as far as it is proved. */
function othersRows({ verdict, witness, reason }: Others): Row[] {
  if (verdict === "proved")
    return [["Proved for every request: the trust policy lets in nobody but the described caller."]];
  if (witness === undefined) return [[`Whether the trust policy lets in anybody else is undecided. ${reason.message}`]];
  return [
    ["The trust policy lets in what the description does not, such as:"],
    { json: `  ${JSON.stringify(witness.request)}` },
  ];
}

function findingRows(finding: DiagnosisFinding, files: Files): Row[] {
  const { code, severity, path, message, why, nearMiss, line, column } = finding;
  const file = fileOf(finding, files);
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const at = formatPath(path);
  return [
    [[severity, `${severity} ${code}`], "  ", ["dim", at === "" ? place : `${place} ${at}`]],
    [`  ${message}`],
    ...(nearMiss === undefined
      ? []
      : [
          [`    given     ${printable(nearMiss.given)}`],
          ["              ", [severity, nearMiss.marks] as const],
          [`    intended  ${printable(nearMiss.intended)}`],
          ...(nearMiss.hint === undefined || message.includes(nearMiss.hint) ? [] : [[`    ${nearMiss.hint}`]]),
        ]),
    [`  ${why}`],
  ];
}

/** Text with one visible sign for each character that a terminal would act on. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, "\u{FFFD}");
}

function counts(findings: readonly DiagnosisFinding[]): string {
  return (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}

/** An explanation for people. */
export function explanationReport(explanation: Explanation, style: Style = plain): string {
  checkExplanation(explanation);
  checkStyle(style);
  const { error, causes } = explanation;
  const head =
    error === undefined
      ? "The text is of no error that is known here. In this set-up, check in this order:"
      : `${error} In this set-up, the most likely cause first:`;
  const rows = causes.flatMap(({ code, cause, command }, index): Row[] => [
    [`${index + 1}. `, ...(code === undefined ? [] : [["bold", code] as const, ": "]), cause],
    ...(command === undefined ? [] : [["   ", ["dim", command]] as const]),
  ]);
  return rowsText([[["bold", head]], [], ...rows], style);
}
