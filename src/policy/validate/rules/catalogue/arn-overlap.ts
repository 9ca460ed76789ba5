/**
 * Whether an ARN pattern and an ARN form can have an ARN in common. A wildcard of the pattern is any text, over colons and
 * slashes too, and so is a placeholder of the form, but for those of which AWS says that they have neither: being unsure, the
 * answer is yes.
 */

/** A character, or a run of any characters, or of any but colons and slashes. */
type Token = string | typeof ANY | typeof ANY_ONE | typeof WORD;
const ANY = Symbol("any text");
const ANY_ONE = Symbol("any character");
const WORD = Symbol("any text without colons and slashes");

/**
 * Placeholders of names without colons and slashes: buckets (letters, digits, dots, hyphens), tables, queues and topics.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const WORDS: readonly string[] = ["BucketName", "TableName", "QueueName"];

const FORMS = new Map<string, readonly Token[]>();

export function canBeOf(text: string, form: string): boolean {
  const fixed = text.search(/[*?]/);
  const known = form.slice(PARTITION.length, form.indexOf("${", PARTITION.length));
  // Most forms are of another service, or of another type: what both begin with is compared first.
  const begin = text.indexOf(":", 4) + 1;
  const length = Math.min(known.length, (fixed < 0 ? text.length : fixed) - begin);
  if (begin > 0 && length > 0 && text.slice(begin, begin + length) !== known.slice(0, length)) return false;
  let tokens = FORMS.get(form);
  if (tokens === undefined) {
    tokens = formTokens(form);
    FORMS.set(form, tokens);
  }
  return overlap(patternTokens(text), tokens);
}

const PARTITION = "arn:${Partition}:";

function patternTokens(text: string): readonly Token[] {
  return [...text].map((character) => (character === "*" ? ANY : character === "?" ? ANY_ONE : character));
}

function formTokens(form: string): readonly Token[] {
  return form
    .split(/(\$\{[^}]*\}|\*)/)
    .flatMap((piece): readonly Token[] =>
      piece === "*" ? [ANY] : piece.startsWith("${") ? [WORDS.includes(piece.slice(2, -1)) ? WORD : ANY] : [...piece],
    );
}

/** Whether two patterns have a text in common: each pair of places that both can reach, row by row. */
function overlap(a: readonly Token[], b: readonly Token[]): boolean {
  let row = new Uint8Array(b.length + 1);
  let next = new Uint8Array(b.length + 1);
  row[0] = 1;
  for (let i = 0; i <= a.length; i++) {
    const x = a[i];
    for (let j = 0; j <= b.length; j++) {
      if (row[j] === 0) continue;
      const y = b[j];
      if (isRun(x)) {
        next[j] = 1;
        if (typeof y === "string" || y === ANY_ONE) row[j + 1] ||= Number(takes(x, y));
      } else if (x !== undefined && isRun(y)) next[j] ||= Number(takes(y, x));
      else if (x !== undefined && y !== undefined && (x === y || x === ANY_ONE || y === ANY_ONE)) next[j + 1] = 1;
      if (isRun(y)) row[j + 1] = 1;
    }
    if (i === a.length) return row[b.length] === 1;
    [row, next] = [next, row];
    next.fill(0);
  }
  return false;
}

function isRun(token: Token | undefined): token is typeof ANY | typeof WORD {
  return token === ANY || token === WORD;
}

function takes(run: typeof ANY | typeof WORD, one: Token): boolean {
  return run === ANY || one === ANY_ONE || (one !== "/" && one !== ":");
}
