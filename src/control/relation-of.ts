export type Relation = "none" | "reply" | "thread" | "edit" | "other";

/** How an event's content relates it to another event (Matrix client-server API, 11.30 to 11.37). Never throws. */
export function relationOf(content: Readonly<Record<string, unknown>>): Relation {
  if (content["m.new_content"] !== undefined) return "edit";
  const relation = content["m.relates_to"];
  if (relation === undefined) return "none";
  if (typeof relation !== "object" || relation === null) return "other";
  const { rel_type: type, "m.in_reply_to": repliesTo } = relation as Readonly<Record<string, unknown>>;
  if (type === "m.replace") return "edit";
  if (type === "m.thread") return "thread";
  return type === undefined && repliesTo !== undefined ? "reply" : "other";
}

/** Longest event id (Matrix appendices, identifier grammar). */
const longestId = 255;

/** Id of the event that begins the thread in which an event stands; undefined: in none. Never throws. */
export function threadOf(content: Readonly<Record<string, unknown>>): string | undefined {
  if (relationOf(content) !== "thread") return undefined;
  const { event_id: root } = content["m.relates_to"] as Readonly<Record<string, unknown>>;
  return typeof root === "string" && root.length <= longestId ? root : undefined;
}
