import type { Configuration } from "../../src/config/configuration.ts";
import type { Chance } from "../../src/core/chance.ts";
import type { RoomFacts } from "../../src/core/room-ports.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import type { MatrixLink } from "../../src/matrix/matrix-link.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { english } from "../../src/texts/english.ts";
import { measuringClock } from "../../src/wiring/measuring-clock.ts";
import { newcomerMemory } from "../../src/wiring/newcomers.ts";
import { openDevice } from "../../src/wiring/open-device.ts";
import { countStart } from "../../src/wiring/presence.ts";
import { startRoomLife } from "../../src/wiring/room-life.ts";
import { newestSeen, trustClock } from "../../src/wiring/trust-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { quietDelivery } from "../fakes/quiet-delivery.ts";
import { room } from "./crash-configuration.ts";
import { isStopped, type Mortal } from "./mortal.ts";
import { mortalClock, mortalMachine, mortalSender } from "./mortal-outside.ts";
import type { StatePlace } from "./state-place.ts";
import { eventRate, type World } from "./world.ts";

export interface LifeParts {
  readonly world: World;
  readonly configuration: Configuration;
  readonly place: StatePlace;
  readonly chance: Chance;
}

/** The agent as src/agent.ts and src/wiring/serve-room.ts put it together, over a link that needs no homeserver. */
export interface AgentLife {
  readonly log: LogLines;
  /** The homeserver has something new. */
  sync(): void;
  /** The link to the homeserver came or went. */
  link(isUp: boolean): void;
  /** Nothing more is to be judged or sent. */
  isIdle(): boolean;
  /** In good order, as at SIGTERM. */
  stop(): Promise<void>;
}

export async function openAgentLife(life: Mortal, parts: LifeParts): Promise<AgentLife> {
  const { world, configuration, place, chance } = parts;
  const systemClock = mortalClock(life, world);
  const log = new ErrorLines();
  const opened = new AsyncDisposableStack();
  const stores = place.open(systemClock, log);
  const { store, readingLog } = stores;
  const trusted = opened.use(trustClock({ clock: systemClock, configuration, store, log }));
  const measuring = { clock: trusted, boot: world.boot, times: readingLog, notBefore: newestSeen(store), log };
  const { clock, stampOf } = opened.use(measuringClock(measuring));

  const machine = mortalMachine(life, world, chance);
  const deviceParts = {
    configuration,
    drivers: driverTable,
    machine,
    clock,
    readSecret: () => "",
    store,
    readingLog,
    stampOf,
    texts: english,
    log,
  };
  const device = opened.use(await openDevice(deviceParts));
  const { hardware, readings, outputs, alerts } = device;

  const link = fakeLink(life, parts);
  const inRoom = startRoomLife({
    startedAt: clock.now(),
    texts: english,
    farewell: () => "hourly",
    configuration,
    link,
    store,
    readingLog,
    readings,
    hardware,
    outputs,
    alerts,
    operation: { offer: () => ({ [Symbol.dispose]: () => undefined }) },
    rooms: { room, dataRoom: undefined },
    epoch: countStart(store, link, room),
    budget: new EventBudget(clock, eventRate),
    newcomers: { data: newcomerMemory(), people: newcomerMemory(), panel: newcomerMemory() },
    delivery: () => quietDelivery(clock.now()),
    version: "test",
    clock,
    chance,
    log,
  });
  device.onChange((property) => inRoom.changed(property));
  opened.use(inRoom);
  opened.defer(() => outputs.stop());
  opened.defer(() => inRoom.endCommands());
  const sync = (): void => {
    if (!world.isHeard) return;
    const from = Number(store.token() ?? 0);
    try {
      if (from < world.timeline.length) store.keep(world.timeline.slice(from), String(world.timeline.length));
    } catch (error) {
      if (isStopped(error)) throw error;
      systemClock.after(syncAgainMs, sync);
      return;
    }
    inRoom.wakeCommands();
  };
  sync();
  let wasUp = true;
  return {
    log,
    sync: () => life.call(sync),
    isIdle: () => store.nextEvent(0) === undefined && store.postsWaiting() === 0,
    link: (isUp) =>
      life.call(() => {
        if (isUp !== wasUp) outputs.link(isUp ? "up" : "lost");
        wasUp = isUp;
        if (isUp) inRoom.retrySending();
      }),
    stop: () =>
      life.run(async () => {
        await opened.disposeAsync();
        stores[Symbol.dispose]();
      }),
  };
}

/** ms until a sync that could not be kept comes again. */
const syncAgainMs = 1_000;

/** With what an error line is about. */
class ErrorLines extends LogLines {
  override error(message: string, fields: { readonly error?: unknown } = {}): void {
    super.error(`${message} ${fields.error ?? ""}`);
  }
}

/** Of the link to the homeserver only what a life in the room uses. */
function fakeLink(life: Mortal, { world, configuration }: LifeParts): MatrixLink {
  const userId = configuration.matrix.user;
  const members = [userId, ...configuration.operators.map(({ user }) => user)];
  const rooms: RoomFacts & Pick<MatrixLink["rooms"], "state"> = {
    isJoined: (id, user) => id === room && members.includes(user),
    members: () => members,
    agents: () => [userId],
    isEncrypted: () => true,
    isStateEncrypted: () => false,
    state: () => undefined,
  };
  const put = async () => ({ kind: "sent", eventId: "$clear" }) as const;
  const clear = new PutClear({ put }, userId, english.notices);
  const watchIdentities = () => ({ [Symbol.dispose]: () => undefined });
  const { opener } = world;
  const sender = mortalSender(life, world);
  const linkState = () => (world.isHeard ? "up" : "lost");
  return { userId, linkState, rooms, opener, sender, clear, watchIdentities } as unknown as MatrixLink;
}
