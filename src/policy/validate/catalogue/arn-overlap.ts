import { matches, pattern } from "../../../wildcard/pattern.js";
import { arnParts } from "../../arn-parts.js";

/**
 * Whether an ARN pattern and an ARN form of AWS's reference can have an ARN in common. In the resource, a wildcard of the
 * pattern is any text, over colons and slashes too, and so is a placeholder of the form, but for those of which AWS says that
 * they have neither. Being unsure, the answer is yes.
 */

/** A character, or a run of any characters, or of any but colons and slashes. */
type Token = string | typeof ANY | typeof ANY_ONE | typeof WORD;
const ANY = Symbol("any text");
const ANY_ONE = Symbol("any character");
const WORD = Symbol("any text without colons and slashes");

/**
 * Placeholders of names without colons and slashes: of buckets, tables and queues.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
const WORDS: readonly string[] = ["BucketName", "TableName", "QueueName"];

/** An ARN, as a policy or the reference has it, ready to be compared. */
export interface ArnPattern {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** What the resource begins with, up to the first wildcard. */
  readonly begin: string;
  readonly tokens: readonly Token[];
}

/** The pattern of a resource in a policy: a whole ARN without variables. */
export function resourcePattern(text: string): ArnPattern {
  const [, , service = "", region = "", account = "", resource = ""] = arnParts(text);
  const begin = resource.slice(0, (resource.search(/[*?]/) + 1 || resource.length + 1) - 1);
  const tokens = [...resource].map((one) => (one === "*" ? ANY : one === "?" ? ANY_ONE : one));
  return { service, region, account, begin, tokens };
}

const FORMS = new Map<string, ArnPattern>();

function formPattern(form: string): ArnPattern {
  let known = FORMS.get(form);
  if (known === undefined) {
    const [, , service = "", region = "", account = "", resource = ""] = arnParts(form);
    const pieces = resource.split(/(\$\{[^}]*\}|\*)/);
    known = {
      service: service.includes("$") ? "*" : service,
      region: region.replace(/\$.*/, "*"),
      account: account.replace(/\$.*/, "*"),
      begin: pieces[0]!,
      tokens: pieces.flatMap((piece): readonly Token[] =>
        piece === "*" ? [ANY] : piece.startsWith("${") ? [WORDS.includes(piece.slice(2, -1)) ? WORD : ANY] : [...piece],
      ),
    };
    FORMS.set(form, known);
  }
  return known;
}

/** Whether an ARN of a form can match a pattern. */
export function canBeOf(given: ArnPattern, form: string): boolean {
  const known = formPattern(form);
  if (known.service !== given.service && known.service !== "*") return false;
  // A wildcard at the end of a part reaches over colons, so that what stands in the account's place may be the resource.
  if (!/^(?:[\d*?]*|aws)$/.test(given.account)) return true;
  if (!alike(given.region, known.region) || !alike(given.account, known.account)) return false;
  const length = Math.min(given.begin.length, known.begin.length);
  return given.begin.slice(0, length) === known.begin.slice(0, length) && overlap(given.tokens, known.tokens);
}

/** Whether a part can be what the form has there. */
function alike(given: string, known: string): boolean {
  return known === "*" || given === known || matches(pattern(given), known);
}

/** Whether two patterns have a text in common: each pair of places that both can reach, row by row. */
function overlap(a: readonly Token[], b: readonly Token[]): boolean {
  let row = new Uint8Array(b.length + 1);
  let next = new Uint8Array(b.length + 1);
  row[0] = 1;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    for (let j = 0; j <= b.length; j++) {
      if (row[j] === 0) continue;
      const y = b[j];
      if (isRun(y)) {
        row[j + 1] = 1;
        if (isRun(x) || takes(y, x)) next[j] = 1;
      }
      if (isRun(x)) {
        next[j] = 1;
        if (y !== undefined && !isRun(y)) row[j + 1] = 1;
      } else if (y !== undefined && !isRun(y) && (x === y || x === ANY_ONE || y === ANY_ONE)) next[j + 1] = 1;
    }
    [row, next] = [next, row];
    next.fill(0);
  }
  for (let j = 0; j < b.length; j++) if (row[j] === 1 && isRun(b[j])) row[j + 1] = 1;
  return row[b.length] === 1;
}

function isRun(token: Token | undefined): token is typeof ANY | typeof WORD {
  return token === ANY || token === WORD;
}

function takes(run: typeof ANY | typeof WORD, one: Token): boolean {
  return run === ANY || one === ANY_ONE || (one !== "/" && one !== ":");
}
