/** Where a template takes its value from: the whole payload, or a place in it. */
export interface ValueTemplate {
  /** JSON Pointer (RFC 6901); undefined: the whole payload. */
  readonly path: string | undefined;
}

const longest = 512;
const step = /\.([A-Za-z_][A-Za-z0-9_]*)|\['([^'\\]*)'\]|\["([^"\\]*)"\]|\[(\d{1,4})\]/y;

/**
 * Reads a Home Assistant template that only names a place: `{{ value }}`, `{{ value_json.a.b }}`, `{{ value_json['a'][0] }}`, with
 * `| float` or `| is_defined` at most. undefined for every other one: templates are programs, and none is ever run.
 */
export function valueTemplate(text: string): ValueTemplate | undefined {
  if (text.length > longest) return undefined;
  const inner = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/.exec(text)?.[1];
  const [place = "", ...filters] = (inner ?? "").split("|").map((part) => part.trim());
  if (!filters.every((filter) => filter === "float" || filter === "is_defined")) return undefined;
  if (place === "value") return { path: undefined };
  return place.startsWith("value_json") ? pointer(place.slice("value_json".length)) : undefined;
}

function pointer(steps: string): ValueTemplate | undefined {
  let path = "";
  step.lastIndex = 0;
  for (let at = 0; at < steps.length; at = step.lastIndex) {
    const [, ...names] = step.exec(steps) ?? [];
    const name = names.find((found) => found !== undefined);
    if (name === undefined) return undefined;
    path += `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return path === "" || path.length > 256 ? undefined : { path };
}

/** A command template with one `{{ value }}` in a text: the text with `{value}`; undefined for every other one. */
export function commandTemplate(text: string): string | undefined {
  const parts = text.split(/\{\{-?\s*value\s*-?\}\}/);
  const rest = parts.join("");
  if (text.length > longest || parts.length !== 2 || /\{\{|\{%|\{#|\{value\}/.test(rest)) return undefined;
  return parts.join("{value}");
}
