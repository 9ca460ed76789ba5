import * as z from "zod";
import { splitArn, splitIamResource } from "../aws/arn.js";
import { EksClusterArn } from "../aws/eks-cluster-arn.js";
import { ExternalId } from "../aws/external-id.js";
import { Namespace, ServiceAccountName } from "../aws/kubernetes-name.js";
import { PodRoleArn } from "../aws/role-arn.js";
import { frozen } from "../frozen.js";
import { equals, serviceTrust } from "../policy/make/trust.js";
import { uniqueList } from "../schema/list.js";
import { once } from "../schema/once.js";
import { accountIn, accountMismatch, arnClaim, regionalArnClaim } from "./claims.js";
import { principalKeys } from "./keys/principal.js";
import { sharedKeys, stackSetRules } from "./keys/shared.js";
import type { Mode } from "./mode.js";
import { principalCallerTrust } from "./principal-trust.js";

const schema = /* @__PURE__ */ once(() =>
  z
    .strictObject({
      mode: z
        .literal("pod-identity")
        .describe("Pods to which EKS Pod Identity gives a role that assumes the integration role of each account."),
      podRoleArn: PodRoleArn().describe("The role of the pods: the one that the associations name."),
      clusterArn: EksClusterArn().describe("The EKS cluster of the pods, whose agent gives them the role."),
      namespace: Namespace().describe("The namespace of the service accounts."),
      serviceAccount: z
        .union([ServiceAccountName(), uniqueList(ServiceAccountName(), "service account names")])
        .describe("The service account of the integration's pods, or a list of them."),
      externalId: ExternalId()
        .describe("The external ID that the integration presents, if it is configured with one.")
        .optional(),
      ...principalKeys(),
      ...sharedKeys(),
    })
    .meta({
      id: "PodIdentityInput",
      title: "EKS Pod Identity",
      description: "Pods to which EKS Pod Identity gives a role that assumes the integration role of each account.",
      examples: [
        {
          mode: "pod-identity",
          podRoleArn: "arn:aws:iam::111122223333:role/integration-pods",
          clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/platform",
          namespace: "port-ocean",
          serviceAccount: "port-ocean-aws-v3",
        },
      ],
      ...stackSetRules,
    }),
);

/**
 * Both are needed in every call: the agent's session tags are transitive, so that they come along when the pods assume another
 * role, and passing tags is an action of its own.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
const ACTIONS: readonly string[] = /* @__PURE__ */ frozen(["sts:AssumeRole", "sts:TagSession"]);

/** Pods with a role of EKS Pod Identity, which assumes the integration roles. */
export const podIdentity: Mode<ReturnType<typeof schema>> = {
  schema,
  claims: ({ podRoleArn, clusterArn }) => [
    ...arnClaim("podRoleArn", podRoleArn),
    ...regionalArnClaim("clusterArn", clusterArn),
  ],
  account: ({ podRoleArn }) => accountIn(podRoleArn),
  faults: ({ podRoleArn, clusterArn }) =>
    accountMismatch(
      ["clusterArn", clusterArn],
      ["podRoleArn", podRoleArn],
      "A role of EKS Pod Identity is always in the account of its cluster.",
    ),
  foreignKeys: {
    accountId: "The account is that of podRoleArn. Remove it.",
    region: "The region is that of clusterArn. Remove it.",
    oidcId: "EKS Pod Identity needs no OIDC provider. Remove it.",
    issuer: "EKS Pod Identity needs no OIDC provider. Remove it.",
    createOidcProvider: "EKS Pod Identity needs no OIDC provider. Remove it.",
    clusterName: "Give the cluster's ARN as clusterArn.",
  },

  /**
   * The pod role, which trusts EKS Pod Identity for pods of one cluster, namespace and service account alone, by the session
   * tags that its agent sends.
   * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
   */
  caller: ({ podRoleArn, clusterArn, namespace, serviceAccount }) => {
    const { accountId, resource } = splitArn(podRoleArn)!;
    const { region } = splitArn(clusterArn)!;
    const clusterName = nameOfCluster(clusterArn);
    const serviceAccounts = [serviceAccount].flat();
    const listsAssociations = `aws eks list-pod-identity-associations --cluster-name ${clusterName} --namespace ${namespace}`;
    return {
      kind: "role",
      noun: "pod role",
      accountId,
      arn: podRoleArn,
      ...splitIamResource(resource),
      actions: ACTIONS,
      host: {
        noun: "EKS pod",
        plural: "pods",
        inside: "containers",
        service: "EKS Pod Identity",
        trust: {
          ...serviceTrust("pods.eks.amazonaws.com", ACTIONS, [
            equals("cluster", "aws:RequestTag/eks-cluster-arn", [clusterArn]),
            equals("namespace", "aws:RequestTag/kubernetes-namespace", [namespace]),
            equals("serviceAccount", "aws:RequestTag/kubernetes-service-account", serviceAccounts),
          ]),
          known: { "aws:RequestTag/eks-cluster-name": [clusterName] },
        },
        region,
        attachment: { kind: "pod-identity-associations", clusterName, namespace, serviceAccounts },
        hasExecutionRole: false,
        conditions:
          "The pod role's conditions on aws:RequestTag name another cluster, namespace or service account, or the association has its session tags disabled, so that no such condition is met.",
        passedBy: "The identity that makes the association lacks iam:PassRole for the pod role.",
      },
      withoutCredentials: {
        cause:
          "The service account has no association, the cluster lacks the add-on eks-pod-identity-agent, or the pod was started before it had them.",
        command: listsAssociations,
      },
    };
  },

  /** Trusts the pod role's ARN, for both of its actions. Its sessions have the agent's tags. */
  trust: ({ podRoleArn, clusterArn, namespace, serviceAccount, externalId, trustVia, organizationId }) =>
    principalCallerTrust({
      known: {
        "aws:PrincipalTag/eks-cluster-arn": [clusterArn],
        "aws:PrincipalTag/eks-cluster-name": [nameOfCluster(clusterArn)],
        "aws:PrincipalTag/kubernetes-namespace": [namespace],
        "aws:PrincipalTag/kubernetes-service-account": [serviceAccount].flat(),
      },
      principalArn: podRoleArn,
      principalKind: "role",
      actions: ACTIONS,
      externalId,
      externalIdRequired: false,
      trustVia,
      organizationId,
    }),
};

function nameOfCluster(clusterArn: string): string {
  return splitArn(clusterArn)!.resource.slice("cluster/".length);
}
