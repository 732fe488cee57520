import { agentType } from "../../schemas/agent.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import { type Farewell, keepWill } from "./keep-will.ts";

export interface PresenceParts {
  readonly link: Pick<MatrixLink, "clear" | "userId"> & {
    readonly lastWill: Pick<MatrixLink["lastWill"], "arm" | "disarm">;
    readonly rooms: Pick<MatrixLink["rooms"], "state">;
  };
  readonly store: Pick<ControlStore, "fact" | "setFact">;
  readonly room: RoomId;
  readonly epoch: number;
  /** Whether anything may be sent to the room now. */
  readonly isOpen: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** `dev.roomwire.agent`: whether the agent is there. Renewed while it runs; offline when disposed. */
export interface Presence extends AsyncDisposable {
  /** Resolves within 1.5 s, whether or not the homeserver answers: then `until` says it later. */
  goOffline(): Promise<void>;
  /** How the room would learn that it is gone without having said so. */
  farewell(): Farewell;
}

const hour = 3_600_000;
/** Readers take the agent as offline after `until`; one renewal may come late. A shorter one makes files of before look like copies. */
const validFor = 2 * hour;
const againMs = 60_000;
/** A room that was not encrypted may be at any time. */
const closedAgainMs = 5_000;
const farewellMs = 1_500;
/** Fact: UTC ms of the newest word that the room may have heard. */
const toldFact = "presence-told";

/** Tells the room that the agent is online, and again every hour. */
export function keepPresence({ link, store, room, epoch, isOpen, clock, log }: PresenceParts): Presence {
  const since = clock.now();
  let timer: Disposable | undefined;
  let isTold = false;
  let isOver = false;
  let wasForbidden = false;
  /** UTC ms. What the room did not take is said again as it is, so that it is written down once in an hour and not at each try. */
  let word = Number.NEGATIVE_INFINITY;
  const tell = async (online: boolean): Promise<number> => {
    if (!isOpen()) return closedAgainMs;
    const now = clock.now();
    if (!online || now >= word + hour || now < word) {
      const failure = note(store, now);
      if (failure === undefined) word = now;
      else if (online || word < 0) {
        log.warn("presence is not told, since it cannot be written down first", { error: failure });
        return againMs;
      }
    }
    const until = online ? word + validFor : word;
    const state = { v: 1, online, since, until, protocol: [1], starts: epoch } as const;
    const outcome = await link.clear.put({ kind: "agent-state", room, state });
    if (outcome.kind === "forbidden" && !wasForbidden) {
      wasForbidden = true;
      log.warn(`the agent may not write state in ${room}: give it power level 50`, { code: "no-power" });
    }
    if (outcome.kind === "limited") return outcome.retryAfterMs;
    isTold ||= outcome.kind === "sent";
    return outcome.kind === "sent" ? Math.max(againMs, word + hour - now) : againMs;
  };
  const renew = async (): Promise<void> => {
    timer = undefined;
    const nextMs = await tell(true).catch((error: unknown) => {
      log.warn("presence could not be told", { error });
      return againMs;
    });
    if (!isOver) timer = clock.after(nextMs, () => void renew());
  };
  void renew();
  const will = keepWill({
    will: link.lastWill,
    room,
    last: () => (isTold ? { v: 1, online: false, since, until: word, protocol: [1], starts: epoch } : undefined),
    isTakenAsGone: () => link.rooms.state(room, agentType, link.userId)?.online === false,
    tellAgain: () => {
      if (timer === undefined || isOver) return;
      timer[Symbol.dispose]();
      void renew();
    },
    clock,
    log,
  });
  const goOffline = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    timer?.[Symbol.dispose]();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _limit = clock.after(farewellMs, resolve);
    await Promise.race([Promise.all([tell(false), will[Symbol.asyncDispose]()]), late]);
  };
  return { goOffline, farewell: () => will.farewell, [Symbol.asyncDispose]: goOffline };
}

/**
 * Written down before the room hears it, so that a room that heard of more shows that the files are an old copy. What the store
 * threw; undefined: it is written.
 */
function note(store: PresenceParts["store"], now: number): unknown {
  try {
    if (now > Number(store.fact(toldFact) ?? 0)) store.setFact(toldFact, String(now));
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Counts this start. The count belongs to the user id and is the epoch: after a new login it goes on from the room's.
 * Throws `store-restored` where the room knows of more starts than the state directory, or heard of the agent later than
 * that knows: its files are an old copy.
 */
export function countStart(
  store: Pick<ControlStore, "fact" | "setFact">,
  link: { readonly rooms: Pick<MatrixLink["rooms"], "state">; readonly userId: UserId },
  room: RoomId,
): number {
  const own = Number(store.fact("starts") ?? 0);
  const told = link.rooms.state(room, agentType, link.userId);
  const known = countIn(told?.starts);
  if (own > 0 && known > own) {
    throw new AgentFault("store-restored", `The room knows of ${known} starts, the state directory of ${own}.`);
  }
  const kept = store.fact(toldFact);
  if (own > 0 && kept !== undefined && toldAt(told) > Number(kept)) {
    throw new AgentFault("store-restored", "The room heard of this agent later than the state directory knows.");
  }
  const epoch = Math.max(own, known) + 1;
  store.setFact("starts", String(epoch));
  return epoch;
}

/** UTC ms at which the agent said this of itself. */
function toldAt(told: Readonly<Record<string, unknown>> | undefined): number {
  return told?.online === true ? countIn(told.until) - validFor : countIn(told?.until);
}

function countIn(told: unknown): number {
  return typeof told === "number" && Number.isSafeInteger(told) && told > 0 ? told : 0;
}
