import { show } from "../errors.js";
import { format } from "../schema/text.js";

/** The description of an IAM role. Source: the IAM API's `roleDescriptionType`. */
export const RoleDescription = /* @__PURE__ */ format(() => ({
  id: "RoleDescription",
  title: "a role description",
  rule: "at most 1,000 characters of ASCII or Latin-1",
  pattern: /^[\t\n\r -~\u{A1}-\u{FF}]{0,1000}$/u,
  examples: ["Read-only access for the asset catalogue"],
  hint: (given) => {
    if (given.length > 1000) return `It has ${given.length} characters.`;
    const odd = /[^\t\n\r -~\u{A1}-\u{FF}]/u.exec(given);
    return odd ? `IAM does not take ${show(odd[0])} (typographic dashes and quotes are beyond Latin-1).` : undefined;
  },
}));
