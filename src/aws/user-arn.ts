import { format } from "../schema/text.js";
import { IAM_ARN_PATTERN } from "./arn.js";
import { IAM_NAME_CHARACTERS } from "./iam-name.js";
import { IAM_PATH_CHARACTERS } from "./iam-path.js";

/** The ARN of an IAM user. */
export const UserArn = /* @__PURE__ */ format(() => ({
  id: "UserArn",
  title: "the ARN of an IAM user",
  rule: "arn:PARTITION:iam::ACCOUNT:user/NAME, with the path before the name if the user has one",
  pattern: new RegExp(`^${IAM_ARN_PATTERN}user/(?:${IAM_PATH_CHARACTERS}{1,510}/)?${IAM_NAME_CHARACTERS}{1,64}$`, "u"),
  examples: ["arn:aws:iam::111122223333:user/integration"],
  hint: (given) => {
    if (/:root$/.test(given)) return "That is the whole account. Name the one user.";
    if (given.includes(":assumed-role/")) return "That is a session of a role, not a user.";
    if (given.includes(":federated-user/")) return "That is a federated session, not an IAM user.";
    if (given.includes(":role/")) return 'That is a role. For a role of an ECS task, write mode "ecs" and taskRoleArn.';
    if (given.includes(":group/")) return "That is a group, which cannot be a principal. Name one user.";
    if (/^(AKIA|ASIA)[A-Z0-9]+$/.test(given))
      return "That is an access key ID. Give the ARN of the user that it belongs to.";
    if (/^arn:[\w-]+:iam::[^:]*:user\//.test(given) && /[*?]/.test(given))
      return "Wildcards are not allowed in a principal. Name one user.";
    return undefined;
  },
}));
