/** A value as it can stand in a line of YAML. */
export function flowText(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? wordOf(value) : String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flowText(inner)}`);
  return `{ ${entries.join(", ")} }`;
}

function wordOf(text: string): string {
  return /^[a-z][a-z0-9-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text)
    ? text
    : JSON.stringify(text);
}
