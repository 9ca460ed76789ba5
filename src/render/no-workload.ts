import { RolewrightError } from "../errors.js";

/** The error for the identity of a workload that has none in AWS. */
export function noWorkload(): RolewrightError {
  return new RolewrightError([
    {
      path: [],
      code: "NO_SUCH_DOCUMENT",
      message:
        "The workload has no identity in AWS: its pods' tokens are exchanged directly for the integration role, which is all there is to make. Leave --role workload out.",
    },
  ]);
}
