import { format } from "../schema/text.js";
import { PARTITION_PATTERN, REGION_PATTERN } from "./partition.js";

/** The ARN of an EKS cluster. Source of the name's form: the EKS API's `ClusterName`. */
export const EksClusterArn = /* @__PURE__ */ format(() => ({
  id: "EksClusterArn",
  title: "the ARN of an EKS cluster",
  rule: "arn:PARTITION:eks:REGION:ACCOUNT:cluster/NAME",
  pattern: new RegExp(
    `^arn:${PARTITION_PATTERN}:eks:${REGION_PATTERN}:\\d{12}:cluster/[0-9A-Za-z][A-Za-z0-9_\\-]{0,99}$`,
    "u",
  ),
  examples: ["arn:aws:eks:eu-west-1:111122223333:cluster/platform"],
  hint: (given) => {
    if (/^[0-9A-Za-z][\w-]*$/.test(given))
      return `That is a name. Give the ARN: aws eks describe-cluster --name ${given.slice(0, 100)} --query cluster.arn`;
    if (/^arn:[\w-]+:ecs:/.test(given)) return "That is an ECS cluster.";
    if (/^arn:[\w-]+:eks:[^:]*:\d*:(?!cluster\/)/.test(given)) return "That is not a cluster. Give the cluster's ARN.";
    if (/oidc\.eks\./.test(given)) return "That is the cluster's OIDC issuer. Give the ARN of the cluster.";
    return undefined;
  },
}));
