const durationShape = /^(\d{1,10})(?:\.(\d))?(ms|s|m|h|d)$/;

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

const longestTenths = 10 * 36_525 * unitMs.d;

/** Reads `20ms 30s 10m 5h 2d 1.5h 0s` as whole ms; undefined when it is none of these, or more than 100 years. */
export function parseDuration(text: string): number | undefined {
  const parts = durationShape.exec(text);
  if (parts === null) return undefined;
  const [, whole = "", tenth = "0", unit] = parts;
  const tenths = (Number(whole) * 10 + Number(tenth)) * unitMs[unit as keyof typeof unitMs];
  return tenths % 10 === 0 && tenths <= longestTenths ? tenths / 10 : undefined;
}

/** The shortest way to write whole ms: `10m`, `1h 30m`, `250ms`, `0s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [unit, size] of Object.entries(unitMs)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * size;
  }
  return `${ms < 0 ? "-" : ""}${parts.join(" ")}`;
}
