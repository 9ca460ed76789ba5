import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, terraformModule, terraformVariables } from "../../../src/index.js";
import { description } from "../../arbitrary.js";
import { ecs, irsa, issuesOf, planOf, user } from "../../fixtures.js";

describe("the reusable module", () => {
  test("has a variable for each of the description's own values", () => {
    fc.assert(
      fc.property(description, (input) => {
        const planned = planOf({ ...input, ...(input["mode"] === "irsa" && { serviceAccount: "one" }) });
        const { variable } = terraformModule(planned);
        for (const name of Object.keys(terraformVariables(planned))) expect(variable).toHaveProperty([name]);
      }),
      { numRuns: 100 },
    );
  });

  test("asks for an external ID only where there is one", () => {
    const { resource } = terraformModule(planOf(ecs));
    const text = resource["aws_iam_role"]!["integration"]!["assume_role_policy"] as string;
    const [without, withOne] = text.replace("${var.external_id == null ? ", "").split(" : jsonencode(");
    expect(without).not.toContain("sts:ExternalId");
    expect(withOne).toContain('"sts:ExternalId":"${var.external_id}"');
    expect((terraformModule(planOf(ecs)).variable as JsonObject)["external_id"]).toMatchObject({ default: null });
  });

  test("has no place for several service accounts", () => {
    const several = planOf({ ...irsa, serviceAccount: ["a", "b"] });
    const refused = [{ path: [], code: "UNSUPPORTED", message: expect.stringContaining("one service account") }];
    expect(issuesOf(() => terraformModule(several))).toStrictEqual(refused);
    expect(issuesOf(() => terraformVariables(several))).toStrictEqual(refused);
  });

  test("has rules, a provider and locals for the mode irsa", () => {
    const { terraform, ...module } = terraformModule(planOf({ ...irsa, createOidcProvider: false }));
    expect(terraform).toStrictEqual({
      required_version: ">= 1.3",
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.81.0" } },
    });
    const validations = Object.fromEntries(
      Object.entries(module.variable as { [name: string]: { validation?: { condition: string } } }).map(
        ([name, { validation }]) => [name, validation?.condition],
      ),
    );
    expect(validations).toStrictEqual({
      role_name: '${can(regex("^[a-zA-Z0-9_+=,.@-]{1,64}$", var.role_name))}',
      oidc_issuer_url:
        '${can(regex("^(https://)?[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*$", var.oidc_issuer_url)) && !can(regex("^(https://)?oidc-eks[.]", var.oidc_issuer_url)) && length(var.oidc_issuer_url) <= 255}',
      service_account_namespace: '${can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.service_account_namespace))}',
      service_account_name:
        '${can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", var.service_account_name)) && length(var.service_account_name) <= 253}',
      create_oidc_provider: undefined,
    });
    expect((module.variable as JsonObject)["create_oidc_provider"]).toStrictEqual({
      type: "bool",
      description: expect.stringContaining("choose false where it exists"),
      default: false,
    });
    expect(module.locals).toStrictEqual({ oidc_issuer_url: '${trimprefix(var.oidc_issuer_url, "https://")}' });
    expect(module.data).toStrictEqual({ aws_caller_identity: { current: {} }, aws_partition: { current: {} } });
    expect(module.resource["aws_iam_openid_connect_provider"]).toStrictEqual({
      integration: {
        count: "${var.create_oidc_provider ? 1 : 0}",
        url: "https://${local.oidc_issuer_url}",
        client_id_list: ["sts.amazonaws.com"],
      },
    });
    expect(module.resource["aws_iam_role"]!["integration"]).toStrictEqual({
      name: "${var.role_name}",
      path: "/",
      assume_role_policy:
        '${jsonencode({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/${local.oidc_issuer_url}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${local.oidc_issuer_url}:aud":"sts.amazonaws.com","${local.oidc_issuer_url}:sub":"system:serviceaccount:${var.service_account_namespace}:${var.service_account_name}"}}}]})}',
      depends_on: ["aws_iam_openid_connect_provider.integration"],
    });
    expect(module.resource["aws_iam_role_policy_attachment"]).toStrictEqual({
      integration: {
        for_each: {
          "aws/ReadOnlyAccess": "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess",
        },
        role: "${aws_iam_role.integration.name}",
        policy_arn: "${each.value}",
      },
    });
    expect(module.output).toStrictEqual({
      integration_role_arn: {
        description: "The integration role's ARN",
        value: "${aws_iam_role.integration.arn}",
      },
      oidc_provider_arn: {
        description: "The OIDC provider's ARN, if this module created it",
        value: "${one(aws_iam_openid_connect_provider.integration[*].arn)}",
      },
    });
  });

  test("takes the account out of the trusted principal's ARN, where the account is trusted", () => {
    const { locals, resource } = terraformModule(planOf({ ...user, trustVia: "account" }));
    expect(Object.values(locals!)).toStrictEqual(['${split(":", var.trusted_principal_arn)[4]}']);
    const [name] = Object.keys(locals!);
    expect(resource["aws_iam_role"]!["integration"]!["assume_role_policy"]).toContain(`:iam::\${local.${name}}:root`);
  });

  test("has the description's own values", () => {
    expect(terraformVariables(planOf(irsa))).toStrictEqual({
      role_name: "PortIntegrationRole",
      oidc_issuer_url: "issuer.example.com/c",
      service_account_namespace: "n",
      service_account_name: "s",
      create_oidc_provider: true,
    });
    expect(terraformVariables(planOf(ecs))).toStrictEqual({
      role_name: "PortIntegrationRole",
      trusted_principal_arn: "arn:aws:iam::111122223333:role/task",
    });
  });
});
