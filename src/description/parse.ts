import { RolewrightError } from "../errors.js";
import { accept } from "./accept.js";
import { faultsOf } from "./faults.js";
import type { Integration } from "./integration.js";

/**
 * Checks the description of an integration and fills in the defaults.
 *
 * @param input Anything; usually an object as {@link IntegrationInput} describes it, or the parsed text of a file.
 * @returns The description, with `partition` derived from its ARNs and regions.
 * @throws {RolewrightError} With every fault found: each key that is unknown, missing or malformed, and each that does not
 * agree with the others. docs/errors.md lists the codes.
 * @example
 * const integration = parseIntegration({
 *   mode: "ecs",
 *   taskRoleArn: "arn:aws-cn:iam::111122223333:role/integration-task",
 * });
 * integration.partition; // "aws-cn"
 * integration.roleName; // "PortIntegrationRole"
 */
export function parseIntegration(input: unknown): Integration {
  const integration = accept(input);
  if (integration === undefined) throw new RolewrightError(faultsOf(input));
  return integration;
}
