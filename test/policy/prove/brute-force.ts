/**
 * A second decision on "A grants nothing that B does not", which shares no code with `prove` or `evaluate`: every request of a tiny
 * universe is tried. Values of one field that no statement tells apart are one class, of which one value is tried.
 *
 * Values that are not sure to exist (of another type, empty, not whole) are marked: a request with one of them refutes nothing, and
 * keeps from a proof.
 */

type Statement = Readonly<Record<string, unknown>>;
type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface Value {
  readonly sure: boolean;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly text?: string;
  readonly caller?: Caller;
}

export interface Caller {
  readonly kind: "Anonymous" | "AWS" | "Service" | "Federated";
  readonly name: string;
  readonly account?: string;
  /** The role of a session. */
  readonly role?: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface Universe {
  readonly callers: readonly Caller[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By key: all that a request may have, and whether it surely can. `undefined` where the key is absent. */
  readonly keys: Readonly<Record<string, readonly { readonly values?: readonly string[]; readonly sure: boolean }[]>>;
}

export type Expected = "proved" | "refuted" | "undecided";

const list = (value: unknown): string[] => [value].flat() as string[];

function glob(pattern: string, flags = ""): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${text}$`, flags);
}

const globs = new Map<string, RegExp>();
function isLike(pattern: string, text: string, flags = ""): boolean {
  const key = `${flags} ${pattern}`;
  if (!globs.has(key)) globs.set(key, glob(pattern, flags));
  return globs.get(key)!.test(text);
}

/**
 * Whether an element names a caller. Whether `*` means services and identity providers too is not written down: it is read in both
 * ways.
 */
function names(principal: unknown, caller: Caller, everyone: boolean): boolean {
  const means = everyone || caller.kind === "AWS" || caller.kind === "Anonymous";
  if (principal === "*") return means;
  const { AWS = [], Service = [], Federated = [] } = principal as Record<string, string | string[]>;
  if (list(AWS).includes("*") && means) return true;
  if (caller.kind === "Service") return list(Service).includes(caller.name);
  if (caller.kind === "Federated") return list(Federated).includes(caller.name);
  if (caller.kind === "Anonymous") return false;
  return list(AWS).some(
    (name) => name === caller.name || name === caller.role || name === `arn:aws:iam::${caller.account}:root`,
  );
}

function compare(operator: string, value: string, given: string): boolean {
  switch (operator) {
    case "StringEquals":
      return value === given;
    case "StringEqualsIgnoreCase":
      return value.toLowerCase() === given.toLowerCase();
    case "StringLike":
      return isLike(value, given);
    case "ArnLike":
    case "ArnEquals": {
      if (value === "*") return true;
      const [a, b] = [value, given].map((text) => [...text.split(":").slice(0, 5), text.split(":").slice(5).join(":")]);
      return given.split(":").length >= 6 && a!.every((part, index) => isLike(part, b![index]!));
    }
    case "Bool":
      return value.toLowerCase() === given.toLowerCase();
    case "IpAddress": {
      const [base, bits = "32"] = value.split("/");
      const read = (text: string) =>
        /^\d+(\.\d+){3}$/.test(text) ? text.split(".").reduce((sum, each) => sum * 256 + Number(each), 0) : Number.NaN;
      const size = 2 ** (32 - Number(bits));
      return Math.floor(read(base!) / size) === Math.floor(read(given) / size);
    }
  }
  const read = operator.startsWith("Date")
    ? (text: string) => (/^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN)
    : (text: string) => (/^-?[\d.]+$/.test(text) ? Number(text) : Number.NaN);
  const [a, b] = [read(given), read(value)];
  switch (operator.replace(/^(?:Numeric|Date)/, "")) {
    case "Equals":
      return a === b;
    case "LessThan":
      return a < b;
    case "LessThanEquals":
      return a <= b;
    case "GreaterThan":
      return a > b;
    case "GreaterThanEquals":
      return a >= b;
  }
  throw new Error(operator);
}

function meets(block: Block, mine: (key: string) => boolean, keys: Value["keys"]): boolean {
  return Object.entries(block).every(([operator, conditions]) =>
    Object.entries(conditions).every(([name, expected]) => {
      const key = name.toLowerCase();
      if (!mine(key)) return true;
      const given = keys[key];
      const [, set, base, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator)!;
      if (base === "Null") return list(expected).some((value) => value === String(given === undefined));
      const negated = /Not/.test(base!);
      if (given === undefined) {
        if (set === "ForAllValues") return true;
        return ifExists !== undefined || (negated && set === undefined);
      }
      const positive = base!.replace("Not", "");
      const isOne = (value: string) => list(expected).some((each) => compare(positive, each, value));
      if (set === "ForAnyValue") return given.some((value) => isOne(value) !== negated);
      if (set === "ForAllValues") return given.every((value) => isOne(value) !== negated);
      return given.some(isOne) !== negated;
    }),
  );
}

const OF_CALLER = /^aws:(?:principal|username)/;

/** Whether a statement takes a value of a field: the fields are the caller, the action, the resource, and each other key. */
function takes(statement: Statement, field: string, value: Value, everyone: boolean): boolean {
  const block = (statement["Condition"] ?? {}) as Block;
  if (field === "caller") {
    const { Principal, NotPrincipal } = statement;
    if (Principal !== undefined && !names(Principal, value.caller!, everyone)) return false;
    if (NotPrincipal !== undefined && names(NotPrincipal, value.caller!, everyone)) return false;
    return meets(block, (key) => OF_CALLER.test(key), value.keys);
  }
  if (field === "action") {
    const isAction = (pattern: string) => isLike(pattern, value.text!, "i");
    if (statement["Action"] !== undefined) return list(statement["Action"]).some(isAction);
    return !list(statement["NotAction"]).some(isAction);
  }
  if (field === "resource") {
    const isResource = (pattern: string) => isLike(pattern, value.text!);
    if (statement["Resource"] !== undefined && !list(statement["Resource"]).some(isResource)) return false;
    if (statement["NotResource"] !== undefined && list(statement["NotResource"]).some(isResource)) return false;
    return meets(block, (key) => key === "aws:resourceaccount", value.keys);
  }
  return meets(block, (key) => key === field, value.keys);
}

interface Class {
  readonly value: Value;
  /** By reading, and by statement. */
  readonly taken: readonly (readonly boolean[])[];
}

/** What is expected of `prove`. */
export function bruteForce(a: readonly Statement[], b: readonly Statement[], universe: Universe): Expected {
  const statements = [...a, ...b];
  const fields: [string, Value[]][] = [
    ["caller", universe.callers.map((caller) => ({ sure: true, keys: caller.keys, caller }))],
    ["action", universe.actions.map((text) => ({ sure: true, keys: {}, text }))],
    [
      "resource",
      universe.resources.map((text) => ({
        sure: true,
        keys: /^\d{12}$/.test(text.split(":")[4] ?? "") ? { "aws:resourceaccount": [text.split(":")[4]!] } : {},
        text,
      })),
    ],
    ...Object.entries(universe.keys).map(([key, all]): [string, Value[]] => [
      key,
      all.map(({ values, sure }) => ({ sure, keys: values === undefined ? {} : { [key]: values } })),
    ]),
  ];
  const classes = fields.map(([field, values]) => {
    const found = new Map<string, Class>();
    for (const value of values) {
      const taken = [true, false].map((everyone) =>
        statements.map((statement) => takes(statement, field, value, everyone)),
      );
      const key = `${taken.join(";")} ${value.sure}`;
      if (!found.has(key)) found.set(key, { value, taken });
    }
    // What surely exists, where another value is no different.
    return [...found.values()].sort((one, other) => Number(other.value.sure) - Number(one.value.sure));
  });
  let worst: Expected = "proved";
  const walk = (level: number, taken: readonly (readonly boolean[])[], sure: boolean): boolean => {
    if (!taken.some((reading) => reading.some((each, index) => each && index < a.length))) return false;
    if (level === classes.length) {
      const grants = (from: number, side: readonly Statement[], reading: readonly boolean[]) =>
        side.some(({ Effect }, index) => Effect === "Allow" && reading[from + index]) &&
        !side.some(({ Effect }, index) => Effect === "Deny" && reading[from + index]);
      const refutes = taken.map((reading) => grants(0, a, reading) && !grants(a.length, b, reading));
      if (!refutes.includes(true)) return false;
      worst = sure && !refutes.includes(false) ? "refuted" : worst === "refuted" ? worst : "undecided";
      return worst === "refuted";
    }
    return classes[level]!.some((each) =>
      walk(
        level + 1,
        taken.map((reading, way) => reading.map((before, index) => before && each.taken[way]![index]!)),
        sure && each.value.sure,
      ),
    );
  };
  const all = statements.map(() => true);
  walk(0, [all, all], true);
  return worst;
}

/** The universe of one request alone, as `prove` gives it; a key that it lacks is absent. */
export function universeOf(
  all: Universe,
  {
    principal,
    action,
    resource,
    context,
  }: {
    readonly principal: string | Readonly<Record<string, string>>;
    readonly action: string;
    readonly resource: string;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
  },
): Universe {
  const [[kind, name]] = (typeof principal === "string" ? [["Anonymous", "*"]] : Object.entries(principal)) as [
    [Caller["kind"], string],
  ];
  const keys = Object.entries(context).map(
    ([key, values]) => [key.toLowerCase(), { values: [values].flat(), sure: true }] as const,
  );
  const own: Record<string, readonly string[]> = {};
  for (const [key, { values }] of keys) if (OF_CALLER.test(key)) own[key] = values;
  return {
    callers: [callerOf(kind, name, own)],
    actions: [action],
    resources: [resource],
    keys: {
      ...Object.fromEntries(Object.keys(all.keys).map((key) => [key, [{ sure: true }]])),
      ...Object.fromEntries(keys.filter(([key]) => !OF_CALLER.test(key)).map(([key, value]) => [key, [value]])),
    },
  };
}

/** A caller with what follows from its name. */
export function callerOf(kind: Caller["kind"], name: string, own: Caller["keys"] = {}): Caller {
  if (kind === "Anonymous")
    return { kind, name, keys: { "aws:principalaccount": ["anonymous"], "aws:principaltype": ["Anonymous"], ...own } };
  if (kind !== "AWS")
    return { kind, name, keys: { "aws:principalisawsservice": [String(kind === "Service")], ...own } };
  const resource = name.split(":").slice(5).join(":");
  const [type] = resource.split("/");
  const types: Record<string, string> = {
    root: "Account",
    user: "User",
    role: "AssumedRole",
    "assumed-role": "AssumedRole",
    "federated-user": "FederatedUser",
  };
  const id = name.split(":")[4] ?? "";
  return {
    kind,
    name,
    account: id,
    keys: {
      "aws:principalarn": [name],
      "aws:principalaccount": [id],
      "aws:principaltype": [types[type!] ?? "?"],
      "aws:principalisawsservice": ["false"],
      ...(type === "user" && { "aws:username": [name.slice(name.lastIndexOf("/") + 1)] }),
      ...own,
    },
  };
}
