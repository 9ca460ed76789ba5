import type { Partition } from "../aws/partition.js";
import type { Description, DescriptionInput } from "../modes/index.js";

/** The description of an integration, as people write it. */
export type IntegrationInput = DescriptionInput;

/** A valid description: the defaults filled in, the partition known. */
export type Integration = Description & { readonly partition: Partition };
