import { isPartition } from "../../../aws/partition.js";
import { show } from "../../../errors.js";
import type { JsonPath } from "../../../json/types.js";
import type { FindingCodes } from "../finding.js";
import type { Report } from "../report.js";

export const PARTITION_CODES = {
  INVALID_PARTITION: ["error", "An ARN names a partition that does not exist."],
} as const satisfies FindingCodes;

/** Checks the partition of an ARN, and says whether there is such a one. */
export function checkPartition(report: Report, partition: string, arn: string, path: JsonPath): boolean {
  const known = isPartition(partition);
  if (!known)
    report.add(PARTITION_CODES, "INVALID_PARTITION", path, `${show(partition)} is no partition; given ${show(arn)}.`);
  return known;
}
