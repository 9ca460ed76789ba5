/** How many steps a decision may take. Steps, not time: the same question has the same answer everywhere. */
export interface Budget {
  readonly spend: (steps: number) => void;
}

/** That the steps of a budget are used up. */
export const SPENT = Symbol("spent");

/** A budget, which throws `SPENT` when it is used up. */
export function budgetOf(steps: number): Budget {
  let left = steps;
  return {
    spend: (count) => {
      left -= count;
      if (left < 0) throw SPENT;
    },
  };
}
