import { show } from "../show.js";
import { listsAttached, listsControl, SHOWS_ACCESS_KEYS } from "./commands.js";
import type { Denial } from "./denial.js";
import {
  calledBy,
  evidence,
  type Facts,
  grantCauses,
  isOwnRole,
  originOf,
  type PossibleCause,
  readsGrant,
  readsOwnRole,
  readsRole,
  showsRole,
  trustCauses,
} from "./possible-causes.js";

/** What follows from the kind of policy that a text names, and from the action that was denied. */

/** Whether a call is one that gets a role. */
export function isAssume({ action, operation }: Denial): boolean {
  return /^sts:(?:AssumeRole|TagSession)/i.test(action ?? (operation === undefined ? "sts:AssumeRole" : ""));
}

/** Who called, in sentences, and the name of its role or user for commands. */
function whoCalled(facts: Facts): { readonly who: string; readonly kind: "role" | "user"; readonly name: string } {
  const { identity, plan, denial } = facts;
  const integration = { who: "the integration role", kind: "role", name: plan.integrationRole.name } as const;
  const workload = {
    who: nounOf(facts),
    kind: identity?.kind ?? "role",
    name: identity?.name ?? "NAME",
  } as const;
  switch (originOf(facts)) {
    case "workload":
      return workload;
    case "integration-role":
      return integration;
    case "unknown":
      return isAssume(denial) ? workload : integration;
    default:
      return { who: show(denial.user), ...calledBy(denial.user!) };
  }
}

/** The workload, in sentences. */
function nounOf({ caller }: Facts): string {
  return `the ${caller.noun}`;
}

/** What was called, in sentences. */
function whatCalled({ denial: { action, operation, resource } }: Facts): string {
  const called = action ?? operation ?? "the call";
  return resource === undefined || resource === "*" ? called : `${called} on ${show(resource)}`;
}

/** That the kind of policy which the text names denies, or does not allow, what was called. */
export function policyCause(facts: Facts): PossibleCause {
  const { denial, roleArn, identity } = facts;
  const { who, kind, name } = whoCalled(facts);
  const verb = denial.explicit ? "denies" : "does not allow";
  const what = whatCalled(facts);
  const service = /^[\w-]+(?=:)/.exec(denial.action ?? "")?.[0].toLowerCase() ?? "SERVICE";
  const at = denial.policyArn === undefined ? "" : `, ${show(denial.policyArn)},`;
  const itself = denial.policyArn === undefined ? undefined : showsPolicy(denial.policyArn);
  switch (denial.policy) {
    case "service control policy":
      return {
        cause: `A service control policy${at} of the organization ${verb} ${who} ${what}.${
          denial.explicit
            ? ""
            : " At the root, at every unit above the account and at the account itself, one of them must allow it."
        } Nothing in the account's own policies can allow it.`,
        command:
          itself ??
          listsControl(
            accountOf(denial.user ?? (isAssume(denial) ? identity?.arn : roleArn)),
            "SERVICE_CONTROL_POLICY",
          ),
      };
    case "resource control policy":
      return {
        cause: `A resource control policy${at} of the organization ${verb} ${who} ${what}. Nothing in the account's own policies can allow it.${
          identity === undefined && isAssume(denial)
            ? " A token is of no organization, so that a deny under StringNotEqualsIfExists on aws:PrincipalOrgID meets every pod."
            : ""
        }`,
        command: itself ?? listsControl(accountOf(denial.resource ?? roleArn), "RESOURCE_CONTROL_POLICY"),
      };
    case "permissions boundary":
      return {
        cause: `The permissions boundary of ${who}${at} ${verb} ${what}. It limits what the other policies of ${who} allow.`,
        command: `aws iam get-${kind} --${kind}-name ${name} --query ${kind === "role" ? "Role" : "User"}.PermissionsBoundary`,
      };
    case "session policy":
      return {
        cause: `A session policy, given with the session of ${who}, ${verb} ${what}. The integration gives none, so it comes from whatever made that session.`,
        command:
          identity?.kind === "role" && who === nounOf(facts)
            ? identity.withoutCredentials.command
            : "aws sts get-caller-identity",
      };
    case "vpc endpoint policy":
      return {
        cause: `The policy of the VPC endpoint through which the call went${at} ${verb} ${who} ${what}.`,
        command: `aws ec2 describe-vpc-endpoints --query "VpcEndpoints[?ends_with(ServiceName, '.${service}')].PolicyDocument"`,
      };
    case "identity-based policy":
      return {
        ...(isAssume(denial) && { code: "EXPLICIT_DENY" }),
        cause: `A policy of ${who}${at} ${verb} ${what}.`,
        ...(itself !== undefined
          ? { command: itself }
          : identity !== undefined && name === identity.name
            ? readsGrant(identity)
            : { command: listsAttached(kind, name) }),
      };
    case "role trust policy":
    case "resource-based policy":
      return isAssume(denial)
        ? trustDenies(facts, who, what)
        : {
            cause: `The policy of ${denial.resource === undefined ? "the resource" : show(denial.resource)} itself ${verb} ${who} ${denial.action ?? "the call"}.`,
            command: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=${denial.action?.split(":")[1] ?? "NAME"}`,
          };
    default:
      return {
        code: "EXPLICIT_DENY",
        cause: `A policy of ${who}, its permissions boundary, or ${isAssume(denial) ? "the role's trust policy" : "the policy of the resource"} denies ${what}.`,
        ...(isAssume(denial) ? readsRole(facts) : showsRole(name)),
      };
  }
}

/** That the trust policy of the role which was asked for denies the call. */
function trustDenies(facts: Facts, who: string, what: string): PossibleCause {
  const { identity, caller } = facts;
  const own = identity !== undefined && isOwnRole(facts);
  return {
    code: "EXPLICIT_DENY",
    cause: `The ${own ? caller.noun : "integration role"}'s trust policy has a statement that denies ${who} ${what}.`,
    ...(own ? readsOwnRole(identity) : readsRole(facts)),
  };
}

/** What a text that names the denying policy says, and what else it shows. */
export function policyCauses(facts: Facts): PossibleCause[] {
  return [policyCause(facts), ...(isAssume(facts.denial) && !isOwnRole(facts) ? evidence(facts) : [])];
}

/** Why the integration role cannot be assumed, led by what the text says. */
export function assumeDenied(facts: Facts): PossibleCause[] {
  const grant = grantCauses(facts);
  const trust = trustCauses(facts);
  const { policy } = facts.denial;
  const ordered =
    policy === "identity-based policy"
      ? [...grant, ...trust]
      : policy === "resource-based policy" || policy === "role trust policy"
        ? [...trust, ...grant]
        : [trust[0]!, ...grant, ...trust.slice(1)];
  return [...evidence(facts), ...ordered];
}

/** Why a call of another service was denied. */
export function serviceDenied(facts: Facts): PossibleCause[] {
  const { caller, denial, roleArn } = facts;
  const what = denial.action ?? denial.operation;
  const { who, kind, name } = whoCalled(facts);
  switch (originOf(facts)) {
    case "workload":
      return [
        {
          cause: `The ${caller.noun} called ${what} itself, without the integration role. Where the integration's own configuration has access keys beside its role setting, it assumes no role, and takes whatever identity the SDK finds. Remove them there.`,
          command: SHOWS_ACCESS_KEYS,
        },
      ];
    case "execution-role":
      return [
        {
          cause: `The call came from ${who}, an execution role by its name, which starts the task: its own policies do not allow ${whatCalled(facts)}. The ${caller.noun} and the integration role are not concerned.`,
          command: listsAttached("role", name),
        },
      ];
    case "other":
      return [
        {
          cause: `The call came from ${who}, which is neither the integration role ${show(roleArn)} nor the ${caller.noun}: its policies do not allow ${whatCalled(facts)}.`,
          command: listsAttached(kind, name),
        },
      ];
    default: {
      const lacks = lacksAction(facts, what ?? "the action");
      if (denial.policy === "resource-based policy") return [policyCause(facts), lacks];
      return [
        lacks,
        {
          cause: "A service control policy or the role's permissions boundary denies it.",
          command: listsControl(accountOf(denial.user ?? roleArn), "SERVICE_CONTROL_POLICY"),
        },
      ];
    }
  }
}

/** That the integration role may not call an action. */
export function lacksAction({ plan: { integrationRole } }: Facts, action: string): PossibleCause {
  return {
    cause: `None of the role's policies allows ${action}: the description attaches ${integrationRole.managedPolicyArns.join(", ") || "none"}. If they are all there, add one to managedPolicyArns.`,
    command: listsAttached("role", integrationRole.name),
  };
}

function showsPolicy(arn: string): string {
  return arn.includes(":organizations:")
    ? `aws organizations describe-policy --policy-id ${arn.slice(arn.lastIndexOf("/") + 1)}`
    : `aws iam get-policy --policy-arn ${arn}`;
}

/** The account in an ARN, for a command. */
function accountOf(arn: string | undefined): string {
  return /^arn:[\w-]+:\w+::(\d{12}):/.exec(arn ?? "")?.[1] ?? "ACCOUNT";
}
