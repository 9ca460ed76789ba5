import type { Command } from "commander";
import { fault, formatPath, type RolewrightError } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import type { Claim, Proof, ProveOptions as ProveOptionsOfLibrary } from "../../policy/prove/index.js";
import type { FoundPolicy } from "../../policy/read/read-policies.js";
import type { CommandIo } from "../io.js";

interface ProveOptions {
  readonly within?: readonly string[];
  readonly denies?: readonly string[];
  readonly notPublic?: true;
  readonly only?: string;
  readonly account?: string;
  readonly knownActions?: true;
  readonly json?: true;
}

type Found = FoundPolicy & { readonly document: object };

/** `rolewright prove`: whether a claim holds of a policy, for all requests that there can be. */
export function addProveCommand(program: Command, io: CommandIo): void {
  program
    .command("prove")
    .summary("prove what a policy grants, or refute it with a request")
    .description(
      "Decides a claim about a policy for all requests that there can be. Exits with 0 if it is proved. Exits with 1 if it is refuted, and prints a request that the policy allows against it, as a case for rolewright evaluate; or if it is undecided, and says what is in doubt. Files may hold plain policies, the output of aws iam commands, or templates; of several policies each is held against those of its kind.",
    )
    .argument("<policy>", "the policy that the claim is about; - for standard input")
    .option("--within <file...>", "it grants nothing that these do not, all of them together")
    .option("--denies <action...>", "it grants none of these actions, such as iam:* or s3:GetObject")
    .option("--not-public", "it lets in neither anonymous callers nor everyone")
    .option("--only <config>", "it does what this description asks for, and nothing else")
    .option(
      "--account <id>",
      "with --only, the target account; default: that of the role that was read, else as for policy",
    )
    .option("--known-actions", "the claim is about the actions that exist today, as the catalogue knows them")
    .option("--json", "one line of JSON a policy: verdict, claim, witness and reason")
    .addHelpText(
      "after",
      `
Examples:
  rolewright prove new.json --within old.json
  rolewright prove role.json --only integration.yaml
  rolewright prove policy.json --denies "iam:*" > case.json || rolewright evaluate case.json`,
    )
    .action(async (file: string, options: ProveOptions) => {
      const { within, denies, notPublic, only, json } = options;
      const claims = [within, denies, notPublic, only].filter((claim) => claim !== undefined);
      if (claims.length !== 1) throw usage("needs one claim: --within, --denies, --not-public or --only.");
      if (options.account !== undefined && only === undefined) throw usage("--account is for --only.");
      const [{ prove }, { readPoliciesIn }] = await Promise.all([
        import("../../policy/prove/index.js"),
        import("../read-policies-in.js"),
      ]);
      /** A witness is an existing action where there is one; the catalogue is read where that is in question. */
      const decided = async (found: Found, claim: Claim): Promise<Proof> => {
        const about = aboutRole(found);
        if (options.knownActions) {
          const { actionNames } = await import("../../catalogue/index.js");
          return prove(found.document, claim, { ...about, actions: actionNames(), known: true });
        }
        const proof = prove(found.document, claim, about);
        if (proof.witness === undefined) return proof;
        const { actionNames, findAction } = await import("../../catalogue/index.js");
        if (findAction(proof.witness.request.action) !== undefined) return proof;
        const again = prove(found.document, claim, { ...about, actions: actionNames() });
        return again.witness === undefined ? proof : again;
      };
      const proofs: { readonly found: Found; readonly proof: Omit<Proof, "claim"> & { readonly claim: string } }[] = [];
      if (only !== undefined) {
        const [{ readPlan }, { limitsOf, pseudoParametersOf }] = await Promise.all([
          import("../read-plan.js"),
          import("../described-limits.js"),
        ]);
        const plan = await readPlan(only, io);
        for (const found of await readPoliciesIn(file, io, pseudoParametersOf(plan, options.account))) {
          const limits = limitsOf(plan, found, kindOf(found) !== "identity", options.account);
          const each = await Promise.all(limits.map((limit) => decided(found, { within: limit })));
          const proof = each.find(({ verdict }) => verdict === "proved") ?? each[0]!;
          proofs.push({ found, proof: { ...proof, claim: "only" } });
        }
      } else {
        const policies = await readPoliciesIn(file, io);
        const limits = (await Promise.all((within ?? []).map((name) => readPoliciesIn(name, io)))).flat();
        const comparable = (a: Found, b: Found) => kindOf(a) === kindOf(b) || isEmpty(a) || isEmpty(b);
        if (within !== undefined && !policies.some((policy) => limits.some((limit) => comparable(policy, limit))))
          throw usage(`${file} holds policies of another kind than ${within.join(", ")}.`);
        for (const found of policies) {
          const limit = limits.filter((each) => comparable(found, each)).map(({ document }) => document);
          const claim =
            denies !== undefined
              ? { denies }
              : notPublic
                ? ({ notPublic } as const)
                : { within: limit.length === 0 ? [NOTHING] : limit };
          proofs.push({ found, proof: await decided(found, claim) });
        }
      }
      const several = proofs.length > 1;
      for (const { found, proof } of proofs) {
        const { verdict, claim, witness, reason } = proof;
        if (verdict !== "proved") io.answerNo();
        const at = several ? formatPath(found.path) : "";
        if (json) {
          io.print(`${printedJson({ ...(several && { at }), verdict, claim, witness: witness ?? null, reason })}\n`);
          continue;
        }
        io.tell(`${file}${at === "" ? "" : ` ${at}`}: ${verdict}. ${reason.message}${placeOf(reason)}`);
        if (witness !== undefined) io.print(`${printedJson(witness, 2)}\n`);
      }
    });
}

/** A limit that grants nothing: there is no policy of the kind. */
const NOTHING = { Version: "2012-10-17", Statement: [] };

function placeOf({ element }: Proof["reason"]): string {
  if (element === undefined) return "";
  return ` See ${formatPath(element.path)} of the ${element.side === "policy" ? "policy" : "limit"}.`;
}

/** Of which kind a policy is, by what stands around it or by its elements. */
function kindOf({ kind, document }: Found): "trust" | "resource" | "identity" {
  if (kind === "trust" || kind === "resource") return kind;
  const statements = [(document as { readonly Statement?: unknown }).Statement].flat() as readonly object[];
  const has = (...elements: string[]) =>
    statements.some((each) => elements.some((element) => each !== null && typeof each === "object" && element in each));
  if (!has("Principal", "NotPrincipal")) return "identity";
  return has("Resource", "NotResource") ? "resource" : "trust";
}

/** The role that a trust policy is of, for a witness to be about. */
function aboutRole(found: Found): ProveOptionsOfLibrary {
  return kindOf(found) === "trust" && found.role.arn !== undefined ? { resource: found.role.arn } : {};
}

function isEmpty({ document }: Found): boolean {
  return [(document as { readonly Statement?: unknown }).Statement].flat().length === 0;
}

function usage(message: string): RolewrightError {
  return fault("USAGE", [], message);
}
