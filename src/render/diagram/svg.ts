import type { Diagram, DiagramGroup, DiagramNode } from "./diagram.js";
import { checkDiagram } from "./diagram.js";

const CHARACTER = 7.8;
const LINE = 17;
const PADDING = 12;
const TITLE = 28;
const SPACE = 24;
const MARGIN = 16;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A diagram as a picture that needs nothing besides: the first group on the left, those that it reaches below each other on
 * the right.
 *
 * @see https://www.w3.org/TR/SVG11/
 */
export function svgText(diagram: Diagram): string {
  checkDiagram(diagram);
  const [source, ...targets] = diagram.groups;
  const boxes = new Map<string, Box>();
  const parts: string[] = [];
  const groupOf = (nodeId: string) => diagram.groups.find(({ nodes }) => nodes.some(({ id }) => id === nodeId));

  /** Between two nodes of one group, below each other, stands what the edge between them says. */
  const gapBelow = (group: DiagramGroup, index: number): number => {
    const inner = diagram.edges.find(
      ({ from, to }) => from === group.nodes[index]?.id && to === group.nodes[index + 1]?.id,
    );
    return inner === undefined ? SPACE : inner.lines.length * LINE + 2 * PADDING;
  };
  const sizeOf = (group: DiagramGroup) => {
    const inner = diagram.edges.filter(({ from, to }) => groupOf(from) === group && groupOf(to) === group);
    const width = Math.max(
      textWidth([group.title]),
      ...group.nodes.map(({ lines }) => textWidth(lines) + 2 * PADDING),
      ...inner.map(({ lines }) => textWidth(lines) + 4 * PADDING),
    );
    const height = group.nodes.reduce(
      (sum, { lines }, index) =>
        sum + nodeHeight(lines) + (index + 1 < group.nodes.length ? gapBelow(group, index) : 0),
      0,
    );
    return { width: width + 2 * PADDING, height: TITLE + height + PADDING };
  };
  const place = (group: DiagramGroup, x: number, y: number, width: number) => {
    const { height } = sizeOf(group);
    parts.push(rectangle("group", { x, y, width, height }), text(x + PADDING, y + 19, group.title, "title"));
    let top = y + TITLE;
    group.nodes.forEach((node, index) => {
      const box = { x: x + PADDING, y: top, width: width - 2 * PADDING, height: nodeHeight(node.lines) };
      boxes.set(node.id, box);
      parts.push(...drawnNode(node, box));
      top += box.height + gapBelow(group, index);
    });
    return height;
  };

  const outer = diagram.edges.filter(({ from, to }) => groupOf(from) !== groupOf(to));
  const left = source === undefined ? { width: 0, height: 0 } : sizeOf(source);
  const between = targets.length === 0 ? 0 : Math.max(60, ...outer.map(({ lines }) => textWidth(lines) + 60));
  const rightWidth = Math.max(0, ...targets.map((group) => sizeOf(group).width));
  if (source !== undefined) place(source, MARGIN, MARGIN, left.width);
  let y = MARGIN;
  for (const group of targets) {
    // What an edge says stands above it, and may be higher than the frame that it leads to.
    const said = Math.max(
      0,
      ...outer.filter(({ to }) => groupOf(to) === group).map(({ lines }) => lines.length * LINE),
    );
    const first = group.nodes[0];
    const room = Math.max(0, said - TITLE - (first === undefined ? 0 : nodeHeight(first.lines) / 2) + 8);
    y += room;
    y += place(group, MARGIN + left.width + between, y, rightWidth) + SPACE;
  }

  for (const { from, to, lines } of diagram.edges) {
    const start = boxes.get(from);
    const end = boxes.get(to);
    if (start === undefined || end === undefined) continue;
    if (groupOf(from) === groupOf(to)) {
      const x = start.x + 2 * PADDING;
      const bottom = start.y + start.height;
      parts.push(arrow(`M${x} ${bottom}V${end.y}`));
      lines.forEach((line, index) => {
        parts.push(text(x + PADDING, bottom + PADDING + 12 + index * LINE, line, "label"));
      });
    } else {
      const from_ = start.y + start.height / 2;
      const to_ = end.y + end.height / 2;
      const trunk = MARGIN + left.width + 20;
      parts.push(arrow(`M${start.x + start.width} ${from_}H${trunk}V${to_}H${end.x}`));
      lines.forEach((line, index) => {
        parts.push(text(trunk + 8, to_ - 6 - (lines.length - 1 - index) * LINE, line, "label"));
      });
    }
  }

  const width = Math.ceil(2 * MARGIN + left.width + between + rightWidth);
  const height = Math.ceil(Math.max(MARGIN + left.height, y - SPACE) + MARGIN);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(diagram.title)}</title>
<desc id="description">${escaped(description(diagram))}</desc>
<style>
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1b1f24; }
.title, .name { font-weight: bold; }
.label { fill: #44505c; }
.group { fill: #f6f8fa; stroke: #8c959f; stroke-dasharray: 4 3; }
.node { fill: #ffffff; stroke: #1b1f24; }
.edge { fill: none; stroke: #1b1f24; }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1b1f24"/></marker></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join("\n")}
</svg>
`;
}

function description({ groups, edges }: Diagram): string {
  const names = new Map(
    groups.flatMap(({ title, nodes }) =>
      nodes.map(({ id, lines }) => [id, `${lines.slice(0, 2).join(" ")} (${title})`]),
    ),
  );
  return edges.map(({ from, to, lines }) => `${names.get(from)} to ${names.get(to)}: ${lines.join(", ")}.`).join(" ");
}

function textWidth(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => [...line].length)) * CHARACTER;
}

function nodeHeight(lines: readonly string[]): number {
  return lines.length * LINE + PADDING;
}

function drawnNode({ lines }: DiagramNode, box: Box): string[] {
  return [
    rectangle("node", box),
    ...lines.map((line, index) =>
      text(box.x + PADDING, box.y + 18 + index * LINE, line, index === 0 ? "name" : "text"),
    ),
  ];
}

function rectangle(kind: string, { x, y, width, height }: Box): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="4"/>`;
}

function text(x: number, y: number, content: string, kind: string): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escaped(content)}</text>`;
}

function arrow(path: string): string {
  const rounded = path.replace(/\d+(?:\.\d+)?/g, (number) => String(round(Number(number))));
  return `<path class="edge" d="${rounded}" marker-end="url(#arrow)"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
