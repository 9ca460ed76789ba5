import { fault } from "../errors.js";
import type { ReusableTrust, TrustParameter } from "../modes/trust.js";
import type { Plan } from "../plan/plan.js";

/** What reusable templates and modules have in common. */

/** The trust with open values; refused for a description that does not fit into a reusable template or module. */
export function reusableTrust({ integrationRole }: Plan): ReusableTrust {
  const reusable = integrationRole.reusableTrust();
  if (reusable.unsupported !== undefined) throw fault("UNSUPPORTED", [], reusable.unsupported);
  return reusable;
}

/**
 * A document for each choice of the parameters that may be left out, so that what is left out is asked for nowhere: for one
 * such parameter two documents, for two of them four.
 *
 * @param document The document for the parameters that are given.
 * @param choose An expression that is one of two, by whether a parameter is given.
 */
export function eachChoice<Expression>(
  parameters: readonly TrustParameter[],
  document: (given: readonly TrustParameter[]) => Expression,
  choose: (parameter: TrustParameter, given: Expression, absent: Expression) => Expression,
): Expression {
  const open = (from: number, absent: readonly TrustParameter[]): Expression => {
    const index = parameters.findIndex(({ whenAbsent }, at) => at >= from && whenAbsent !== undefined);
    const parameter = parameters[index];
    if (parameter === undefined) return document(parameters.filter((each) => !absent.includes(each)));
    return choose(parameter, open(index + 1, absent), open(index + 1, [...absent, parameter]));
  };
  return open(0, []);
}
