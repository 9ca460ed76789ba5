import * as z from "zod";

/** The shape of any policy document that IAM takes: elements and types. The rules beyond are in `policy/validate.ts`. */

const texts = z.union([z.string(), z.array(z.string())]);
const values = z.union([z.string().min(0), z.number(), z.boolean()]);
const principal = z.union([
  z.literal("*"),
  z.strictObject({
    AWS: texts.optional(),
    Federated: texts.optional(),
    Service: texts.optional(),
    CanonicalUser: texts.optional(),
  }),
]);

const AnyStatement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.union([values, z.array(values)]))).optional(),
  })
  .meta({
    id: "Statement",
    title: "Statement",
    description: "A statement of any policy document.",
    examples: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  });

export const AnyPolicy = z
  .strictObject({
    Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
    Id: z.string().optional(),
    Statement: z.union([AnyStatement, z.array(AnyStatement).min(1)]),
  })
  .meta({
    title: "Policy document",
    description: "Any policy document of IAM: a trust policy, a policy of an identity or of a resource.",
    examples: [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] }],
  });
