/** Documents of about a size and of many shapes. */
export function documents(size) {
  const list = (member) => {
    const { length } = JSON.stringify(member(100_000));
    return Array.from({ length: Math.ceil(size / (length + 1)) }, (_, index) => member(index));
  };
  const map = (entry) => Object.fromEntries(list(entry));
  const version = { Version: "2012-10-17" };
  const document = (members) => ({
    ...version,
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", ...members }],
  });
  const statement = (members) => ({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", ...members });
  const nested = (levels) => Array.from({ length: levels }).reduce((inner) => ({ a: inner }), "x");
  return {
    statements: { ...version, Statement: list(() => ({ Effect: "Allow", Action: ["s3:Get*"], Resource: "*" })) },
    "statements that trust": {
      ...version,
      Statement: list((i) => statement({ Principal: { AWS: `arn:aws:iam::111122223333:role/r${i}` } })),
    },
    "empty statements": { ...version, Statement: list(() => ({})) },
    numbers: { ...version, Statement: list((i) => i) },
    actions: document({ Action: list((i) => `s3:Get${i}`) }),
    resources: document({ Resource: list((i) => `arn:aws:s3:::bucket${i}/*`) }),
    principals: document({ Principal: { AWS: list((i) => `arn:aws:iam::111122223333:role/r${i}`) } }),
    "condition keys": document({ Condition: { StringEquals: map((i) => [`aws:PrincipalTag/k${i}`, "x"]) } }),
    "condition keys without a colon": document({ Condition: { StringEquals: map((i) => [`k${i}`, "x"]) } }),
    "operators that do not exist": document({ Condition: map((i) => [`StringEqual${i}`, { "a:b": "c" }]) }),
    "values of a condition": document({ Condition: { StringLike: { "aws:x": list((i) => `v${i}*`) } } }),
    "addresses of a condition": document({
      Condition: { IpAddress: { "aws:x": list((i) => `10.${(i >> 8) & 255}.${i & 255}.0/24`) } },
    }),
    "elements that do not exist": document(map((i) => [`e${i}`, 1])),
    "one long string": document({ Action: `s3:${"a".repeat(size)}` }),
    "one long resource": document({ Resource: `arn:aws:s3:::${"a/".repeat(size / 2)}` }),
    "one long value": document({ Condition: { StringLike: { "aws:x": "*a".repeat(size / 2) } } }),
    "letters beyond ASCII": document({ Action: `s3:${"\u00E9".repeat(size)}` }),
    "deep nesting": document({ Condition: list(() => nested(90)) }),
    "small maps": document({ Condition: { StringEquals: { "aws:x": list(() => ({})) } } }),
    "small lists": document({ Resource: list(() => []) }),
  };
}
