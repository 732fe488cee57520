import { AgentFault } from "../core/agent-fault.ts";
import type { RoomId } from "../core/ids.ts";
import { readBody } from "./read-body.ts";

/** A hole before the events of a /sync answer. */
export interface Gap {
  readonly room: RoomId;
  /** `prev_batch` of the cut timeline. */
  readonly from: string;
  /** The token that the /sync was asked with: what lies before it came with earlier ones. */
  readonly to: string;
}

/** An event of /messages, not yet looked into. */
export interface GapEvent {
  readonly event_id: string;
  readonly origin_server_ts?: unknown;
  readonly [other: string]: unknown;
}

export interface ReadGapParts {
  /** Asks `GET /rooms/{roomId}/messages`. */
  readonly ask: (query: URLSearchParams) => Promise<Response>;
  /** Called newest first, with each event once: where the gap ends, whether the event was kept as so many bytes, or is of no use. */
  readonly take: (event: GapEvent) => "end" | number;
  /** UTC ms: a page of which everything is older is the last one. */
  readonly oldestAt: number;
}

/** `whole`: all there was. `too-old`, `too-many`: the rest was not asked for. */
export type GapEnd = "whole" | "too-old" | "too-many";

/** Events looked at in one gap, whoever sent them. */
export const mostGapEvents = 1_000;
/** Bytes of what is kept of one gap: a homeserver can put 64 KiB under anybody's name. */
const mostKeptBytes = 12 * 2 ** 20;
const pageSize = 100;
/** Twice as many as full ones need. */
const mostPages = 20;
/** Bytes of one answer: a page of the largest events, and what a homeserver adds to each. */
const largestPage = 8 * 2 ** 20;

/**
 * Walks back through a gap by `GET /rooms/{roomId}/messages` (Matrix client-server API), within bounds whatever the answers are. Throws
 * AgentFault `homeserver-refused` where an answer is none, and whatever `ask` throws; what was taken before that stays without holes.
 */
export async function readGap(gap: Gap, { ask, take, oldestAt }: ReadGapParts): Promise<GapEnd> {
  const ids = new Set<string>();
  const tokens = new Set<string>([gap.from]);
  let bytes = 0;
  let from = gap.from;
  const takePage = (events: readonly GapEvent[]): GapEnd | undefined => {
    for (const event of events) {
      if (ids.has(event.event_id)) continue;
      if (ids.size >= mostGapEvents || bytes >= mostKeptBytes) return "too-many";
      ids.add(event.event_id);
      const kept = take(event);
      if (kept === "end") return "whole";
      bytes += kept;
    }
    return undefined;
  };
  for (let pages = 0; pages < mostPages; pages++) {
    const query = new URLSearchParams({ dir: "b", limit: String(pageSize), from, to: gap.to });
    const { events, end } = await readPage(await ask(query), gap.room);
    const reached = takePage(events);
    if (reached !== undefined) return reached;
    if (end === undefined || end === gap.to) return "whole";
    if (events.length > 0 && events.every((event) => isOlder(event, oldestAt))) return "too-old";
    if (tokens.has(end)) throw refused("goes in circles");
    tokens.add(end);
    from = end;
  }
  return "too-many";
}

interface Page {
  readonly events: readonly GapEvent[];
  readonly end: string | undefined;
}

async function readPage(answer: Response, room: RoomId): Promise<Page> {
  if (!answer.ok) {
    void answer.body?.cancel().catch(() => undefined);
    throw refused(`is ${answer.status}`);
  }
  const body = await readBody(answer, largestPage);
  const { chunk, end } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (!Array.isArray(chunk) || (end !== undefined && typeof end !== "string")) throw refused("is not of its shape");
  return { events: chunk.filter((event) => isGapEvent(event, room)), end };
}

function isGapEvent(event: unknown, room: RoomId): event is GapEvent {
  if (typeof event !== "object" || event === null) return false;
  const { event_id: id, room_id: of } = event as Record<string, unknown>;
  return typeof id === "string" && (of === undefined || of === room);
}

function isOlder({ origin_server_ts: at }: GapEvent, oldestAt: number): boolean {
  return typeof at === "number" && at < oldestAt;
}

function refused(how: string): AgentFault {
  return new AgentFault("homeserver-refused", `The homeserver's answer to /messages ${how}.`);
}
