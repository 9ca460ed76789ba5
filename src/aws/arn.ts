import { isPartition, PARTITION_PATTERN, type Partition } from "./partition.js";

/** The parts of an Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */
export interface Arn {
  readonly partition: Partition;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** The parts of an ARN of a known partition; nothing for other text. */
export function splitArn(text: string): Arn | undefined {
  const [arn, partition = "", service, region, accountId, ...resource] = text.split(":");
  if (
    arn !== "arn" ||
    !isPartition(partition) ||
    service === undefined ||
    region === undefined ||
    accountId === undefined
  )
    return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** The path and the name in the ARN of an IAM role, user or policy: `role/team/name` has path `/team/` and name `name`. */
export function splitIamResource(resource: string): { readonly path: string; readonly name: string } {
  const path = resource.slice(resource.indexOf("/"), resource.lastIndexOf("/") + 1);
  return { path, name: resource.slice(resource.lastIndexOf("/") + 1) };
}

/** The expression for the ARN of an IAM resource in an account, up to the resource, without anchors. */
export const IAM_ARN_PATTERN = `arn:${PARTITION_PATTERN}:iam::\\d{12}:`;
