import { checkShape } from "../../argument.js";
import { callerOf, checkPlan, type Plan, providerOf } from "../../plan/plan.js";
import type { TrustCondition, TrustRelationship } from "../../policy/make/trust.js";

/** Something that is drawn as a box of text. */
export interface DiagramNode {
  readonly id: string;
  readonly lines: readonly string[];
}

/** An account, a cluster or an organizational unit: a frame with a title around its nodes. */
export interface DiagramGroup {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly DiagramNode[];
}

/** Who assumes or proves what, and under which conditions. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

/** A picture of who assumes what, in which account. The first group is the one that the others are reached from. */
export interface Diagram {
  readonly title: string;
  readonly groups: readonly DiagramGroup[];
  readonly edges: readonly DiagramEdge[];
}

/** Refuses what is no diagram. */
export function checkDiagram(diagram: unknown): void {
  checkShape(["diagram"], diagram, {
    title: "text",
    groups: [{ id: "text", title: "text", nodes: [{ id: "text", lines: ["text"] }] }],
    edges: [{ from: "text", to: "text", lines: ["text"] }],
  });
}

const MOST_DRAWN = 3;

/**
 * The picture of a plan: the workload, the integration role in each target account, and what each asks of its caller. Of more
 * than three accounts or organizational units, it has three and the number of the others.
 */
export function planDiagram(plan: Plan): Diagram {
  checkPlan(plan);
  const { integrationRole } = plan;
  const caller = callerOf(plan);
  const provider = providerOf(plan);
  const targets = targetGroups(plan);
  const [trust] = integrationRole.trust("ACCOUNT");
  const edges: DiagramEdge[] = [];
  const sources: DiagramNode[] = [];

  if (caller.kind === "service-account") {
    sources.push({ id: "workload", lines: [heading(caller.noun), ...caller.subjects.slice(0, MOST_DRAWN)] });
  } else {
    sources.push({
      id: "workload",
      lines: [heading(caller.noun), `${caller.path}${caller.name}`.replace(/^\//, "")],
    });
    if (caller.kind === "role") {
      const { noun, trust: hostTrust } = caller.host;
      sources.unshift({ id: "service", lines: [noun, hostTrust.principal.name] });
      edges.push({ from: "service", to: "workload", lines: callOf(hostTrust) });
    }
  }

  const groups = targets.map(({ id, title }): DiagramGroup => {
    const role = {
      id: `${id}-role`,
      lines: [
        "Integration role",
        `${integrationRole.path}${integrationRole.name}`.replace(/^\//, ""),
        ...attached(plan),
      ],
    };
    if (provider === undefined) {
      edges.push({ from: "workload", to: role.id, lines: callOf(trust!) });
      return { id, title, nodes: [role] };
    }
    const node = { id: `${id}-provider`, lines: ["OIDC provider", provider.issuer] };
    edges.push(
      { from: "workload", to: node.id, lines: ["token"] },
      { from: node.id, to: role.id, lines: callOf(trust!) },
    );
    return { id, title, nodes: [node, role] };
  });

  const own = caller.kind === "service-account" ? "Kubernetes cluster" : `Account ${caller.accountId}`;
  const together = caller.kind !== "service-account" && groups.find(({ title }) => title === own);
  const source: DiagramGroup = {
    id: "source",
    title: own,
    nodes: [...sources, ...(together ? together.nodes : [])],
  };
  return {
    title: `Who assumes ${integrationRole.name}`,
    groups: [source, ...groups.filter((group) => group !== together)],
    edges,
  };
}

function targetGroups({ targets }: Plan): { readonly id: string; readonly title: string }[] {
  switch (targets.kind) {
    case "own-account":
      return [{ id: "target1", title: `Account ${targets.accountId}` }];
    case "accounts":
      return numbered(
        targets.accountIds.map((accountId) => `Account ${accountId}`),
        "accounts",
      );
    case "organizational-units": {
      const { organizationalUnitIds, only, except, managementAccountId } = targets;
      const which =
        only !== undefined
          ? `, only ${counted(only.length, "account")}`
          : except !== undefined
            ? `, except ${counted(except.length, "account")}`
            : "";
      return [
        ...(managementAccountId === undefined
          ? []
          : [{ id: "management", title: `Management account ${managementAccountId}` }]),
        ...numbered(
          organizationalUnitIds.map((id) => `Each account of ${id}${which}`),
          "organizational units",
        ),
      ];
    }
  }
}

function numbered(titles: readonly string[], what: string): { readonly id: string; readonly title: string }[] {
  const drawn = titles.length > MOST_DRAWN + 1 ? titles.slice(0, MOST_DRAWN) : titles;
  const rest = titles.length - drawn.length;
  return [...drawn, ...(rest > 0 ? [`${rest} more ${what}`] : [])].map((title, index) => ({
    id: `target${index + 1}`,
    title,
  }));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function attached({ integrationRole: { managedPolicyArns } }: Plan): string[] {
  return managedPolicyArns.map((arn) => arn.slice(arn.indexOf("/") + 1));
}

/** `Task role` for `task role`. */
function heading(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

/** The actions and conditions of a trust, a line each. */
function callOf({ actions, conditions }: TrustRelationship): string[] {
  return [
    actions.join(", "),
    ...conditions.map(({ key, operator, values: [first, ...more] }) => {
      const others = more.length > 0 ? ` or ${more.length} more` : "";
      return `${shortKey(key)} ${SIGNS[operator]} ${first}${others}`;
    }),
  ];
}

const SIGNS: { readonly [operator in TrustCondition["operator"]]: string } = {
  StringEquals: "=",
  ArnEquals: "=",
  ArnLike: "like",
};

/** A claim's key without its issuer, which stands in the provider's box. */
function shortKey(key: string): string {
  return /^(?:aws|sts):/.test(key) ? key : key.slice(key.lastIndexOf(":") + 1);
}
