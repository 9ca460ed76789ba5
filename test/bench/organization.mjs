import { existsSync, readFileSync } from "node:fs";
import { canonicalJson, parseIntegration, planIntegration, stackSetRequests } from "../../dist/index.js";

/** Everything that rolewright makes for an organization of many accounts; the number of characters. */
export function organization(count) {
  const accounts = Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
  const plan = planIntegration(
    parseIntegration({
      mode: "irsa",
      accountId: accounts[0],
      region: "eu-west-1",
      oidcId: "0123456789ABCDEF0123456789ABCDEF",
      namespace: "port-ocean",
      serviceAccount: "port-ocean-aws-v3",
      targets: { accounts },
    }),
  );
  const ecs = planIntegration(
    parseIntegration({
      mode: "ecs",
      taskRoleArn: "arn:aws:iam::111122223333:role/integration-task",
      targets: { accounts },
    }),
  );
  let characters = 0;
  for (const account of accounts) characters += canonicalJson(plan.integrationRole.trustPolicy(account)).length;
  for (const policy of ecs.callers[0].permissionsPolicies) characters += canonicalJson(policy).length;
  const { notes: _notes, ...requests } = stackSetRequests(plan);
  return characters + JSON.stringify(requests).length;
}

/** In KiB. On Linux, maxRSS begins with that of the process that started this one; VmHWM does not. */
function peakMemory() {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
}

if (process.argv[1] === import.meta.filename) {
  organization(Number(process.argv[2]));
  process.stdout.write(String(peakMemory()));
}
