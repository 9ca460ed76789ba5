import fc from "fast-check";
import { expect, test } from "vitest";
import { arnParts } from "../../src/policy/arn-parts.js";
import { completedArn } from "../../src/policy/resource-pattern.js";

test.each<[string, string]>([
  ["arn:aws", "arn:aws:*:*:*:*"],
  ["arn:aws:sqs", "arn:aws:sqs:*:*:*"],
  ["arn:aws:sqs:us-east-1", "arn:aws:sqs:us-east-1:*:*"],
  ["arn:aws:sqs:us-east-1:111122223333", "arn:aws:sqs:us-east-1:111122223333:*"],
  ["arn:aws:sqs:*", "arn:aws:sqs:*:*:*"],
  ["arn:aws:s3:${aws:RequestedRegion}", "arn:aws:s3:${aws:RequestedRegion}:*:*"],
  ["arn:aws:s3:::b", "arn:aws:s3:::b"],
  ["arn:aws:logs:r:a:log-group:b", "arn:aws:logs:r:a:log-group:b"],
  ["*", "*"],
  ["*to/task", "*to/task"],
  ["arn", "arn"],
  ["ARN:aws:s3", "ARN:aws:s3"],
  ["", ""],
])("%s is %s", (text, completed) => {
  expect(completedArn(text)).toBe(completed);
});

test("a completed ARN has six parts, begins as it was, and is not completed again", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("", "aws", "s3", "*", "a?", "${a:b}")), (parts) => {
      const text = ["arn", ...parts].join(":");
      const completed = completedArn(text);
      expect(completed.startsWith(text)).toBe(true);
      expect(arnParts(completed)).toHaveLength(parts.length === 0 ? 1 : 6);
      expect(completedArn(completed)).toBe(completed);
    }),
  );
});
