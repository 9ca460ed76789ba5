import fc from "fast-check";
import { expect, test } from "vitest";
import { identityOf, parseIntegration, planIntegration, selectPolicy } from "../../src/index.js";
import { type Proof, prove } from "../../src/policy/prove/index.js";
import { description } from "../arbitrary.js";

/**
 * Every trust policy that is made, of every mode, partition and option, lets in the described caller alone, in the described way, for
 * every request that there can be. What is described is written down here anew, and in another form than the policies are.
 */

type Keys = Readonly<Record<string, string>> & { readonly serviceAccount?: string | string[] };

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const isWithin = (a: object, b: object): Proof["verdict"] => prove(a, { within: b }).verdict;

/** What a description's integration role may let in at the most: whoever has the caller's ARN, or a token for its subject. */
function integrationLimit(keys: Keys, accountId: string, partition: string): object {
  const { mode, externalId, organizationId } = keys;
  if (mode === "irsa") {
    const issuer = keys["issuer"]!.replace("https://", "");
    return document({
      Effect: "Allow",
      Principal: { Federated: `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}` },
      Action: "sts:*",
      Condition: {
        StringLike: {
          [`${issuer}:sub`]: [keys.serviceAccount]
            .flat()
            .map((name) => `system:serviceaccount:${keys["namespace"]}:${name}`),
        },
        Null: { [`${issuer}:SUB`]: "false" },
        StringEquals: { [`${issuer}:aud`]: keys["audience"] ?? "sts.amazonaws.com" },
      },
    });
  }
  const caller = keys["taskRoleArn"] ?? keys["instanceRoleArn"] ?? keys["podRoleArn"] ?? keys["userArn"];
  const who = {
    ArnLike: { "aws:PrincipalArn": caller },
    ...(organizationId !== undefined && { StringEquals: { "aws:PrincipalOrgID": organizationId } }),
  };
  const allow = (Action: string, Condition: object) => ({ Effect: "Allow", Principal: "*", Action, Condition });
  return document(
    allow("sts:AssumeRole", {
      ...who,
      ...(externalId !== undefined && { StringLike: { "sts:ExternalId": externalId } }),
    }),
    ...(mode === "pod-identity" ? [allow("sts:TagSession", who)] : []),
  );
}

/** What the workload's own role may let in at the most: its service, for the described host. */
function workloadLimit(keys: Keys, partition: string): object {
  const arn = (keys["taskRoleArn"] ?? keys["instanceRoleArn"] ?? keys["podRoleArn"])!;
  const account = arn.split(":")[4]!;
  const allow = (service: string, Action: string, Condition?: object) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action,
    ...(Condition && { Condition }),
  });
  if (keys["mode"] === "ec2") return document(allow("ec2.amazonaws.com", "sts:AssumeRole"));
  if (keys["mode"] === "ecs")
    return document(
      allow("ecs-tasks.amazonaws.com", "sts:AssumeRole", {
        StringLike: { "aws:SourceAccount": account, "aws:SourceArn": `arn:${partition}:ecs:*:${account}:*` },
      }),
    );
  return document(
    allow("pods.eks.amazonaws.com", "sts:*Session", podConditions(keys)),
    allow("pods.eks.amazonaws.com", "sts:AssumeRole", podConditions(keys)),
  );
}

const podConditions = (keys: Keys) => ({
  StringLike: {
    "aws:RequestTag/eks-cluster-arn": keys["clusterArn"],
    "aws:RequestTag/kubernetes-namespace": keys["namespace"],
    "aws:RequestTag/kubernetes-service-account": keys.serviceAccount,
  },
});

test("the trust policies that are made let in nobody but the described caller", () => {
  fc.assert(
    fc.property(description, (input) => {
      const plan = planIntegration(parseIntegration(input));
      const keys = input as unknown as Keys;
      const account = plan.integrationRole.differsByAccount ? "444455556666" : plan.accountId;
      const trust = plan.integrationRole.trustPolicy(account);
      expect(isWithin(trust, integrationLimit(keys, account, plan.partition))).toBe("proved");
      expect(prove(trust, { notPublic: true }).verdict).toBe("proved");
      const workload = identityOf(plan);
      if (workload?.kind !== "role") return;
      const own = selectPolicy(plan, { role: "workload" });
      expect(isWithin(own, workloadLimit(keys, plan.partition))).toBe("proved");
    }),
    { numRuns: 300 },
  );
});

test("and one changed value, key or operator is refuted or undecided", () => {
  fc.assert(
    fc.property(description, fc.nat(), (input, place) => {
      const plan = planIntegration(parseIntegration(input));
      const keys = input as unknown as Keys;
      const account = plan.integrationRole.differsByAccount ? "444455556666" : plan.accountId;
      const trust = plan.integrationRole.trustPolicy(account);
      const changes: object[] = mutants(trust);
      const limit = integrationLimit(keys, account, plan.partition);
      const mutant = changes[place % changes.length]!;
      expect([mutant, isWithin(mutant, limit)]).not.toStrictEqual([mutant, "proved"]);
    }),
    { numRuns: 200 },
  );
});

/** A policy with the account of its principal changed, without a condition, or with a condition that a request without the key meets. */
function mutants(policy: { readonly Statement: readonly object[] }): object[] {
  const [first, ...others] = policy.Statement as readonly {
    readonly Condition?: Readonly<Record<string, object>>;
    readonly Principal: object;
  }[];
  const { Condition, ...rest } = first!;
  const principal = JSON.parse(JSON.stringify(first!.Principal).replace(/\d{12}/, "999999999999"));
  return [
    // Where the caller's ARN is a condition, another account is one that nobody is of.
    ...(JSON.stringify(principal).includes(":root") ? [] : [document({ ...first, Principal: principal }, ...others)]),
    document({ ...first, Principal: "*", Condition: undefined }, ...others),
    ...(Condition === undefined
      ? []
      : [
          document({ ...rest, Principal: { AWS: "*" } }, ...others),
          document(
            {
              ...rest,
              Principal: "*",
              Condition: Object.fromEntries(
                Object.entries(Condition).map(([operator, block]) => [`${operator}IfExists`, block]),
              ),
            },
            ...others,
          ),
        ]),
  ];
}
