import { splitArn } from "../aws/arn.js";
import { partitionOfRegion } from "../aws/partition.js";
import type { Issue } from "../errors.js";
import type { Claim } from "./mode.js";

/** What keys say of partition and account, for modes and for the keys of all modes. */

/** What an ARN says of the partition. */
export function arnClaim(path: string | Issue["path"], value: string | undefined): Claim[] {
  const partition = value === undefined ? undefined : splitArn(value)?.partition;
  return value === undefined || partition === undefined ? [] : [{ path: [path].flat(), value, partition }];
}

/** What an ARN with a region says of the partition: where its two parts disagree, two things. */
export function regionalArnClaim(path: string, value: string | undefined): Claim[] {
  const claims = arnClaim(path, value);
  const region = value === undefined ? undefined : splitArn(value)?.region;
  return [...claims, ...regionClaim(path, region, value).filter(({ partition }) => partition !== claims[0]?.partition)];
}

/** What a region says of the partition; `value` is what the key holds, where that is not the region itself. */
export function regionClaim(path: string | Issue["path"], region: string | undefined, value = region): Claim[] {
  const partition = region === undefined ? undefined : partitionOfRegion(region);
  return value === undefined || partition === undefined ? [] : [{ path: [path].flat(), value, partition }];
}

/** The account in an ARN. */
export function accountIn(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : splitArn(arn)?.accountId;
}

/** The fault that two ARNs, which belong together, are of different accounts. */
export function accountMismatch(
  [key, arn]: readonly [string, string | undefined],
  [otherKey, otherArn]: readonly [string, string | undefined],
  why: string,
): Issue[] {
  const [account, other] = [accountIn(arn), accountIn(otherArn)];
  if (account === undefined || other === undefined || account === other) return [];
  return [
    {
      path: [key],
      code: "ACCOUNT_MISMATCH",
      message: `is in account ${account}, but ${otherKey} in ${other}. ${why}`,
    },
  ];
}
