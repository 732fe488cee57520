import type { Plain, PlainMap } from "../discovered-thing.ts";
import type { DraftKeys } from "../draft-keys.ts";
import { type JsonMap, textOf, topicOf } from "../read-message.ts";
import { commandTemplate, valueTemplate } from "./value-template.ts";

/** One entity of a device: a kind of thing that Home Assistant knows, and what its discovery message says. */
export interface Entity {
  /** `sensor`, `switch` … */
  readonly component: string;
  /** What it is called within its device. */
  readonly name: string;
  /** Its words written out. */
  readonly config: JsonMap;
  readonly keys: DraftKeys;
}

const program = "its template is a program, and none is run; write `path` or `match` by hand";

/** The `from` of a topic and its template; undefined where there is no topic, or the template is none that can be kept. */
export function readFrom(
  { config, keys, name }: Entity,
  topicKey = "state_topic",
  templateKey = "value_template",
): PlainMap | undefined {
  const topic = topicOf(config[topicKey]);
  const template = config[templateKey];
  if (topic === undefined) return undefined;
  if (template === undefined || template === null || template === "") return { topic };
  const read = typeof template === "string" ? valueTemplate(template) : undefined;
  if (read === undefined) keys.leaveOut(`${name} (${topicKey})`, program);
  if (read?.path === undefined) return read && { topic };
  return { topic, path: read.path, optional: true };
}

/** The `to` of a topic and its template, which leaves the output alone at start, stop and crash; undefined as above. */
export function writeTo(
  { config, keys, name }: Entity,
  topicKey = "command_topic",
  templateKey = "command_template",
): PlainMap | undefined {
  const topic = topicOf(config[topicKey]);
  const template = textOf(config[templateKey], 1024);
  if (topic === undefined) return undefined;
  const payload = template === undefined ? undefined : commandTemplate(template);
  if (template !== undefined && payload === undefined) {
    keys.leaveOut(`${name} (${topicKey})`, "its template is a program, and none is run; write `payload` by hand");
    return undefined;
  }
  return { topic, ...(payload !== undefined && payload !== "{value}" && { payload }), safe_value: null };
}

/** A word on the wire: what the message says, else the default. */
export function word({ config }: Entity, key: string, byDefault: string): Plain {
  const said = config[key];
  return typeof said === "string" || typeof said === "boolean" || typeof said === "number" ? said : byDefault;
}

/**
 * `values` of a boolean that is read. What a template makes of JSON's true is Python's `True`, so a word that says so stands for
 * both.
 */
export function booleanValues(from: PlainMap, on: Plain, off: Plain): PlainMap {
  const both = (said: Plain): Plain => {
    const isTrue = /^true$/i.test(String(said));
    if (from.path === undefined || (!isTrue && !/^false$/i.test(String(said)))) return said;
    return typeof said === "string" ? [isTrue, said] : said;
  };
  return { ...from, values: { true: both(on), false: both(off) } };
}

/** Read-back of an output that is also read. */
export function confirmed(from: PlainMap | undefined, to: PlainMap | undefined): PlainMap {
  return {
    ...(from && { from }),
    ...(to && { to }),
    ...(from && to && { read_back: { within: "10s" } }),
  };
}

/** Words that can stand in `enum`: texts, each once, at most 100 of them. */
export function enumOf(list: readonly unknown[]): readonly string[] | undefined {
  const words = [...new Set(list)].filter((entry) => textOf(entry, 100) !== undefined) as string[];
  return words.length > 0 && words.length <= 100 ? words : undefined;
}
