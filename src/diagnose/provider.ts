import { fault } from "../errors.js";
import { checkPlain } from "../json/plain.js";
import { readJsonText } from "../json/text.js";
import { type Plan, providerOf } from "../plan/plan.js";
import { isMap, listOf } from "../policy/lists.js";
import { type Cause, type DiagnosisFinding, finding, noJson } from "./finding.js";
import { type Intent, intendedValues } from "./intent.js";
import { nearest, nearMiss } from "./near-miss.js";
import { show } from "./show.js";

/**
 * Why the account's OIDC provider does not take the pods' tokens.
 *
 * @param value The output of `aws iam get-open-id-connect-provider`, or of `list-open-id-connect-providers`.
 */
function examineProvider(value: unknown, intent: Intent): Cause[] {
  // The AWS SDK's own output has dates.
  checkPlain(value, (part) => part instanceof Date, ["provider"]);
  const { name } = intent.principal;
  const issuer = intent.issuer ?? "";
  if (!isMap(value)) return [unreadable()];
  const list = value["OpenIDConnectProviderList"];
  if (Array.isArray(list)) {
    const arns = list.flatMap((entry) => (isMap(entry) && typeof entry["Arn"] === "string" ? [entry["Arn"]] : []));
    if (arns.includes(name)) return [];
    const near = nearest(arns, (arn) => arn, name);
    return [
      {
        code: "PROVIDER_MISMATCH",
        severity: "error",
        path: ["OpenIDConnectProviderList"],
        message: `The account has no provider ${show(name)}${near === undefined ? ", nor any other" : `; the nearest is ${show(near)}`}.`,
        ...(near !== undefined && { nearMiss: nearMiss(near, name) }),
      },
    ];
  }
  const { Url, ClientIDList } = value;
  if (typeof Url !== "string") return [unreadable()];
  const causes: Cause[] = [];
  if (Url.replace(/^https:\/\//, "") !== issuer)
    causes.push({
      code: "PROVIDER_MISMATCH",
      severity: "error",
      path: ["Url"],
      message: `is the provider of ${show(Url)}; the cluster's issuer is ${show(issuer)}.`,
      nearMiss: nearMiss(Url.replace(/^https:\/\//, ""), issuer),
    });
  const [audience = ""] = intendedValues("audience", intent);
  if (!listOf(ClientIDList).includes(audience))
    causes.push({
      code: "AUDIENCE_MISMATCH",
      severity: "error",
      path: ["ClientIDList"],
      message: `has the client IDs ${listOf(ClientIDList).map(show).join(", ") || "none"}; the pods' tokens are made for ${show(audience)}.`,
    });
  return causes;
}

function unreadable(): Cause {
  return {
    code: "MALFORMED",
    severity: "error",
    path: [],
    message: "is not the output of aws iam get-open-id-connect-provider: it has no Url.",
  };
}

/** What is wrong with the provider that was read, as text or as the value of such text. */
export function providerFindings(read: unknown, plan: Plan, intent: Intent): DiagnosisFinding[] {
  const provider = providerOf(plan);
  if (provider === undefined)
    throw fault(
      "NO_SUCH_DOCUMENT",
      ["provider"],
      "is of no use here: only where pods' tokens are exchanged for the role does the trust rest on an OIDC provider.",
    );
  const { value, syntaxError } =
    typeof read === "string" ? readJsonText(read) : { value: read, syntaxError: undefined };
  const clients = isMap(value) ? listOf(value["ClientIDList"]) : [];
  const fix = {
    Url: provider.issuer,
    ClientIDList: [...new Set([...clients, provider.audience])],
  };
  if (syntaxError !== undefined) {
    const { line, column, message } = syntaxError;
    return [{ ...finding(noJson(message), "provider", fix), line, column }];
  }
  return examineProvider(value, intent).map((cause) => finding(cause, "provider", fix));
}
