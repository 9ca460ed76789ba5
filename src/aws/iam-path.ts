import { format } from "../schema/text.js";

/**
 * The characters of IAM paths. Source: the IAM API's `pathType`, without `*`, `?` and `$`, which would be wildcards and
 * policy variables in the policies that name the role.
 */
export const IAM_PATH_CHARACTERS = "[!-#%-)+->@-~]";

/** The path of an IAM role. */
export const IamPath = /* @__PURE__ */ format(() => ({
  id: "IamPath",
  title: "an IAM path",
  rule: "/ alone, or / text /, at most 512 printable ASCII characters without spaces, *, ? and $",
  pattern: new RegExp(`^/(?:${IAM_PATH_CHARACTERS}{1,510}/)?$`, "u"),
  examples: ["/", "/integrations/"],
  hint: (given) => {
    // The run at the end is looked at from its begin only: from each of its slashes it would take the square of the time.
    const inside = given.replace(/^\/+|(?<!\/)\/+$/g, "");
    return /^[\w+=,.@/-]+$/.test(inside) ? `Write "/${inside}/".` : undefined;
  },
}));
