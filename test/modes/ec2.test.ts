import { expect, test } from "vitest";
import { planDiagram, selectPolicy, terraformConfiguration, workloadTemplate } from "../../src/index.js";
import { ec2, issuesOf, planOf } from "../fixtures.js";

const roleArn = "arn:aws-cn:iam::111122223333:role/team/instance";
const described = { mode: "ec2", instanceRoleArn: roleArn, externalId: "abc" };

test("the integration role trusts the instance role, as it would a task role", () => {
  expect(selectPolicy(planOf(described))).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: roleArn },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "abc" } },
      },
    ],
  });
});

test("the instance role trusts EC2 under its one name, without conditions, which EC2's call would not meet", () => {
  expect(selectPolicy(planOf(described), { role: "workload" })).toStrictEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
});

test.each([
  ["the role's own name", {}, "instance"],
  ["another name", { instanceProfileName: "profile" }, "profile"],
])("the profile has %s, and the role's path", (_name, more, name) => {
  const plan = planOf({ ...described, ...more });
  const { Resources, Outputs } = workloadTemplate(plan);
  expect(Resources["WorkloadInstanceProfile"]).toStrictEqual({
    Type: "AWS::IAM::InstanceProfile",
    Properties: { InstanceProfileName: name, Path: "/team/", Roles: [{ Ref: "WorkloadRole" }] },
  });
  expect(Object.keys(Outputs)).toStrictEqual(["WorkloadRoleArn", "WorkloadInstanceProfileArn"]);
  const { resource, output } = terraformConfiguration(plan, "workload");
  expect(resource["aws_iam_instance_profile"]).toStrictEqual({
    workload: { name, path: "/team/", role: "${aws_iam_role.workload.name}" },
  });
  expect(output["workload_instance_profile_arn"]).toStrictEqual({
    description: "The instance profile's ARN",
    value: "${aws_iam_instance_profile.workload.arn}",
  });
});

test("the diagram has the instance, the service that gives it the role, and the role", () => {
  const { groups, edges } = planDiagram(planOf(ec2));
  expect(groups[0]?.nodes.map(({ lines }) => lines)).toStrictEqual([
    ["EC2 instance", "ec2.amazonaws.com"],
    ["Instance role", "instance"],
    ["Integration role", "PortIntegrationRole", "ReadOnlyAccess"],
  ]);
  expect(edges.map(({ lines }) => lines)).toStrictEqual([["sts:AssumeRole"], ["sts:AssumeRole"]]);
});

test("what is no instance role is refused with what to give in its place", () => {
  const refused = (instanceRoleArn: string) => issuesOf({ mode: "ec2", instanceRoleArn });
  for (const [given, said] of [
    ["arn:aws:iam::111122223333:instance-profile/x", "get-instance-profile --instance-profile-name x"],
    ["arn:aws:sts::111122223333:assumed-role/x/i-1", '"arn:aws:iam::111122223333:role/x"'],
    ["arn:aws:iam::111122223333:user/x", 'write mode "iam-user"'],
    ["arn:aws:iam::111122223333:role/aws-service-role/ec2.amazonaws.com/x", "service-linked"],
    ["arn:aws:iam::111122223333:role/*", "Wildcards"],
  ] as const)
    expect(refused(given)).toStrictEqual([
      { path: ["instanceRoleArn"], code: "INVALID_FORMAT", message: expect.stringContaining(said) },
    ]);
  expect(issuesOf({ ...ec2, instanceProfileArn: "x" })).toStrictEqual([
    {
      path: ["instanceProfileArn"],
      code: "UNKNOWN_KEY",
      message: expect.stringContaining("Give the role in the profile as instanceRoleArn"),
    },
  ]);
});
