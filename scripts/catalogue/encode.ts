import type { SourceKey, SourceResourceType, SourceService } from "./source.js";

/**
 * A service as text, in the form that `src/catalogue/decode.ts` reads and explains. All numbers are in base 36. What the form
 * cannot hold is an error here, so that a newer package cannot make a table that is read wrongly.
 */

/** The keys that most services have: they have the numbers 0, 1 and 2 in every service. */
export const COMMON_KEYS: readonly string[] = ["aws:RequestTag/${TagKey}", "aws:ResourceTag/${TagKey}", "aws:TagKeys"];

const LEVELS: { readonly [level: string]: string } = {
  List: "L",
  Read: "R",
  Write: "W",
  "Tagging, Write": "T",
  "Permissions management, Write": "P",
};

const TYPES: { readonly [type: string]: string } = {
  String: "S",
  Numeric: "N",
  Bool: "B",
  Date: "D",
  IPAddress: "I",
  ARN: "A",
};

const base36 = (number: number) => number.toString(36);

/** A condition key: the letter of its type, a small one for a list, and its name, without the prefix if it is the service's. */
export function encodedKey({ key, type }: SourceKey, prefix: string): string {
  const single = type.replace(/^ArrayOf/, "");
  const letter = TYPES[single];
  if (letter === undefined) throw new Error(`${key} has the unknown type ${type}`);
  const name = key.startsWith(`${prefix}:`) ? key.slice(prefix.length) : key;
  return `${single === type ? letter : letter.toLowerCase()}${held(name, / |\n/)}`;
}

/**
 * The ARN forms of a resource type, each without `arn:${Partition}:` and the `$` of its placeholders; `=` stands for the
 * service's own prefix, region and account. The package has several forms as one text.
 */
function encodedForms(arn: string, prefix: string): string {
  const start = "arn:${Partition}:";
  const own = `${prefix}:{Region}:{Account}:`;
  const forms = arn
    .trim()
    .split(/, *(?=arn:)/)
    .map((form) => {
      if (!form.startsWith(start) && !form.startsWith("arn:{Partition}:")) throw new Error(`${form} is no ARN form`);
      const rest = form.slice(form.indexOf("}:") + 2).replaceAll("${", "{");
      return held(rest.startsWith(own) ? `=${rest.slice(own.length)}` : rest, /[ ,|\n$]/);
    });
  return forms.join(",");
}

/** A text that has nothing which parts texts here. */
function held(text: string, parting: RegExp): string {
  if (parting.test(text)) throw new Error(`${text} has what parts texts in the table`);
  return text;
}

/** A service as text. `policiesOf` says by its bits which of AWS's policies allow an action. */
export function encodedService(service: SourceService, policiesOf: (action: string) => number): string {
  const { prefix } = service;
  const keys = service.conditionKeys.filter(({ key }) => !COMMON_KEYS.includes(key));
  const numbers = new Map(
    [...COMMON_KEYS, ...keys.map(({ key }) => key)].map((key, index) => [key.toLowerCase(), index]),
  );
  const numbersOf = (names: readonly string[] = []) =>
    names.map((name) => {
      const number = numbers.get(name.toLowerCase());
      if (number === undefined) throw new Error(`${prefix} does not describe ${name}`);
      return base36(number);
    });
  const types = service.resourceTypes;
  const numberOfType = (name: string) => {
    const index = types.findIndex(({ key }) => key.toLowerCase() === name.toLowerCase());
    if (index < 0) throw new Error(`${prefix} does not describe ${name}`);
    return base36(index);
  };
  const encodedType = ({ key, arn, conditionKeys }: SourceResourceType) =>
    [numbersOf(conditionKeys).join(","), encodedForms(arn, prefix), held(key, /[\n|]/)].join(" ");

  const groups = new Map<string, string[]>();
  for (const { name, accessLevel, resourceTypes, conditionKeys } of service.actions) {
    const level = LEVELS[accessLevel];
    if (level === undefined) throw new Error(`${prefix}:${name} has the unknown level ${accessLevel}`);
    const resources = resourceTypes.map((type) => {
      const own = numbersOf(type.conditionKeys).join(".");
      return `${numberOfType(type.name)}${type.required ? "!" : ""}${own === "" ? "" : `(${own})`}`;
    });
    const group = [
      level + policiesOf(`${prefix}:${name}`),
      resources.join(","),
      numbersOf(conditionKeys).join(","),
    ].join(" ");
    groups.set(group, [...(groups.get(group) ?? []), held(name, /[ ,\n]/)]);
  }
  return [
    keys.map((key) => encodedKey(key, prefix)).join(" "),
    types.map(encodedType).join("|"),
    ...[...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, names]) => `${group} ${names.join(",")}`),
  ].join("\n");
}
