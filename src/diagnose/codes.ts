import { frozen } from "../frozen.js";

/** How bad a finding is. */
export type DiagnosisSeverity = "error" | "warning" | "note";

interface CodeEntry {
  /** The usual severity. A finding may be milder, where the intended caller gets in all the same. */
  readonly severity: DiagnosisSeverity;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly repair: string;
}

/**
 * Every code of a diagnosis, in order of how likely it is to be the first thing to look at. The list is closed: a new code
 * is a new minor version. `docs/troubleshooting.md` and the rules of SARIF are made from it.
 */
export const DIAGNOSIS_CODES = /* @__PURE__ */ frozen({
  MALFORMED: {
    severity: "error",
    what: "The document is no policy that IAM accepts.",
    why: "IAM refuses it, or drops a part of it without a word, so that what is deployed is not what the file says.",
    repair: "Correct the element that the message names; rolewright validate shows its place in the file.",
  },
  RESOURCE_IN_TRUST_POLICY: {
    severity: "error",
    what: "The trust policy has a Resource.",
    why: 'A trust policy is about the role that it is attached to; IAM refuses it with "Has prohibited field Resource".',
    repair: "Remove Resource.",
  },
  POLICY_TOO_LONG: {
    severity: "error",
    what: "The document is longer than IAM takes.",
    why: "IAM refuses it. Trust policies have 2,048 characters unless the account's quota is raised.",
    repair: "Use the shorter document, split it over several roles, or have the quota L-C07B4B0D raised.",
  },
  PARTITION_MISMATCH: {
    severity: "error",
    what: "An ARN lies in another partition than the description.",
    why: "Nothing in one partition can assume a role in another.",
    repair: "Write the ARN with the description's partition.",
  },
  PROVIDER_MISMATCH: {
    severity: "error",
    what: "The trusted OIDC provider is not that of the cluster in the role's own account.",
    why: "STS compares the token's issuer with the provider, and takes only providers of the account that holds the role.",
    repair:
      "Name the provider of the role's own account for the cluster's issuer, and create it there if it is missing.",
  },
  SERVICE_MISMATCH: {
    severity: "error",
    what: "The trust policy trusts an AWS service that is not the caller.",
    why: "Only the principal that makes the call can assume the role; a task's call comes from its task role, an instance's from its instance role, a pod's from its token or its role.",
    repair:
      "Trust the workload. It is the workload's own role that trusts the service: ecs-tasks.amazonaws.com, ec2.amazonaws.com or pods.eks.amazonaws.com.",
  },
  EXECUTION_ROLE_TRUSTED: {
    severity: "error",
    what: "The task's execution role stands where its task role belongs.",
    why: "The ECS agent uses the execution role to pull images and write logs. The container's own calls come from the task role.",
    repair: "Name the task role: taskRoleArn of the task definition, not executionRoleArn.",
  },
  PRINCIPAL_DELETED: {
    severity: "error",
    what: "A principal is a unique ID where an ARN was.",
    why: "The role or user was deleted. IAM keeps its ID, and one made again under the same name is not trusted.",
    repair: "Write the ARN again, or trust the account with a condition on aws:PrincipalArn (trustVia: account).",
  },
  PRINCIPAL_MISMATCH: {
    severity: "error",
    what: "The trust policy trusts another principal than the workload.",
    why: "The workload is not among the principals, so STS denies its call.",
    repair: "Name the workload's ARN, with its path.",
  },
  ACTION_MISMATCH: {
    severity: "error",
    what: "The trust policy allows another action than the workload calls.",
    why: "Roles and users call sts:AssumeRole, pods with a token sts:AssumeRoleWithWebIdentity, pods with a role of EKS Pod Identity sts:AssumeRole and sts:TagSession; none includes another.",
    repair: "Write the actions that the workload calls.",
  },
  CONDITION_KEY_MISMATCH: {
    severity: "error",
    what: "A condition asks for a claim of another issuer, or has a claim's value under another claim's key.",
    why: "A request has only keys of its own token's issuer. A condition on a key that is absent is not met.",
    repair: "Write the key as ISSUER:aud or ISSUER:sub, the issuer without https:// and as the cluster shows it.",
  },
  AUDIENCE_MISMATCH: {
    severity: "error",
    what: "The audience is not that of the pods' tokens.",
    why: "STS refuses a token whose audience is not the provider's client ID and the condition's value.",
    repair: "Write the tokens' audience, usually sts.amazonaws.com, in every partition.",
  },
  SUBJECT_MALFORMED: {
    severity: "error",
    what: "The subject does not have the form of a service account's.",
    why: "Kubernetes writes it as system:serviceaccount:NAMESPACE:NAME; nothing else is ever equal to it.",
    repair: "Write system:serviceaccount:NAMESPACE:NAME.",
  },
  SUBJECT_MISMATCH: {
    severity: "error",
    what: "The subject is another service account.",
    why: "A token's subject, and a pod's session tag, is compared letter by letter.",
    repair: "Write the namespace and name of the integration's service account.",
  },
  CLUSTER_MISMATCH: {
    severity: "error",
    what: "The condition names another cluster.",
    why: "EKS Pod Identity sends the ARN of the pods' cluster, and nothing else is ever equal to it.",
    repair: "Write the cluster's ARN: aws eks describe-cluster --name CLUSTER --query cluster.arn",
  },
  WILDCARD_UNDER_EQUALS: {
    severity: "error",
    what: "A wildcard stands under an operator that takes it literally.",
    why: "StringEquals compares * and ? as plain characters, so that the condition is never met.",
    repair: "Name the value in full; where a pattern is meant, use StringLike.",
  },
  EXTERNAL_ID_MISMATCH: {
    severity: "error",
    what: "The external ID is not the one that the integration presents.",
    why: "STS denies a call whose external ID differs, or is absent where one is asked for.",
    repair: "Write the same external ID here and in the integration's configuration.",
  },
  CONDITION_BLOCKS_CALLER: {
    severity: "error",
    what: "A condition is not met by the intended caller.",
    why: "All conditions of a statement must hold; one that the caller's request does not meet makes the statement void for it.",
    repair: "Remove the condition, or add what it asks for to the request.",
  },
  EXPLICIT_DENY: {
    severity: "error",
    what: "A statement denies the call.",
    why: "A deny that matches decides, whatever is allowed elsewhere.",
    repair: "Except the workload from the deny, or remove the deny.",
  },
  CONTROL_POLICY_BLOCKS: {
    severity: "error",
    what: "A control policy of the organization does not let the call through.",
    why: "Service control policies bind the caller's account, resource control policies the role's; what they do not allow, no policy of the accounts can.",
    repair:
      "Except the call in the organization's policy, which its management account or a delegated administrator changes.",
  },
  ASSUME_NOT_GRANTED: {
    severity: "error",
    what: "No policy of the workload lets it assume the integration role.",
    why: "A role in another account needs both: that the role trusts the workload, and that the workload's own policies allow the call.",
    repair: "Attach the statement to the workload.",
  },
  ASSUME_RESOURCE_MISMATCH: {
    severity: "error",
    what: "The workload may assume roles, but not this one.",
    why: "The ARN is compared as a whole: partition, account, path and name.",
    repair: "Write the integration role's ARN, with its path.",
  },
  ROLE_MISMATCH: {
    severity: "warning",
    what: "The role that was read is not the role that the description names.",
    why: "The integration asks for the described ARN; a role of another name or path is never found.",
    repair: "Describe the role as it is deployed (roleName, rolePath), or deploy it under the described name.",
  },
  PRINCIPAL_TOO_BROAD: {
    severity: "warning",
    what: "The trust policy lets in others than the workload.",
    why: "Whoever is trusted has all that the integration role may read.",
    repair: "Trust the workload alone.",
  },
  SUBJECT_MISSING: {
    severity: "warning",
    what: "No condition names the service account.",
    why: "Every other pod of the cluster can get the role.",
    repair:
      "Add ISSUER:sub under StringEquals; for EKS Pod Identity, aws:RequestTag/kubernetes-namespace and aws:RequestTag/kubernetes-service-account.",
  },
  SUBJECT_TOO_BROAD: {
    severity: "warning",
    what: "The condition on the subject lets in other service accounts.",
    why: "Whoever can create a pod under one of them can get the role.",
    repair: "Name the service account in full under StringEquals.",
  },
  AUDIENCE_MISSING: {
    severity: "warning",
    what: "No condition names the audience.",
    why: "A token that was made for another receiver can be used to assume the role.",
    repair: "Add ISSUER:aud under StringEquals.",
  },
  SET_OPERATOR_PASSES_WHEN_ABSENT: {
    severity: "warning",
    what: "The condition holds when the key is absent.",
    why: "ForAllValues and IfExists ask nothing of a request that does not have the key.",
    repair: "Use the operator without ForAllValues: and IfExists.",
  },
  EXTERNAL_ID_MISSING: {
    severity: "warning",
    what: "The trust policy does not ask for the external ID.",
    why: "The external ID keeps a third party from being made to use the role for somebody else (the confused deputy).",
    repair: "Add sts:ExternalId under StringEquals.",
  },
  SOURCE_GUARD_MISSING: {
    severity: "warning",
    what: "The trust policy does not say for whose account or organization the caller must act.",
    why: "A service may be made to act for another account's resources (the confused deputy).",
    repair:
      "Add aws:SourceAccount and aws:SourceArn for ECS, aws:RequestTag/eks-cluster-arn for EKS Pod Identity, aws:PrincipalOrgID where the description names an organization.",
  },
} as const satisfies { readonly [code: string]: CodeEntry });

/** A stable name for a cause. */
export type DiagnosisCode = keyof typeof DIAGNOSIS_CODES;
