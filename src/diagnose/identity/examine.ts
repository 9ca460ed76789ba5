import { type Evaluation, evaluate } from "../../policy/evaluate/evaluate.js";
import { isMap, listOf, shownListOf } from "../../policy/lists.js";
import { awsPrincipal } from "../../policy/principal.js";
import type { FoundPolicy } from "../../policy/read/read-policies.js";
import { matchesIgnoringCase } from "../../wildcard/pattern.js";
import type { Cause } from "../finding.js";
import type { Intent, Request } from "../intent.js";
import { differingParts, differsInPartitionOnly, nearest, nearMiss } from "../near-miss.js";
import { show } from "../show.js";
import { type PlacedStatement, placedStatements } from "../trust/statement-parts.js";

/** A cause in one of the workload's policies; nothing for one that is about all of them. */
export interface IdentityCause extends Cause {
  readonly policy: FoundPolicy | undefined;
}

/** Why the workload's own policies do not let it assume the integration role. */
export function examineIdentity(policies: readonly FoundPolicy[], request: Request, intent: Intent): IdentityCause[] {
  const documents = policies.map(({ document }) => document as object);
  const { decision, statements } = byIdentity(request, documents);
  if (decision === "allowed") return [];
  if (decision === "explicitly-denied") {
    return statements.map(({ path }) => ({
      code: "EXPLICIT_DENY",
      severity: "error",
      path: path.slice(2),
      message: `denies ${show(request.action)} on ${show(intent.roleArn)}.`,
      policy: policies[path[1] as number],
    }));
  }
  const granting = policies.flatMap((policy) =>
    placedStatements(policy.document)
      .filter(({ statement }) => statement["Effect"] === "Allow" && grants(statement, request.action))
      .map((placed) => ({ policy, placed })),
  );
  const resources = granting.flatMap(({ policy, placed }) =>
    shownListOf(placed.statement["Resource"]).map((text, index) => ({
      policy,
      text,
      path: [
        ...placed.path,
        "Resource",
        ...(Array.isArray(placed.statement["Resource"]) ? [index] : []),
      ] as Cause["path"],
    })),
  );
  const conditional = granting.filter(({ placed }) => withoutCondition(placed, request));
  if (conditional.length > 0) {
    return conditional.map(({ policy, placed }) => ({
      code: "CONDITION_BLOCKS_CALLER",
      severity: "error",
      path: [...placed.path, "Condition"],
      message:
        byIdentity(request, [{ Version: "2012-10-17", Statement: [placed.statement] }]).unmatched[0]?.failed.message ??
        "is not met.",
      policy,
    }));
  }
  const near = nearest(resources, ({ text }) => text, intent.roleArn);
  if (near === undefined) {
    return [
      {
        code: "ASSUME_NOT_GRANTED",
        severity: "error",
        path: [],
        message: `No statement allows ${show(request.action)}; ${intent.who} needs it on ${show(intent.roleArn)}.`,
        policy: policies[0],
      },
    ];
  }
  const parts = differsInPartitionOnly(near.text, intent.roleArn)
    ? `the partition is ${show(near.text.split(":")[1])}, not ${show(intent.partition)}`
    : differingParts(near.text, intent.roleArn);
  return [
    {
      code: "ASSUME_RESOURCE_MISMATCH",
      severity: "error",
      path: near.path,
      message: `allows ${show(request.action)} on ${show(near.text)}${parts === undefined ? "" : `: ${parts}`}; the integration role is ${show(intent.roleArn)}.`,
      nearMiss: nearMiss(near.text, intent.roleArn),
      policy: near.policy,
    },
  ];
}

function grants(statement: Readonly<Record<string, unknown>>, action: string): boolean {
  if (statement["Action"] === undefined)
    return (
      statement["NotAction"] !== undefined &&
      !listOf(statement["NotAction"]).some((text) => matchesIgnoringCase(text, action))
    );
  return listOf(statement["Action"]).some((text) => matchesIgnoringCase(text, action));
}

/** Whether a statement would grant the request if it had no condition. */
function withoutCondition({ statement }: PlacedStatement, request: Request): boolean {
  const { Condition, ...rest } = statement;
  return isMap(Condition) && byIdentity(request, [{ Version: "2012-10-17", Statement: [rest] }]).decision === "allowed";
}

/** The decision of the workload's own policies: that on a role which trusts all of the workload's account. */
function byIdentity(request: Request, identityPolicies: readonly object[]): Evaluation {
  const { principal } = request;
  const caller = awsPrincipal(typeof principal === "object" && "AWS" in principal ? principal.AWS : "");
  const account = "accountId" in caller ? caller.accountId : "";
  const trustPolicy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "*" }],
  };
  return evaluate({ request, trustPolicy, identityPolicies });
}
