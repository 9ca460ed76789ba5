import { QUOTAS } from "../../aws/quotas.js";
import { checkPlan, identityOf, type Plan } from "../../plan/plan.js";
import { type Rollout, stackSetName } from "../../plan/rollout.js";
import { managementAccountOf } from "../../plan/targets.js";
import { prerequisites, rolloutOf, stackSetRequests } from "./stackset.js";
import { integrationTemplate, workloadTemplate } from "./template.js";

/**
 * A POSIX shell script that rolls the integration out with the AWS CLI, in the order that IAM asks for: the workload before
 * the roles that trust it, the management account's own role, then the stack set and its instances. It can be run again.
 *
 * @throws {RolewrightError} As `stackSetRequests` and `workloadTemplate` do.
 */
export function rolloutScript(plan: Plan): string {
  checkPlan(plan);
  const rollout = rolloutOf(plan);
  const { accountId } = plan;
  const { targets, administrator, callAs } = rollout;
  const { create, instances, update } = stackSetRequests(plan);
  const workload = identityOf(plan);
  const management = managementAccountOf(targets);
  const adminAccount = administrator.accountId === management ? management : undefined;
  const name = stackSetName(rollout);
  const called = callAs === "DELEGATED_ADMIN" ? " --call-as DELEGATED_ADMIN" : "";
  const workloadText = workload === undefined ? undefined : jsonText(workloadTemplate(plan));
  // A part of the workload's stack that is not global stands where its host is.
  const home = workload?.kind === "role" ? workload.host.region : undefined;
  const inHome = (command: string) =>
    home === undefined || home === rollout.region ? command : `(region=${home} && ${command})`;
  const steps: string[] = [];
  if (workload !== undefined && workloadText !== undefined) {
    const bucket =
      workloadText.length > QUOTAS.templateBodyBytes
        ? ` --s3-bucket "\${S3_BUCKET:?is needed: the template is larger than a request takes}"`
        : "";
    steps.push(`if [ -n "\${WORKLOAD_EXISTS:-}" ]; then
  say "The workload's ${workload.kind} is taken to exist already."
else
  say "The workload's ${workload.kind}, in account ${accountId}"
  account "\${WORKLOAD_PROFILE:-}" ${accountId}
  ${inHome(`deploy "\${WORKLOAD_PROFILE:-}" ${name}-workload "$dir/workload.json"${bucket}`)}${
    plan.integrationRole.trustsPrincipal
      ? `\n  sleep "\${IAM_DELAY:-15}" # IAM takes seconds to show a new ${workload.kind} everywhere, and refuses to trust it before.`
      : ""
  }
fi`);
  }
  if (management !== undefined) {
    steps.push(`say "The management account's own role, in account ${management}: stack sets never deploy there"
account "\${MANAGEMENT_PROFILE:-}" ${management}
deploy "\${MANAGEMENT_PROFILE:-}" ${name}-management "$dir/management.json"`);
  }
  steps.push(`say "The stack set ${name}"${adminAccount === undefined ? "" : `\naccount "\${ADMIN_PROFILE:-}" ${adminAccount}`}
if stackset describe-stack-set --stack-set-name ${name}${called} >/dev/null 2>&1; then
  finish "$(stackset update-stack-set --cli-input-json "file://$dir/update.json" --query OperationId --output text)"
else
  stackset create-stack-set --cli-input-json "file://$dir/create.json" >/dev/null
fi

say "Its stacks, in the target accounts"
finish "$(stackset create-stack-instances --cli-input-json "file://$dir/instances.json" --query OperationId --output text)"
say "Done."`);
  return `#!/bin/sh
# Rolls out the integration role ${plan.integrationRole.name}. Read it, then run it; it can be run again.
#
# It needs the AWS CLI. Each step works in one account; name a profile of the CLI where it is not the default one:
${profiles(plan, rollout, management, adminAccount)}
#
${prerequisites(plan, rollout)
  .map((note) => `# - ${ascii(note)}\n`)
  .join("")}set -eu

region=${rollout.region}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

say() { printf '==> %s\\n' "$*"; }

# cli PROFILE WORDS...: the AWS CLI, with a profile if there is one.
cli() {
  profile=$1
  shift
  if [ -n "$profile" ]; then set -- --profile "$profile" "$@"; fi
  aws --region "$region" "$@"
}

# stackset WORDS...: the AWS CLI, where the stack set is made.
stackset() { cli "\${ADMIN_PROFILE:-}" cloudformation "$@"; }

# account PROFILE ID: stops unless the profile is of that account.
account() {
  is=$(cli "$1" sts get-caller-identity --query Account --output text)
  if [ "$is" != "$2" ]; then
    echo "This step belongs into account $2, but the credentials are of account $is. Name another profile." >&2
    exit 1
  fi
}

# deploy PROFILE STACK FILE WORDS...: creates or updates a stack.
deploy() {
  in=$1 stack=$2 template=$3
  shift 3
  cli "$in" cloudformation deploy --stack-name "$stack" --template-file "$template" \\
    --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset "$@"
}

# finish OPERATION: waits for an operation of the stack set.
finish() {
  while :; do
    status=$(stackset describe-stack-set-operation --stack-set-name ${name} --operation-id "$1" \\
      --query StackSetOperation.Status --output text${called})
    case $status in
      SUCCEEDED) return ;;
      QUEUED | RUNNING | STOPPING) sleep 5 ;;
      *)
        echo "The operation $1 ended as $status:" >&2
        stackset list-stack-set-operation-results --stack-set-name ${name} --operation-id "$1" \\
          --query 'Summaries[].[Account,Status,StatusReason]' --output text${called} >&2
        exit 1
        ;;
    esac
  done
}

${[
  ...(workloadText === undefined ? [] : [file("workload.json", workloadText)]),
  ...(management === undefined ? [] : [file("management.json", jsonText(integrationTemplate(plan)))]),
  file("create.json", jsonText(create)),
  file("update.json", jsonText(update)),
  file("instances.json", jsonText(instances)),
].join("\n")}
${steps.join("\n\n")}
`;
}

function profiles(plan: Plan, { targets }: Rollout, management: string | undefined, admin: string | undefined): string {
  const { accountId } = plan;
  const workload = identityOf(plan);
  const administrator =
    targets.kind === "accounts"
      ? "the account that administers the stack set"
      : "the management account, or the delegated administrator's";
  return [
    ...(workload === undefined
      ? []
      : [
          `#   WORKLOAD_PROFILE    account ${accountId}, where the workload's ${workload.kind} is made`,
          `#   WORKLOAD_EXISTS=1   in its place, if that ${workload.kind} is there already, with its policy`,
        ]),
    ...(management === undefined ? [] : [`#   MANAGEMENT_PROFILE  account ${management}, the management account`]),
    `#   ADMIN_PROFILE       ${admin === undefined ? administrator : `account ${admin}`}, where the stack set is made`,
  ].join("\n");
}

function file(name: string, text: string): string {
  return `cat >"$dir/${name}" <<'END_OF_FILE'\n${text}\nEND_OF_FILE\n`;
}

function jsonText(content: object): string {
  return ascii(JSON.stringify(content, null, 2));
}

/** Escaped as JSON does, because the shell's and the CLI's locale decide how they read other characters. */
function ascii(text: string): string {
  return text.replace(/[^\n -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
