/**
 * Colours of a chart, on its own opaque ground, so that it reads the same in light and dark clients. Text and lines
 * have a contrast of at least 4.5 to the ground (WCAG 2.2, success criterion 1.4.3), grid lines are only a hint.
 */
export const palette = {
  ground: "#fbfbf8",
  text: "#1b1f24",
  quiet: "#4c555f",
  grid: "#dcdfe3",
  /** One for each property. */
  lines: ["#0a58ad", "#b23a06", "#1c6e3d", "#7d2c91"],
} as const;
