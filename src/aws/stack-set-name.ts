import { format } from "../schema/text.js";

/** What a stack set can be called. */
export const STACK_SET_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/u;

/** The name of a stack set. Source: the registry schema of `AWS::CloudFormation::StackSet`. */
export const StackSetName = /* @__PURE__ */ format(() => ({
  id: "StackSetName",
  title: "a stack set name",
  rule: "a letter, then up to 127 letters, digits and hyphens",
  pattern: STACK_SET_NAME,
  examples: ["PortIntegrationRole"],
  hint: (given) => (given.includes("_") ? "Stack set names have hyphens, never underscores." : undefined),
}));
