/** ms that a machine may have been up for its times to be told apart by boot: over a year. */
const longestBoot = 2 ** 35;
/** Boots whose times are told apart. */
export const bootSlots = 2 ** 14;

/**
 * What stands in the place of UTC ms while nobody knows those: which boot of the machine it was, and how many ms after it began. Always
 * negative, so that it is never taken for a time; whole numbers throughout. undefined after more than a year.
 */
export function unsetTime(slot: number, sinceBoot: number): number | undefined {
  const ms = Math.round(sinceBoot);
  return ms >= 0 && ms < longestBoot ? ms - (slot + 1) * longestBoot : undefined;
}

/** undefined where it is UTC ms. */
export function readUnsetTime(at: number): { readonly slot: number; readonly sinceBoot: number } | undefined {
  if (at >= 0) return undefined;
  const slot = Math.ceil(-at / longestBoot) - 1;
  return { slot, sinceBoot: at + (slot + 1) * longestBoot };
}
