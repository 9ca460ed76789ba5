/** A set of characters, as a place of a pattern takes them. A character is a UTF-16 unit, as `matches` has it. */
export interface Characters {
  readonly id: string;
  readonly has: (character: string) => boolean;
  /** All of them, where they are few. */
  readonly listed?: string;
}

const LISTED = new Map<string, Characters>();

/** The set of a few characters. */
export function oneOf(characters: string): Characters {
  let found = LISTED.get(characters);
  if (found === undefined) {
    found = { id: `=${characters}`, has: (character) => characters.includes(character), listed: characters };
    if (characters.length === 1) LISTED.set(characters, found);
  }
  return found;
}

const unlisted = (id: string, has: Characters["has"]): Characters => ({ id, has });
const matching = (expression: RegExp): Characters => unlisted(String(expression), (each) => expression.test(each));

export const ANY = unlisted("any", () => true);
export const NOT_COLON = unlisted("not:", (each) => each !== ":");
export const NOT_SLASH = unlisted("not/", (each) => each !== "/");
export const DIGIT = matching(/[0-9]/);
/** Of the two sides of an action. */
export const WORD = matching(/[a-z0-9_-]/);
/** Of a partition's ID. */
export const PARTITION = matching(/[a-z0-9-]/);
/** Of paths and names of identities: whatever is possible, and what surely is a path with a name. */
export const PATH = matching(/[\x21-\x7e]/);
export const NAME = matching(/[\w+=,.@-]/);
export const LOWER = matching(/[a-z0-9]/);
export const PRINTABLE = matching(/[\x20-\x7e]/);

/** Whether a set surely has all that another one has. */
export function includes(set: Characters, other: Characters): boolean {
  if (set === ANY || set.id === other.id) return true;
  return other.listed !== undefined && [...other.listed].every(set.has);
}

/** What both sets have, for sets of which one is listed or any character. */
export function without(set: Characters, excluded: Characters): Characters {
  if (set === ANY) return excluded;
  return set.listed === undefined ? set : oneOf([...set.listed].filter(excluded.has).join(""));
}

/** One character of each kind that sets tell apart beside those that they list: the nicer ones first. */
const SAMPLES = "xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+=,@~ !#$%&()[]{}|^`'\"<>;\\*?";

/** Characters, one at least for each way in which the given sets can take or not take one. */
export function alphabetOf(sets: Iterable<Characters>, texts: Iterable<string>): readonly string[] {
  const distinct = new Map([...sets].map((set) => [set.id, set]));
  const listed = new Set<string>();
  const open: Characters[] = [];
  for (const set of distinct.values()) {
    if (set.listed === undefined) open.push(set);
    else for (const each of set.listed) listed.add(each);
  }
  for (const text of texts) for (const each of text.split("")) listed.add(each);
  let other = 0x101;
  while (listed.has(String.fromCharCode(other))) other++;
  const signatures = new Set<string>();
  const alphabet: string[] = [];
  for (const sample of SAMPLES + String.fromCharCode(other)) {
    if (listed.has(sample)) continue;
    const signature = open.map((set) => (set.has(sample) ? "1" : "0")).join("");
    if (signatures.has(signature)) continue;
    signatures.add(signature);
    alphabet.push(sample);
  }
  return [...alphabet, ...listed];
}
