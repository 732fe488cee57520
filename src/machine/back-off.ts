export interface BackOff {
  /** ms to wait before the next try: twice as long each time, between half of it and all of it at random. */
  next(): number;
  reset(): void;
}

/** Growing waits between `first` and `longest` ms; `random` draws from 0 up to 1. */
export function backOff(first: number, longest: number, random: () => number = Math.random): BackOff {
  let wait = first;
  return {
    next() {
      const now = wait;
      wait = Math.min(longest, wait * 2);
      return now / 2 + random() * (now / 2);
    },
    reset() {
      wait = first;
    },
  };
}
