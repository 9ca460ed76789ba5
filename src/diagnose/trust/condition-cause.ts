import type { ConditionMeaning } from "../../policy/make/trust.js";
import { matches, pattern } from "../../wildcard/pattern.js";
import type { DiagnosisCode } from "../codes.js";
import { executionRoleWords } from "../execution-role.js";
import type { Cause } from "../finding.js";
import type { Intent } from "../intent.js";
import { differingParts, differingSubject, differsInPartitionOnly, nearest, nearMiss } from "../near-miss.js";
import { show } from "../show.js";
import type { Meaning } from "./condition-key.js";
import { isTakenForCaller } from "./principal-cause.js";
import type { PlacedCondition } from "./statement-parts.js";

/** What it is called when the intended caller does not meet a condition of a meaning; nothing where no value is compared. */
const MISMATCH = {
  subject: "SUBJECT_MISMATCH",
  audience: "AUDIENCE_MISMATCH",
  externalId: "EXTERNAL_ID_MISMATCH",
  principalArn: "PRINCIPAL_MISMATCH",
  cluster: "CLUSTER_MISMATCH",
  namespace: "SUBJECT_MISMATCH",
  serviceAccount: "SUBJECT_MISMATCH",
  organization: undefined,
  source: undefined,
} as const satisfies { readonly [meaning in ConditionMeaning]: DiagnosisCode | undefined };

/** The meanings whose values are compared. */
type Compared = Exclude<ConditionMeaning, "organization" | "source">;

type Found = Omit<Cause, "severity">;

/**
 * Why the intended caller does not meet a condition.
 *
 * @param intended The value that the caller's request has for the key; nothing if it has none.
 * @param because What the evaluation says.
 */
export function conditionCauses(
  condition: PlacedCondition,
  meaning: Meaning,
  intended: string | undefined,
  intent: Intent,
  because: string,
): Found[] {
  const { operator, path, values, key } = condition;
  const blocked: Found = {
    code: "CONDITION_BLOCKS_CALLER",
    path,
    message: `${because}${outOfSight(key, meaning, intent)}`,
  };
  if (operator === undefined || !isKnown(meaning)) return [blocked];
  if (intended === undefined) {
    return meaning === "externalId"
      ? [
          {
            code: "EXTERNAL_ID_MISMATCH",
            path,
            message: `asks for the external ID ${values.map(show).join(" or ")}; ${withoutExternalId(intent)}.`,
          },
        ]
      : [blocked];
  }
  if (operator.negated || operator.type === "Null") {
    return [{ code: MISMATCH[meaning], path, message: `excludes ${intent.who}: ${because}` }];
  }
  const given = nearest(values, (value) => value, intended);
  if (given === undefined) return [blocked];
  const wild = /^StringEquals/.test(operator.name) && /[*?]/.test(given);
  const causes: Found[] = [];
  if (wild) {
    causes.push({
      code: "WILDCARD_UNDER_EQUALS",
      path,
      message: `has the wildcard in ${show(given)} under ${operator.canonical}, which compares it literally; the intended value is ${show(intended)}.`,
      nearMiss: nearMiss(given, intended),
    });
    if (matches(pattern(given), intended)) return causes;
  }
  return [...causes, mismatch(given, intended, meaning, path, intent)];
}

function mismatch(given: string, intended: string, meaning: Compared, path: Cause["path"], intent: Intent): Found {
  const near = nearMiss(given, intended);
  const with_ = (code: Found["code"], message: string): Found => ({ code, path, message, nearMiss: near });
  const hint = near.hint === undefined ? "" : ` ${near.hint}`;
  switch (meaning) {
    case "subject": {
      const similar = given.trim().toLowerCase() === intended;
      if (!similar && !/^system:serviceaccount:[^:]+:[^:]+$/.test(given))
        return with_(
          "SUBJECT_MALFORMED",
          `asks for the subject ${show(given)}, which is not of the form system:serviceaccount:NAMESPACE:NAME; the service account's is ${show(intended)}.`,
        );
      const parts = differingSubject(given, intended);
      return with_(
        "SUBJECT_MISMATCH",
        `asks for the subject ${show(given)}${parts === undefined ? "" : `: ${parts}`}; the service account's is ${show(intended)}.${hint}`,
      );
    }
    case "audience":
      return with_(
        "AUDIENCE_MISMATCH",
        `asks for the audience ${show(given)}; the pods' tokens are made for ${show(intended)}.${hint}`,
      );
    case "externalId":
      return with_(
        "EXTERNAL_ID_MISMATCH",
        `asks for the external ID ${show(given)}; the integration presents ${show(intended)}.${hint}`,
      );
    case "cluster":
      return with_("CLUSTER_MISMATCH", `asks for the cluster ${show(given)}; the pods' is ${show(intended)}.${hint}`);
    case "namespace":
    case "serviceAccount":
      return with_(
        "SUBJECT_MISMATCH",
        `asks for the ${meaning === "namespace" ? "namespace" : "service account"} ${show(given)}; the pods' is ${show(intended)}.${hint}`,
      );
    case "principalArn": {
      if (differsInPartitionOnly(given, intended))
        return with_(
          "PARTITION_MISMATCH",
          `names ${show(given)} in the partition ${show(given.split(":")[1])}; the description is of ${show(intent.partition)}.`,
        );
      if (isTakenForCaller(given, intent))
        return with_(
          "EXECUTION_ROLE_TRUSTED",
          `names ${show(given)}, ${executionRoleWords(intent.workload, intended)}`,
        );
      const parts = differingParts(given, intended);
      return with_(
        "PRINCIPAL_MISMATCH",
        `asks for the caller ${show(given)}${parts === undefined ? "" : `: ${parts}`}; ${intent.who} is ${show(intended)}.${hint}`,
      );
    }
  }
}

function isKnown(meaning: Meaning): meaning is Compared {
  return meaning !== "other" && MISMATCH[meaning] !== undefined;
}

/** Why the request has no external ID. */
function withoutExternalId({ issuer, conditions, host }: Intent): string {
  if (host !== undefined) return `${host.service} presents none`;
  if (issuer !== undefined) return "a web identity token comes without one";
  return conditions.some(({ meaning }) => meaning === "externalId")
    ? "sts:TagSession, which the call needs besides, knows no external ID: give it a statement of its own"
    : "the description has none, so the integration presents none";
}

/** Why a key is not in the request, where a description cannot say it. */
/** Whether a key is in requests with a value that a description does not say. */
export function isUnsaid(key: string): boolean {
  return /^(?:ec2:|aws:Ec2Instance)|^aws:(?:SourceIp|SourceVpc|SourceVpce|VpcSourceIp|RequestedRegion|CurrentTime|EpochTime|UserAgent|PrincipalTag|RequestTag)/i.test(
    key,
  );
}

function outOfSight(key: string, meaning: Meaning, intent: Intent): string {
  if (meaning === "source" && intent.principal.kind !== "Service")
    return " That key is there only when an AWS service calls, not when a role, a user or a token does.";
  if (meaning === "organization")
    return intent.issuer === undefined
      ? " If the caller is of that organization, say so: organizationId in the description."
      : " A web identity token comes without it.";
  if (/^aws:MultiFactorAuth/i.test(key)) return " Neither a task, a pod nor an access key presents MFA.";
  if (isUnsaid(key)) return " The description does not say whether the caller meets it.";
  return "";
}
