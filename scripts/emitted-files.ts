import { type RoomEvent, roomEvents } from "../schemas/room-events.ts";

/** A schema as this page reads it. */
interface Node {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

const intro = `<!-- Made by \`npm run schemas\` from schemas/*.ts; do not edit. -->

# Events

What Roomwire writes to and reads from a room. Every content carries \`v: 1\`. Ignore keys that you do not know in what
the agent sends; in commands the agent refuses them. Matrix allows no floats: a \`number\` is a decimal string, or a
scaled integer in telemetry. Times are UTC milliseconds. The JSON Schemas (2020-12) stand in \`schemas/*.json\`.

Trust a state event only when its state_key belongs to its sender, and a timeline event only when it is encrypted by a
device of the agent that its owner signed.

What people read are \`m.room.message\`s whose text stands alone. What programs may want of them rides along in the same content, under a key
that is a type of this page.
`;

/** Every file that is made from the schemas: path from the root of the repository, and text. */
export function emittedFiles(): ReadonlyMap<string, string> {
  const files = new Map(roomEvents.map((event) => [schemaPath(event), schemaText(event)]));
  return files.set("docs/events.md", eventsPage());
}

function schemaPath({ type }: RoomEvent): string {
  return `schemas/${type.slice(type.lastIndexOf(".") + 1)}.json`;
}

function schemaText({ schema, example }: RoomEvent): string {
  const head = { $schema: "https://json-schema.org/draft/2020-12/schema", $comment: "Made by `npm run schemas`." };
  return `${JSON.stringify({ ...head, ...(schema as object), examples: [example] }, null, 2)}\n`;
}

function eventsPage(): string {
  const rows = roomEvents.map(
    ({ type, kind, direction }) =>
      `| [\`${type}\`](#${anchor(type)}) | ${kind === "riding" ? "in a message" : kind} | ${direction} |`,
  );
  const overview = `| type | kind | direction |\n|---|---|---|\n${rows.join("\n")}\n`;
  return [intro, overview, ...roomEvents.map(section)].join("\n");
}

function section(event: RoomEvent): string {
  const schema = event.schema as Node;
  const example = `\`\`\`json\n${compactJson(event.example)}\n\`\`\``;
  return `## \`${event.type}\`

${schema.description}

${kindOf(event)}, ${event.direction}, sent ${event.sent}. Schema: [\`${schemaPath(event)}\`](../${schemaPath(event)}).

| key | type | |
|---|---|---|
${fieldRows(schema, "").join("\n")}

${example}
`;
}

function kindOf({ kind }: RoomEvent): string {
  return kind === "riding" ? "Beside the text of an `m.room.message`, under this key" : `A ${kind} event`;
}

function fieldRows(schema: Node, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const optional = schema.required?.includes(key) === true ? "" : " (optional)";
    const row = `| \`${name}\`${optional} | ${cell(typeOf(field))} | ${cell(field.description ?? "")} |`;
    return [row, ...nestedRows(field, name)];
  });
}

/** Rows of what stands inside a field; branches of a choice are told one after the other. */
function nestedRows(field: Node, name: string): string[] {
  const inner = typeof field.additionalProperties === "object" ? field.additionalProperties : undefined;
  // What has a title has a section of its own.
  if (inner?.title !== undefined) return [];
  if (inner?.properties !== undefined) return fieldRows(inner, `${name}.*.`);
  if (inner !== undefined) return nestedRows(inner, `${name}.*`);
  if (field.items?.anyOf?.every(({ properties }) => properties !== undefined)) {
    const rows = field.items.anyOf.flatMap((branch) => fieldRows(branch, `${name}[].`));
    return [...new Set(rows)];
  }
  if (field.items?.properties !== undefined) return fieldRows(field.items, `${name}[].`);
  return field.properties === undefined ? [] : fieldRows(field, `${name}.`);
}

function typeOf(field: Node): string {
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.map((word) => `\`${JSON.stringify(word)}\``).join(" | ");
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeOf))].join(" | ");
  if (field.type === "array") return field.items === undefined ? "list" : `list of ${typeOf(field.items)}`;
  return [field.type ?? "any"].flat().join(" | ");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function anchor(type: string): string {
  return type.replaceAll(".", "");
}

/** JSON in which what fits a line stands on one. */
function compactJson(value: unknown, indent = ""): string {
  const line = spaced(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= 100) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${compactJson(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${compactJson(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`);
  return `{ ${pairs.join(", ")} }`;
}
