/** Whole numbers as ranges `[first, last]`, ascending, with a hole between each two. */
export type NumberRanges = readonly (readonly [number, number])[];

export function inNumberRanges(ranges: NumberRanges, number: number): boolean {
  return ranges.some(([first, last]) => first <= number && number <= last);
}

/** With the number in it. Beyond `most` ranges the lowest hole is closed, so that what is kept stays small. */
export function addToNumberRanges(ranges: NumberRanges, number: number, most = 100): NumberRanges {
  const sorted = [...ranges, [number, number] as const].sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [first, last] of sorted) {
    const end = joined.at(-1);
    if (end !== undefined && first <= end[1] + 1) end[1] = Math.max(end[1], last);
    else joined.push([first, last]);
  }
  while (joined.length > most) {
    const [[first] = [0], [, last] = [0, 0]] = joined.splice(0, 2);
    joined.unshift([first, last]);
  }
  return joined;
}

/** `1-204,206`. */
export function formatNumberRanges(ranges: NumberRanges): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join();
}

/** The reverse; what it does not understand it leaves out. */
export function parseNumberRanges(text: string): NumberRanges {
  return text.split(",").flatMap((part): [number, number][] => {
    const [, first, last = first] = /^(\d{1,16})(?:-(\d{1,16}))?$/.exec(part) ?? [];
    return first === undefined ? [] : [[Number(first), Number(last)]];
  });
}
