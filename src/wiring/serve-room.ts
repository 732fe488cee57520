import { AgentFault } from "../core/agent-fault.ts";
import type { Property } from "../core/property.ts";
import { EventBudget } from "../outbox/event-budget.ts";
import type { EventRate } from "../outbox/learnt-rate.ts";
import { canWriteStores } from "../store/can-write-stores.ts";
import type { ControlFile } from "../store/control-file.ts";
import { answerStatus } from "./answer-status.ts";
import { wireArrivals } from "./arrivals.ts";
import { deliveryNow } from "./delivery.ts";
import { keepPace } from "./keep-pace.ts";
import { type RunEnd, unlessEnded } from "./run-end.ts";
import { type InRoom, type StayParts, stayInRoom } from "./stay-in-room.ts";
import { isStoreFailure } from "./store-watch.ts";

export interface RoomParts extends Omit<StayParts, "budget" | "delivery" | "startedAt" | "arrivals"> {
  readonly store: ControlFile;
  /** What the homeserver is believed to grant at first; default: an untouched Synapse's. */
  readonly rate?: EventRate;
}

/**
 * The half of the agent that needs a homeserver, until the run ends. While the stores cannot be written there is no room; it
 * is opened anew when they can.
 */
export async function serveRoom(
  parts: RoomParts,
  end: RunEnd,
  onChanges: (take: (property: Property) => void) => void,
): Promise<void> {
  const { store, stores, reload, clock, systemd } = parts;
  const now: InRoom = { link: undefined, life: undefined, presence: undefined };
  const budget = new EventBudget(clock, parts.rate);
  const startedAt = clock.now();
  const counts = () => ({ readings: parts.readings.recorded(), events: now.life?.sendCounts().sent ?? 0 });
  using pace = keepPace(clock, counts);
  const delivery = () =>
    deliveryNow({ ...parts, budget, pace, link: () => now.link?.linkState(), sent: () => now.life?.sendCounts() });
  using _status = parts.operation.offer(
    "status",
    answerStatus({ ...parts, startedAt, delivery, farewell: () => now.presence?.farewell() }),
  );
  using arrivals = wireArrivals({ ...parts, operators: () => reload.current.operators });
  onChanges((property) => now.life?.changed(property));
  const stay = { ...parts, budget, delivery, startedAt, arrivals };
  const { stateDirectory } = parts.configuration;
  for (;;) {
    systemd.status("waiting for the homeserver");
    if (!(await isLeftForTheDisk(stay, end, now))) return;
    systemd.status(`the disk takes nothing, so the room was left (${stores.failure?.code})`);
    using trying = stores.tryAgain(() => canWriteStores(stateDirectory, store));
    const isBack = await unlessEnded(
      end,
      trying.back.then(() => true),
    );
    if (isBack === undefined) return;
  }
}

/** Whether the room was left because the stores cannot be written; all is closed by then. Throws every other fault. */
async function isLeftForTheDisk(
  parts: StayParts & Pick<RoomParts, "store">,
  end: RunEnd,
  now: InRoom,
): Promise<boolean> {
  try {
    await stayInRoom(parts, end, now);
    return false;
  } catch (cause) {
    if (isStoreFailure(cause)) parts.stores.fail(cause);
    if (cause instanceof AgentFault && cause.code === "state-directory") tellIfUnwritable(parts.store);
    if (parts.stores.failure === undefined) throw cause;
    // What else fails with the disk away says no more than that.
    if (!isStoreFailure(cause)) parts.log.debug("the room was left with a fault", { error: cause });
    return true;
  }
}

/** A small file beside the stores that cannot be written may mean that nothing can. */
function tellIfUnwritable(store: Pick<ControlFile, "tryWrite">): void {
  try {
    store.tryWrite();
  } catch {
    // Whoever opened it is told.
  }
}
