import { type Command, Option } from "commander";
import type { Style } from "../../diagnose/report/rows.js";
import { fault, formatPath, type RolewrightError } from "../../errors.js";
import { printedJson } from "../../json/printed.js";
import type { CommandIo } from "../io.js";
import { readPlan } from "../read-plan.js";

interface DiagnoseOptions {
  readonly trust?: string;
  readonly identity?: readonly string[];
  readonly provider?: string;
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly account?: string;
  readonly role?: "integration" | "workload";
  readonly error?: string;
  readonly json?: true;
  readonly sarif?: true;
}

/** `rolewright diagnose`: why the described workload can or cannot assume the role, and the fix. */
export function addDiagnoseCommand(program: Command, io: CommandIo): void {
  program
    .command("diagnose")
    .summary("say why the described workload can or cannot assume the role, and what to change")
    .description(
      "Compares what is deployed with the description: why the workload cannot assume the role, who else can, and the corrected policy. Exits with 1 if there is an error or a warning. Files may hold plain policies, the output of aws iam get-role and its siblings, or CloudFormation templates; - is standard input.",
    )
    .argument("<config>", "the description, YAML or JSON; - for standard input")
    .option("--trust <file>", "the role as it is deployed: its trust policy, aws iam get-role output, or a template")
    .option("--identity <file...>", "the workload's own policies, likewise")
    .option("--provider <file>", "output of aws iam get-open-id-connect-provider, or list-open-id-connect-providers")
    .option(
      "--scp <file...>",
      "service control policies above the workload's account: documents, or aws organizations describe-policy output",
    )
    .option("--rcp <file...>", "resource control policies above the role's account, likewise")
    .option("--account <id>", "the target account; default: that of the role that was read, else as for policy")
    .addOption(
      new Option("--role <role>", "which role --trust is of; default: what its name says, else integration").choices([
        "integration",
        "workload",
      ]),
    )
    .option(
      "--error <text>",
      "the error that AWS or the integration printed: what can cause it here, and how to see it",
    )
    .addOption(new Option("--json", "one JSON object").conflicts("sarif"))
    .option("--sarif", "a log for code scanning, SARIF 2.1.0")
    .addHelpText(
      "after",
      `
Examples:
  aws iam get-role --role-name PortIntegrationRole > role.json
  rolewright diagnose integration.yaml --trust role.json
  rolewright diagnose integration.yaml --error "AccessDenied: User: … is not authorized to perform: sts:AssumeRole …"`,
    )
    .action(async (config: string, options: DiagnoseOptions) => {
      const { trust, identity, provider, scp, rcp, account, role, error, json } = options;
      const reads = [trust, identity, provider, scp, rcp].some((given) => given !== undefined);
      if (error?.trim() === "") throw usage("--error needs the text that AWS or the integration printed.");
      if (!reads && error === undefined) throw usage("needs --trust, --identity, --provider, --scp, --rcp or --error.");
      if (options.sarif && !reads) throw usage("--sarif is for files; --error is none.");
      const plan = await readPlan(config, io);
      const style = io.colours ? coloured(await import("node:util")) : undefined;
      if (error !== undefined) {
        const [{ explainError }, { explanationReport }, { withNextAnswers }] = await Promise.all([
          import("../../diagnose/errors/explain.js"),
          import("../../diagnose/report/text.js"),
          import("../next-answer.js"),
        ]);
        const explanation = withNextAnswers(explainError(plan, error, account));
        if (explanation.error === undefined) io.answerNo();
        if (!reads) {
          io.print(
            json
              ? `${JSON.stringify({ error: explanation.error ?? null, causes: explanation.causes }, null, 2)}\n`
              : explanationReport(explanation, style),
          );
          return;
        }
        if (!json && !options.sarif) io.print(`${explanationReport(explanation, style)}\n`);
      }
      const [{ diagnose }, { diagnosisReport }, { readDocument }] = await Promise.all([
        import("../../diagnose/diagnose.js"),
        import("../../diagnose/report/text.js"),
        import("../read-document.js"),
      ]);
      const read = (file: string) => readDocument(file, io);
      const diagnosis = diagnose(plan, {
        ...(trust !== undefined && { trust: await read(trust) }),
        ...(identity !== undefined && { identity: await Promise.all(identity.map(read)) }),
        ...(provider !== undefined && { provider: await read(provider) }),
        ...(scp !== undefined && { serviceControlPolicies: await Promise.all(scp.map(read)) }),
        ...(rcp !== undefined && { resourceControlPolicies: await Promise.all(rcp.map(read)) }),
        account,
        role,
      });
      const { findings } = diagnosis;
      if (findings.some(({ severity }) => severity !== "note")) io.answerNo();
      const files = {
        ...(trust !== undefined && { trust }),
        ...(identity !== undefined && { identity }),
        ...(provider !== undefined && { provider }),
        ...(scp !== undefined && { "service-control": scp }),
        ...(rcp !== undefined && { "resource-control": rcp }),
      };
      if (options.sarif) {
        const { diagnosisSarif } = await import("../../diagnose/report/sarif.js");
        io.print(`${printedJson(diagnosisSarif(diagnosis, files), 2)}\n`);
      } else if (json) {
        const shown = findings.map((finding) => ({ ...finding, path: formatPath(finding.path) }));
        io.print(`${printedJson({ ...diagnosis, findings: shown }, 2)}\n`);
      } else io.print(diagnosisReport(diagnosis, files, style));
    });
}

function usage(message: string): RolewrightError {
  return fault("USAGE", [], message);
}

function coloured({ styleText }: typeof import("node:util")): Style {
  const formats = { error: "red", warning: "yellow", note: "cyan", bold: "bold", dim: "gray" } as const;
  return (kind, text) => styleText(formats[kind], text, { validateStream: false });
}
