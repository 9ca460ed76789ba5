import * as z from "zod";
import { show } from "../errors.js";
import { once } from "./once.js";
import { type Format, formatMessage } from "./text-message.js";

/**
 * A Zod schema for strings of one form, whose messages name the rule, the value and the likely fix. It is made when it is
 * first asked for; a bundler can leave out a schema that nobody asks for.
 */
export function format(formOf: () => Format) {
  return once(() => schemaOf(formOf()));
}

function schemaOf(form: Format) {
  const { id, title, rule, pattern, examples } = form;
  return z
    .string({
      error: ({ input }) =>
        input === undefined
          ? `is required: ${title}, ${rule}, such as ${show(examples[0])}.`
          : formatMessage(form, input),
    })
    .regex(pattern, { error: ({ input }) => formatMessage(form, input) })
    .meta({
      id,
      title: capitalized(title),
      description: `${/^(?:arn:|ou-)/.test(rule) ? rule : capitalized(rule)}.`,
      examples: [...examples],
    });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
