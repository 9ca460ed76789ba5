import type { SourceKey, SourceService } from "./source.js";

/**
 * What AWS documents, or relies on in its own policies, and what its reference lacks. Each entry is an error as soon as the
 * reference has it too, so that it goes.
 */

interface Supplement {
  readonly service: string;
  /** The actions that it is about. */
  readonly actions: readonly string[];
  /** A type of resources that they take, by its name in the reference, or a new one with its form. */
  readonly resourceType?: string | { readonly key: string; readonly arn: string };
  /** A condition key that they have. */
  readonly conditionKey?: SourceKey;
  readonly source: string;
}

export const SUPPLEMENTS: readonly Supplement[] = [
  // IAM asks for a list with its path as resource: AWS's own policy grants iam:ListRoles on role/aws-service-role/*.
  ...[
    ["ListRoles", "role"],
    ["ListUsers", "user"],
    ["ListGroups", "group"],
    ["ListPolicies", "policy"],
    ["ListInstanceProfiles", "instance-profile"],
  ].map(([action, resourceType]) => ({
    service: "iam",
    actions: [action!],
    resourceType: resourceType!,
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSOrganizationsServiceTrustPolicy.html",
  })),
  {
    // CloudWatch Logs names it where it denies: "on resource: arn:aws:logs:…:log-group::log-stream:".
    service: "logs",
    actions: ["DescribeLogGroups"],
    resourceType: {
      key: "log-groups",
      arn: "arn:${Partition}:logs:${Region}:${Account}:log-group:*",
    },
    source: "https://github.com/hashicorp/terraform-provider-aws/issues/8804",
  },
  {
    service: "ssmmessages",
    actions: ["OpenDataChannel"],
    resourceType: { key: "session", arn: "arn:${Partition}:ssm:${Region}:${Account}:session/${SessionId}" },
    source:
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html",
  },
  {
    service: "cloudformation",
    actions: ["ActivateType", "DeactivateType", "SetTypeConfiguration"],
    resourceType: "type",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSControlTowerServiceRolePolicy.html",
  },
  {
    // "All operations on Data Catalog objects need permission on the object and on its ancestors."
    service: "glue",
    actions: ["CreateConnection"],
    resourceType: "connection",
    source: "https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html",
  },
  // The variables of AWS IoT Core's policies, which its documentation uses as condition keys.
  ...[
    { key: "iot:ClientId", type: "String" },
    { key: "iot:Connection.Thing.IsAttached", type: "Bool" },
    { key: "iot:Connection.Thing.${Property}", type: "String" },
    { key: "iot:Certificate.${Property}", type: "String" },
  ].map((conditionKey) => ({
    service: "iot",
    actions: ["Connect", "Publish", "RetainPublish", "Subscribe", "Receive"],
    conditionKey,
    source: "https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html",
  })),
  {
    service: "cloudformation",
    actions: ["CreateChangeSet"],
    resourceType: {
      key: "transform",
      arn: "arn:${Partition}:cloudformation:${Region}:aws:transform/${TransformName}",
    },
    source:
      "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-permissions-cloudformation.html",
  },
  {
    service: "aws-marketplace",
    actions: ["Subscribe"],
    conditionKey: { key: "aws-marketplace:ProductId", type: "ArrayOfString" },
    source: "https://docs.aws.amazon.com/marketplace/latest/buyerguide/buyer-iam-users-groups-policies.html",
  },
  {
    service: "iottwinmaker",
    actions: [
      "GetEntity",
      "CreateEntity",
      "UpdateEntity",
      "DeleteEntity",
      "ListEntities",
      "GetWorkspace",
      "ExecuteQuery",
    ],
    conditionKey: { key: "iottwinmaker:linkedServices", type: "ArrayOfString" },
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRoleForIoTSiteWise.html",
  },
  {
    service: "a4b",
    actions: ["SearchDevices"],
    conditionKey: { key: "a4b:filters_deviceType", type: "ArrayOfString" },
    source:
      "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AlexaForBusinessLifesizeDelegatedAccessPolicy.html",
  },
  {
    service: "a4b",
    actions: ["RegisterAVSDevice"],
    conditionKey: { key: "a4b:amazonId", type: "String" },
    source:
      "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AlexaForBusinessPolyDelegatedAccessPolicy.html",
  },
  {
    service: "lakeformation",
    actions: ["GetDataAccess"],
    conditionKey: { key: "lakeformation:GlueARN", type: "ARN" },
    source:
      "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonDataZoneGlueManageAccessRolePolicy.html",
  },
];

/** Global keys that AWS's page lacks. */
export const MORE_GLOBAL_KEYS: readonly SourceKey[] = [
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSSOServiceRolePolicy.html
  { key: "aws:PrincipalOrgMasterAccountId", type: "String" },
];

/**
 * Services that were renamed, whose resources keep the old prefix in their ARNs or get the new one, whichever of the two an
 * action has. https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
const RENAMED: { readonly [prefix: string]: string } = {
  codeconnections: "codestar-connections",
  "codestar-connections": "codeconnections",
};

export function supplemented(service: SourceService): SourceService {
  const { prefix } = service;
  const other = RENAMED[prefix];
  const renamed =
    other === undefined
      ? service
      : {
          ...service,
          resourceTypes: service.resourceTypes.map((type) => ({
            ...type,
            arn: `${type.arn}, ${type.arn.replace(`:${prefix}:`, `:${other}:`)}`,
          })),
        };
  return SUPPLEMENTS.filter((each) => each.service === prefix).reduce(withSupplement, renamed);
}

function withSupplement(
  service: SourceService,
  { actions, resourceType, conditionKey, source }: Supplement,
): SourceService {
  const stale = (what: string) => new Error(`${service.prefix} has ${what} by now: remove the supplement (${source})`);
  const name = typeof resourceType === "string" ? resourceType : resourceType?.key;
  if (typeof resourceType === "object" && service.resourceTypes.some(({ key }) => key === name))
    throw stale(resourceType.key);
  const has = (key: string, keys: readonly string[]) => keys.some((each) => each.toLowerCase() === key.toLowerCase());
  return {
    ...service,
    resourceTypes: typeof resourceType === "object" ? [...service.resourceTypes, resourceType] : service.resourceTypes,
    conditionKeys:
      conditionKey === undefined ||
      has(
        conditionKey.key,
        service.conditionKeys.map(({ key }) => key),
      )
        ? service.conditionKeys
        : [...service.conditionKeys, conditionKey],
    actions: service.actions.map((action) => {
      if (!actions.includes(action.name)) return action;
      if (name !== undefined && action.resourceTypes.some((type) => type.name === name))
        throw stale(`${name} at ${action.name}`);
      if (conditionKey !== undefined && has(conditionKey.key, action.conditionKeys))
        throw stale(`${conditionKey.key} at ${action.name}`);
      return {
        ...action,
        resourceTypes:
          name === undefined
            ? action.resourceTypes
            : [...action.resourceTypes, { name, required: false, conditionKeys: [] }],
        conditionKeys: conditionKey === undefined ? action.conditionKeys : [...action.conditionKeys, conditionKey.key],
      };
    }),
  };
}
