import type { Plan } from "../../plan/plan.js";
import type { PolicyDocument } from "../../policy/types.js";

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

const MOST_DRAWN = 3;

/**
 * The picture of a plan: the workload, the integration role in each target account, and what each asks of its caller. Of more
 * than three accounts or organizational units, it has three and the number of the others.
 */
export function planDiagram(plan: Plan): Diagram {
  const { workload, oidcProvider, accountId, integrationRole } = plan;
  const targets = targetGroups(plan);
  const trust = integrationRole.trustPolicy("ACCOUNT");
  const edges: DiagramEdge[] = [];
  const sources: DiagramNode[] = [];

  if (workload === undefined) {
    sources.push({ id: "workload", lines: ["Service account", ...subjectsOf(trust)] });
  } else {
    sources.push({
      id: "workload",
      lines: [
        workload.kind === "role" ? "Task role" : "IAM user",
        `${workload.path}${workload.name}`.replace(/^\//, ""),
      ],
    });
    if (workload.kind === "role") {
      sources.unshift({ id: "service", lines: ["ECS task", "ecs-tasks.amazonaws.com"] });
      edges.push({ from: "service", to: "workload", lines: callOf(workload.trustPolicy) });
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
    if (oidcProvider === undefined) {
      edges.push({ from: "workload", to: role.id, lines: callOf(trust) });
      return { id, title, nodes: [role] };
    }
    const provider = { id: `${id}-provider`, lines: ["OIDC provider", oidcProvider.issuer] };
    edges.push(
      { from: "workload", to: provider.id, lines: ["token"] },
      { from: provider.id, to: role.id, lines: callOf(trust) },
    );
    return { id, title, nodes: [provider, role] };
  });

  const own = workload === undefined ? "Kubernetes cluster" : `Account ${accountId}`;
  const together = workload !== undefined && groups.find(({ title }) => title === own);
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

function subjectsOf({ Statement: [statement] }: PolicyDocument): string[] {
  const entries = Object.entries(statement?.Condition?.["StringEquals"] ?? {});
  const [, subjects = []] = entries.find(([key]) => key.endsWith(":sub")) ?? [];
  return [subjects].flat().slice(0, MOST_DRAWN);
}

/** A trust policy's action and conditions, a line each. */
function callOf({ Statement: [statement] }: PolicyDocument): string[] {
  const conditions = Object.entries(statement?.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const [first, ...more] = [values].flat();
      return `${shortKey(key)} ${SIGNS[operator] ?? operator} ${first}${more.length > 0 ? ` or ${more.length} more` : ""}`;
    }),
  );
  return [[statement?.Action].flat().join(", "), ...conditions];
}

const SIGNS: { readonly [operator: string]: string } = { StringEquals: "=", ArnEquals: "=", ArnLike: "like" };

/** A claim's key without its issuer, which stands in the provider's box. */
function shortKey(key: string): string {
  return /^(?:aws|sts):/.test(key) ? key : key.slice(key.lastIndexOf(":") + 1);
}
