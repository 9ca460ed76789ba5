import { format } from "../schema/text.js";

/** An organization. Source: the Organizations API's `OrganizationId`. */
export const OrganizationId = /* @__PURE__ */ format(() => ({
  id: "OrganizationId",
  title: "the ID of an organization",
  rule: "o-, then 10 to 32 lower-case letters and digits",
  pattern: /^o-[a-z0-9]{10,32}$/u,
  examples: ["o-a1b2c3d4e5"],
  hint: (given) =>
    /^(?:r-|ou-)/.test(given)
      ? "That is a root or unit of an organization. The organization's own ID: aws organizations describe-organization"
      : undefined,
}));

/** An organizational unit or the root of an organization. Source: the CloudFormation API's `OrganizationalUnitId`. */
export const OrganizationalUnitId = /* @__PURE__ */ format(() => ({
  id: "OrganizationalUnitId",
  title: "the ID of an organizational unit or root",
  rule: "ou-xxxx-xxxxxxxx or r-xxxx, lower-case letters and digits",
  pattern: /^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/u,
  examples: ["ou-ab12-11112222", "r-ab12"],
  hint: (given) => {
    if (/^\d{12}$/.test(given)) return "That is an account ID: it goes into targets.accounts.";
    if (/^o-/.test(given)) return "That is the organization. Give its root (r-…): aws organizations list-roots";
    const inArn = /^arn:[^:]*:organizations::\d+:(?:ou|root)\/o-[a-z0-9]+\/(.+)$/.exec(given);
    return inArn ? `That is an ARN; its ID is "${inArn[1]}".` : undefined;
  },
}));
