import { formatPath } from "../../errors.js";
import { oneLine } from "../../one-line.js";
import { version } from "../../version.js";
import { DIAGNOSIS_CODES } from "../codes.js";
import type { Diagnosis } from "../diagnose.js";
import { checkDiagnosis, checkFiles } from "./check.js";
import { type Files, fileOf } from "./text.js";

const TROUBLESHOOTING = "docs/troubleshooting.md";

/**
 * A diagnosis as a log of code scanning, in SARIF 2.1.0.
 *
 * @param files The files that were read, as relative paths.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function diagnosisSarif(diagnosis: Diagnosis, files: Files) {
  checkDiagnosis(diagnosis);
  checkFiles(files);
  const { findings } = diagnosis;
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0" as const,
    runs: [
      {
        tool: {
          driver: {
            name: "rolewright",
            version,
            rules: codes.map((code) => {
              const { what, why, repair, severity } = DIAGNOSIS_CODES[code];
              return {
                id: code,
                shortDescription: message(what),
                fullDescription: message(why),
                help: message(`${repair} (${TROUBLESHOOTING})`),
                defaultConfiguration: { level: severity },
              };
            }),
          },
        },
        results: findings.map(({ code, severity, message: text, path, line, column, fix, ...finding }) => ({
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: severity,
          message: message(`${formatPath(path)} ${text}`.trim()),
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uri(fileOf(finding, files)) },
                ...(line !== undefined && { region: { startLine: line, startColumn: column } }),
              },
              logicalLocations: [{ fullyQualifiedName: formatPath(path) }],
            },
          ],
          properties: { fix },
        })),
        columnKind: "utf16CodeUnits" as const,
      },
    ],
  };
}

/**
 * A message of SARIF, which shows a text as it is: one line, braces doubled, and no brackets that would make a link.
 * SARIF 2.1.0, 3.11.5 (placeholders) and 3.11.6 (embedded links).
 */
function message(text: string): { readonly text: string } {
  const line = oneLine(text).replace(/[{}]/g, "$&$&");
  return { text: line.includes("](") ? line.replace(/[\\[\]]/g, "\\$&") : line };
}

/** A file's path as a relative reference of a URI. */
function uri(file: string): string {
  return file
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join("/");
}
