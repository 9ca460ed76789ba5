import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose } from "../../src/diagnose/index.js";
import { trustIntent } from "../../src/diagnose/intent.js";
import {
  type Integration,
  identityOf,
  type Plan,
  parseIntegration,
  planIntegration,
  selectPolicy,
} from "../../src/index.js";
import { evaluate, validatePolicies } from "../../src/policy/index.js";
import { description, ecs, iamUser } from "../arbitrary.js";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const OPERATORS = [
  "StringLike",
  "StringEqualsIfExists",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "ForAllValues:StringEquals",
  "ForAnyValue:StringEquals",
  "ForAllValues:StringLike",
  "ArnLike",
  "Null",
  "Bool",
  "StringEqual",
];

const texts: ((text: string) => string)[] = [
  (text) => `${text}x`,
  (text) => text.slice(0, -1),
  (text) => text.toUpperCase(),
  (text) => ` ${text}`,
  (text) => `${text}/`,
  (text) => text.replace("arn:aws", "arn:aws-cn"),
  (text) => text.replace(/\d{12}/, "999988887777"),
  (text) => text.replace(/^(.*[:/])[^:/]+$/, "$1*"),
  (text) => text.replace(/^(.*[:/])[^:/]+$/, "$1ecsTaskExecutionRole"),
  (text) => text.replace(/:role\/.*$/, ":root"),
  () => "*",
  () => "AROAEXAMPLEEXAMPLE234",
  () => "ec2.amazonaws.com",
  () => "sts.amazonaws.com",
  () => "system:serviceaccount:a:b",
  () => "",
];

/** One change somewhere in a document: at the n-th place that has something to change. */
interface Change {
  readonly place: number;
  readonly what: number;
}

function changed(document: Json, { place, what }: Change): Json {
  const copy = structuredClone(document);
  const places: (() => void)[] = [];
  const walk = (value: Json, put: (next: Json) => void): void => {
    if (typeof value === "string") {
      places.push(() => put(texts[what % texts.length]!(value)));
      places.push(() => put([value, texts[what % texts.length]!(value)]));
    } else if (Array.isArray(value)) {
      value.forEach((member, index) => {
        walk(member, (next) => {
          value[index] = next;
        });
      });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        walk(member, (next) => {
          value[key] = next;
        });
        const rename = (name: string) => {
          delete value[key];
          value[name] = member;
        };
        places.push(() => delete value[key]);
        if (/^(?:String|Arn)/.test(key)) places.push(() => rename(OPERATORS[what % OPERATORS.length]!));
        if (/:(?:aud|sub)$/.test(key))
          places.push(() => rename(what % 2 === 0 ? `https://${key}` : key.replace(/(aud|sub)$/, "sub")));
        if (key === "Federated" || key === "AWS") places.push(() => rename(what % 2 === 0 ? "Service" : "AWS"));
      }
    }
  };
  walk(copy, () => {});
  const { Statement: statements } = copy as { Statement?: { [key: string]: Json }[] };
  const first = statements?.[0];
  if (statements === undefined || first === undefined) return copy;
  places.push(
    () => statements.push({ Effect: "Deny", Principal: "*", Action: "sts:*" }),
    () => statements.push({ ...structuredClone(first), Effect: "Deny" }),
    () => statements.push({ Effect: "Allow", Principal: { AWS: "999988887777" }, Action: "sts:AssumeRole" }),
    () => {
      first["Resource"] = "*";
    },
    () => {
      first["Condition"] = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    },
  );
  places[place % places.length]!();
  return copy;
}

const changes = fc.array(fc.record({ place: fc.nat(200), what: fc.nat(100) }), { maxLength: 3 });

function described(input: Record<string, unknown>): { readonly integration: Integration; readonly plan: Plan } {
  const integration = parseIntegration({ ...input, targets: undefined, stackSet: undefined });
  return { integration, plan: planIntegration(integration) };
}

const isWorse = ({ severity }: { readonly severity: string }) => severity !== "note";

test("what is intended has no finding", () => {
  fc.assert(
    fc.property(description, (input) => {
      const { plan } = described(input);
      const trust = plan.integrationRole.trustPolicy(plan.accountId);
      const identity = identityOf(plan)?.permissionsPolicies;
      const { findings, decision, others } = diagnose(plan, { trust, ...(identity !== undefined && { identity }) });
      expect(findings.filter(isWorse)).toStrictEqual([]);
      expect(others?.verdict).toBe("proved");
      expect(decision).toBe("allowed");
      if (identityOf(plan)?.kind === "role")
        expect(
          diagnose(plan, { trust: selectPolicy(plan, { role: "workload" }), role: "workload" }).findings,
        ).toStrictEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("an error means that evaluate denies the caller or validate refuses the document, and only then", () => {
  let errors = 0;
  fc.assert(
    fc.property(description, changes, (input, list) => {
      const { plan } = described(input);
      const trust = list.reduce<Json>(changed, plan.integrationRole.trustPolicy(plan.accountId) as unknown as Json);
      const { findings, policy } = diagnose(plan, { trust });
      const intent = trustIntent(plan, "integration", undefined);
      const denied = intent.requests.some(
        (request) => evaluate({ request, trustPolicy: trust as object }).decision !== "allowed",
      );
      const invalid = validatePolicies(trust, { kind: "trust" }).some(({ valid }) => !valid);
      const hasError = findings.some(({ severity }) => severity === "error");
      if (hasError) errors++;
      expect([trust, findings, hasError]).toStrictEqual([trust, findings, denied || invalid]);
      const corrected = diagnose(plan, { trust: policy });
      expect(corrected.findings.filter(isWorse)).toStrictEqual([]);
      if (findings.some(isWorse)) expect([policy, corrected.others?.verdict]).toStrictEqual([policy, "proved"]);
    }),
    { numRuns: 3000 },
  );
  expect(errors).toBeGreaterThan(500);
});

test("whoever else gets in is a finding", () => {
  let others = 0;
  fc.assert(
    fc.property(description, changes, fc.nat(100), (input, list, what) => {
      const { plan, integration } = described(input);
      const trust = list.reduce<Json>(changed, plan.integrationRole.trustPolicy(plan.accountId) as unknown as Json);
      const [request] = trustIntent(plan, "integration", undefined).requests;
      const context = { ...request!.context };
      const key = Object.keys(context)[what % Object.keys(context).length]!;
      if (integration.mode === "irsa" && /:sub$/.test(key)) context[key] = "system:serviceaccount:other:other";
      else if (what % 2 === 0 && !/^aws:/.test(key)) delete context[key];
      const { partition } = plan;
      const principal =
        integration.mode === "irsa"
          ? request!.principal
          : { AWS: `arn:${partition}:iam::${what % 3 === 0 ? "999988887777" : plan.accountId}:role/other` };
      const other = { ...request!, principal, context };
      if (JSON.stringify(other) === JSON.stringify(request)) return;
      if (evaluate({ request: other, trustPolicy: trust as object }).decision !== "allowed") return;
      others++;
      const { findings, others: proof } = diagnose(plan, { trust });
      expect([trust, other, findings.filter(isWorse).length > 0]).toStrictEqual([trust, other, true]);
      expect([trust, other, proof?.verdict]).not.toStrictEqual([trust, other, "proved"]);
    }),
    { numRuns: 3000 },
  );
  expect(others).toBeGreaterThan(50);
});

test("the same holds for the workload's own policies", () => {
  let denials = 0;
  fc.assert(
    fc.property(fc.oneof(ecs, iamUser), changes, fc.boolean(), (input, list, elsewhere) => {
      const integration = parseIntegration({
        ...input,
        stackSet: undefined,
        targets: elsewhere ? { accounts: ["999999999999"] } : undefined,
        managedPolicyArns: undefined,
        permissionsBoundaryArn: undefined,
      });
      const plan = planIntegration(integration);
      const account = elsewhere ? "999999999999" : plan.accountId;
      const grant = list.reduce<Json>(changed, identityOf(plan)!.permissionsPolicies[0] as unknown as Json) as object;
      const trust = plan.integrationRole.trustPolicy(account);
      const { findings, decision } = diagnose(plan, { trust, identity: [grant] });
      const invalid = validatePolicies(grant, { kind: "identity" }).some(({ valid }) => !valid);
      const hasError = findings.some(({ severity }) => severity === "error");
      if (decision !== "allowed") denials++;
      expect([grant, findings, hasError]).toStrictEqual([grant, findings, decision !== "allowed" || invalid]);
    }),
    { numRuns: 2000 },
  );
  expect(denials).toBeGreaterThan(200);
});
