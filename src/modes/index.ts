import { z } from "zod";
import type { Partition } from "../aws/partition.js";
import { EcsInput, ecsTrust, ecsWorkload } from "./ecs.js";
import { IamUserInput, iamUserTrust, iamUserWorkload } from "./iam-user.js";
import { IrsaInput, irsaOidcProvider, irsaTrust } from "./irsa.js";
import type { OidcProvider, Trust, Workload } from "./workload.js";

/** The description of an integration, in any mode. To add a mode: its file beside this one, and its lines here. */
export const IntegrationSchema = z.discriminatedUnion("mode", [EcsInput, IrsaInput, IamUserInput]).meta({
  title: "Integration",
  description: "A self-hosted AWS integration: what its workload is, which role it uses, and in which accounts.",
});

/** The schema of each mode's description. */
export const MODES = { ecs: EcsInput, irsa: IrsaInput, "iam-user": IamUserInput } as const;

/** A description with the defaults filled in. */
export type Description = z.output<typeof IntegrationSchema>;

/** What a mode makes of a description: everything that an output needs to know. */
export interface ModeDocuments {
  readonly trust: Trust;
  readonly workload?: Workload;
  readonly oidcProvider?: OidcProvider;
}

/** The documents of a description's mode. */
export function modeDocuments(description: Description, partition: Partition): ModeDocuments {
  switch (description.mode) {
    case "ecs":
      return { trust: ecsTrust(description), workload: ecsWorkload(description) };
    case "irsa":
      return { trust: irsaTrust(description, partition), oidcProvider: irsaOidcProvider(description) };
    case "iam-user":
      return { trust: iamUserTrust(description), workload: iamUserWorkload(description) };
  }
}
