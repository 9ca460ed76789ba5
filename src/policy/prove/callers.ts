import { awsPrincipal, isProviderArn, type PrincipalForm } from "../principal.js";
import { ANY, NAME, NOT_COLON, NOT_SLASH, oneOf, PATH } from "./characters.js";
import { PARTITION_TOKENS, TWELVE_DIGITS } from "./condition-keys.js";
import type { Reading, Union } from "./find-text.js";
import { many, narrowed, one, patternOf, type TextPattern, type Token, textTokens } from "./text-pattern.js";

/**
 * The kinds of callers that policies can tell apart. A policy names few callers; each of them is a kind of its own, and all others
 * are of a few kinds: anonymous, a service, an identity provider's token, and the root, the users, the roles and the federated users
 * of each account that is named and of all that are not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

/** Whom an element names: `*` under no kind, or a name under its kind; what only a deployment knows has no text. */
export interface PrincipalName {
  readonly kind: string;
  readonly text: string | undefined;
}

/** `maybe`: the documentation leaves it open. */
export type Truth = "yes" | "no" | "maybe";

/** A kind of callers. */
export interface CallerKind {
  readonly kind: "AWS" | "Service" | "Federated" | "Anonymous";
  /** The one caller that it is, if it is one. */
  readonly name: string | undefined;
  /** Whether a principal element names the callers. */
  readonly isNamed: (names: readonly PrincipalName[]) => Truth;
  /** Whether `NotPrincipal` excepts them. */
  readonly isExcepted: (names: readonly PrincipalName[]) => Truth;
  /** What condition keys follow from the caller: their value, or that they are absent. */
  readonly keys: ReadonlyMap<string, string | undefined>;
  /** Keys that a request of these callers lacks. */
  readonly lacks: (key: string) => boolean;
  /** The key that tells the callers of the kind apart. */
  readonly own: OwnKey | undefined;
}

/** The key that tells callers of a kind apart, with the keys that are parts of its value. */
export interface OwnKey {
  readonly key: string;
  /** All values that the key can have, and those that callers of today surely have. */
  readonly all: Union;
  readonly sure: Union;
  /** Values of callers that are of another kind. */
  readonly others: Union;
  readonly parts: ReadonlyMap<string, (part: TextPattern) => readonly TextPattern[]>;
  readonly examples: readonly string[];
  /** Whether the caller is one, of which nobody but AWS knows the value: the path of a session's role. */
  readonly hidden: boolean;
}

const COLON = one(oneOf(":"));
const iam = (partition: readonly Token[], account: readonly Token[], resource: readonly Token[], service = "iam") => [
  ...textTokens("arn:"),
  ...partition,
  ...textTokens(`:${service}::`),
  ...account,
  COLON,
  ...resource,
];
const named = (kind: string) => [...textTokens(`${kind}/`), many(PATH), one(NAME)];

const anyAccount = (part: TextPattern) =>
  [
    part.literal?.includes(":")
      ? []
      : [
          patternOf(
            `account ${part.key}`,
            [
              ...textTokens("arn:"),
              many(NOT_COLON),
              COLON,
              many(NOT_COLON),
              ...textTokens("::"),
              ...narrowed(part.tokens, NOT_COLON),
              COLON,
              many(ANY),
            ],
            part.exact,
          ),
        ],
  ].flat();

const userName = (part: TextPattern) => {
  const user = [
    ...textTokens("arn:"),
    many(NOT_COLON),
    ...textTokens(":iam::"),
    many(NOT_COLON),
    ...textTokens(":user/"),
  ];
  const name = narrowed(part.tokens, NOT_SLASH);
  return part.literal?.includes("/")
    ? []
    : [
        patternOf(`name ${part.key}`, [...user, ...name], part.exact),
        patternOf(`path and name ${part.key}`, [...user, many(ANY), one(oneOf("/")), ...name], part.exact),
      ];
};

const isEveryone = ({ kind, text }: PrincipalName) => text === "*" && (kind === "*" || kind === "AWS");
const some = (names: readonly PrincipalName[], truth: (name: PrincipalName) => Truth): Truth => {
  let best: Truth = "no";
  for (const name of names) {
    const each = name.text === undefined ? "maybe" : truth(name);
    if (each === "yes") return "yes";
    if (each === "maybe") best = "maybe";
  }
  return best;
};

/** Keys of an identity, which callers without one lack. */
const isOfIdentity = (key: string) => /^aws:(?:principal(?!isawsservice|servicename)|userid$|username$)/.test(key);

const ANONYMOUS: CallerKind = {
  kind: "Anonymous",
  name: "*",
  isNamed: (names) => some(names, (name) => (isEveryone(name) ? "yes" : "no")),
  isExcepted: (names) => some(names, (name) => (isEveryone(name) ? "yes" : "no")),
  keys: new Map([
    ["aws:principalaccount", "anonymous"],
    ["aws:principaltype", "Anonymous"],
    ["aws:userid", "anonymous"],
    ["aws:principalisawsservice", "false"],
    ["aws:principalarn", undefined],
    ["aws:principalservicename", undefined],
  ]),
  lacks: isOfIdentity,
  own: undefined,
};

/** Services and identity providers: by their names. Whether `*` means them too is not written down. */
function nameless(
  kind: "Service" | "Federated",
  name: string | undefined,
  others: readonly string[],
  everyone: Truth,
): CallerKind {
  const key = kind === "Service" ? "aws:principalservicename" : "aws:federatedprovider";
  const other = kind === "Service" ? "aws:federatedprovider" : "aws:principalservicename";
  const host = /oidc-provider\/(.+)$/.exec(name ?? "")?.[1]?.toLowerCase();
  const names = (given: readonly PrincipalName[]) =>
    some(given, (each) => {
      if (isEveryone(each)) return everyone;
      return each.kind === kind && (each.text === name || (kind === "Service" && each.text === "*")) ? "yes" : "no";
    });
  return {
    kind,
    name,
    isNamed: names,
    isExcepted: names,
    keys: new Map([
      ["aws:principalisawsservice", String(kind === "Service")],
      [other, undefined],
      ...(name === undefined ? [] : [[key, name] as const]),
    ]),
    // A token has the claims of its own issuer.
    lacks: (each) =>
      isOfIdentity(each) || (host !== undefined && /^[^:]*\.[^:]*:/.test(each) && !each.startsWith(`${host}:`)),
    own:
      name !== undefined
        ? undefined
        : {
            key,
            all: [patternOf("any name", [one(ANY), many(ANY)])],
            sure: [patternOf("a name", [one(NAME), many(PATH)])],
            others: others.map((text) => patternOf(`=${text}`, textTokens(text))),
            parts: new Map(),
            examples:
              kind === "Service"
                ? ["example.amazonaws.com"]
                : ["arn:aws:iam::444455556666:oidc-provider/issuer.example.com"],
            hidden: false,
          },
  };
}

const TYPES: { readonly [kind: string]: string } = {
  account: "Account",
  user: "User",
  role: "AssumedRole",
  session: "AssumedRole",
  "federated-user": "FederatedUser",
};

/** One identity, by its ARN. */
function identity(name: string): CallerKind {
  const form = awsPrincipal(name);
  const type = TYPES[form.kind];
  return {
    kind: "AWS",
    name,
    isNamed: (names) => some(names, (each) => ofIdentity(each, form, name)),
    isExcepted: (names) => exceptionOf(names, form, name),
    keys: new Map([
      ...FOR_IDENTITIES,
      ...(type === undefined || !("accountId" in form)
        ? []
        : ([
            ["aws:principaltype", type],
            ["aws:principalaccount", form.accountId],
            ["aws:username", form.kind === "user" ? form.name : undefined],
            ...(form.kind === "session" ? [] : [["aws:principalarn", name] as const]),
          ] as const)),
    ]),
    lacks: () => false,
    own: form.kind === "session" ? pathOf(form) : undefined,
  };
}

const FOR_IDENTITIES: readonly (readonly [string, string | undefined])[] = [
  ["aws:principalisawsservice", "false"],
  ["aws:principalservicename", undefined],
];

/** The ARN of a session's role: the path is not known. */
function pathOf({ partition, accountId, role }: PrincipalForm & { kind: "session" }): OwnKey {
  const arn = `arn:${partition}:iam::${accountId}:role/`;
  const all = [
    patternOf("without path", textTokens(arn + role)),
    patternOf("with path", [...textTokens(arn), one(PATH), many(PATH), ...textTokens(`/${role}`)]),
  ];
  return {
    key: "aws:principalarn",
    all,
    sure: all,
    others: [],
    parts: new Map(),
    examples: [arn + role],
    hidden: true,
  };
}

function ofIdentity(name: PrincipalName, form: PrincipalForm, own: string): Truth {
  const text = name.text!;
  if (isEveryone(name)) return "yes";
  // A canonical user ID stands for an account, of which it does not say the number.
  if (name.kind === "CanonicalUser") return "maybe";
  if (name.kind !== "AWS") return "no";
  const trusted = awsPrincipal(text);
  // It may be the ID of any user or role.
  if (trusted.kind === "unique-id")
    return form.kind === "user" || form.kind === "role" || form.kind === "session" ? "maybe" : "no";
  if (trusted.kind === "account") return isOfAccount(form, trusted) ? "yes" : "no";
  if (text === own) return "yes";
  const isSession =
    trusted.kind === "role" &&
    form.kind === "session" &&
    trusted.partition === form.partition &&
    trusted.accountId === form.accountId &&
    trusted.name === form.role;
  return isSession ? "yes" : "no";
}

function isOfAccount(form: PrincipalForm, account: PrincipalForm & { kind: "account" }): boolean {
  return (
    "accountId" in form &&
    form.accountId === account.accountId &&
    (account.partition ?? form.partition) === (form.partition ?? account.partition)
  );
}

/**
 * Whether `NotPrincipal` surely excepts an identity: its account must be named too, and alone it excepts the root alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exceptionOf(names: readonly PrincipalName[], form: PrincipalForm, own: string): Truth {
  if (names.some(isEveryone)) return "yes";
  const isAccount = ({ text }: PrincipalName) => text !== undefined && awsPrincipal(text).kind === "account";
  const account = some(names.filter(isAccount), (each) => ofIdentity(each, form, own));
  if (form.kind === "account") return account;
  const itself = some(
    names.filter((each) => !isAccount(each)),
    (each) => ofIdentity(each, form, own),
  );
  if (itself === account) return itself;
  return "maybe";
}

interface Account {
  readonly partition: string | undefined;
  readonly accountId: string;
}

/** All identities of a type in an account, or in all accounts but some, which no policy names one by one. */
function identities(
  type: "root" | "user" | "role" | "federated-user",
  account: Account | undefined,
  others: Others,
): CallerKind {
  const known = account?.partition ?? others.partition;
  const id = account === undefined ? TWELVE_DIGITS : textTokens(account.accountId);
  const resource =
    type === "root"
      ? textTokens("root")
      : type === "federated-user"
        ? [...textTokens("federated-user/"), one(NAME), many(NAME)]
        : named(type);
  const service = type === "federated-user" ? "sts" : "iam";
  const truth = (names: readonly PrincipalName[]) =>
    some(names, (name) => {
      if (isEveryone(name)) return "yes";
      if (name.kind === "CanonicalUser") return "maybe";
      if (name.kind !== "AWS") return "no";
      const trusted = awsPrincipal(name.text!);
      // The ID of an identity whose ARN no policy names.
      if (trusted.kind === "unique-id") return type === "user" || type === "role" ? "maybe" : "no";
      return trusted.kind === "account" &&
        account !== undefined &&
        trusted.accountId === account.accountId &&
        (trusted.partition ?? account.partition) === (account.partition ?? trusted.partition)
        ? "yes"
        : "no";
    });
  const [exampleAccount, examplePartition] = [account?.accountId ?? others.example, known ?? "aws"];
  return {
    kind: "AWS",
    name: undefined,
    isNamed: truth,
    isExcepted: (names) => {
      if (names.some(isEveryone)) return "yes";
      const named = truth(names);
      return named === "yes" && type !== "root" ? "maybe" : named;
    },
    keys: new Map([
      ...FOR_IDENTITIES,
      ["aws:principaltype", TYPES[type === "root" ? "account" : type]!],
      ...(type === "user" ? [] : [["aws:username", undefined] as const]),
    ]),
    lacks: () => false,
    own: {
      key: "aws:principalarn",
      all: [
        patternOf(
          `any ${type}`,
          iam(known === undefined ? PARTITION_TOKENS : textTokens(known), id, resource, service),
        ),
      ],
      sure: (known === undefined ? PARTITIONS : [known]).map((partition) =>
        patternOf(`any ${type} ${partition}`, iam(textTokens(partition), id, resource, service)),
      ),
      others: [...others.names, ...(account === undefined ? others.accounts : [])],
      parts: new Map([
        ["aws:principalaccount", anyAccount],
        ...(type === "user" ? [["aws:username", userName] as const] : []),
      ]),
      examples: [`arn:${examplePartition}:${service}::${exampleAccount}:${type === "root" ? type : `${type}/example`}`],
      hidden: false,
    },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

interface Others {
  /** The one partition of all callers, if it is known. */
  readonly partition: string | undefined;
  readonly names: Union;
  readonly accounts: Union;
  readonly example: string;
}

/** Example accounts of AWS's documentation. */
const EXAMPLES = ["444455556666", "777788889999", "123456789012", "111122223333"];

/**
 * The kinds of callers that named ones can tell apart, of a policy of a role or another resource. Where a doubt is possible it is
 * read in both ways, each of them everywhere.
 */
export function callerKinds(names: readonly PrincipalName[], reading: Reading): readonly CallerKind[] {
  const texts = (kind: string) => [
    ...new Set(
      names.flatMap((name) => (name.kind === kind && name.text !== undefined && name.text !== "*" ? [name.text] : [])),
    ),
  ];
  const forms = texts("AWS").map((text) => ({ text, form: awsPrincipal(text) }));
  // Principals are of the partition of their policy, and so are its callers.
  const named = new Set(
    forms.flatMap(({ form }) => ("partition" in form && form.partition !== undefined ? [form.partition] : [])),
  );
  const [partition] = named.size === 1 ? named : [];
  const accounts = new Map<string, Account>();
  for (const { form } of forms) if (form.kind === "account") accounts.set(`${form.partition}:${form.accountId}`, form);
  for (const [key, { partition, accountId }] of accounts)
    if (
      partition === undefined &&
      [...accounts.values()].some((each) => each.partition !== undefined && each.accountId === accountId)
    )
      accounts.delete(key);
  const single = forms.filter(({ form }) => form.kind !== "account" && form.kind !== "unique-id");
  const others: Others = {
    partition,
    // Names of roles are unique in an account, whatever their paths.
    names: single.flatMap(({ text, form }) =>
      form.kind === "role"
        ? [
            patternOf(`=${text}`, textTokens(text)),
            patternOf(`role ${text}`, [
              ...textTokens(`arn:${form.partition}:iam::${form.accountId}:role/`),
              many(PATH),
              ...textTokens(`/${form.name}`),
            ]),
            patternOf(`plain ${text}`, textTokens(`arn:${form.partition}:iam::${form.accountId}:role/${form.name}`)),
          ]
        : [patternOf(`=${text}`, textTokens(text))],
    ),
    accounts: [...accounts.values()].flatMap(({ partition, accountId }) => [
      patternOf(`in ${partition} ${accountId}`, [
        ...textTokens("arn:"),
        ...(partition === undefined ? PARTITION_TOKENS : textTokens(partition)),
        COLON,
        many(NOT_COLON),
        ...textTokens(`::${accountId}:`),
        many(ANY),
      ]),
    ]),
    example: EXAMPLES.find((id) => ![...accounts.values()].some(({ accountId }) => accountId === id)) ?? "000000000001",
  };
  const services = texts("Service");
  const providers = texts("Federated");
  const everyone: readonly Truth[] = reading === "possible" ? ["yes", "no"] : ["maybe"];
  return [
    ANONYMOUS,
    ...single.map(({ text }) => identity(text)),
    ...[...accounts.values(), undefined].flatMap((account) =>
      (["role", "user", "root", "federated-user"] as const).map((type) => identities(type, account, others)),
    ),
    ...everyone.flatMap((each) => [
      ...[...services, undefined].map((name) => nameless("Service", name, services, each)),
      ...[...providers, undefined].map((name) => nameless("Federated", name, providers, each)),
    ]),
  ];
}

/** The callers whom an identity policy is about: users and roles. */
export function identityKinds(): readonly CallerKind[] {
  const others: Others = { partition: undefined, names: [], accounts: [], example: "111122223333" };
  return (["role", "user"] as const).map((type) => identities(type, undefined, others));
}

/** Strangers: whoever is none of those that a policy names, nor in an account that it names. */
export function strangerKinds(names: readonly PrincipalName[], reading: Reading): readonly CallerKind[] {
  const isAccount = ({ kind, text }: PrincipalName) =>
    kind === "AWS" && text !== undefined && awsPrincipal(text).kind === "account";
  const accounts = names.filter(isAccount);
  const open = (given: readonly PrincipalName[]) => given.filter((name) => name.text === undefined || isEveryone(name));
  return callerKinds(names, reading)
    .filter(
      (caller) =>
        caller.kind === "Anonymous" ||
        (caller.kind === "AWS" && caller.name === undefined && caller.isNamed(accounts) === "no"),
    )
    .map((caller) => ({
      ...caller,
      isNamed: (given) => caller.isNamed(open(given)),
      isExcepted: (given) => caller.isExcepted(open(given)),
    }));
}

/** Whether a name is a provider's whose tokens are web identities. */
export function isOidc(name: string | undefined): boolean {
  return name === undefined || !isProviderArn(name) || name.includes(":oidc-provider/");
}
