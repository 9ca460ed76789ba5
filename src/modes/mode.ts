import type * as z from "zod";
import type { Partition } from "../aws/partition.js";
import type { Issue } from "../errors.js";
import type { Caller } from "./caller.js";
import type { Trust } from "./trust.js";

/**
 * What a mode is: everything that rolewright knows of one way in which an integration gets its role. All else is in the plan
 * that is made with it.
 *
 * Of the keys that `claims`, `account` and `faults` are given, only those are there that are well-formed by themselves.
 */
export interface Mode<Schema extends z.ZodObject = z.ZodObject> {
  /** What a description in this mode may hold. */
  schema(): Schema;
  /** What its own keys say of the partition, the most telling first. */
  claims(keys: WellFormed<Schema>): readonly Claim[];
  /** The workload's own account; nothing where the keys do not tell it. */
  account(keys: WellFormed<Schema>): string | undefined;
  /** What its own keys must have in common. `absent` tells the keys that are truly not there from those that are malformed. */
  faults?(keys: WellFormed<Schema>, absent: (key: string) => boolean): Issue[];
  /** Keys that people bring from elsewhere, and what to do about each. */
  readonly foreignKeys?: { readonly [key: string]: string };
  /** Who calls. */
  caller(description: z.output<Schema>, partition: Partition): Caller;
  /** How the integration role lets the caller in. */
  trust(description: z.output<Schema>, partition: Partition): Trust;
}

/** The keys of a description that are well-formed by themselves. */
export type WellFormed<Schema extends z.ZodType> = Partial<Omit<z.input<Schema>, "mode">>;

/** What a key says of the partition. */
export interface Claim {
  readonly path: Issue["path"];
  readonly value: string;
  readonly partition: Partition;
}
