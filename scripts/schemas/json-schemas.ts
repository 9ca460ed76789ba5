import * as z from "zod";
import { integrationSchema } from "../../src/modes/index.js";
import { evaluationCase } from "../../src/policy/evaluate/case.js";
import { DiagnosisAnswer, EvaluationAnswer, ProofAnswer, ValidationAnswer } from "./answers.js";
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

function sources() {
  return {
    integration: integrationSchema(),
    "trust-policy": TrustPolicy,
    "permissions-policy": PermissionsPolicy,
    template: TemplateOutput,
    "create-stack-set": CreateStackSet,
    "create-stack-instances": CreateStackInstances,
    "update-stack-set": UpdateStackSet,
    parameters: Parameters,
    policy: AnyPolicy,
    "evaluation-case": evaluationCase(),
    evaluation: EvaluationAnswer,
    validation: ValidationAnswer,
    proof: ProofAnswer,
    diagnosis: DiagnosisAnswer,
  } as const satisfies Record<string, z.ZodType>;
}

/** The JSON Schemas (draft 2020-12) of rolewright's input and outputs, by name: what `schemas/` holds. */
export function jsonSchemas(): { readonly [name: string]: object } {
  return Object.fromEntries(
    Object.entries(sources()).map(([name, source]) => {
      const { $schema, ...schema } = z.toJSONSchema(source, { io: "input", target: "draft-2020-12" });
      return [name, { $schema, $id: `urn:rolewright:schema:${name}`, ...schema }];
    }),
  );
}
