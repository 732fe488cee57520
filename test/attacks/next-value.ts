let last = 0;

/** A number for a dial, never given twice in one process. */
export function nextValue(): number {
  last += 1;
  return last;
}
