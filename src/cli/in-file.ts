import { formatIssue, type Issue, isRolewrightError, RolewrightError } from "../errors.js";

/** A fault of what a file holds. */
interface FileIssue extends Issue {
  readonly file?: string;
}

/** What is read of a file; whatever is wrong with it says which file it is. */
export async function inFile<Read>(file: string, read: () => Read | Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    throw isRolewrightError(error)
      ? new RolewrightError(
          error.issues.map((issue) => ({ ...issue, file })),
          error.omitted,
        )
      : error;
  }
}

/** One fault as one line: `integration.yaml:3:12 accountId: message [CODE]`. */
export function faultText(issue: FileIssue): string {
  const { file, line, column, ...rest } = issue;
  if (file === undefined) return formatIssue(issue);
  return `${line === undefined ? `${file}:` : `${file}:${line}:${column}`} ${formatIssue(rest)}`;
}
