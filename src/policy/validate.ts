import { isPartition } from "../aws/partition.js";
import { QUOTAS } from "../aws/quotas.js";
import { show } from "../errors.js";
import { type OperatorType, parseOperator } from "./condition-operators.js";
import { type Finding, type FindingCode, finding } from "./findings.js";
import { UNKNOWN } from "./intrinsics.js";
import type { JsonPath } from "./json-text.js";
import { isMap } from "./lists.js";
import type { PolicyKind } from "./policy-kind.js";
import { awsPrincipal, isProviderArn, PUBLIC_PROVIDERS, UNIQUE_ID_KINDS } from "./principal.js";
import { type FoundPolicy, readPolicies } from "./read-policies.js";
import { matches, pattern } from "./wildcard.js";

/** What was found in one document. */
export interface Validation {
  readonly kind: PolicyKind;
  /** Whether the kind was guessed from the document. */
  readonly guessed: boolean;
  /** Where the document stands in what was read. */
  readonly path: JsonPath;
  /** False if a finding is an error: IAM would refuse the document. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Checks policy documents against IAM's grammar and rules, and against good practice.
 *
 * @param input JSON text or a value, as `readPolicies` takes it: a document, the output of the AWS CLI, a template.
 * @param options `kind`: what the documents are attached to. Without it, what they stand in says it, or else their elements.
 * @returns One result a document, at least one. What IAM accepts has no error.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @example
 * const [result] = validatePolicies({ Version: "2012-10-17", Statement: [{ Action: "s3:*", Resource: "*" }] });
 * result.valid; // false
 * result.findings[0].code; // "MISSING_EFFECT"
 */
export function validatePolicies(input: unknown, { kind }: { readonly kind?: PolicyKind } = {}): Validation[] {
  const { policies, syntaxError, duplicates } = readPolicies(input);
  if (syntaxError !== undefined) {
    const { line, column, message } = syntaxError;
    const fault = { ...finding("JSON_SYNTAX_ERROR", [], message), line, column };
    return [{ kind: kind ?? "identity", guessed: kind === undefined, path: [], valid: false, findings: [fault] }];
  }
  return policies.map((policy, index) => {
    const result = validateFound(policy, kind);
    const twice =
      index > 0
        ? []
        : duplicates.map(({ path, line, column }) => ({
            ...finding("DUPLICATE_KEY", path, `The key ${show(path.at(-1))} is there twice. Keep one of them.`),
            line,
            column,
          }));
    return { ...result, valid: result.valid && twice.length === 0, findings: [...twice, ...result.findings] };
  });
}

/** Checks one document that was found. */
export function validateFound(policy: FoundPolicy, asked?: PolicyKind): Validation {
  const kind = asked ?? policy.kind ?? guessKind(policy.document);
  const findings = new Checker(kind).check(policy.document).map((each) => {
    const position = policy.positionOf(each.path);
    return position === undefined ? each : { ...each, line: position.line, column: position.column };
  });
  return {
    kind,
    guessed: asked === undefined && policy.kind === undefined,
    path: policy.path,
    valid: !findings.some(({ severity }) => severity === "error"),
    findings,
  };
}

/** The kind that a document's elements suggest: a principal and an assume action, a principal, or neither. */
export function guessKind(document: unknown): PolicyKind {
  const statements = isMap(document) ? [document["Statement"]].flat() : [];
  const maps = statements.filter(isMap);
  if (!maps.some((statement) => "Principal" in statement || "NotPrincipal" in statement)) return "identity";
  const about = maps.some((statement) => "Resource" in statement || "NotResource" in statement);
  const assumes = maps.some((statement) =>
    [statement["Action"]].flat().some((action) => typeof action === "string" && /^sts:/i.test(action)),
  );
  return assumes || !about ? "trust" : "resource";
}

const TOP_ELEMENTS = ["Version", "Id", "Statement"];
const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const TRUST_ACTIONS = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:TagSession",
  "sts:SetSourceIdentity",
  "sts:SetContext",
];

/** Keys that a request has at most one value for; a set operator around them is a mistake. */
const MULTIVALUED_KEYS =
  /^(?:aws:(?:tagkeys|calledvia|principalorgpaths|resourceorgpaths|sourceorgpaths|vpceorgpaths|principalservicenameslist)|sts:transitivetagkeys|.*:(?:amr|.*keys|.*attributes|leadingkeys|select))$/i;

class Checker {
  private readonly found: Finding[] = [];
  private version: unknown;

  constructor(private readonly kind: PolicyKind) {}

  check(document: unknown): Finding[] {
    if (!isMap(document)) {
      this.add(
        "JSON_SYNTAX_ERROR",
        [],
        `A policy document is a map with Version and Statement; given ${show(document)}.`,
      );
      return this.found;
    }
    this.version = document["Version"];
    this.elements(document, TOP_ELEMENTS, []);
    this.checkVersion();
    if (document["Id"] !== undefined && typeof document["Id"] !== "string")
      this.add("DATA_TYPE_MISMATCH", ["Id"], `Id must be a string; given ${show(document["Id"])}.`);
    this.checkStatements(document["Statement"]);
    this.checkText(document);
    return this.found;
  }

  private add(code: FindingCode, path: JsonPath, message: string): void {
    this.found.push(finding(code, path, message));
  }

  private elements(map: object, known: readonly string[], path: JsonPath): void {
    for (const key of Object.keys(map)) {
      if (known.includes(key)) continue;
      const meant = known.find((name) => name.toLowerCase() === key.toLowerCase());
      this.add(
        "INVALID_POLICY_ELEMENT",
        [...path, key],
        `${show(key)} is no element here. ${meant === undefined ? `Known: ${known.join(", ")}.` : `Write ${meant}.`}`,
      );
    }
  }

  private checkVersion(): void {
    if (this.version === undefined) {
      this.add(
        "MISSING_VERSION",
        [],
        'Add "Version": "2012-10-17". Without it the version of 2008 holds, in which policy variables are literal text.',
      );
    } else if (this.version !== "2012-10-17" && this.version !== "2008-10-17") {
      this.add("INVALID_VERSION", ["Version"], `Version must be "2012-10-17"; given ${show(this.version)}.`);
    }
  }

  private checkStatements(value: unknown): void {
    if (value === undefined) {
      this.add("MISSING_STATEMENT", [], "The document has no Statement.");
      return;
    }
    const list = Array.isArray(value) ? value : [value];
    if (list.length === 0) this.add("MISSING_STATEMENT", ["Statement"], "Statement is empty.");
    const sids = new Map<string, number>();
    list.forEach((statement, index) => {
      const path = Array.isArray(value) ? ["Statement", index] : ["Statement"];
      if (!isMap(statement)) {
        this.add("DATA_TYPE_MISMATCH", path, `A statement is a map; given ${show(statement)}.`);
        return;
      }
      this.checkStatement(statement, path);
      this.checkSid(statement["Sid"], [...path, "Sid"], sids, index);
    });
  }

  private checkSid(sid: unknown, path: JsonPath, sids: Map<string, number>, index: number): void {
    if (sid === undefined) return;
    if (typeof sid !== "string") {
      this.add("DATA_TYPE_MISMATCH", path, `Sid must be a string; given ${show(sid)}.`);
      return;
    }
    if (sid === "") {
      this.add("UNIQUE_SIDS_RECOMMENDED", path, "Sid is empty. Remove it, or name the statement.");
      return;
    }
    const first = sids.get(sid);
    if (first === undefined) sids.set(sid, index);
    else this.add("UNIQUE_SIDS_REQUIRED", path, `Sid ${show(sid)} is that of statement ${first} already.`);
    if (this.kind !== "resource" && !/^[A-Za-z0-9]+$/.test(sid))
      this.add("UNSUPPORTED_SID", path, `Sid must be letters and digits only; given ${show(sid)}.`);
  }

  private checkStatement(statement: Readonly<Record<string, unknown>>, path: JsonPath): void {
    this.elements(statement, ELEMENTS, path);
    const { Effect, Principal, NotPrincipal } = statement;
    if (Effect === undefined) this.add("MISSING_EFFECT", path, 'The statement has no Effect: "Allow" or "Deny".');
    else if (Effect !== "Allow" && Effect !== "Deny")
      this.add("INVALID_EFFECT", [...path, "Effect"], `Effect must be "Allow" or "Deny"; given ${show(Effect)}.`);
    for (const name of ["Principal", "Action", "Resource"] as const) {
      if (statement[name] !== undefined && statement[`Not${name}`] !== undefined)
        this.add(
          "UNSUPPORTED_ELEMENT_COMBINATION",
          path,
          `${name} and Not${name} exclude each other. Keep one of them.`,
        );
    }
    if (statement["Action"] === undefined && statement["NotAction"] === undefined)
      this.add("MISSING_ACTION", path, "The statement has no Action.");
    this.strings(statement, "Action", path, (action, at) => this.checkAction(action, at));
    this.strings(statement, "NotAction", path, (action, at) => this.checkAction(action, at));

    const principal = Principal !== undefined || NotPrincipal !== undefined;
    const resource = statement["Resource"] !== undefined || statement["NotResource"] !== undefined;
    if (this.kind === "identity") {
      if (principal)
        this.add(
          "UNSUPPORTED_PRINCIPAL",
          path,
          "A policy of an identity has no principal: it is that identity's. Remove it.",
        );
      if (!resource) this.add("MISSING_RESOURCE", path, 'The statement has no Resource; "*" is all.');
    } else if (!principal) {
      this.add("MISSING_PRINCIPAL", path, "The statement has no Principal: who it is about.");
    }
    if (this.kind === "trust") {
      if (resource)
        this.add("UNSUPPORTED_RESOURCE", path, "A trust policy is about the role that it belongs to. Remove Resource.");
      if (NotPrincipal !== undefined)
        this.add(
          "UNSUPPORTED_NOT_PRINCIPAL",
          [...path, "NotPrincipal"],
          "IAM does not take NotPrincipal in trust policies.",
        );
      this.checkTrust(statement, path);
    }
    if (this.kind !== "trust") {
      this.strings(statement, "Resource", path, (text, at) => this.checkResource(text, at));
      this.strings(statement, "NotResource", path, (text, at) => this.checkResource(text, at));
    }
    if (this.kind !== "identity") {
      if (Principal !== undefined) this.checkPrincipal(Principal, [...path, "Principal"], statement);
      if (NotPrincipal !== undefined && this.kind === "resource") {
        this.checkPrincipal(NotPrincipal, [...path, "NotPrincipal"], statement);
        if (Effect === "Allow")
          this.add(
            "ALLOW_WITH_NOT_PRINCIPAL",
            path,
            "Allow with NotPrincipal grants to everyone else, in all accounts.",
          );
      }
    }
    if (statement["Condition"] !== undefined) this.checkCondition(statement["Condition"], [...path, "Condition"]);
  }

  /** A string or a list of strings. */
  private strings(
    statement: Readonly<Record<string, unknown>>,
    element: string,
    path: JsonPath,
    each: (text: string, path: JsonPath) => void,
  ): void {
    const value = statement[element];
    if (value === undefined) return;
    const at = [...path, element];
    if (Array.isArray(value)) {
      if (value.length === 0) this.add("EMPTY_LIST", at, `${element} is empty, so the statement matches nothing.`);
      const seen = new Set<unknown>();
      value.forEach((member, index) => {
        if (typeof member !== "string")
          this.add("DATA_TYPE_MISMATCH", [...at, index], `${element} has strings; given ${show(member)}.`);
        else {
          if (seen.has(member)) this.add("REDUNDANT_MEMBER", [...at, index], `${show(member)} is there twice.`);
          seen.add(member);
          if (!member.includes(UNKNOWN)) each(member, [...at, index]);
        }
      });
    } else if (typeof value === "string") {
      if (!value.includes(UNKNOWN)) each(value, at);
    } else this.add("DATA_TYPE_MISMATCH", at, `${element} is a string or a list of strings; given ${show(value)}.`);
  }

  private checkAction(action: string, path: JsonPath): void {
    if (/^\*+$/.test(action)) {
      if (this.kind === "trust")
        this.add(
          "UNSUPPORTED_ACTION_IN_TRUST_POLICY",
          path,
          "A trust policy names actions of sts, such as sts:AssumeRole.",
        );
      return;
    }
    const [, vendor, name] = /^([^:]*):(.*)$/s.exec(action) ?? [];
    if (vendor === undefined || name === undefined || !/^[A-Za-z0-9-]+$/.test(vendor)) {
      this.add("INVALID_ACTION", path, `An action is service:Name, or *; given ${show(action)}.`);
      return;
    }
    if (!/^[\w*?-]+$/.test(name)) {
      // AWS's own policies have a few actions with white space; IAM takes them, and they match nothing.
      if (/^[\w*?-]+$/.test(name.trim()))
        this.add("UNUSUAL_ACTION", path, `${show(action)} has white space, so that it matches no action. Remove it.`);
      else this.add("INVALID_ACTION", path, `An action's name has letters, digits, * and ?; given ${show(action)}.`);
      return;
    }
    if (this.kind === "trust" && !TRUST_ACTIONS.some((known) => couldMatch(action, known)))
      this.add(
        "UNSUPPORTED_ACTION_IN_TRUST_POLICY",
        path,
        `A trust policy grants ${TRUST_ACTIONS.join(", ")}; given ${show(action)}.`,
      );
  }

  private checkResource(text: string, path: JsonPath): void {
    if (text === "*" || text === "") {
      if (text === "") this.add("INVALID_ARN_PREFIX", path, 'A resource is "*" or an ARN; given an empty string.');
      return;
    }
    this.variables(text, path);
    if (text.startsWith("*") || text.startsWith("${")) return;
    const [prefix = "", partition, service, region, account, ...rest] = colons(text);
    if (prefix !== "arn") {
      if (couldMatch(prefix, "arn")) return;
      this.add("INVALID_ARN_PREFIX", path, `A resource is "*" or an ARN; given ${show(text)}.`);
      return;
    }
    if (partition === undefined || service === undefined) {
      if (!/[*]$/.test(text))
        this.add(
          "MISSING_ARN_FIELD",
          path,
          `An ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; given ${show(text)}.`,
        );
      return;
    }
    if (!/[*?$]/.test(partition) && !isPartition(partition))
      this.add("INVALID_PARTITION", path, `${show(partition)} is no partition; given ${show(text)}.`);
    if (region === undefined || account === undefined || rest.length === 0) {
      if (!text.endsWith("*"))
        this.add(
          "MISSING_ARN_FIELD",
          path,
          `An ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; given ${show(text)}.`,
        );
      return;
    }
    if (/[A-Z]/.test(service) && !service.includes("$"))
      this.add("INVALID_ARN_SERVICE_CASE", path, `The service in an ARN is in lower case; given ${show(service)}.`);
    if (service === "iam") {
      if (region !== "" && !/^[*?]+$/.test(region))
        this.add("ARN_REGION_NOT_ALLOWED", path, `ARNs of IAM have no region; given ${show(text)}.`);
      const resource = rest.join(":");
      if (
        !/[*?$]/.test(resource.split("/")[0]!) &&
        !/^(?:root$|(?:role|user|group|policy|instance-profile|oidc-provider|saml-provider|server-certificate|mfa|sms-mfa|assumed-role|federated-user|access-report|contextProvider|u2f|delegation-request|outbound-web-identity-federation)\b)/.test(
          resource,
        )
      )
        this.add(
          "INVALID_ARN_RESOURCE",
          path,
          `IAM has no ${show(resource.split("/")[0])} in ARNs; given ${show(text)}.`,
        );
    }
    if (account !== "" && account !== "aws" && /^\d+$/.test(account) && account.length !== 12)
      this.add("INVALID_ARN_ACCOUNT", path, `An account ID has 12 digits; given ${show(account)}.`);
  }

  /** A policy variable is expanded only in the version of 2012. */
  private variables(text: string, path: JsonPath): void {
    if (!/\$\{[^}]+\}/.test(text) || this.version === "2012-10-17") return;
    this.add(
      "VARIABLE_UNSUPPORTED_IN_VERSION",
      path,
      `${show(text)} has a policy variable, which only version 2012-10-17 expands. Set Version to that.`,
    );
  }

  private checkPrincipal(value: unknown, path: JsonPath, statement: Readonly<Record<string, unknown>>): void {
    if (typeof value === "string") {
      if (value !== "*")
        this.add(
          "INVALID_PRINCIPAL_FORMAT",
          path,
          `A principal is "*" or a map such as {"AWS": …}; given ${show(value)}.`,
        );
      else this.checkEveryone(path, statement);
      return;
    }
    if (!isMap(value)) {
      this.add("DATA_TYPE_MISMATCH", path, `A principal is "*" or a map such as {"AWS": …}; given ${show(value)}.`);
      return;
    }
    const keys = Object.keys(value);
    if (keys.length === 0) this.add("MISSING_PRINCIPAL", path, "The principal is empty.");
    for (const key of keys) {
      if (!["AWS", "Federated", "Service", "CanonicalUser"].includes(key)) {
        this.add(
          "INVALID_PRINCIPAL_KEY",
          [...path, key],
          `A principal's kinds are AWS, Federated, Service and CanonicalUser; given ${show(key)}.`,
        );
        continue;
      }
      this.strings(value, key, path, (text, at) => {
        if (text.includes("${") && /\$\{[^}]+\}/.test(text)) {
          this.add(
            "VARIABLE_UNSUPPORTED_IN_ELEMENT",
            at,
            `Policy variables are not expanded in principals; given ${show(text)}.`,
          );
        } else if (key === "AWS") this.checkAwsPrincipal(text, at, statement);
        else if (key === "Federated") this.checkFederated(text, at);
        else if (key === "Service") this.checkService(text, at);
      });
    }
  }

  private checkEveryone(path: JsonPath, statement: Readonly<Record<string, unknown>>): void {
    if (this.kind !== "trust" || statement["Effect"] !== "Allow" || path.at(-1) === "NotPrincipal") return;
    const condition = statement["Condition"];
    if (isMap(condition) && Object.keys(condition).length > 0) return;
    this.add(
      "TRUST_POLICY_FOR_ANYONE",
      path,
      "Everyone in every account may assume the role. Name who may, or add a condition such as aws:PrincipalOrgID.",
    );
  }

  private checkAwsPrincipal(text: string, path: JsonPath, statement: Readonly<Record<string, unknown>>): void {
    const form = awsPrincipal(text);
    if (form.kind === "everyone") {
      this.checkEveryone(path, statement);
      return;
    }
    if (form.kind === "unique-id") {
      const what = UNIQUE_ID_KINDS[form.id.slice(0, 4)];
      this.add(
        "PRINCIPAL_DELETED",
        path,
        `${show(text)} is the unique ID of ${what ?? "an identity"} that was deleted: IAM shows it where an ARN was. One made again under the same name is not trusted. Write its ARN.`,
      );
      return;
    }
    if ("partition" in form && form.partition !== undefined && !isPartition(form.partition)) {
      this.add("INVALID_PARTITION", path, `${show(form.partition)} is no partition; given ${show(text)}.`);
      return;
    }
    if (form.kind !== "other") {
      if (/[*?]/.test(text))
        this.add(
          "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
          path,
          `A principal is named in full, or is "*"; given ${show(text)}. Use a condition on aws:PrincipalArn.`,
        );
      return;
    }
    if (/[*?]/.test(text))
      this.add(
        "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
        path,
        `A principal is named in full, or is "*"; given ${show(text)}. Use a condition on aws:PrincipalArn.`,
      );
    else if (/^arn:[^:]*:cloudfront::?[^:]*:/.test(text) || /^arn:[^:]*:iam::cloudfront:user\//.test(text)) return;
    else
      this.add(
        "INVALID_PRINCIPAL_FORMAT",
        path,
        `An AWS principal is an account ID, or the ARN of an account's root, a role, a user or a session; given ${show(text)}.${/:group\//.test(text) ? " Groups are no principals." : ""}`,
      );
  }

  private checkFederated(text: string, path: JsonPath): void {
    if (isProviderArn(text) || PUBLIC_PROVIDERS.includes(text)) return;
    if (this.kind === "resource" && text !== "") return;
    const hint =
      /^(?:https?:\/\/)?[a-z0-9.-]+\.[a-z]{2,}(?:\/|$)/.test(text) && text !== ""
        ? ` For an OIDC issuer, write arn:aws:iam::ACCOUNT:oidc-provider/${text.replace(/^https?:\/\//, "")}.`
        : "";
    this.add(
      "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
      path,
      `A federated principal is the ARN of an OIDC or SAML provider, or ${PUBLIC_PROVIDERS.slice(0, 2).join(", ")} and the like; given ${show(text)}.${hint}`,
    );
  }

  private checkService(text: string, path: JsonPath): void {
    if (text === "*") return;
    if (/[*?]/.test(text))
      this.add("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", path, `A service is named in full; given ${show(text)}.`);
    else if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(text))
      this.add("INVALID_PRINCIPAL_FORMAT", path, `A service is named as NAME.amazonaws.com; given ${show(text)}.`);
  }

  /** What holds for trust policies beyond their elements: actions and principals that go together, conditions that must be there. */
  private checkTrust(statement: Readonly<Record<string, unknown>>, path: JsonPath): void {
    const { Principal, Effect, Condition } = statement;
    if (!isMap(Principal) || Effect !== "Allow") return;
    const actions = [statement["Action"]].flat().filter((action) => typeof action === "string");
    const federated = [Principal["Federated"]].flat().filter((text) => typeof text === "string");
    const others = Principal["AWS"] !== undefined || Principal["Service"] !== undefined;
    const can = (name: string) => actions.some((action) => couldMatch(action, name));
    const saml = federated.filter((text) => text.includes(":saml-provider/"));
    const oidc = federated.filter((text) => !text.includes(":saml-provider/"));
    const mismatch = (what: string, action: string) =>
      this.add("MISMATCHED_ACTION_FOR_PRINCIPAL", [...path, "Action"], `${what} assumes a role with ${action}.`);
    if (!others && actions.length > 0) {
      if (
        saml.length > 0 &&
        oidc.length === 0 &&
        !can("sts:AssumeRoleWithSAML") &&
        can("sts:AssumeRoleWithWebIdentity")
      )
        mismatch("A SAML provider's user", "sts:AssumeRoleWithSAML");
      if (
        oidc.length > 0 &&
        saml.length === 0 &&
        !can("sts:AssumeRoleWithWebIdentity") &&
        (can("sts:AssumeRoleWithSAML") || can("sts:AssumeRole"))
      )
        mismatch("An OIDC provider's user", "sts:AssumeRoleWithWebIdentity");
      if (saml.length > 0 && oidc.length === 0 && !can("sts:AssumeRoleWithSAML") && can("sts:AssumeRole"))
        mismatch("A SAML provider's user", "sts:AssumeRoleWithSAML");
    }
    if (
      federated.length === 0 &&
      others &&
      actions.length > 0 &&
      !can("sts:AssumeRole") &&
      (can("sts:AssumeRoleWithWebIdentity") || can("sts:AssumeRoleWithSAML"))
    )
      mismatch("A role, a user or a service", "sts:AssumeRole");
    const keys = isMap(Condition)
      ? Object.values(Condition).flatMap((block) => (isMap(block) ? Object.keys(block) : []))
      : [];
    const issuers = oidc.flatMap((text) => text.split(":oidc-provider/")[1] ?? text);
    for (const issuer of can("sts:AssumeRoleWithWebIdentity") ? issuers : []) {
      if (keys.some((key) => key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`))) continue;
      this.add(
        "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
        path,
        `Every identity of ${show(issuer)} may assume the role. Add conditions on ${issuer}:aud and ${issuer}:sub.`,
      );
    }
    if (
      Principal["Service"] !== undefined &&
      !keys.some((key) => /^aws:Source(?:Arn|Account|OrgID|OrgPaths)$/i.test(key))
    )
      this.add(
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        path,
        "Add aws:SourceAccount and aws:SourceArn, so that the service acts only for your own resources.",
      );
  }

  private checkCondition(value: unknown, path: JsonPath): void {
    if (!isMap(value)) {
      this.add("DATA_TYPE_MISMATCH", path, `Condition is a map of operators; given ${show(value)}.`);
      return;
    }
    for (const [text, keys] of Object.entries(value)) {
      const at = [...path, text];
      const operator = parseOperator(text);
      if (operator === undefined) {
        this.add("INVALID_CONDITION_OPERATOR", at, `${show(text)} is no condition operator.`);
        continue;
      }
      if (operator.name === "Null" && operator.ifExists) {
        this.add("NULL_WITH_IF_EXISTS", at, "Null asks itself whether a key is there. Remove IfExists.");
        continue;
      }
      if (operator.canonical !== text) this.add("UNUSUAL_LETTER_CASE", at, `Usually written ${operator.canonical}.`);
      if (!isMap(keys)) {
        this.add("DATA_TYPE_MISMATCH", at, `${text} is a map of condition keys; given ${show(keys)}.`);
        continue;
      }
      const seen = new Map<string, string>();
      for (const [key, values] of Object.entries(keys)) {
        const lower = key.toLowerCase();
        if (seen.has(lower))
          this.add(
            "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
            [...at, key],
            `${show(key)} is ${show(seen.get(lower))}: condition keys have no letter case.`,
          );
        seen.set(lower, key);
        if (!key.includes(":"))
          this.add(
            "UNKNOWN_CONDITION_KEY_FORMAT",
            [...at, key],
            `A condition key is service:name; given ${show(key)}.`,
          );
        if (
          operator.set === "ForAllValues" &&
          !operator.negated &&
          !MULTIVALUED_KEYS.test(key) &&
          /^(?:aws:(?:Principal|Source|userid|username)|sts:|[^/]*\.[^/]*(?:\/|:))/i.test(key)
        )
          this.add(
            "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
            [...at, key],
            `${show(key)} has one value. ForAllValues is true when it is absent, so everyone without it gets through. Write ${operator.name}.`,
          );
        this.checkValues(operator.type, operator.name, values, [...at, key]);
      }
    }
  }

  private checkValues(type: OperatorType, name: string, value: unknown, path: JsonPath): void {
    const list = Array.isArray(value) ? value : [value];
    if (list.length === 0) this.add("EMPTY_LIST", path, "No value is allowed, so the condition never holds.");
    list.forEach((member, index) => {
      const at = Array.isArray(value) ? [...path, index] : path;
      if (typeof member !== "string" && typeof member !== "number" && typeof member !== "boolean") {
        this.add(
          "DATA_TYPE_MISMATCH",
          at,
          `A condition's value is a string, a number, a boolean, or a list of them; given ${show(member)}.`,
        );
        return;
      }
      const text = String(member);
      if (text.includes(UNKNOWN)) return;
      if (!fits(type, text))
        this.add("INVALID_CONDITION_DATA_TYPE", at, `${name} compares ${EXPECTED[type]}; given ${show(member)}.`);
      if (type === "String" || type === "Arn") {
        this.variables(text, at);
        if (/^String(?:Not)?Equals/.test(name) && /[*?]/.test(text.replace(/\$\{[*?]\}/g, "")))
          this.add(
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            at,
            `${name} takes the wildcard in ${show(text)} literally. For a pattern, write ${name.replace("Equals", "Like").replace("IgnoreCase", "")}.`,
          );
      }
    });
  }

  /** Characters and sizes, of the whole document. */
  private checkText(document: object): void {
    let text: string;
    try {
      text = JSON.stringify(document);
    } catch {
      this.add("JSON_SYNTAX_ERROR", [], "The document cannot be written as JSON.");
      return;
    }
    const odd = /[^\t\n\r\u0020-\u00FF]/u.exec(text.replaceAll(UNKNOWN, ""));
    if (odd !== null) this.add("INVALID_CHARACTERS", [], `IAM stores characters up to U+00FF; given ${show(odd[0])}.`);
    const [usual, most] = this.limits();
    if (text.length > most)
      this.add(
        "POLICY_SIZE_EXCEEDS_QUOTA",
        [],
        `The document has ${text.length} characters without white space; IAM takes ${most} at the most.`,
      );
    else if (text.length > usual)
      this.add(
        "POLICY_SIZE_EXCEEDS_DEFAULT_QUOTA",
        [],
        this.kind === "trust"
          ? `The document has ${text.length} characters without white space; IAM takes ${usual} unless the quota "Role trust policy length" is raised.`
          : `The document has ${text.length} characters without white space; a managed policy of your own takes ${QUOTAS.managedPolicy}, all inline policies of a role ${QUOTAS.roleInlinePolicies}.`,
      );
  }

  /** Above the first number a warning, above the second an error. AWS's own managed policies have no limit that it states. */
  private limits(): readonly [number, number] {
    if (this.kind === "trust") return [QUOTAS.trustPolicyDefault, QUOTAS.trustPolicyMost];
    return [this.kind === "identity" ? QUOTAS.managedPolicy : QUOTAS.policyText, Number.POSITIVE_INFINITY];
  }
}

const EXPECTED: { readonly [type in OperatorType]: string } = {
  String: "strings",
  Numeric: "numbers",
  Date: "dates such as 2026-01-31T00:00:00Z, or seconds since 1970",
  Bool: '"true" or "false"',
  Binary: "Base64",
  IpAddress: "IP addresses or ranges such as 203.0.113.0/24",
  Arn: "ARNs",
  Null: '"true" or "false"',
};

function fits(type: OperatorType, text: string): boolean {
  if (/\$\{[^}]+\}/.test(text)) return type === "String" || type === "Arn";
  switch (type) {
    case "Numeric":
      return text.length < 400 && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
    case "Date":
      return text.length < 40 && (/^\d+(?:\.\d+)?$/.test(text) || !Number.isNaN(Date.parse(text)));
    case "Bool":
    case "Null":
      return /^(?:true|false)$/i.test(text);
    case "Binary":
      return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
    case "IpAddress":
      return (
        /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?$/.test(text) ||
        (text.length < 50 && /^[0-9a-f:.]*:[0-9a-f:.]*(?:\/\d{1,3})?$/i.test(text))
      );
    case "Arn":
      return text === "*" || colons(text).length >= 6 || text.includes("*");
    case "String":
      return true;
  }
}

/** An ARN's parts. A colon inside a policy variable does not part it. */
function colons(text: string): string[] {
  return text.length > 4096
    ? text.split(":", 8)
    : text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(":", "\u{0}")).split(":");
}

/** Whether a pattern of an action, whatever its letter case, matches a name. */
function couldMatch(wildcard: string, name: string): boolean {
  return matches(pattern(wildcard.toLowerCase()), name.toLowerCase());
}
