import { type Command, Option } from "commander";
import { formatPath, moreText, RolewrightError } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import { oneLine } from "../../one-line.js";
import { POLICY_KINDS, type PolicyKind } from "../../policy/types.js";
import type { Validation } from "../../policy/validate/validate.js";
import type { CommandIo } from "../io.js";
import { policyFiles } from "../policy-files.js";

interface ValidateOptions {
  readonly kind?: PolicyKind;
  readonly json?: true;
  readonly catalogue: boolean;
}

/** `rolewright validate`: what is wrong with policy documents. */
export function addValidateCommand(program: Command, io: CommandIo): void {
  program
    .command("validate")
    .summary("find what is wrong with policy documents")
    .description(
      "Checks policy documents: plain ones, URL-encoded ones, the output of aws iam get-role and its siblings, CloudFormation templates. Exits with 1 if one has an error.",
    )
    .argument("<policy...>", "files, or folders with .json, .yaml and .yml files; - for standard input")
    .addOption(
      new Option("--kind <kind>", "what the documents are attached to; guessed without it").choices(POLICY_KINDS),
    )
    .option("--no-catalogue", "do not look up whether actions, condition keys and types of resources exist")
    .option("--json", "one line of JSON a document")
    .action(async (names: string[], { kind, json, catalogue: looksUp }: ValidateOptions) => {
      const [{ validatePolicies }, { readDocument }, catalogue] = await Promise.all([
        import("../../policy/validate/validate.js"),
        import("../read-document.js"),
        looksUp ? import("../../catalogue/index.js") : undefined,
      ]);
      const options = { ...(kind !== undefined && { kind }), ...(catalogue !== undefined && { catalogue }) };
      for (const file of await policyFiles(names)) {
        let results: Validation[];
        try {
          results = validatePolicies(await readDocument(file, io), options);
        } catch (error) {
          if (
            !(error instanceof RolewrightError) ||
            error.issues.some(({ code }) => code === "UNREADABLE" || code === "TOO_LARGE")
          )
            throw error;
          results = [unreadable(error, kind)];
        }
        for (const result of results) {
          if (!result.valid) io.answerNo();
          io.print(json ? `${line(file, result)}\n` : report(file, result));
        }
      }
    });
}

/** A text that is not even YAML. */
function unreadable({ issues }: RolewrightError, kind: PolicyKind | undefined): Validation {
  return {
    kind: kind ?? "identity",
    guessed: kind === undefined,
    path: [],
    valid: false,
    findings: issues.map(({ message, code, line, column }) => ({
      code: code === "DUPLICATE_KEY" ? "DUPLICATE_KEY" : "JSON_SYNTAX_ERROR",
      severity: "error",
      path: [],
      message,
      link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
      ...(line !== undefined && column !== undefined && { line, column }),
    })),
  };
}

function line(file: string, { kind, valid, findings, path, omitted }: Validation): string {
  return printedJson({
    file,
    ...(path.length > 0 && { at: formatPath(path) }),
    kind,
    valid,
    findings: findings.map((finding) => ({ ...finding, path: formatPath(finding.path) })),
    ...(omitted !== undefined && { omitted }),
  });
}

function report(file: string, { kind, guessed, valid, findings, path, omitted = 0 }: Validation): string {
  const at = path.length === 0 ? "" : ` ${formatPath(path)}`;
  const said = findings.slice(0, MOST_SHOWN).map(({ code, severity, path: where, message, line: row, column }) => {
    const place = row === undefined ? "" : `${row}:${column} `;
    const element = formatPath(where);
    return `  ${severity}: ${place}${element === "" ? "" : `${element}: `}${message} [${code}]`;
  });
  const more = findings.length - said.length + omitted;
  return [
    `${file}${at}: ${valid ? "valid" : "invalid"} ${kind} policy${guessed ? " (kind guessed)" : ""}`,
    ...said,
    ...(more > 0 ? [`  ${moreText(more)}`] : []),
  ]
    .map((text) => `${oneLine(text)}\n`)
    .join("");
}

/** More findings of one document than anybody mends at once. */
const MOST_SHOWN = 100;
