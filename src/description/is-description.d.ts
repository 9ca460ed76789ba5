/** What `scripts/validators.ts` makes. */

/** The keys that a description of each mode need not have, with the values that stand for them. */
export declare const DEFAULTS: { readonly [mode: string]: { readonly [key: string]: unknown } };

/** The same for `stackSet.autoDeployment`. */
export declare const AUTO_DEPLOYMENT_DEFAULTS: { readonly [key: string]: unknown };

/** Whether a value is what the JSON Schema of a description asks for. */
export declare function isDescription(value: unknown): boolean;
