import { expect, test } from "vitest";
import { DIAGNOSIS_CODES, diagnose } from "../../src/diagnose/index.js";
import { providerOf } from "../../src/index.js";
import { issuesOf, planOf } from "../fixtures.js";
import vectors from "../vectors/diagnose.json" with { type: "json" };

const irsa = planOf(vectors.descriptions.irsa);
const issuer = providerOf(irsa)!.issuer;
const arn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const findingsOf = (provider: unknown) => diagnose(irsa, { provider }).findings;

test("a provider of another cluster and of other client IDs is set beside the described one", () => {
  const rest = {
    severity: "error",
    document: "provider",
    fix: { Url: issuer, ClientIDList: ["a", "b", "sts.amazonaws.com"] },
  };
  expect(findingsOf({ Url: `https://${issuer}/`, ClientIDList: ["a", "b"] })).toStrictEqual([
    {
      ...rest,
      code: "PROVIDER_MISMATCH",
      path: ["Url"],
      message: `is the provider of "https://${issuer}/"; the cluster's issuer is "${issuer}".`,
      why: DIAGNOSIS_CODES.PROVIDER_MISMATCH.why,
      nearMiss: {
        given: `${issuer}/`,
        intended: issuer,
        marks: `${" ".repeat(issuer.length)}^`,
        hint: "It has a slash at the end.",
      },
    },
    {
      ...rest,
      code: "AUDIENCE_MISMATCH",
      path: ["ClientIDList"],
      message: 'has the client IDs "a", "b"; the pods\' tokens are made for "sts.amazonaws.com".',
      why: DIAGNOSIS_CODES.AUDIENCE_MISMATCH.why,
    },
  ]);
});

test("without client IDs, none are named", () => {
  expect(findingsOf({ Url: issuer }).map(({ message, fix }) => [message, fix])).toStrictEqual([
    [
      'has the client IDs none; the pods\' tokens are made for "sts.amazonaws.com".',
      { Url: issuer, ClientIDList: ["sts.amazonaws.com"] },
    ],
  ]);
});

test("of a list, the nearest provider is named", () => {
  const list = (...arns: string[]) => ({ OpenIDConnectProviderList: arns.map((Arn) => ({ Arn })) });
  const messages = (provider: unknown) =>
    findingsOf(provider).map(({ message, nearMiss }) => [message, nearMiss?.hint]);
  expect(messages(list("arn:aws:iam::111122223333:oidc-provider/issuer.example.com", `${arn}0`))).toStrictEqual([
    [
      `The account has no provider "${arn}"; the nearest is "${arn}0".`,
      "One character is mistyped, missing or too many.",
    ],
  ]);
  expect(messages(list())).toStrictEqual([[`The account has no provider "${arn}", nor any other.`, undefined]]);
});

test("faults of the text have their place", () => {
  expect(findingsOf('{\n"Url": }')).toStrictEqual([
    {
      code: "MALFORMED",
      severity: "error",
      document: "provider",
      path: [],
      message: "The text is no JSON: Unexpected token } found.",
      why: DIAGNOSIS_CODES.MALFORMED.why,
      fix: { Url: issuer, ClientIDList: ["sts.amazonaws.com"] },
      line: 2,
      column: 8,
    },
  ]);
});

test("no other mode rests on a provider", () => {
  expect(issuesOf(() => diagnose(planOf(vectors.descriptions.ecs), { provider: {} }))).toStrictEqual([
    {
      path: ["provider"],
      code: "NO_SUCH_DOCUMENT",
      message: expect.stringContaining("only where pods' tokens are exchanged"),
    },
  ]);
});
