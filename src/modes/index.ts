import * as z from "zod";
import type { Partition } from "../aws/partition.js";
import { once } from "../schema/once.js";
import { ecsSchema, ecsTrust, ecsWorkload } from "./ecs.js";
import { iamUserSchema, iamUserTrust, iamUserWorkload } from "./iam-user.js";
import { irsaOidcProvider, irsaSchema, irsaTrust } from "./irsa.js";
import type { OidcProvider, Trust, Workload } from "./mode.js";

/** The description of an integration, in any mode. To add a mode: its file beside this one, and its lines here. */
export const integrationSchema = /* @__PURE__ */ once(() =>
  z.discriminatedUnion("mode", [ecsSchema(), irsaSchema(), iamUserSchema()]).meta({
    title: "Integration",
    description: "A self-hosted AWS integration: what its workload is, which role it uses, and in which accounts.",
  }),
);

/** The schema of each mode's description. */
export const MODES = { ecs: ecsSchema, irsa: irsaSchema, "iam-user": iamUserSchema } as const;

/** A description with the defaults filled in. */
export type Description = z.output<ReturnType<typeof integrationSchema>>;

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
