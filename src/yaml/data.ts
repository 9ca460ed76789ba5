import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { show } from "../errors.js";

/** What cannot be data, and the node where it stands. */
export interface DataFault {
  readonly code: "INVALID_SYNTAX" | "TOO_LARGE";
  readonly message: string;
  readonly node: Node;
}

/** The most that the aliases of a text may make of it. */
const MOST_VALUES = 1_000_000;

/**
 * The data of a YAML document: what its nodes say, an alias standing for a copy of what it points to. Only JSON's types are
 * data; of other tags each is a fault, but for the short forms of CloudFormation's functions in a template.
 *
 * @param mostLevels How deeply the data may be nested, aliases included.
 * @param template Whether `!Sub x` is `{"Fn::Sub": "x"}`, and so on.
 */
export function dataOf(
  document: Document.Parsed,
  mostLevels: number,
  template: boolean,
): { readonly value: unknown; readonly faults: readonly DataFault[] } {
  const faults: DataFault[] = [];
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node | undefined>();
  let count = 0;

  const refuse = (node: Node, message: string, code: DataFault["code"] = "INVALID_SYNTAX") => {
    faults.push({ code, message, node });
    return null;
  };

  /** What an alias points to: the last node with its anchor before the alias itself. */
  const targetOf = (alias: Alias): Node | undefined => {
    if (!targets.has(alias)) targets.set(alias, anchors.get(alias.source));
    return targets.get(alias);
  };

  const convert = (node: Node, level: number, isFirst: boolean): unknown => {
    if (++count > MOST_VALUES) return count > MOST_VALUES + 1 ? null : refuse(node, TOO_MUCH, "TOO_LARGE");
    if (level > mostLevels) {
      // Once: what goes on like that may have no end.
      count = MOST_VALUES + 2;
      return refuse(node, `is nested deeper than ${mostLevels} levels; a description needs three.`, "TOO_LARGE");
    }
    if (isAlias(node)) {
      const target = targetOf(node);
      return target === undefined
        ? refuse(node, `the alias ${show(`*${node.source}`)} stands for nothing: its anchor must come before it.`)
        : convert(target, level, false);
    }
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (isFirst && anchor !== undefined) anchors.set(anchor, node);
    const name = template ? functionOf(tag) : undefined;
    if (isFirst && name === undefined && !isJsonTag(tag))
      refuse(node, `the tag ${show(shown(tag!))} is not allowed: data has JSON's types only.`);
    const value = plain(node, level, isFirst);
    return name === undefined ? value : applied(name, value);
  };

  const plain = (node: Node, level: number, isFirst: boolean): unknown => {
    if (isScalar(node)) {
      const { value } = node;
      if (typeof value === "number" && !Number.isFinite(value) && isFirst)
        return refuse(node, `the number ${show(node.source ?? "")} is none of JSON's.`);
      return value;
    }
    if (isSeq(node)) return node.items.map((item) => member(item, level, isFirst));
    if (!isMap(node)) return null;
    return Object.fromEntries(
      (node.items as Pair[]).map(({ key, value }) => [
        String(member(key, level, isFirst)),
        member(value, level, isFirst),
      ]),
    );
  };
  const member = (node: unknown, level: number, isFirst: boolean): unknown =>
    node === null || node === undefined ? null : convert(node as Node, level + 1, isFirst);

  const value = document.contents === null ? null : convert(document.contents, 0, true);
  return { value, faults };
}

const TOO_MUCH = `has aliases that make more than ${MOST_VALUES} values of it.`;

const YAML_TAGS = "tag:yaml.org,2002:";
const JSON_TAGS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => YAML_TAGS + name),
);

/** Whether a node's tag is one of JSON's types, or none: `!` says as much as a plain string. */
export function isJsonTag(tag: string | undefined): boolean {
  return tag === undefined || tag === "!" || JSON_TAGS.has(tag);
}

/** A tag as people write it. */
function shown(tag: string): string {
  return tag.startsWith(YAML_TAGS) ? `!!${tag.slice(YAML_TAGS.length)}` : tag;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  "And Base64 Cidr Condition Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Ref Select Split Sub ToJsonString Transform".split(
    " ",
  ),
);

/** The function of CloudFormation whose short form a tag is. */
export function functionOf(tag: string | undefined): string | undefined {
  const name = tag?.slice(1);
  return tag?.startsWith("!") && FUNCTIONS.has(name!) ? name : undefined;
}

/** The long form of a function: `{"Fn::Sub": "x"}`. */
function applied(name: string, value: unknown): unknown {
  const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return { [key]: name === "GetAtt" && typeof value === "string" ? value.split(/\.(.*)/s, 2) : value };
}
