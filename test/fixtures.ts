import { run } from "../src/cli/run.js";
import { type Issue, type Plan, parseIntegration, planIntegration, RolewrightError } from "../src/index.js";

/** A description of each mode, with nothing but what the mode needs. */
export const ecs = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/task" };
export const irsa = {
  mode: "irsa",
  accountId: "111122223333",
  issuer: "issuer.example.com/c",
  namespace: "n",
  serviceAccount: "s",
};
export const ec2 = { mode: "ec2", instanceRoleArn: "arn:aws:iam::111122223333:role/instance" };
export const pods = {
  mode: "pod-identity",
  podRoleArn: "arn:aws:iam::111122223333:role/pods",
  clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/c",
  namespace: "n",
  serviceAccount: "s",
};
export const user = { mode: "iam-user", userArn: "arn:aws:iam::111122223333:user/u", externalId: "abc" };

/** The plan of a description. */
export function planOf(input: unknown): Plan {
  return planIntegration(parseIntegration(input));
}

/** What is refused in a description, or by a call; nothing if it is accepted. */
export function issuesOf(input: unknown): readonly Issue[] {
  try {
    if (typeof input === "function") input();
    else parseIntegration(input);
    return [];
  } catch (error) {
    if (error instanceof RolewrightError) return error.issues;
    throw error;
  }
}

/** As many different account IDs as asked for. */
export function accountIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
}

/** Runs the command line, with a text as its standard input. */
export async function call(
  args: readonly string[],
  { stdin = "", colours = false }: { readonly stdin?: string | Uint8Array; readonly colours?: boolean } = {},
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = "";
  let stderr = "";
  const status = await run(args, {
    stdin: async () => Buffer.from(stdin),
    stdout: async (text) => {
      stdout += text;
    },
    stderr: async (text) => {
      stderr += text;
    },
    colours,
  });
  return { status, stdout, stderr };
}
