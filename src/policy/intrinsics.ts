import { isMap } from "./lists.js";

/** What stands for a part of a text that only a deployment knows. */
export const UNKNOWN = "\u{E000}";

/** Whether a value is one that only a deployment knows, in part or as a whole. */
export function isOpen(value: unknown): boolean {
  return typeof value === "string" && value.includes(UNKNOWN);
}

/** What a template's pseudo parameters stand for; those that are not given stay unknown. */
export interface PseudoParameters {
  readonly partition?: string | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * A document of a CloudFormation template with its intrinsic functions replaced: pseudo parameters by what is given, all
 * else by {@link UNKNOWN}, which no check complains about.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function withoutIntrinsics(value: unknown, pseudo: PseudoParameters): unknown {
  if (Array.isArray(value))
    return value.filter((member) => !isNoValue(member)).map((member) => withoutIntrinsics(member, pseudo));
  if (!isMap(value)) return value;
  const [[name, argument] = ["", undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === "Ref") return typeof argument === "string" ? pseudoValue(argument, pseudo) : UNKNOWN;
    if (name === "Fn::Sub") {
      const text = Array.isArray(argument) ? argument[0] : argument;
      return typeof text === "string" ? substituted(text, pseudo) : UNKNOWN;
    }
    if (name === "Fn::Join" && Array.isArray(argument) && Array.isArray(argument[1])) {
      const parts = argument[1].map((part) => withoutIntrinsics(part, pseudo));
      return parts.map((part) => (typeof part === "string" ? part : UNKNOWN)).join(String(argument[0]));
    }
    if (name === "Fn::If" && Array.isArray(argument)) return withoutIntrinsics(branch(argument), pseudo);
    if (name.startsWith("Fn::")) return UNKNOWN;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !isNoValue(member))
      .map(([key, member]) => [key, withoutIntrinsics(member, pseudo)]),
  );
}

/** The branch of an `Fn::If` that says something; the first, if both do. */
function branch([, whenTrue, whenFalse]: readonly unknown[]): unknown {
  return isNoValue(whenTrue) ? whenFalse : whenTrue;
}

function isNoValue(value: unknown): boolean {
  return isMap(value) && value["Ref"] === "AWS::NoValue";
}

/** A text under `Fn::Sub`. */
export function substituted(text: string, pseudo: PseudoParameters): string {
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_match, literal: string, name: string) =>
    literal === "!" ? `\${${name}}` : pseudoValue(name, pseudo),
  );
}

function pseudoValue(name: string, { partition, accountId, region }: PseudoParameters): string {
  switch (name) {
    case "AWS::Partition":
      return partition ?? UNKNOWN;
    case "AWS::AccountId":
      return accountId ?? UNKNOWN;
    case "AWS::Region":
      return region ?? UNKNOWN;
    case "AWS::URLSuffix":
      return "amazonaws.com";
    default:
      return UNKNOWN;
  }
}
