/**
 * What AWS's Service Authorization Reference tells of actions, resource types and condition keys.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** How AWS classifies an action. */
export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

/** An action, as policies name it: `s3:GetObject`. */
export interface Action {
  /** The service's prefix. */
  readonly service: string;
  /** The name behind the prefix, in its usual letters. */
  readonly name: string;
  readonly level: AccessLevel;
  /** The types of resources that it can be granted on; none if it takes `*` alone. */
  readonly resourceTypes: readonly ActionResourceType[];
  /** The condition keys that it has whatever the resource, global ones aside. */
  readonly conditionKeys: readonly string[];
  /** Which of AWS's policies for reading allow it, of those that `managedPolicies` tells. */
  readonly managedPolicies: readonly ManagedPolicyName[];
}

/** A type of resources that an action is granted on. */
export interface ActionResourceType {
  readonly name: string;
  /** Whether the action always has a resource of this type. */
  readonly required: boolean;
  /** The condition keys that the action has with such a resource, beside those of the resource itself. */
  readonly conditionKeys: readonly string[];
}

/** A type of resources of a service. */
export interface ResourceType {
  readonly service: string;
  readonly name: string;
  /** The forms of its ARNs, as AWS writes them: `arn:${Partition}:s3:::${BucketName}`. Nearly all have one. */
  readonly arnForms: readonly string[];
  readonly conditionKeys: readonly string[];
}

/** What a condition key's values are. */
export type ConditionKeyType = "String" | "Numeric" | "Bool" | "Date" | "IPAddress" | "ARN";

/** A condition key; its name may have placeholders, as in `aws:ResourceTag/${TagKey}`. */
export interface ConditionKey {
  readonly name: string;
  readonly type: ConditionKeyType;
  /** Whether a request may have several values for it: `ArrayOf…` in the reference. */
  readonly multivalued: boolean;
}

/** AWS's policies for reading that the catalogue has a bit an action for. */
export type ManagedPolicyName = "ReadOnlyAccess" | "ViewOnlyAccess" | "SecurityAudit";

/** A version of one of them. */
export interface ManagedPolicyVersion {
  readonly name: ManagedPolicyName;
  readonly arn: string;
  readonly version: string;
  /** The day on which AWS made the version. */
  readonly date: string;
}

/** What `rolewright/catalogue` offers, for functions that take it as a whole: `import * as catalogue from "rolewright/catalogue"`. */
export interface Catalogue {
  readonly catalogueDate: string;
  readonly actionsMatching: (text: string) => readonly Action[];
  readonly conditionKeysOf: (action: Action) => readonly string[];
  readonly findAction: (text: string) => Action | undefined;
  readonly findConditionKey: (name: string) => ConditionKey | undefined;
  readonly isConditionKeyPrefix: (prefix: string) => boolean;
  readonly isGlobalConditionKey: (name: string) => boolean;
  readonly isService: (prefix: string) => boolean;
  readonly matchesAnyAction: (text: string) => boolean;
  readonly nearestAction: (text: string) => string | undefined;
  readonly nearestActionBeginning: (prefix: string, text: string) => string | undefined;
  readonly nearestConditionKey: (name: string) => string | undefined;
  readonly nearestService: (prefix: string) => string | undefined;
  readonly resourceTypesOf: (action: Action) => readonly ResourceType[];
}
