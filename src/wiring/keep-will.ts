import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { LastWill } from "../matrix/last-will.ts";
import type { AgentState } from "../matrix/put-clear.ts";

/** How the room learns that the agent is gone: from the homeserver, minutes later, or by `until`, hours later. */
export type Farewell = "delayed" | "hourly";

export interface KeepWillParts {
  readonly will: Pick<LastWill, "arm" | "disarm">;
  readonly room: RoomId;
  /** What is to be said; undefined: the agent has not yet said that it is there. */
  readonly last: () => AgentState | undefined;
  /** The room holds the agent for offline. */
  readonly isTakenAsGone: () => boolean;
  /** Says again that the agent is there. */
  readonly tellAgain: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** ms without a word after which the homeserver says that the agent is gone, and how often it gets one. */
export const goneAfterMs = 180_000;
const everyMs = 60_000;
const firstMs = 1_000;

/** Puts the last will off every minute, as long as the agent lives. Disposed, it is taken back; never rejects. */
export function keepWill(parts: KeepWillParts): AsyncDisposable & { readonly farewell: Farewell } {
  const { will, room, last, clock, log } = parts;
  let farewell: Farewell = "hourly";
  let isOver = false;
  let timer: Disposable;
  const look = async (): Promise<void> => {
    const state = last();
    if (state === undefined) return;
    const became = await will.arm(room, state, goneAfterMs);
    farewell = became === "none" ? "hourly" : "delayed";
    if (became === "fired" || parts.isTakenAsGone()) parts.tellAgain();
  };
  const tick = async (): Promise<void> => {
    await look().catch((error: unknown) => log.debug("the last will was not put off", { error }));
    if (!isOver) timer = clock.after(everyMs, () => void tick());
  };
  timer = clock.after(firstMs, () => void tick());
  return {
    get farewell() {
      return farewell;
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      timer[Symbol.dispose]();
      await will.disarm().catch((error: unknown) => log.debug("the last will was not taken back", { error }));
    },
  };
}
