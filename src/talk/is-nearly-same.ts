/** Whether two words differ by at most `most` letters put in, left out, changed or swapped. Time: length × length. */
export function isNearlySame(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      here.push(cheapest(a, b, row, column, here[column - 1] ?? 0, last, beforeLast));
    }
    if (Math.min(...here) > most) return false;
    beforeLast = last;
    last = here;
  }
  return (last[b.length] ?? most + 1) <= most;
}

function cheapest(
  a: string,
  b: string,
  row: number,
  column: number,
  left: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number {
  const isSame = a[row - 1] === b[column - 1];
  const changed = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
  const best = Math.min(left + 1, (last[column] ?? 0) + 1, changed);
  const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return isSwap ? Math.min(best, (beforeLast[column - 2] ?? 0) + 1) : best;
}
