import { PARTITIONS } from "../aws/partition.js";
import { type Plan, type PolicySelection, selectPolicy } from "../plan/plan.js";
import type { EvaluationCaseInput } from "../policy/evaluate/case.js";
import type { PolicyDocument, Statement } from "../policy/types.js";
import { show } from "./show.js";
import { type KeyRole, keyRoleOf } from "./trust/condition-key.js";

/** A condition that the intended statement rests on. */
export interface Pin {
  readonly role: KeyRole;
  readonly key: string;
  readonly values: readonly string[];
}

/** What a trust policy is meant to do: whom it lets in, and what it asks of them. */
export interface Intent {
  /** Who calls, in words: `the task role`. */
  readonly who: string;
  /** Who calls, as a description knows it: an ARN, a service, a service account's subject. */
  readonly shown: string;
  /** Both of these. */
  readonly label: string;
  readonly partition: string;
  /** The role whose trust policy it is. */
  readonly roleArn: string;
  readonly document: PolicyDocument;
  readonly statement: Statement;
  /** What the trust policy names: a role, a user or its account; a provider; a service. */
  readonly principal: { readonly kind: "AWS" | "Federated" | "Service"; readonly name: string };
  /** Who makes the call: the same, save where the policy names the account. */
  readonly caller: string;
  readonly action: string;
  readonly pins: readonly Pin[];
  /** Of the cluster, without its scheme, where a token is exchanged. */
  readonly issuer: string | undefined;
  /** One a caller: all of them must get in. */
  readonly requests: readonly EvaluationCaseInput["request"][];
}

/** What a role's trust policy in one account is meant to do. */
export function trustIntent(
  plan: Plan,
  role: NonNullable<PolicySelection["role"]>,
  account: string | undefined,
): Intent {
  const document = selectPolicy(plan, { role, ...(account !== undefined && { account }) });
  const statement = document.Statement[0]!;
  const [kind, name] = Object.entries(statement.Principal!)[0] as [Intent["principal"]["kind"], string];
  const issuer =
    kind === "Federated" ? name.slice(name.indexOf(":oidc-provider/") + ":oidc-provider/".length) : undefined;
  const pins = Object.values(statement.Condition ?? {}).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => ({
      role: keyRoleOf(key, issuer).role,
      key,
      values: typeof values === "string" ? [values] : values,
    })),
  );
  const caller = pins.find((pin) => pin.role === "principalArn")?.values[0] ?? name;
  const roleAccount =
    role === "workload" ? plan.accountId : kind === "Federated" ? name.split(":")[4]! : (account ?? plan.accountId);
  const { path, name: roleName } = role === "workload" ? plan.workload! : plan.integrationRole;
  const roleArn = `arn:${plan.partition}:iam::${roleAccount}:role${path}${roleName}`;
  const action = statement.Action as string;
  const subjects = pins.find((pin) => pin.role === "subject")?.values ?? [undefined];
  const who = kind === "Federated" ? "the service account" : kind === "Service" ? "ECS" : `the ${workloadKind(plan)}`;
  const shown = kind === "Federated" ? subjects.join(", ") : caller;
  return {
    who,
    shown,
    label: `${who} ${show(shown)}`,
    partition: plan.partition,
    roleArn,
    document,
    statement,
    principal: { kind, name },
    caller,
    action,
    pins,
    issuer,
    requests: subjects.map((subject) => ({
      action,
      resource: roleArn,
      principal: { [kind]: caller } as never,
      context: {
        "aws:SecureTransport": true,
        ...Object.fromEntries(
          pins
            .filter((pin) => pin.role !== "principalArn")
            .map((pin) => [pin.key, pin.role === "subject" ? subject! : sample(pin.values[0]!, plan)]),
        ),
      },
    })),
  };
}

function workloadKind({ workload }: Plan): string {
  return workload?.kind === "user" ? "IAM user" : "task role";
}

/** A value that a pattern of ours matches: our patterns have `*` for a region and for what follows an account only. */
function sample(text: string, { partition }: Plan): string {
  return text
    .replace(":*:", `:${PARTITIONS[partition].globalRegion}:`)
    .replace(/:\*$/, ":task/cluster/0123456789abcdef");
}
