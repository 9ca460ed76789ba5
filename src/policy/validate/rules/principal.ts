import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import { hasVariable } from "../../has-variable.js";
import { isMap } from "../../lists.js";
import { awsPrincipal, isProviderArn, PRINCIPAL_KINDS, PUBLIC_PROVIDERS, UNIQUE_ID_KINDS } from "../../principal.js";
import { isUnknown } from "../../read/unknown.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";
import { checkPartition } from "./partition.js";
import { checkStrings, STRING_CODES } from "./strings.js";

export const PRINCIPAL_CODES = {
  MISSING_PRINCIPAL: ["error", "A statement has neither Principal nor NotPrincipal."],
  INVALID_PRINCIPAL_KEY: ["error", "A key of Principal is not AWS, Federated, Service or CanonicalUser."],
  INVALID_PRINCIPAL_FORMAT: ["error", "A principal does not have a form that IAM knows."],
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: ["error", "A principal may be *, but have no wildcard within."],
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: [
    "error",
    "A federated principal is no provider that IAM knows.",
  ],
  VARIABLE_UNSUPPORTED_IN_ELEMENT: ["error", "A policy variable where none is expanded."],
  PRINCIPAL_DELETED: ["warning", "A principal is a unique ID: the role or user behind it was deleted."],
  TRUST_POLICY_FOR_ANYONE: ["security-warning", "Anyone may assume the role, in any account."],
} as const satisfies FindingCodes;

export function checkPrincipal(
  report: Report,
  value: unknown,
  path: JsonPath,
  statement: Readonly<Record<string, unknown>>,
): void {
  if (isUnknown(value)) return;
  if (typeof value === "string") {
    if (value !== "*")
      report.add(
        PRINCIPAL_CODES,
        "INVALID_PRINCIPAL_FORMAT",
        path,
        `A principal is "*" or a map such as {"AWS": …}; given ${show(value)}.`,
      );
    else checkEveryone(report, path, statement);
    return;
  }
  if (!isMap(value)) {
    report.add(
      STRING_CODES,
      "DATA_TYPE_MISMATCH",
      path,
      `A principal is "*" or a map such as {"AWS": …}; given ${show(value)}.`,
    );
    return;
  }
  const keys = Object.keys(value);
  // "Policy contains a statement with no principal": empty lists name none.
  if (keys.every((key) => Array.isArray(value[key]) && value[key].length === 0)) {
    report.add(PRINCIPAL_CODES, "MISSING_PRINCIPAL", path, "The principal is empty: it names nobody.");
    return;
  }
  for (const key of keys) {
    if (!PRINCIPAL_KINDS.includes(key)) {
      report.add(
        PRINCIPAL_CODES,
        "INVALID_PRINCIPAL_KEY",
        [...path, key],
        `A principal's kinds are AWS, Federated, Service and CanonicalUser; given ${show(key)}.`,
      );
      continue;
    }
    checkStrings(report, value, key, path, (text, at) => {
      if (hasVariable(text)) {
        report.add(
          PRINCIPAL_CODES,
          "VARIABLE_UNSUPPORTED_IN_ELEMENT",
          at,
          `Policy variables are not expanded in principals; given ${show(text)}.`,
        );
      } else if (key === "AWS") checkAwsPrincipal(report, text, at, statement);
      else if (key === "Federated") checkFederated(report, text, at);
      else if (key === "Service") checkService(report, text, at);
    });
  }
}

function checkEveryone(report: Report, path: JsonPath, statement: Readonly<Record<string, unknown>>): void {
  if (report.kind !== "trust" || statement["Effect"] !== "Allow" || path.at(-1) === "NotPrincipal") return;
  const condition = statement["Condition"];
  if (isUnknown(condition)) return;
  if (isMap(condition) && Object.keys(condition).length > 0) return;
  report.add(
    PRINCIPAL_CODES,
    "TRUST_POLICY_FOR_ANYONE",
    path,
    "Everyone in every account may assume the role. Name who may, or add a condition such as aws:PrincipalOrgID.",
  );
}

function checkAwsPrincipal(
  report: Report,
  text: string,
  path: JsonPath,
  statement: Readonly<Record<string, unknown>>,
): void {
  const form = awsPrincipal(text);
  if (form.kind === "everyone") {
    checkEveryone(report, path, statement);
    return;
  }
  if (form.kind === "unique-id") {
    const what = UNIQUE_ID_KINDS[form.id.slice(0, 4)];
    report.add(
      PRINCIPAL_CODES,
      "PRINCIPAL_DELETED",
      path,
      `${show(text)} is the unique ID of ${what ?? "an identity"} that was deleted: IAM shows it where an ARN was. One made again under the same name is not trusted. Write its ARN.`,
    );
    return;
  }
  if ("partition" in form && form.partition !== undefined && !checkPartition(report, form.partition, text, path))
    return;
  if (/[*?]/.test(text))
    report.add(
      PRINCIPAL_CODES,
      "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
      path,
      `A principal is named in full, or is "*"; given ${show(text)}. Use a condition on aws:PrincipalArn.`,
    );
  else if (form.kind === "other" && !/^arn:[^:]*:(?:cloudfront::?[^:]*:|iam::cloudfront:user\/)/.test(text))
    report.add(
      PRINCIPAL_CODES,
      "INVALID_PRINCIPAL_FORMAT",
      path,
      `An AWS principal is an account ID, or the ARN of an account's root, a role, a user or a session; given ${show(text)}.${/:group\//.test(text) ? " Groups are no principals." : ""}`,
    );
}

function checkFederated(report: Report, text: string, path: JsonPath): void {
  if (isProviderArn(text) || PUBLIC_PROVIDERS.includes(text)) return;
  if (report.kind === "resource" && text !== "") return;
  const hint =
    /^(?:https?:\/\/)?[a-z0-9.-]+\.[a-z]{2,}(?:\/|$)/.test(text) && text !== ""
      ? ` For an OIDC issuer, write arn:aws:iam::ACCOUNT:oidc-provider/${text.replace(/^https?:\/\//, "")}.`
      : "";
  report.add(
    PRINCIPAL_CODES,
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    path,
    `A federated principal is the ARN of an OIDC or SAML provider, or ${PUBLIC_PROVIDERS.slice(0, 2).join(", ")} and the like; given ${show(text)}.${hint}`,
  );
}

function checkService(report: Report, text: string, path: JsonPath): void {
  if (text === "*") return;
  if (/[*?]/.test(text))
    report.add(
      PRINCIPAL_CODES,
      "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
      path,
      `A service is named in full; given ${show(text)}.`,
    );
  else if (!/^[a-z0-9.-]+$/i.test(text) || !/^[^.].*\..*[^.]$/.test(text) || text.includes(".."))
    report.add(
      PRINCIPAL_CODES,
      "INVALID_PRINCIPAL_FORMAT",
      path,
      `A service is named as NAME.amazonaws.com; given ${show(text)}.`,
    );
}
