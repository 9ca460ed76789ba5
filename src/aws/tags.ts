import * as z from "zod";
import { show } from "../errors.js";
import { once } from "../schema/once.js";
import { quoteHint } from "../schema/text-message.js";

const CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";

/** The number of tags that IAM takes on one resource. */
const MOST_TAGS = 50;

/** Tags as a map of keys to values. Source: the IAM API's `tagKeyType`, `tagValueType`; keys that begin with `aws:` are AWS's own. */
export const tagsSchema = /* @__PURE__ */ once(() => {
  const Key = z.string().regex(new RegExp(`^(?![aA][wW][sS]:)(?!__proto__$)${CHARACTERS}{1,128}$`, "u"), {
    error: "is no tag key: 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws: (AWS's own).",
  });

  const Value = z
    .string({
      error: ({ input }) => {
        const hint = quoteHint(input);
        return `must be a string; given ${show(input)}.${hint === undefined ? "" : ` ${hint}`}`;
      },
    })
    .regex(new RegExp(`^${CHARACTERS}{0,256}$`, "u"), {
      error: ({ input }) =>
        `must be a tag value: up to 256 letters, digits, spaces and _.:/=+-@; given ${show(input)}.`,
    });

  return z
    .record(Key, Value, { error: ({ input }) => `must be a map of tag keys to values; given ${show(input)}.` })
    .refine((tags) => Object.keys(tags).length <= MOST_TAGS, {
      error: `must be at most ${MOST_TAGS} tags.`,
      params: { code: "TOO_MANY" },
    })
    .meta({
      id: "Tags",
      title: "Tags",
      description: "A map of at most 50 tags. Keys that differ only in letter case are one key to IAM.",
      maxProperties: MOST_TAGS,
      examples: [{ team: "platform" }],
    });
});
