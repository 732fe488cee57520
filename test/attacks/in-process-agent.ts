import type { RefusalReport } from "../../src/control/write-verdicts.ts";
import { asUserId, type RoomId } from "../../src/core/ids.ts";
import type { EventOpener, RoomSender } from "../../src/core/room-ports.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";
import { openHardware } from "../../src/wiring/open-hardware.ts";
import type { Presence } from "../../src/wiring/presence.ts";
import { agent, type GateScene, gateScene, room } from "../fakes/gate-scene.ts";
import type { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { noAlertDesk } from "../fakes/no-alerts.ts";
import { noWill } from "../fakes/no-will.ts";
import type { Content } from "../homeserver/lying/wire.ts";
import type { GateUnderTest } from "./gate-under-test.ts";
import { dataRoom, type Ground } from "./ground.ts";
import type { RecordingMachine } from "./recording-machine.ts";

export interface InProcessParts {
  readonly ground: Ground;
  readonly gate: GateUnderTest;
  readonly clock: HandClock;
  readonly machine: RecordingMachine;
  readonly store: ControlStore;
  readonly opener: EventOpener;
  /** For nonces and codes. */
  readonly randomByte: () => number;
  readonly isJoined: (user: string) => boolean;
  readonly isEncrypted: () => boolean;
  /** `dev.roomwire.agent` as the room has it. */
  readonly presence: () => Content | undefined;
  readonly tellPresence: (content: Content) => void;
}

/** One run of the agent without its link: from the cut of a /sync body to the hardware. */
export interface InProcessAgent extends AsyncDisposable {
  readonly refusals: readonly RefusalReport[];
  readonly outcomes: GateScene["outcomes"];
  readonly faults: readonly unknown[];
  readonly scene: GateScene;
  /** Takes an answer of /sync. */
  take(body: SyncBody): void;
  wake(): void;
}

/** Throws AgentFault as the agent does. */
export async function startInProcess(parts: InProcessParts): Promise<InProcessAgent> {
  const { ground, gate, clock, machine, store, opener } = parts;
  const { configuration } = ground;
  const { things, operators, stopWhen } = configuration;
  const log = new LogLines();
  const presence = keepPresence(parts, log);
  const hardware = openHardware(
    { configuration, drivers: driverTable, machine, clock, readSecret: () => "" },
    () => undefined,
  );
  const outputs = gate.watchOutputs({ things, stopWhen, hardware, store, latest: () => undefined, clock, log });
  machine.isCounting = false;
  const safe = outputs.makeSafe("start");
  await clock.advance(0);
  await safe;
  machine.isCounting = true;
  const isListed = (user: string): boolean => operators.some((operator) => operator.user === user);
  const arrivals = new gate.CutArrivals({
    clock,
    mayCommand: isListed,
    waiting: (sender) => store.waiting(sender),
    onCut: () => undefined,
  });
  const acting = { ...outputs.acting, alerts: noAlertDesk, things, latest: () => undefined, refresh: () => false };
  const scene = gateScene({
    clock,
    controlStore: store,
    openEvents: opener,
    operators,
    things,
    rooms: [room, dataRoom],
    roomFacts: { isJoined: (_room, user) => parts.isJoined(user), isEncrypted: parts.isEncrypted },
    carryOut: (command, signal) => gate.carryOut(command, signal, acting),
    random: parts.randomByte,
    obey: gate.obeyCommands,
    openPairing: (parts) => new gate.PairDesk(parts),
  });
  return {
    scene,
    refusals: scene.refusals,
    outcomes: scene.outcomes,
    faults: scene.faults,
    take: (body) => {
      const cut = gate.cutSync(body, {
        self: asUserId(agent),
        isJoined: () => true,
        isKnown: (id: RoomId) => id === room || id === dataRoom,
        isWelcome: () => false,
        mayCommand: (sender) => arrivals.mayCommand(sender),
        admit: (event) => arrivals.admit(event),
        now: clock.now(),
        initial: false,
      });
      store.keep(cut.events, body.next_batch);
      scene.obedience.wake();
    },
    wake: () => scene.obedience.wake(),
    async [Symbol.asyncDispose]() {
      await presence[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
      machine.isCounting = false;
      const closed = outputs[Symbol.asyncDispose]();
      await clock.advance(2_000);
      await closed;
      await hardware[Symbol.asyncDispose]();
    },
  };
}

/** Counts the start by what the room knows, and has the room know of it. */
function keepPresence({ gate, store, clock, presence, tellPresence }: InProcessParts, log: LogLines): Presence {
  const userId = asUserId(agent);
  const epoch = gate.countStart(store, { userId, rooms: { state: presence } }, room);
  const put: RoomSender["put"] = async ({ wire }) => {
    tellPresence(JSON.parse(wire));
    return { kind: "sent", eventId: "$presence" };
  };
  const clear = new PutClear({ put }, userId, { unsignedSession: "", ownIdentity: "" });
  return gate.keepPresence({ link: { clear, userId, ...noWill }, store, room, epoch, isOpen: () => true, clock, log });
}
