import { format } from "../schema/text.js";
import { REGION_PATTERN } from "./partition.js";

/** The name of an AWS region, by its partition's pattern, so that new regions need no new version. */
export const Region = /* @__PURE__ */ format(() => ({
  id: "Region",
  title: "an AWS region",
  rule: "a region name of one of the eight AWS partitions",
  pattern: new RegExp(`^${REGION_PATTERN}$`, "u"),
  examples: ["eu-west-1"],
  hint: (given) => {
    // Without a group that repeats, which overflows the stack of expressions on a long text.
    if (/^[a-z]{2}-[a-z-]+-\d+[a-z]$/.test(given) && !given.includes("--"))
      return `That is an availability zone; its region is "${given.slice(0, -1)}".`;
    if (given !== given.toLowerCase()) return "Region names are lower case.";
    return undefined;
  },
  typeHint: (given) =>
    Array.isArray(given)
      ? "Name exactly one region: IAM is global, so the same named role in a second region of an account fails."
      : undefined,
}));
