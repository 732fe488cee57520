/** Whether two words differ by at most `most` letters put in, left out, changed or swapped. Time: length × `most`. */
export function isNearlySame(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  // Row by row of the table of distances; what lies further than `most` from its diagonal is more than `most`.
  const far = most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 2 }, (_, column) => Math.min(column, far));
  let here = new Array<number>(b.length + 2).fill(far);
  for (let row = 1; row <= a.length; row++) {
    const [from, to] = [Math.max(1, row - most), Math.min(b.length, row + most)];
    here[from - 1] = from === 1 ? Math.min(row, far) : far;
    here[to + 1] = far;
    let least = here[from - 1] ?? far;
    for (let column = from; column <= to; column++) {
      const distance = cheapest(a, b, row, column, here[column - 1] ?? far, last, beforeLast);
      here[column] = distance;
      least = Math.min(least, distance);
    }
    if (least > most) return false;
    const spare = beforeLast.length === 0 ? new Array<number>(b.length + 2).fill(far) : beforeLast;
    [beforeLast, last, here] = [last, here, spare];
  }
  return (last[b.length] ?? far) <= most;
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
