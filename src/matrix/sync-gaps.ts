import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { type CutRules, type CutSync, gapsOf, isOwnJoin, usefulEvent } from "./cut-sync.ts";
import { type Gap, type GapEnd, type GapEvent, type ReadGapParts, readGap } from "./read-gap.ts";
import type { SyncBody } from "./sync-body.ts";

/** Why events of a gap are not there: they are too old for any command, too many, the homeserver does not give them, or they are not asked for here. */
export type GapLeft = Exclude<GapEnd, "whole"> | "refused" | "not-asked";

export interface SyncGapsParts extends Pick<CutRules, "self" | "isKnown" | "mayCommand"> {
  readonly clock: Clock;
  /** ms after which no command is obeyed: older events are not asked for. undefined: none are. */
  readonly horizonMs: number | undefined;
}

/** `GET /rooms/{roomId}/messages`. */
export type AskMessages = (room: RoomId, query: URLSearchParams, signal: AbortSignal) => Promise<Response>;

export interface FilledGap {
  readonly room: RoomId;
  /** Oldest first, without holes up to the timeline that follows. */
  readonly events: readonly NewInboxEvent[];
  readonly left: GapLeft | undefined;
}

/** ms that the gaps of one answer may take: keys and events that came with it wait for them. */
const fillWithinMs = 10_000;
/** /sync is asked again from the same token when a gap cannot be read; after so many times it goes on without. */
const mostTries = 3;
/** Ids of events from /sync that are remembered, to know them again. */
const mostRemembered = 500;

interface FillOneParts extends Pick<ReadGapParts, "ask"> {
  /** Rejects when time is up. */
  readonly late: Promise<never>;
  readonly horizonMs: number;
}

/**
 * Fills the holes that a homeserver leaves before the events of a /sync answer (`limited`), before any of that answer is kept: a crash
 * meanwhile only asks again.
 */
export class SyncGaps {
  readonly #parts: SyncGapsParts;
  readonly #remembered = new Set<string>();
  #failures = 0;

  constructor(parts: SyncGapsParts) {
    this.#parts = parts;
  }

  /** Throws AgentFault `homeserver-refused` when the same /sync is to be asked again. */
  async fill(body: SyncBody, since: string, ask: AskMessages): Promise<readonly FilledGap[]> {
    const gaps = gapsOf(body, this.#parts);
    const { clock, horizonMs } = this.#parts;
    if (gaps.length === 0) return [];
    if (horizonMs === undefined) return gaps.map(({ room }) => ({ room, events: [], left: "not-asked" }));
    const filled: FilledGap[] = [];
    const late = Promise.withResolvers<never>();
    late.promise.catch(() => undefined);
    const stop = new AbortController();
    using _timer = clock.after(fillWithinMs, () => {
      const fault = new AgentFault("homeserver-refused", `/messages took over ${fillWithinMs} ms.`);
      stop.abort(fault);
      late.reject(fault);
    });
    for (const { room, from } of gaps) {
      const asked = { ask: (query: URLSearchParams) => ask(room, query, stop.signal), late: late.promise, horizonMs };
      const gap = from === undefined ? undefined : { room, from, to: since };
      filled.push(gap === undefined ? { room, events: [], left: "refused" } : await this.#fillOne(gap, asked));
    }
    this.#failures = 0;
    return filled;
  }

  async #fillOne(gap: Gap, { ask, late, horizonMs }: FillOneParts): Promise<FilledGap> {
    const { clock } = this.#parts;
    const events: NewInboxEvent[] = [];
    const take = (event: GapEvent) => this.#take(event, gap.room, events);
    // A clock that may be wrong says nothing of an age.
    const oldestAt = clock.isTrusted() ? clock.now() - horizonMs : Number.NEGATIVE_INFINITY;
    const filledAs = (left: GapLeft | undefined): FilledGap => ({ room: gap.room, events: events.toReversed(), left });
    try {
      const end = await Promise.race([readGap(gap, { ask, take, oldestAt }), late]);
      return filledAs(end === "whole" ? undefined : end);
    } catch (cause) {
      this.#failures += 1;
      if (this.#failures < mostTries) {
        throw new AgentFault("homeserver-refused", "A gap in the events could not be filled.", { cause });
      }
      return filledAs("refused");
    }
  }

  /** What is of use is written out at once: most of what may come is not. */
  #take(event: GapEvent, room: RoomId, events: NewInboxEvent[]): "end" | number {
    if (this.#remembered.has(event.event_id) || isOwnJoin(event, this.#parts.self)) return "end";
    const kept = usefulEvent(event, room, { ...this.#parts, now: this.#parts.clock.now() });
    if (kept === undefined) return 0;
    events.push(kept);
    return kept.raw.length;
  }

  /** These came with /sync: a gap ends where they begin. */
  remember({ events }: Pick<CutSync, "events">): void {
    for (const { eventId } of events) this.#remembered.add(eventId);
    for (const id of this.#remembered) {
      if (this.#remembered.size <= mostRemembered) break;
      this.#remembered.delete(id);
    }
  }
}
