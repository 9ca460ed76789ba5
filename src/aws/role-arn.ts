import { format } from "../schema/text.js";
import type { Format } from "../schema/text-message.js";
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

/** The usual names of execution roles, as JSON Schema writes a pattern. */
export const EXECUTION_ROLE = "[Ee][Xx][Ee][Cc][Uu][Tt][Ii][Oo][Nn][-_.]?[Rr][Oo][Ll][Ee]";
const NAMES_EXECUTION_ROLE = /* @__PURE__ */ new RegExp(EXECUTION_ROLE);

/** Whether the name of a role, alone or at the end of its ARN or in a session's, says that it is an execution role of ECS. */
export function isExecutionRole(text: string): boolean {
  return NAMES_EXECUTION_ROLE.test(text);
}

/**
 * The ARN of an ECS task role. Service-linked roles cannot be given to a task.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export const TaskRoleArn = /* @__PURE__ */ format(() => ({
  id: "TaskRoleArn",
  title: "the ARN of an ECS task role",
  rule: "arn:PARTITION:iam::ACCOUNT:role/NAME, with the path before the name if the role has one",
  pattern: new RegExp(
    `^${IAM_ARN_PATTERN}role/(?!aws-service-role/)(?:${IAM_PATH_CHARACTERS}{1,510}/)?${IAM_NAME_CHARACTERS}{1,64}$`,
    "u",
  ),
  examples: ["arn:aws:iam::111122223333:role/integration-task"],
  hint: (given) => {
    const session = sessionRole(given);
    if (session !== undefined) return `That is a session of a role. Give the role itself: ${session}`;
    if (given.includes(":role/aws-service-role/"))
      return "That is a service-linked role, which no task can have. Give the task role (taskRoleArn in the task definition).";
    if (given.includes(":instance-profile/"))
      return "That is an instance profile. Give the task role (taskRoleArn in the task definition).";
    if (/:user\/|:group\/|:root$/.test(given))
      return 'That is no role. For an IAM user, write mode "iam-user" and userArn.';
    if (/^arn:[\w-]+:ecs:/.test(given)) return "That is an ECS resource. Give the ARN in its taskRoleArn.";
    if (isRolePattern(given)) return "Wildcards are not allowed in a principal. Name one role.";
    return undefined;
  },
}));

/**
 * The ARN of a role that an instance profile holds.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
 */
export const InstanceRoleArn = /* @__PURE__ */ format(() =>
  givenRole("InstanceRoleArn", "an EC2 instance role", "integration-instance"),
);

/**
 * The ARN of a role that EKS Pod Identity gives to pods.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export const PodRoleArn = /* @__PURE__ */ format(() =>
  givenRole("PodRoleArn", "an EKS Pod Identity role", "integration-pods"),
);

/** A role that a service gives to what it runs; service-linked roles cannot be given. */
function givenRole(id: string, what: string, name: string): Format {
  return {
    id,
    title: `the ARN of ${what}`,
    rule: "arn:PARTITION:iam::ACCOUNT:role/NAME, with the path before the name if the role has one",
    pattern: new RegExp(
      `^${IAM_ARN_PATTERN}role/(?!aws-service-role/)(?:${IAM_PATH_CHARACTERS}{1,510}/)?${IAM_NAME_CHARACTERS}{1,64}$`,
      "u",
    ),
    examples: [`arn:aws:iam::111122223333:role/${name}`],
    hint: (given) => {
      const session = sessionRole(given);
      if (session !== undefined) return `That is a session of a role. Give the role itself: ${session}`;
      if (given.includes(":role/aws-service-role/")) return "That is a service-linked role, which cannot be given.";
      if (given.includes(":instance-profile/"))
        return `That is an instance profile. Give the role in it: aws iam get-instance-profile --instance-profile-name ${given.slice(given.lastIndexOf("/") + 1)} --query 'InstanceProfile.Roles[].Arn'`;
      if (/:user\/|:group\/|:root$/.test(given))
        return 'That is no role. For an IAM user, write mode "iam-user" and userArn.';
      if (isRolePattern(given)) return "Wildcards are not allowed in a principal. Name one role.";
      return undefined;
    },
  };
}

/** The role of a session, as a hint shows it; nothing for what is no session's ARN. */
function sessionRole(given: string): string | undefined {
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)/.exec(given);
  return session === null
    ? undefined
    : `"arn:${session[1]}:iam::${session[2]}:role/${session[3]}", with its path if it has one.`;
}

function isRolePattern(given: string): boolean {
  return /^arn:[\w-]+:iam::[^:]*:role\//.test(given) && /[*?]/.test(given);
}
