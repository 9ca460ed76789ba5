import * as z from "zod";
import { show } from "../errors.js";

/** A list of at least one member, none of them twice. `uniqueItems` says the same in JSON Schema. */
export function uniqueList<Item extends z.ZodType<string>>(
  item: Item,
  what: string,
  most?: { count: number; why: string },
) {
  const list = z
    .array(item, {
      error: ({ input }) =>
        `must be a list of ${what}; given ${show(input)}.${typeof input === "string" ? " Put the one member into a list." : ""}`,
    })
    .min(1, { error: `must name at least one of ${what}; a key that is optional can be left out.` })
    .check((payload) => {
      const seen = new Set<string>();
      for (const [index, member] of payload.value.entries()) {
        if (seen.has(member)) {
          payload.issues.push({
            code: "custom",
            path: [index],
            input: member,
            message: `${show(member)} is in the list twice.`,
            params: { code: "DUPLICATE" },
            continue: true,
          });
        }
        seen.add(member);
      }
    })
    .meta({ uniqueItems: true });
  return most === undefined
    ? list
    : list
        .max(most.count, { error: `must name at most ${most.count} ${what}: ${most.why}.` })
        .meta({ uniqueItems: true });
}
