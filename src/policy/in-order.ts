/** How many members of a list in order stand before those of which it is false that they do. */
export function countBefore<Member>(sorted: ArrayLike<Member>, isBefore: (member: Member) => boolean): number {
  let from = 0;
  for (let to = sorted.length; from < to; ) {
    const middle = (from + to) >> 1;
    if (isBefore(sorted[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}
