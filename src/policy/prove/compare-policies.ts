import { canonicalJson } from "../../json/canonical.js";
import { normalForms } from "../compare/normal-form.js";
import { areOfOneKind, prove, type Reason } from "./prove.js";
import type { Witness } from "./witness.js";

/**
 * How what one policy grants stands to what another one grants: the same, less (`narrower`), more (`wider`), or each something that
 * the other does not; `undecided` where that cannot be told.
 */
export type Relation = "equal" | "narrower" | "wider" | "neither" | "undecided";

/** The relation of two policies, with a request that one of them grants alone, where there is one. */
export interface PolicyComparison {
  readonly relation: Relation;
  /** Cases as `evaluate` takes them. */
  readonly witnesses: { readonly onlyA?: Witness; readonly onlyB?: Witness };
  /** Why it is undecided, if it is. */
  readonly reason?: Reason;
}

/**
 * How what two policies grant compares, for all requests that there can be. Unlike `equalPolicies`, which compares what they say, a
 * statement in two parts is the same as the whole, and what another statement covers makes no difference.
 *
 * @param a A policy document, as `readPolicies` gives it.
 * @param b The other one.
 * @returns The relation, seen from `a`, with a request each way that one of them grants alone.
 * @throws {RolewrightError} As `equalPolicies` does, for what is no policy document.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html
 * @example
 * const read = { Effect: "Allow", Action: "s3:Get*", Resource: "*" };
 * const all = { Effect: "Allow", Action: "s3:*", Resource: "*" };
 * comparePolicies({ Statement: [read, all] }, { Statement: all }).relation; // "equal"
 * comparePolicies({ Statement: read }, { Statement: all }).relation; // "narrower"
 */
export function comparePolicies(a: unknown, b: unknown): PolicyComparison {
  const [formA, formB] = normalForms(a, b).map((form) => canonicalJson(form));
  if (formA === formB) return { relation: "equal", witnesses: {} };
  const [policy, other] = [a as object, b as object];
  if (!areOfOneKind(policy, other))
    return {
      relation: "undecided",
      witnesses: {},
      reason: { message: "One of them names principals, and the other does not." },
    };
  const [ab, ba] = [prove(policy, { within: other }), prove(other, { within: policy })];
  const relation = RELATIONS[`${ab.verdict} ${ba.verdict}`] ?? "undecided";
  const doubt = [ab, ba].find(({ verdict }) => verdict === "undecided");
  return {
    relation,
    witnesses: {
      ...(ab.witness !== undefined && { onlyA: ab.witness }),
      ...(ba.witness !== undefined && { onlyB: ba.witness }),
    },
    ...(doubt !== undefined && { reason: doubt.reason }),
  };
}

const RELATIONS: { readonly [verdicts: string]: Relation } = {
  "proved proved": "equal",
  "proved refuted": "narrower",
  "refuted proved": "wider",
  "refuted refuted": "neither",
};
