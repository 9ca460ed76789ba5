import * as z from "zod";
import { once } from "../schema/once.js";
import { ec2 } from "./ec2.js";
import { ecs } from "./ecs.js";
import { iamUser } from "./iam-user.js";
import { irsa } from "./irsa.js";
import type { Mode } from "./mode.js";
import { podIdentity } from "./pod-identity.js";

/** Every mode. To add one: its file beside this one, and its line here. */
export const MODES = {
  ecs,
  ec2,
  "pod-identity": podIdentity,
  irsa,
  "iam-user": iamUser,
} satisfies Record<string, Mode>;

/** The name of a mode. */
export type ModeName = keyof typeof MODES;

export const MODE_NAMES = Object.keys(MODES) as readonly ModeName[];

type SchemaOf<Name extends ModeName> = ReturnType<(typeof MODES)[Name]["schema"]>;

/** The description of an integration in any mode, as people write it. */
export type DescriptionInput = { [Name in ModeName]: z.input<SchemaOf<Name>> }[ModeName];

/** A description with the defaults filled in. */
export type Description = { [Name in ModeName]: z.output<SchemaOf<Name>> }[ModeName];

/** The schema of a description in any mode. */
export const integrationSchema = /* @__PURE__ */ once(() => {
  const [first, ...others] = Object.values<Mode>(MODES).map((mode) => mode.schema());
  return z.discriminatedUnion("mode", [first!, ...others]).meta({
    title: "Integration",
    description: "A self-hosted AWS integration: what its workload is, which role it uses, and in which accounts.",
  });
});
