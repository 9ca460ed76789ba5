import { format } from "../schema/text.js";
import { PARTITION_PATTERN, REGION_PATTERN } from "./partition.js";

/** The ARN of an ECS cluster. */
export const EcsClusterArn = /* @__PURE__ */ format(() => ({
  id: "EcsClusterArn",
  title: "the ARN of an ECS cluster",
  rule: "arn:PARTITION:ecs:REGION:ACCOUNT:cluster/NAME",
  pattern: new RegExp(`^arn:${PARTITION_PATTERN}:ecs:${REGION_PATTERN}:\\d{12}:cluster/[A-Za-z0-9_\\-]{1,255}$`, "u"),
  examples: ["arn:aws:ecs:eu-west-1:111122223333:cluster/integrations"],
  hint: (given) => {
    if (/:(service|task|task-definition)\//.test(given))
      return "That is not a cluster. Give the ARN of the cluster that runs it.";
    if (/^arn:[\w-]+:eks:/.test(given))
      return 'That is an EKS cluster: its workloads use mode "pod-identity" or "irsa".';
    return undefined;
  },
}));
