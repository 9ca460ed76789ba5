/** The last sentence of a message about a name that does not exist; nothing if there is none that is near. */
export function didYouMean(meant: string | undefined): string {
  return meant === undefined ? "" : ` Did you mean ${meant}?`;
}
