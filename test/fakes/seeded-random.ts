/** Chance that a seed repeats to the last bit. */
export interface SeededRandom {
  readonly seed: number;
  /** A whole number from 0 up to and without `below`. */
  below(below: number): number;
  pick<T>(choices: readonly T[]): T;
  shuffled<T>(items: readonly T[]): readonly T[];
  /** Letters and digits. */
  word(length: number): string;
  uuid(): string;
}

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state, good enough to vary tests. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join("");
  return {
    seed,
    below,
    pick: (choices) => {
      if (choices.length === 0) throw new RangeError("nothing to pick from");
      return choices[below(choices.length)] as (typeof choices)[number];
    },
    shuffled: (items) => {
      const left = [...items];
      return items.map(() => left.splice(below(left.length), 1)[0] as (typeof items)[number]);
    },
    word: (length) => Array.from({ length }, () => letters[below(letters.length)]).join(""),
    uuid: () => [8, 4, 4, 4, 12].map(hex).join("-"),
  };
}
