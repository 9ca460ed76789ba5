import { type Caller, callerOf, type Universe } from "./brute-force.js";

/** Random small policies over a tiny universe, by a seed. */

export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const words = (letters: string, most: number): string[] => {
  let row = [""];
  const all = [""];
  for (let length = 1; length <= most; length++) {
    row = row.flatMap((word) => [...letters].map((letter) => word + letter));
    all.push(...row);
  }
  return all;
};

const ONE = "arn:aws:iam::111122223333:";
const TWO = "arn:aws:iam::444455556666:";
const identities = (prefix: string, names: readonly string[]) => names.map((name) => callerOf("AWS", prefix + name));
const NAMES = [
  "role/a",
  "role/b",
  "role/c",
  "role/p/b",
  "user/a",
  "user/b",
  "user/c",
  "user/User",
  "user/AssumedRole",
  "root",
];

const callers: readonly Caller[] = [
  ...[ONE, TWO, "arn:aws:iam::777788889999:"].flatMap((prefix) => identities(prefix, NAMES)),
  ...["111122223333", "444455556666", "777788889999"].map((account) =>
    callerOf("AWS", `arn:aws:sts::${account}:federated-user/a`),
  ),
  callerOf("Anonymous", "*"),
  ...["ec2.amazonaws.com", "sns.amazonaws.com", "lambda.amazonaws.com"].map((name) => callerOf("Service", name)),
];

const text = (value: string) => ({ values: [value], sure: value !== "" });
const absent = { sure: true };

export const UNIVERSE: Universe = {
  callers,
  actions: [
    ...words("abc", 4)
      .slice(1)
      .map((word) => `s:${word}`),
    "t:a",
    "t:b",
    "t:x",
    "u:x",
  ],
  resources: [
    ...words("abc", 4).map((word) => `r${word}`),
    "x",
    "arn:aws:s:r:111122223333:a",
    "arn:aws:s:r:444455556666:a",
  ],
  keys: {
    "k:text": [absent, ...words("abAB", 3).map(text), text("c"), text("cc"), text("ac"), text("cb")],
    "k:set": [
      absent,
      ...["a", "b", "c", "ab"].map(text),
      ...[
        ["a", "b"],
        ["a", "c"],
        ["b", "c"],
        ["a", "b", "c"],
        ["a", "ab"],
        ["ab", "b"],
        ["ab", "c"],
        ["a", "ab", "b"],
        ["a", "ab", "c"],
        ["ab", "b", "c"],
        ["a", "ab", "b", "c"],
      ].map((values) => ({ values, sure: true })),
    ],
    "k:number": [
      absent,
      ..."0123456".split("").map(text),
      { values: ["-1"], sure: true },
      ...["1.5", "2.5", "3.5", "0.5", "4.5", "none"].map((value) => ({ values: [value], sure: false })),
    ],
    "k:date": [
      absent,
      ...["2019-01-01", "2020-01-01", "2020-06-01", "2021-01-01", "2022-01-01"].map((day) => text(`${day}T00:00:00Z`)),
      ...[["2020-01-01T00:00:00.5Z"], ["none"]].map((values) => ({ values, sure: false })),
    ],
    "k:flag": [absent, text("true"), text("false"), { values: ["other"], sure: false }],
    "aws:sourceip": [
      absent,
      ...["10.0.0.1", "10.0.0.200", "10.0.9.9", "10.9.9.9", "11.0.0.0", "192.0.2.1"].map(text),
      { values: ["none"], sure: false },
    ],
  },
};

export interface Choices {
  readonly principals: boolean;
}

export function statementsOf(random: () => number, { principals }: Choices): Record<string, unknown>[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const some = <T>(list: readonly T[], most = 3): T | T[] => {
    const count = 1 + Math.floor(random() * most);
    return count === 1 ? pick(list) : [...new Set(Array.from({ length: count }, () => pick(list)))];
  };
  const principal = () =>
    random() < 0.3
      ? pick(["*", { AWS: "*" }])
      : random() < 0.2
        ? { Service: some(["ec2.amazonaws.com", "sns.amazonaws.com"], 2) }
        : {
            AWS: some([`${ONE}root`, `${TWO}root`, `${ONE}role/a`, `${ONE}role/b`, `${ONE}user/a`, `${TWO}role/a`], 2),
          };
  const set = () => pick(["ForAnyValue:", "ForAllValues:"]);
  const condition = (): [string, string, unknown] => {
    const exists = random() < 0.25 ? "IfExists" : "";
    switch (Math.floor(random() * (principals ? 9 : 7))) {
      case 0:
        return [
          `${pick(["StringLike", "StringNotLike"])}${exists}`,
          "k:text",
          some(["a", "b", "a*", "*b", "*", "?", "?*", "a?", "*a*"]),
        ];
      case 1:
        return [
          `${pick(["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"])}${exists}`,
          "k:text",
          some(["a", "b", "A", "ab", "aB", ""]),
        ];
      case 2:
        return [
          `${set()}${pick(["StringEquals", "StringNotEquals", "StringLike"])}${exists}`,
          "k:set",
          some(["a", "b", "ab"]),
        ];
      case 3:
        return [
          `Numeric${pick(["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"])}${exists}`,
          "k:number",
          some(["1", "2", "3", "4"], 2),
        ];
      case 4:
        return [
          `Date${pick(["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"])}${exists}`,
          "k:date",
          pick(["2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"]),
        ];
      case 5:
        return random() < 0.5
          ? ["Null", pick(["k:text", "k:set", "k:number", "k:flag"]), pick(["true", "false"])]
          : [`Bool${exists}`, "k:flag", pick(["true", "false"])];
      case 6:
        return [
          `${pick(["IpAddress", "NotIpAddress"])}${exists}`,
          "aws:SourceIp",
          some(["10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "10.0.0.0/25", "10.0.0.1"], 2),
        ];
      case 7:
        return [
          `${pick(["ArnLike", "ArnNotLike", "StringLike"])}${exists}`,
          "aws:PrincipalArn",
          some([`${ONE}role/a`, `${ONE}role/*`, `${ONE}*`, "arn:aws:iam::*:role/b", "*", "arn:aws:iam::*:user/*"], 2),
        ];
      default:
        return random() < 0.5
          ? [
              `${pick(["StringEquals", "StringNotEquals"])}${exists}`,
              "aws:PrincipalAccount",
              some(["111122223333", "444455556666"], 2),
            ]
          : [
              pick(["StringEquals", "StringNotEquals"]),
              pick(["aws:PrincipalType", "aws:username"]),
              pick(["User", "a", "AssumedRole"]),
            ];
    }
  };
  const statement = (): Record<string, unknown> => {
    const block: Record<string, Record<string, unknown>> = {};
    for (let count = Math.floor(random() * 3); count > 0; count--) {
      const [operator, key, values] = condition();
      block[operator] = { ...block[operator], [key]: values };
    }
    return {
      Effect: random() < 0.75 ? "Allow" : "Deny",
      ...(principals && { Principal: principal() }),
      [random() < 0.85 ? "Action" : "NotAction"]: some([
        "s:a",
        "s:b",
        "s:a*",
        "s:*",
        "*",
        "s:?b",
        "s:*b",
        "t:*",
        "S:A?",
      ]),
      ...(!(principals && random() < 0.3) && {
        [random() < 0.85 ? "Resource" : "NotResource"]: some(["ra", "rb", "r*", "*", "ra*", "r*b", "r?", "rab"]),
      }),
      ...(Object.keys(block).length > 0 && { Condition: block }),
    };
  };
  return Array.from({ length: 1 + Math.floor(random() * 3) }, statement);
}

/** A pair: often the second is the first with a change, so that some are within others. */
export function pairOf(seed: number, choices: Choices) {
  const random = randomOf(seed);
  const a = statementsOf(random, choices);
  const b = statementsOf(random, choices);
  if (random() < 0.4) return [a, b] as const;
  const more =
    random() < 0.5
      ? [...a, ...b]
      : a.map((each, index) =>
          index === 0
            ? {
                ...each,
                ...(random() < 0.5 ? { Action: "*", NotAction: undefined } : { Resource: "*", NotResource: undefined }),
              }
            : each,
        );
  const clean = JSON.parse(JSON.stringify(more)) as typeof a;
  return random() < 0.5 ? ([a, clean] as const) : ([clean, a] as const);
}
