import { format } from "../schema/text.js";

/** The characters of IAM names. Source: the IAM API's `roleNameType`, `userNameType`, `policyNameType`. */
export const IAM_NAME_CHARACTERS = "[\\w+=,.@\\-]";

/** The name of an IAM role. */
export const RoleName = /* @__PURE__ */ format(() => ({
  id: "RoleName",
  title: "an IAM role name",
  rule: "1 to 64 letters, digits and _+=,.@-",
  pattern: new RegExp(`^${IAM_NAME_CHARACTERS}{1,64}$`, "u"),
  examples: ["PortIntegrationRole"],
  hint: (given) => {
    if (given.startsWith("arn:"))
      return `Give the name alone${given.includes("/") ? `: "${given.slice(given.lastIndexOf("/") + 1)}"` : ""}.`;
    if (given.includes("/")) return "Put the path into rolePath.";
    return given.length > 64 ? `It has ${given.length} characters.` : undefined;
  },
}));

/** The name of an instance profile. Source: the IAM API's `instanceProfileNameType`. */
export const InstanceProfileName = /* @__PURE__ */ format(() => ({
  id: "InstanceProfileName",
  title: "the name of an instance profile",
  rule: "1 to 128 letters, digits and _+=,.@-",
  pattern: new RegExp(`^${IAM_NAME_CHARACTERS}{1,128}$`, "u"),
  examples: ["integration-instance"],
  hint: (given) =>
    given.startsWith("arn:") ? `Give the name alone: "${given.slice(given.lastIndexOf("/") + 1)}".` : undefined,
}));
