import { checkText } from "../argument.js";
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
  checkText(["text"], "the text of an ARN", text);
  if (!text.startsWith("arn:")) return undefined;
  const service = text.indexOf(":", 4) + 1;
  const region = text.indexOf(":", service) + 1;
  const account = text.indexOf(":", region) + 1;
  const resource = text.indexOf(":", account) + 1;
  if (service === 0 || region === 0 || account === 0) return undefined;
  const partition = text.slice(4, service - 1);
  if (!isPartition(partition)) return undefined;
  return {
    partition,
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    accountId: resource === 0 ? text.slice(account) : text.slice(account, resource - 1),
    resource: resource === 0 ? "" : text.slice(resource),
  };
}

/** The path and the name in the ARN of an IAM role, user or policy: `role/team/name` has path `/team/` and name `name`. */
export function splitIamResource(resource: string): { readonly path: string; readonly name: string } {
  const path = resource.slice(resource.indexOf("/"), resource.lastIndexOf("/") + 1);
  return { path, name: resource.slice(resource.lastIndexOf("/") + 1) };
}

/** The expression for the ARN of an IAM resource in an account, up to the resource, without anchors. */
export const IAM_ARN_PATTERN = `arn:${PARTITION_PATTERN}:iam::\\d{12}:`;
