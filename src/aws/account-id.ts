import { format } from "../schema/text.js";
import type { Format } from "../schema/text-message.js";

/** The form of an AWS account ID. Source: the `AccountId` shapes of the Organizations and CloudFormation APIs. */
export const ACCOUNT_ID: Format = {
  id: "AccountId",
  title: "an AWS account ID",
  rule: "12 digits, in quotes, because it may begin with a zero",
  pattern: /^\d{12}$/u,
  examples: ["111122223333"],
  hint: (given) => {
    const digits = given.replace(/[\s-]/g, "");
    if (/^\d{12}$/.test(digits)) return `Write it without separators: "${digits}".`;
    const inArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(given);
    return inArn ? `That is an ARN; its account ID is "${inArn[1]}".` : undefined;
  },
  typeHint: (given) => {
    const digits = typeof given === "symbol" ? (given.description ?? "") : typeof given === "number" ? `${given}` : "";
    return /^\d{1,12}$/.test(digits) ? `Write it in quotes: "${digits.padStart(12, "0")}".` : undefined;
  },
};

/** An AWS account ID. */
export const AccountId = /* @__PURE__ */ format(() => ACCOUNT_ID);
