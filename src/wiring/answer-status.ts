import type { Clock } from "../core/clock.ts";
import type { Delivery } from "../core/delivery.ts";
import type { AnswerOperation } from "../core/operation-ports.ts";
import type { AlertWatch } from "./alerts.ts";
import type { Farewell } from "./keep-will.ts";
import type { Hardware } from "./open-hardware.ts";
import type { OutputWatch } from "./outputs.ts";
import type { StoreWatch } from "./store-watch.ts";

/** `roomwire status --json`. Times are UTC ms, null: never, or nobody knows. */
export interface StatusReport {
  readonly version: string;
  readonly at: number;
  readonly started_at: number;
  readonly clock: "trusted" | "untrusted";
  readonly stopped: { readonly by: string; readonly at: number } | null;
  /** The disk takes nothing, so the room was left. */
  readonly stores: { readonly code: string; readonly detail: string; readonly since: number } | null;
  readonly down_connections: readonly string[];
  /** Those that stand, the oldest first. `thing` null: the agent itself; `text` null: it tells what is private. */
  readonly alerts: readonly {
    readonly thing: string | null;
    readonly text: string | null;
    readonly since: number;
    readonly acknowledged_by: string | null;
  }[];
  /** Until when alerts of a Thing, or of `all`, do not ring. */
  readonly muted: Readonly<Record<string, number>>;
  readonly link: "up" | "lost" | "opening";
  readonly waiting: { readonly readings: number; readonly bytes: number; readonly oldest_at: number | null };
  /** Position in the reading log; 0: nothing was ever delivered. */
  readonly delivered_through: number;
  readonly posts_waiting: number;
  readonly kept: { readonly bytes: number; readonly quota: number };
  readonly in_memory: number;
  readonly hours_left: number | null;
  readonly dropped: Delivery["dropped"];
  readonly per_minute: Delivery["perMinute"];
  readonly budget: { readonly events_per_minute: number; readonly burst: number; readonly paused_ms: number };
  readonly last_sent_at: number | null;
  /** How the room would learn that the agent is gone; null: it was not there yet. */
  readonly farewell: Farewell | null;
}

export interface StatusParts {
  readonly version: string;
  readonly clock: Clock;
  readonly hardware: Pick<Hardware, "down">;
  readonly outputs: Pick<OutputWatch, "stopped">;
  readonly stores: Pick<StoreWatch, "failure">;
  readonly alerts: { readonly board: Pick<AlertWatch["board"], "standing" | "mutes"> };
  /** UTC ms. */
  readonly startedAt: number;
  readonly delivery: () => Delivery;
  readonly farewell: () => Farewell | undefined;
}

/** `roomwire status`, asked at the control socket. */
export function answerStatus(parts: StatusParts): AnswerOperation {
  return async () => ({ end: statusReport(parts) });
}

function statusReport(parts: StatusParts): StatusReport {
  const { version, clock, hardware, outputs, stores, alerts, startedAt, delivery, farewell } = parts;
  const { link, waiting, deliveredThrough, posts, kept, inMemory, hoursLeft, dropped, perMinute, budget, lastSentAt } =
    delivery();
  const { eventsPerMinute, burst, pausedMs } = budget;
  return {
    version,
    at: clock.now(),
    started_at: startedAt,
    clock: clock.isTrusted() ? "trusted" : "untrusted",
    stopped: outputs.stopped() ?? null,
    stores: stores.failure ?? null,
    down_connections: hardware.down(),
    alerts: alerts.board.standing.map(({ thing, text, isPrivate, raisedAt, ackedBy }) => ({
      thing: thing ?? null,
      text: isPrivate === true ? null : text,
      since: raisedAt,
      acknowledged_by: ackedBy ?? null,
    })),
    muted: Object.fromEntries(Object.entries(alerts.board.mutes).filter(([, until]) => until > clock.now())),
    link: link ?? "opening",
    waiting: { readings: waiting.readings, bytes: waiting.bytes, oldest_at: waiting.oldestAt ?? null },
    delivered_through: deliveredThrough,
    posts_waiting: posts,
    kept,
    in_memory: inMemory,
    hours_left: hoursLeft ?? null,
    dropped,
    per_minute: perMinute,
    budget: { events_per_minute: eventsPerMinute, burst, paused_ms: pausedMs },
    last_sent_at: lastSentAt ?? null,
    farewell: farewell() ?? null,
  };
}
