import { format } from "../schema/text.js";
import { IAM_ARN_PATTERN } from "./arn.js";
import { IAM_NAME_CHARACTERS } from "./iam-name.js";
import { IAM_PATH_CHARACTERS } from "./iam-path.js";

/** The ARN of an IAM role. */
export const RoleArn = /* @__PURE__ */ format(() => ({
  id: "RoleArn",
  title: "the ARN of an IAM role",
  rule: "arn:PARTITION:iam::ACCOUNT:role/NAME, with the path before the name if the role has one",
  pattern: new RegExp(`^${IAM_ARN_PATTERN}role/(?:${IAM_PATH_CHARACTERS}{1,510}/)?${IAM_NAME_CHARACTERS}{1,64}$`, "u"),
  examples: ["arn:aws:iam::111122223333:role/AWSCloudFormationStackSetAdministrationRole"],
}));

const EXECUTION_ROLE = "[Ee][Xx][Ee][Cc][Uu][Tt][Ii][Oo][Nn][-_.]?[Rr][Oo][Ll][Ee]";

/**
 * The ARN of an ECS task role. Execution roles are told by their usual names: they pull the image and write the logs, and
 * the container never holds their credentials. Service-linked roles cannot be given to a task.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const TaskRoleArn = /* @__PURE__ */ format(() => ({
  id: "TaskRoleArn",
  title: "the ARN of an ECS task role",
  rule: "arn:PARTITION:iam::ACCOUNT:role/NAME, with the path before the name if the role has one",
  pattern: new RegExp(
    `^${IAM_ARN_PATTERN}role/(?!aws-service-role/)(?![!-~]*${EXECUTION_ROLE})(?:${IAM_PATH_CHARACTERS}{1,510}/)?${IAM_NAME_CHARACTERS}{1,64}$`,
    "u",
  ),
  examples: ["arn:aws:iam::111122223333:role/integration-task"],
  hint: (given) => {
    const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)/.exec(given);
    if (session)
      return `That is a session of a role. Give the role itself: "arn:${session[1]}:iam::${session[2]}:role/${session[3]}", with its path if it has one.`;
    if (new RegExp(EXECUTION_ROLE).test(given))
      return "That is an execution role by its name: ECS itself uses it to start the task, and the container never has it. Give the task role (taskRoleArn in the task definition).";
    if (given.includes(":role/aws-service-role/"))
      return "That is a service-linked role, which no task can have. Give the task role (taskRoleArn in the task definition).";
    if (given.includes(":instance-profile/"))
      return "That is an instance profile. Give the task role (taskRoleArn in the task definition).";
    if (/:user\/|:group\/|:root$/.test(given))
      return 'That is no role. For an IAM user, write mode "iam-user" and userArn.';
    if (/^arn:[\w-]+:ecs:/.test(given)) return "That is an ECS resource. Give the ARN in its taskRoleArn.";
    if (/^arn:[\w-]+:iam::[^:]*:role\//.test(given) && /[*?]/.test(given))
      return "Wildcards are not allowed in a principal. Name one role.";
    return undefined;
  },
}));
