import { expect, test } from "vitest";
import { readPolicies } from "../../../src/policy/index.js";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }],
};
const grant = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };
const resource = (type: string, values: object) => ({ address: `${type}.this`, mode: "managed", type, values });
const root = {
  resources: [
    resource("aws_iam_role", {
      name: "app",
      assume_role_policy: JSON.stringify(trust),
      inline_policy: [{ name: "p", policy: JSON.stringify(grant) }],
    }),
    resource("aws_iam_policy", { name: "p", policy: JSON.stringify(grant) }),
    { ...resource("aws_iam_policy_document", { policy: "{}" }), mode: "data" },
    resource("aws_sqs_queue", { name: "q", policy: "" }),
  ],
  child_modules: [{ resources: [resource("aws_s3_bucket_policy", { policy: JSON.stringify(grant) })] }],
};

test.each(["planned_values", "values"])("the policies of a plan or state, in %s", (key) => {
  const { policies } = readPolicies(
    JSON.stringify({ format_version: "1.2", [key]: { root_module: root }, configuration: {} }),
  );
  expect(policies.map(({ kind, name, role, document }) => [kind, name, role.name, document])).toStrictEqual([
    ["trust", "aws_iam_role.this", "app", trust],
    ["identity", "aws_iam_role.this", "app", grant],
    ["managed", "aws_iam_policy.this", undefined, grant],
    ["resource", "aws_s3_bucket_policy.this", undefined, grant],
  ]);
  expect(policies[3]?.path).toStrictEqual([key, "root_module", "child_modules", 0, "resources", 0, "values", "policy"]);
});

test("a plan without policies has none", () => {
  expect(readPolicies(JSON.stringify({ format_version: "1.2" })).policies).toStrictEqual([]);
});
