import { checkChoice, checkOptions, checkText, wrongArgument } from "../argument.js";
import { fault } from "../errors.js";
import { identityOf, type Plan, providerOf } from "../plan/plan.js";
import type { PolicySelection } from "../plan/select.js";
import { checkTarget, isTarget, listedAccounts } from "../plan/targets.js";
import { type FoundPolicy, policiesIn, type ReadPolicies } from "../policy/read/read-policies.js";
import { trustIntent } from "./intent.js";
import { examineTrust } from "./trust/examine.js";
import { placedStatements, principalEntries } from "./trust/statement-parts.js";

/** What is deployed, as text or as the values of such text: whatever `readPolicies` takes. */
export interface DeployedDocuments {
  /** The role's trust policy, `aws iam get-role` output, or a CloudFormation template that holds the role. */
  readonly trust?: unknown;
  /** The workload's own policies: documents, CLI output or templates. Absent: they are left out of the diagnosis. */
  readonly identity?: readonly unknown[];
  /** The output of `aws iam get-open-id-connect-provider`, or of `list-open-id-connect-providers`. */
  readonly provider?: unknown;
  /** Service control policies above the workload's account: documents, or output of `aws organizations describe-policy`. */
  readonly serviceControlPolicies?: readonly unknown[];
  /** Resource control policies above the role's account, likewise. */
  readonly resourceControlPolicies?: readonly unknown[];
  /** The target account. Default: that of the role that was read, else as for `selectPolicy`. */
  readonly account?: string | undefined;
  /** Which role `trust` is of. Default: the workload's if the name that was read says so, else the integration role. */
  readonly role?: PolicySelection["role"] | undefined;
}

const KEYS: readonly (keyof DeployedDocuments)[] = [
  "trust",
  "identity",
  "provider",
  "serviceControlPolicies",
  "resourceControlPolicies",
  "account",
  "role",
];

/** Refuses what is no map of what was read. */
export function checkDeployed(deployed: unknown): asserts deployed is DeployedDocuments {
  checkOptions(["deployed"], KEYS, deployed);
  const { identity, serviceControlPolicies, resourceControlPolicies, account, role } = deployed as DeployedDocuments;
  for (const [name, list] of Object.entries({ identity, serviceControlPolicies, resourceControlPolicies }))
    if (list !== undefined && !Array.isArray(list))
      throw wrongArgument(["deployed", name], "a list of what was read", list);
  if (account !== undefined) checkText(["deployed", "account"], "an account ID", account);
  checkChoice(["deployed", "role"], ["integration", "workload"], role);
}

export interface TrustRead {
  readonly read: ReadPolicies;
  /** Nothing where the text could not be read. */
  readonly found: FoundPolicy | undefined;
  readonly role: PolicySelection["role"];
}

export function readTrust(plan: Plan, deployed: DeployedDocuments): TrustRead {
  const { trust, account, role } = deployed;
  const read = policiesIn(trust, {
    partition: plan.partition,
    // A stack of the workload's own role is in the workload's account.
    accountId: role === "workload" ? plan.accountId : (account ?? ownAccount(plan)),
    parameters: parametersOf(plan),
  });
  if (read.syntaxError !== undefined) return { read, found: undefined, role };
  const candidates = read.policies.filter(({ kind }) => kind === undefined || kind === "trust");
  const named = (name: string | undefined) =>
    candidates.filter((each) => each.role.name !== undefined && each.role.name.toLowerCase() === name?.toLowerCase());
  const [integration] = named(plan.integrationRole.name);
  const [workload] = named(identityOf(plan)?.name);
  const wanted = role === "workload" ? workload : integration;
  if (wanted !== undefined) return { read, found: wanted, role };
  if (role === undefined && workload !== undefined && identityOf(plan)?.kind === "role")
    return readTrust(plan, { ...deployed, role: "workload" });
  const open = candidates.length === 1 ? candidates : candidates.filter(({ role: of }) => !isName(of.name));
  if (open.length === 0) {
    const names = candidates.map(({ role: of }) => of.name).join(", ");
    throw fault(
      "NO_SUCH_DOCUMENT",
      ["trust"],
      names === ""
        ? "holds no trust policy, but permissions. Give the role itself: aws iam get-role."
        : `holds the roles ${names}, none of which is ${plan.integrationRole.name}. Describe the role under its own name (roleName), or give its trust policy alone.`,
    );
  }
  // Of several roles whose names a template leaves open, the one that is nearest to what is described.
  const errors = (found: FoundPolicy) =>
    open.length === 1
      ? 0
      : examineTrust(found.document, trustIntent(plan, role ?? "integration", account ?? ownAccount(plan))).filter(
          ({ severity }) => severity === "error",
        ).length;
  const best = open.map((found) => ({ found, count: errors(found) })).sort((a, b) => a.count - b.count)[0]!;
  return { read, found: best.found, role };
}

/** The values of the reusable template's parameters, which a template's own parameters of those names are taken to have. */
export function parametersOf({ integrationRole }: Plan): { readonly [name: string]: string } {
  const { parameters } = integrationRole.reusableTrust();
  return {
    ...Object.fromEntries(parameters.map(({ name, value }) => [name, value ?? ""])),
    RoleName: integrationRole.name,
  };
}

/** A role's name that was read in full. */
export function isName(text: string | undefined): boolean {
  return text !== undefined && /^[\w+=,.@-]+$/.test(text);
}

function ownAccount(plan: Plan): string {
  const listed = listedAccounts(plan.targets);
  return listed.includes(plan.accountId) ? plan.accountId : (listed[0] ?? plan.accountId);
}

export function accountOf(plan: Plan, { account, identity, role }: DeployedDocuments, found: FoundPolicy | undefined) {
  const read = /^arn:[^:]*:iam::(\d{12}):role\//.exec(found?.role.arn ?? "")?.[1] ?? providerAccount(plan, found);
  const chosen =
    account ??
    (role === "workload" || (found?.role.name !== undefined && found.role.name === identityOf(plan)?.name)
      ? undefined
      : read);
  if (chosen !== undefined) {
    checkTarget(plan.targets, chosen);
    return chosen;
  }
  const listed = listedAccounts(plan.targets);
  if (listed.length > 0) return ownAccount(plan);
  if (identity !== undefined && role !== "workload")
    throw fault(
      "ACCOUNT_REQUIRED",
      ["account"],
      "is required beside the workload's policies: organizational units do not say into which account it calls. Choose one of their accounts.",
    );
  // Where the documents do not differ by account, any will do; where they do, selectPolicy asks for one.
  return undefined;
}

/** The account whose provider a trust policy names, if it is a target: a role trusts providers of its own account only. */
function providerAccount(plan: Plan, found: FoundPolicy | undefined): string | undefined {
  if (providerOf(plan) === undefined || found === undefined) return undefined;
  return placedStatements(found.document)
    .flatMap(principalEntries)
    .map(({ text }) => /^arn:[^:]*:iam::(\d{12}):oidc-provider\//.exec(text)?.[1])
    .find((account) => account !== undefined && isTarget(plan.targets, account));
}
