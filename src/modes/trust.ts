import type { TrustRelationship } from "../policy/make/trust.js";

/** How the integration role lets the caller in, in terms of what can differ between accounts and customers. */
export interface Trust {
  /** Whether the trust differs by target account. */
  readonly differsByAccount: boolean;
  /** Whether it names the caller as principal, which must then exist first. */
  readonly trustsPrincipal: boolean;
  /** The organization that the caller and all targets are of, if the description names it. */
  readonly organizationId: string | undefined;
  /** The trust in one target account. */
  readonly relationship: (targetAccountId: string) => TrustRelationship;
  /** The values that a reusable template leaves open, and the trust with others in their place. */
  readonly reusable: () => ReusableTrust;
}

/** A trust whose values are parameters of a reusable template. */
export interface ReusableTrust {
  /** Why the description does not fit into a reusable template, if it does not. */
  readonly unsupported?: string;
  readonly parameters: readonly TrustParameter[];
  /**
   * The trust for other values: the partition, the target account, and each parameter's by its name (absent if optional and
   * not given), and its account's by `accountAs`.
   */
  readonly relationship: (
    partition: string,
    targetAccountId: string,
    values: { readonly [name: string]: string | undefined },
  ) => TrustRelationship;
}

/** One open value of a reusable template. */
export interface TrustParameter {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Whether what it names must exist before the role does. */
  readonly mustExist?: boolean;
  /** The value in this description; nothing where it has none. */
  readonly value: string | undefined;
  /** Whether it is the cluster's issuer, which people write with its scheme and documents without. */
  readonly isIssuer?: true;
  /** An expression for the whole value, which both Java (CloudFormation) and RE2 (Terraform) read. */
  readonly allowedPattern: string;
  /** An expression for how no value begins, without its anchor. */
  readonly refusedPrefix?: string;
  readonly maxLength?: number;
  readonly constraint: string;
  /** What holds where the value is left out, for one that may be; the document then lacks what needs it. */
  readonly whenAbsent?: string;
  /** For an ARN: the name under which its account ID is a value of its own. */
  readonly accountAs?: string;
}
