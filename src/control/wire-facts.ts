import { type Relation, relationOf } from "./relation-of.ts";

/** What the gate reads of an event before it is decrypted. A homeserver can write all of it: it only ever refuses. */
export interface WireFacts {
  readonly relation: Relation;
  /** Megolm session that the event says it belongs to. */
  readonly sessionId: string | undefined;
  /** UTC ms, the homeserver's word. */
  readonly sentAt: number | undefined;
}

const nothingKnown: WireFacts = { relation: "other", sessionId: undefined, sentAt: undefined };

/** Reads the raw event, whose length the caller bounded. What cannot be read counts as related, so it is refused. */
export function wireFacts(raw: string): WireFacts {
  const event = parseObject(raw);
  const content = event === undefined ? undefined : event.content;
  if (event === undefined || !isObject(content)) return nothingKnown;
  const { session_id: sessionId } = content;
  const { origin_server_ts: sentAt } = event;
  return {
    relation: relationOf(content),
    sessionId: typeof sessionId === "string" && sessionId.length <= 255 ? sessionId : undefined,
    sentAt: typeof sentAt === "number" ? sentAt : undefined,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
