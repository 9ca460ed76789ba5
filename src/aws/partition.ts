import { checkText } from "../argument.js";
import { frozen } from "../frozen.js";

/**
 * Partitions: separate installations of AWS, each with ARNs, regions and DNS names of its own.
 * Source: the partition table of the AWS SDK for JavaScript (`partitions.json`), 2026.
 */
interface PartitionFacts {
  /** The expression that the names of its regions match, without anchors. */
  readonly region: string;
  readonly dnsSuffix: string;
  /** Where global services such as IAM live: the SDK's `implicitGlobalRegion`. */
  readonly globalRegion: string;
}

export const PARTITIONS = /* @__PURE__ */ frozen({
  aws: {
    region: "(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}",
    dnsSuffix: "amazonaws.com",
    globalRegion: "us-east-1",
  },
  "aws-cn": { region: "cn-[a-z]+-\\d{1,2}", dnsSuffix: "amazonaws.com.cn", globalRegion: "cn-northwest-1" },
  "aws-us-gov": { region: "us-gov-[a-z]+-\\d{1,2}", dnsSuffix: "amazonaws.com", globalRegion: "us-gov-west-1" },
  "aws-eusc": { region: "eusc-de-[a-z]+-\\d{1,2}", dnsSuffix: "amazonaws.eu", globalRegion: "eusc-de-east-1" },
  "aws-iso": { region: "us-iso-[a-z]+-\\d{1,2}", dnsSuffix: "c2s.ic.gov", globalRegion: "us-iso-east-1" },
  "aws-iso-b": { region: "us-isob-[a-z]+-\\d{1,2}", dnsSuffix: "sc2s.sgov.gov", globalRegion: "us-isob-east-1" },
  "aws-iso-e": { region: "eu-isoe-[a-z]+-\\d{1,2}", dnsSuffix: "cloud.adc-e.uk", globalRegion: "eu-isoe-west-1" },
  "aws-iso-f": { region: "us-isof-[a-z]+-\\d{1,2}", dnsSuffix: "csp.hci.ic.gov", globalRegion: "us-isof-south-1" },
} as const satisfies Record<string, PartitionFacts>);

/** The ID of a partition, as it stands in ARNs. */
export type Partition = keyof typeof PARTITIONS;

const ENTRIES = Object.entries(PARTITIONS) as [Partition, PartitionFacts][];

/** An expression that matches any partition ID, without anchors. */
export const PARTITION_PATTERN = `(?:${ENTRIES.map(([id]) => id).join("|")})`;

/** An expression that matches any region, without anchors. */
export const REGION_PATTERN = `(?:${ENTRIES.map(([, { region }]) => region).join("|")})`;

/** An expression that matches the host of any region's EKS OIDC issuers, without anchors. */
export const EKS_ISSUER_HOST_PATTERN = `oidc\\.eks\\.(?:${ENTRIES.map(
  ([, { region, dnsSuffix }]) => `${region}\\.${dnsSuffix.replaceAll(".", "\\.")}`,
).join("|")})`;

const REGIONS = ENTRIES.map(([id, { region }]) => [id, new RegExp(`^${region}$`)] as const);

/** The partition that a region lies in; nothing if the name is no region's. */
export function partitionOfRegion(region: string): Partition | undefined {
  checkText(["region"], "the name of a region", region);
  return REGIONS.find(([, pattern]) => pattern.test(region))?.[0];
}

export function isPartition(text: unknown): text is Partition {
  return typeof text === "string" && Object.hasOwn(PARTITIONS, text);
}
