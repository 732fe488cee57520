const sizeShape = /^(\d{1,7})(?:\.(\d))?(kB|MB|GB|KiB|MiB|GiB)$/;

const unitBytes = { kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;

/** Reads `256MiB 1.5GiB 500MB 64kB` as whole bytes, fractions rounded down; undefined when it is none of these. */
export function parseSize(text: string): number | undefined {
  const parts = sizeShape.exec(text);
  if (parts === null) return undefined;
  const [, whole = "", tenth = "0", unit] = parts;
  const tenths = Number(whole) * 10 + Number(tenth);
  return Math.floor((tenths * unitBytes[unit as keyof typeof unitBytes]) / 10);
}

/** `1.5 MiB`: in the largest unit that leaves at least 1, to the tenth. */
export function formatSize(bytes: number): string {
  const found = (["GiB", "MiB", "KiB"] as const).find((unit) => bytes >= unitBytes[unit]);
  return found === undefined ? `${bytes} bytes` : `${Math.round((bytes / unitBytes[found]) * 10) / 10} ${found}`;
}
