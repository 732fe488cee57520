const bars = "▁▂▃▄▅▆▇█";

/** The last numbers as bars of eight heights between their own least and most; all the same is a line at the bottom. */
export function sparkBars(course: readonly number[], width: number): string {
  const shown = course.slice(-width);
  const least = Math.min(...shown);
  const range = Math.max(...shown) - least;
  return shown.map((number) => bars[range > 0 ? Math.round(((number - least) / range) * 7) : 0]).join("");
}
