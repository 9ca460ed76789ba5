import { z } from "zod";
import { IntegrationSchema } from "../modes/index.js";
import { EvaluationCase } from "../policy/request.js";
import { AnyPolicy } from "./any-policy.js";
import {
  CreateStackInstances,
  CreateStackSet,
  Parameters,
  PermissionsPolicy,
  TemplateOutput,
  TrustPolicy,
  UpdateStackSet,
} from "./outputs.js";

const SOURCES = {
  integration: IntegrationSchema,
  "trust-policy": TrustPolicy,
  "permissions-policy": PermissionsPolicy,
  template: TemplateOutput,
  "create-stack-set": CreateStackSet,
  "create-stack-instances": CreateStackInstances,
  "update-stack-set": UpdateStackSet,
  parameters: Parameters,
  policy: AnyPolicy,
  "evaluation-case": EvaluationCase,
} as const satisfies Record<string, z.ZodType>;

/** The JSON Schemas (draft 2020-12) of rolewright's input and outputs, by name: what `schemas/` holds. */
export function jsonSchemas(): { readonly [name: string]: object } {
  return Object.fromEntries(
    Object.entries(SOURCES).map(([name, source]) => {
      const { $schema, ...schema } = z.toJSONSchema(source, { io: "input", target: "draft-2020-12" });
      return [name, { $schema, $id: `urn:rolewright:schema:${name}`, ...schema }];
    }),
  );
}
