import type { Configuration } from "../../src/config/configuration.ts";
import type { AffordancePath } from "../../src/core/ids.ts";
import type { Property } from "../../src/core/property.ts";
import type { RoomFacts } from "../../src/core/room-ports.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { systemChance } from "../../src/machine/chance.ts";
import type { MatrixLink } from "../../src/matrix/matrix-link.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { openHardware } from "../../src/wiring/open-hardware.ts";
import { watchOutputs } from "../../src/wiring/outputs.ts";
import { countStart } from "../../src/wiring/presence.ts";
import { wireReadings } from "../../src/wiring/readings.ts";
import { startRoomLife } from "../../src/wiring/room-life.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { quietDelivery } from "../fakes/quiet-delivery.ts";
import { room } from "./crash-configuration.ts";
import type { Mortal } from "./mortal.ts";
import { mortalClock, mortalMachine, mortalSender } from "./mortal-outside.ts";
import { eventRate, type World } from "./world.ts";

export interface LifeParts {
  readonly world: World;
  readonly configuration: Configuration;
  /** The state directory of this life alone. */
  readonly directory: string;
}

/** The agent as src/agent.ts and src/wiring/serve-room.ts put it together, over a link that needs no homeserver. */
export interface AgentLife {
  readonly log: LogLines;
  /** The homeserver has something new. */
  sync(): void;
  /** Nothing more is to be judged or sent. */
  isIdle(): boolean;
  /** In good order, as at SIGTERM. */
  stop(): Promise<void>;
  /** Lets go of files after a stop in between. */
  bury(): void;
}

export async function openAgentLife(life: Mortal, parts: LifeParts): Promise<AgentLife> {
  const { world, configuration, directory } = parts;
  const { things } = configuration;
  const clock = mortalClock(life, world);
  const log = new ErrorLines();
  const opened = new AsyncDisposableStack();
  const files = new DisposableStack();
  const store = files.use(openControlFile(directory, clock));
  const readingLog = files.use(
    openReadingFile(directory, {
      durabilityMs: 300,
      keep: { size: 64 * 2 ** 20, age: 400 * 86_400_000 },
      clock,
      onFault: ({ detail }) => log.error(detail),
      onDamage: (detail) => log.error(detail),
    }),
  );

  let changed = (_property: Property): void => undefined;
  const machine = mortalMachine(life, world);
  const hardwareParts = { configuration, drivers: driverTable, machine, clock, readSecret: () => "" };
  const hardware = opened.use(openHardware(hardwareParts, (sample) => readings.take(sample)));
  const readings = opened.use(
    wireReadings({
      things,
      clock,
      log,
      readingLog,
      onReading: (property, reading) => outputs.saw(property, reading),
      onChange: (property) => {
        outputs.changed(property);
        changed(property);
      },
    }),
  );
  const latest = (path: AffordancePath) => readings.latest.get(path);
  const { stopWhen } = configuration;
  const outputs = opened.use(watchOutputs({ things, stopWhen, hardware, store, latest, clock, log }));
  await outputs.makeSafe("start");
  hardware.listen();

  const link = fakeLink(life, parts);
  const inRoom = startRoomLife({
    configuration,
    link,
    store,
    readingLog,
    readings,
    hardware,
    outputs,
    operation: { offer: () => ({ [Symbol.dispose]: () => undefined }) },
    rooms: { room, dataRoom: undefined },
    epoch: countStart(store, link, room),
    budget: new EventBudget(clock, eventRate),
    delivery: () => quietDelivery(clock.now()),
    version: "test",
    clock,
    chance: systemChance,
    log,
  });
  changed = (property) => inRoom.changed(property);
  opened.use(inRoom);
  opened.defer(() => outputs.stop());
  opened.defer(() => inRoom.endCommands());
  const sync = (): void => {
    const from = Number(store.token() ?? 0);
    if (from < world.timeline.length) store.keep(world.timeline.slice(from), String(world.timeline.length));
    inRoom.wakeCommands();
  };
  sync();
  return {
    log,
    sync: () => life.call(sync),
    isIdle: () => store.nextEvent(0) === undefined && store.postsWaiting() === 0,
    stop: () =>
      life.run(async () => {
        await opened.disposeAsync();
        files.dispose();
      }),
    bury: () => files.dispose(),
  };
}

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
  const clear = { put: async () => ({ kind: "sent", eventId: "$clear" }) as const };
  const watchIdentities = () => ({ [Symbol.dispose]: () => undefined });
  const { opener } = world;
  const sender = mortalSender(life, world);
  return { userId, rooms, opener, sender, clear, watchIdentities } as unknown as MatrixLink;
}
