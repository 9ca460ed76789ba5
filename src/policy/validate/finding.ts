import type { JsonPath } from "../../json/types.js";
import { shortLine } from "../../one-line.js";

/** How bad a finding is: only an error makes a document invalid. */
export type Severity = "error" | "security-warning" | "warning" | "suggestion";

const CHECKS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

/** AWS's page on the grammar of policies, for codes that IAM Access Analyzer does not have. */
export const GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

/** The codes of a rule, each with its severity, what it means, and AWS's page on it if that is not the one of the checks. */
export type FindingCodes = { readonly [code: string]: readonly [Severity, meaning: string, page?: string] };

/** What a rule says of one place in a policy document. */
export interface RuleFinding {
  /** One of the rule's codes. */
  readonly code: string;
  readonly severity: Severity;
  readonly path: JsonPath;
  readonly message: string;
  /** AWS's page on it. */
  readonly link: string;
  /** Where it stands in the text, from 1, if the document was read from text. */
  readonly line?: number;
  readonly column?: number;
}

/** A finding, with the severity and the link of its code. */
export function finding<Codes extends FindingCodes>(
  codes: Codes,
  code: keyof Codes & string,
  path: JsonPath,
  message: string,
): RuleFinding {
  const [severity, , link = CHECKS] = codes[code]!;
  return { code, severity, path, message: shortLine(message), link };
}
