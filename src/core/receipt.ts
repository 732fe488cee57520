/**
 * A source that says a message again until it is acknowledged (an MQTT broker) gives one along with each sample. Whoever holds the
 * sample last calls it, once.
 */
export interface Receipt {
  /** Which source; the same over restarts. */
  readonly source: string;
  /**
   * What must be remembered of the source in the very transaction that holds the reading, so that what it says again after a
   * crash is known: it stands for everything that was taken from it so far.
   */
  note(): Uint8Array;
  /** Nothing that came of the sample can be lost any more. Never throws. */
  settle(): void;
}

/** Receipts for so many samples of one message; the whole is settled when each of them is. */
export function shareReceipt(whole: Receipt, shares: number): readonly Receipt[] {
  let open = shares;
  const settle = (): void => {
    open -= 1;
    if (open === 0) whole.settle();
  };
  if (shares === 0) whole.settle();
  return Array.from({ length: shares }, () => ({ source: whole.source, note: () => whole.note(), settle }));
}
