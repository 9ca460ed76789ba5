import { format } from "../schema/text.js";

/**
 * The external ID that a caller presents with `sts:AssumeRole`. Not a secret, but it should be unique to a customer and hard to guess.
 * Source: the STS API's `externalIdType`; https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const ExternalId = /* @__PURE__ */ format(() => ({
  id: "ExternalId",
  title: "an external ID",
  rule: "2 to 1,224 letters, digits and _+=,.@:/-",
  pattern: /^[\w+=,.@:/-]{2,1224}$/u,
  examples: ["example-3f8a1c52-77d0"],
}));
