import { describe, expect, test } from "vitest";
import { type Diagram, mermaidText, planDiagram, svgText } from "../../../src/index.js";
import { accountIds, ecs, irsa, planOf, user } from "../../fixtures.js";

const diagramOf = (input: object) => planDiagram(planOf(input));
const taskCall = [
  "sts:AssumeRole",
  "aws:SourceArn like arn:aws:ecs:*:111122223333:*",
  "aws:SourceAccount = 111122223333",
];
const service = { id: "service", lines: ["ECS task", "ecs-tasks.amazonaws.com"] };
const task = { id: "workload", lines: ["Task role", "task"] };
const roleOf = (target: string) => ({
  id: `${target}-role`,
  lines: ["Integration role", "PortIntegrationRole", "ReadOnlyAccess"],
});

describe("what is drawn", () => {
  test("a task role and the role of its own account are in one frame", () => {
    expect(diagramOf(ecs)).toStrictEqual({
      title: "Who assumes PortIntegrationRole",
      groups: [{ id: "source", title: "Account 111122223333", nodes: [service, task, roleOf("target1")] }],
      edges: [
        { from: "service", to: "workload", lines: taskCall },
        { from: "workload", to: "target1-role", lines: ["sts:AssumeRole"] },
      ],
    });
  });

  test("a user in another account than its target", () => {
    const input = {
      ...user,
      userArn: "arn:aws:iam::111122223333:user/team/u",
      roleName: "Reader",
      rolePath: "/x/",
      organizationId: "o-a1b2c3d4e5",
      managedPolicyArns: [
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        "arn:aws:iam::aws:policy/SecurityAudit",
      ],
      targets: { accounts: ["444455556666"] },
    };
    expect(diagramOf(input)).toStrictEqual({
      title: "Who assumes Reader",
      groups: [
        { id: "source", title: "Account 111122223333", nodes: [{ id: "workload", lines: ["IAM user", "team/u"] }] },
        {
          id: "target1",
          title: "Account 444455556666",
          nodes: [
            {
              id: "target1-role",
              lines: ["Integration role", "x/Reader", "job-function/ViewOnlyAccess", "SecurityAudit"],
            },
          ],
        },
      ],
      edges: [
        {
          from: "workload",
          to: "target1-role",
          lines: ["sts:AssumeRole", "aws:PrincipalOrgID = o-a1b2c3d4e5", "sts:ExternalId = abc"],
        },
      ],
    });
  });

  test("pods reach a role through the provider of its account, whichever account the cluster is in", () => {
    expect(diagramOf({ ...irsa, serviceAccount: ["a", "b", "c", "d"] })).toStrictEqual({
      title: "Who assumes PortIntegrationRole",
      groups: [
        {
          id: "source",
          title: "Kubernetes cluster",
          nodes: [
            {
              id: "workload",
              lines: ["Service account", ...["a", "b", "c"].map((name) => `system:serviceaccount:n:${name}`)],
            },
          ],
        },
        {
          id: "target1",
          title: "Account 111122223333",
          nodes: [{ id: "target1-provider", lines: ["OIDC provider", "issuer.example.com/c"] }, roleOf("target1")],
        },
      ],
      edges: [
        { from: "workload", to: "target1-provider", lines: ["token"] },
        {
          from: "target1-provider",
          to: "target1-role",
          lines: [
            "sts:AssumeRoleWithWebIdentity",
            "aud = sts.amazonaws.com",
            "sub = system:serviceaccount:n:a or 3 more",
          ],
        },
      ],
    });
  });

  test("an account that is trusted as a whole is asked for the caller's ARN", () => {
    expect(diagramOf({ ...user, trustVia: "account" }).edges.map(({ lines }) => lines)).toStrictEqual([
      ["sts:AssumeRole", "aws:PrincipalArn = arn:aws:iam::111122223333:user/u", "sts:ExternalId = abc"],
    ]);
  });
});

describe("which targets are drawn", () => {
  const titles = (targets: object) =>
    diagramOf({ ...ecs, targets })
      .groups.slice(1)
      .map(({ id, title }) => `${id}: ${title}`);
  const first = (count: number) => accountIds(count).map((id, index) => `target${index + 1}: Account ${id}`);

  test("up to four accounts each have a frame; of more, three have one and the others a number", () => {
    for (const count of [1, 2, 3, 4]) expect(titles({ accounts: accountIds(count) })).toStrictEqual(first(count));
    for (const count of [5, 6, 1000])
      expect(titles({ accounts: accountIds(count) })).toStrictEqual([
        ...first(3),
        `target4: ${count - 3} more accounts`,
      ]);
  });

  const units = (count: number) => Array.from({ length: count }, (_, index) => `ou-ab12-0000000${index}`);

  test("organizational units likewise, with their filter, after the management account", () => {
    expect(titles({ organizationalUnits: units(5), managementAccount: "999988887777" })).toStrictEqual([
      "management: Management account 999988887777",
      ...units(3).map((unit, index) => `target${index + 1}: Each account of ${unit}`),
      "target4: 2 more organizational units",
    ]);
    expect(titles({ organizationalUnits: units(4) })).toHaveLength(4);
    expect(titles({ organizationalUnits: units(1), onlyAccounts: ["444455556666"] })).toStrictEqual([
      "target1: Each account of ou-ab12-00000000, only 1 account",
    ]);
    expect(titles({ organizationalUnits: units(1), exceptAccounts: accountIds(2) })).toStrictEqual([
      "target1: Each account of ou-ab12-00000000, except 2 accounts",
    ]);
  });

  test("the workload's own account among others has the role in the workload's frame", () => {
    const { groups } = diagramOf({ ...ecs, targets: { accounts: ["444455556666", "111122223333"] } });
    expect(groups).toStrictEqual([
      { id: "source", title: "Account 111122223333", nodes: [service, task, roleOf("target2")] },
      { id: "target1", title: "Account 444455556666", nodes: [roleOf("target1")] },
    ]);
  });
});

/** A diagram with a text of every sign that one of the two languages reads as its own. */
const odd: Diagram = {
  title: "A & B",
  groups: [
    { id: "a-1", title: 'x"y', nodes: [{ id: "a-1-n", lines: ["<b>", "#35; [1]"] }] },
    { id: "b", title: "é|{}", nodes: [{ id: "b-n", lines: ["'"] }] },
  ],
  edges: [{ from: "a-1-n", to: "b-n", lines: ["a < b", "`c`"] }],
};

describe("Mermaid", () => {
  test("is a flowchart with a subgraph a frame", () => {
    expect(mermaidText(diagramOf(irsa))).toBe(`flowchart LR
  accTitle: Who assumes PortIntegrationRole
  subgraph source["Kubernetes cluster"]
    direction TB
    workload["Service account<br>system:serviceaccount:n:s"]
  end
  subgraph target1["Account 111122223333"]
    direction TB
    target1_provider["OIDC provider<br>issuer.example.com/c"]
    target1_role["Integration role<br>PortIntegrationRole<br>ReadOnlyAccess"]
  end
  workload -- "token" --> target1_provider
  target1_provider -- "sts:AssumeRoleWithWebIdentity<br>aud = sts.amazonaws.com<br>sub = system:serviceaccount:n:s" --> target1_role
`);
  });

  test("has signs of its own as entities", () => {
    expect(mermaidText(odd)).toBe(`flowchart LR
  accTitle: A #38; B
  subgraph a_1["x#34;y"]
    direction TB
    a_1_n["#60;b#62;<br>#35;35#59; #91;1#93;"]
  end
  subgraph b["#233;#124;#123;#125;"]
    direction TB
    b_n["#39;"]
  end
  a_1_n -- "a #60; b<br>#96;c#96;" --> b_n
`);
  });
});

interface Shape {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

/** The frames, boxes and texts of a picture. A letter of the font that the picture asks for is 7.3 wide, a line 12 high. */
function shapesOf(svg: string): Shape[] {
  const body = svg.slice(svg.indexOf("</defs>"));
  const rectangles = [...body.matchAll(/<rect class="(\w+)" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/g)].map(
    ([, kind, ...numbers]) => {
      const [x, y, width, height] = numbers.map(Number) as [number, number, number, number];
      return { kind: kind!, x, y, width, height, text: "" };
    },
  );
  const texts = [...body.matchAll(/<text class="(\w+)" x="(.*?)" y="(.*?)">(.*?)<\/text>/g)].map(
    ([, kind, x, y, escaped]) => {
      const text = escaped!.replace(/&#(\d+);/g, (_entity, code) => String.fromCharCode(Number(code)));
      return { kind: kind!, x: Number(x), y: Number(y) - 10, width: [...text].length * 7.3, height: 12, text };
    },
  );
  return [...rectangles, ...texts];
}

const overlap = (a: Shape, b: Shape) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const within = (a: Shape, b: Shape) =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;

/** Checks that a picture can be read: nothing lies outside of it, no two texts or boxes lie on each other. */
function checkReadable(diagram: Diagram): void {
  const svg = svgText(diagram);
  const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number) as [
    number,
    number,
    number,
  ];
  const picture = { kind: "picture", x: 0, y: 0, width, height, text: "" };
  const shapes = shapesOf(svg);
  const frames = shapes.filter(({ kind }) => kind === "group");
  const boxes = shapes.filter(({ kind }) => kind === "node");
  const texts = shapes.filter(({ text }) => text !== "");
  expect(frames).toHaveLength(diagram.groups.length);
  expect(boxes).toHaveLength(diagram.groups.flatMap(({ nodes }) => nodes).length);
  expect(shapes.filter((shape) => !within(shape, picture))).toStrictEqual([]);
  for (const same of [frames, boxes, texts])
    expect(same.flatMap((a, index) => same.slice(index + 1).filter((b) => overlap(a, b)))).toStrictEqual([]);
  expect(boxes.filter((box) => !frames.some((frame) => within(box, frame)))).toStrictEqual([]);
  // What stands in a box is in it as a whole; what an edge says is in no box.
  for (const text of texts.filter(({ kind }) => kind === "name" || kind === "text"))
    expect(boxes.some((box) => within(text, box))).toBe(true);
  for (const text of texts.filter(({ kind }) => kind === "label"))
    expect(boxes.some((box) => overlap(text, box))).toBe(false);
}

describe("SVG", () => {
  test("is a picture of one account and another", () => {
    expect(
      svgText(diagramOf({ ...user, targets: { accounts: ["444455556666"] } })).replace(/<style>[\s\S]*<\/defs>\n/, ""),
    ).toBe(`<svg xmlns="http://www.w3.org/2000/svg" width="625" height="135" viewBox="0 0 625 135" role="img" aria-labelledby="title description">
<title id="title">Who assumes PortIntegrationRole</title>
<desc id="description">IAM user u (Account 111122223333) to Integration role PortIntegrationRole (Account 444455556666): sts:AssumeRole, sts:ExternalId = abc.</desc>
<rect width="625" height="135" fill="#ffffff"/>
<rect class="group" x="16" y="16" width="180" height="86" rx="4"/>
<text class="title" x="28" y="35">Account 111122223333</text>
<rect class="node" x="28" y="44" width="156" height="46" rx="4"/>
<text class="name" x="40" y="62">IAM user</text>
<text class="text" x="40" y="79">u</text>
<rect class="group" x="412" y="16" width="196.2" height="103" rx="4"/>
<text class="title" x="424" y="35">Account 444455556666</text>
<rect class="node" x="424" y="44" width="172.2" height="63" rx="4"/>
<text class="name" x="436" y="62">Integration role</text>
<text class="text" x="436" y="79">PortIntegrationRole</text>
<text class="text" x="436" y="96">ReadOnlyAccess</text>
<path class="edge" d="M184 67H216V75.5H424" marker-end="url(#arrow)"/>
<text class="label" x="224" y="52.5">sts:AssumeRole</text>
<text class="label" x="224" y="69.5">sts:ExternalId = abc</text>
</svg>
`);
  });

  test.each<[string, object]>([
    ["one account", ecs],
    ["pods", irsa],
    ["pods, and many accounts", { ...irsa, targets: { accounts: accountIds(7) } }],
    [
      "an organization",
      {
        ...ecs,
        externalId: "x".repeat(60),
        trustVia: "account",
        organizationId: "o-a1b2c3d4e5",
        targets: { organizationalUnits: ["ou-ab12-11111111", "r-ab12"], managementAccount: "999988887777" },
      },
    ],
  ])("nothing lies on anything else: %s", (_name, input) => {
    checkReadable(diagramOf(input));
  });

  test("what an edge says has room above it, however much it is", () => {
    for (const count of [1, 4, 8, 20]) {
      const lines = Array.from({ length: count }, (_, index) => `condition ${index}`);
      const targets = ["a", "b", "c"].map((id) => ({ id, title: id, nodes: [{ id: `${id}-n`, lines: ["Role"] }] }));
      checkReadable({
        title: "t",
        groups: [{ id: "s", title: "s", nodes: [{ id: "s-n", lines: ["Source"] }] }, ...targets],
        edges: targets.map(({ id }) => ({ from: "s-n", to: `${id}-n`, lines })),
      });
    }
  });

  test("has signs of XML as entities", () => {
    const svg = svgText(odd);
    for (const text of ["A &#38; B", "x&#34;y", "&#60;b&#62;", ">&#39;</text>", "a &#60; b"])
      expect(svg).toContain(text);
    expect(svg).not.toMatch(/<b>|&(?!#\d+;)/);
    checkReadable(odd);
  });
});
