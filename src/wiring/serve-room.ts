import type { Configuration } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { Systemd } from "../machine/systemd.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { SendLoop } from "../outbox/send-loop.ts";
import { wireCommands } from "./commands.ts";
import { wireLatest } from "./latest.ts";
import { watchNewcomers } from "./newcomers.ts";
import { markCleanStop, openAgentLink } from "./open-agent-link.ts";
import type { Hardware } from "./open-hardware.ts";
import type { Operation } from "./operation.ts";
import type { OutputWatch } from "./outputs.ts";
import { countStart, keepPresence } from "./presence.ts";
import type { ReadingWay } from "./readings.ts";
import { type RunEnd, unlessEnded } from "./run-end.ts";
import { wireSending } from "./sending.ts";
import { dataTarget } from "./sending-parts.ts";
import { wireTalk } from "./talk.ts";

export interface RoomParts {
  readonly configuration: Configuration;
  readonly store: ControlStore;
  /** What people at the machine can ask. */
  readonly operation: Operation;
  readonly readingLog: ReadingLog;
  readonly hardware: Hardware;
  readonly outputs: OutputWatch;
  readonly readings: ReadingWay;
  readonly clock: Clock;
  readonly log: OpenLog;
  readonly systemd: Systemd;
  readonly version: string;
}

/** What can only be called once there is a room; until then nothing happens. */
interface Wakes {
  commands: () => void;
  sending: () => void;
}

/** The half of the agent that needs a homeserver: from signing in to the end of the run, then back in reverse. */
export async function serveRoom(
  parts: RoomParts,
  end: RunEnd,
  onChanges: (take: (property: Property) => void) => void,
): Promise<void> {
  const { configuration, store, outputs, clock, log, systemd } = parts;
  const wakes: Wakes = { commands: () => undefined, sending: () => undefined };
  systemd.status("waiting for the homeserver");
  const link = await unlessEnded(end, openLinkOf(parts, end, wakes));
  if (link === undefined) return;

  await using opened = new AsyncDisposableStack();
  opened.defer(() => markCleanStop(store));
  opened.use(link);
  const rooms = joinedRooms(link);
  const watched = [rooms.room, ...(rooms.dataRoom === undefined ? [] : [rooms.dataRoom])];
  const epoch = countStart(store, link, rooms.room);
  sayWhoWeAre(parts, link, watched, epoch);

  const sendingParts = { ...parts, link, rooms, epoch };
  const latest = wireLatest(sendingParts);
  const sending = wireSending(sendingParts, latest);
  opened.use(running(sending));
  opened.use(every(clock, configuration.storage.durability, () => sending.wake()));
  wakes.sending = () => sending.retryNow();
  onChanges((property) => {
    latest.changed(property.thing, property.to !== undefined);
    sending.wake();
  });
  const isOpen = (): boolean => configuration.matrix.encryption === "off" || link.rooms.isEncrypted(rooms.room);
  const presence = opened.use(keepPresence({ link, room: rooms.room, epoch, isOpen, clock, log }));
  opened.use(watchNewcomers({ rooms: link.rooms, watched: [dataTarget(rooms)], clock, tellAgain: latest.tellAgain }));

  opened.defer(async () => void (await Promise.all([outputs.stop(), presence.goOffline()])));
  const talk = wireTalk(parts);
  const commands = opened.use(wireCommands({ ...parts, link, rooms: watched, talk, wakeSender: () => sending.wake() }));
  wakes.commands = () => commands.wake();
  commands.wake();
  systemd.status("in the room");
  log.info("ready", { room: rooms.room, data_room: rooms.dataRoom, epoch });
  await end.ended;
}

function openLinkOf({ configuration, store, clock, log }: RoomParts, end: RunEnd, wakes: Wakes): Promise<MatrixLink> {
  return openAgentLink({
    configuration,
    store,
    clock,
    log,
    onInbox: () => wakes.commands(),
    onLink: (state) => {
      if (state === "lost") log.warn("the link to the homeserver is lost; readings are kept", { code: "link-lost" });
      else log.info("the link to the homeserver is up");
      if (state === "up") wakes.sending();
    },
    onFatal: end.fail,
  });
}

/** The loop, until disposed. */
function running(loop: SendLoop): AsyncDisposable {
  const stop = new AbortController();
  const run = loop.run(stop.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await run;
    },
  };
}

function joinedRooms(link: MatrixLink): { room: RoomId; dataRoom: RoomId | undefined } {
  if (link.joined === undefined) throw new TypeError("an agent's link has joined its rooms");
  return link.joined;
}

function sayWhoWeAre(
  { configuration, log }: RoomParts,
  link: MatrixLink,
  watched: readonly RoomId[],
  epoch: number,
): void {
  const { identity } = link;
  log.info(`signed in as ${link.userId}`, { device: link.deviceId, epoch });
  if (identity.kind === "unsigned") log.error(`this device is not signed, so nobody will read it: ${identity.detail}`);
  for (const room of watched) {
    if (link.rooms.isEncrypted(room) || configuration.matrix.encryption === "off") continue;
    log.error(`${room} is not encrypted, so nothing is sent to it and nothing in it is obeyed`, {
      code: "not-encrypted",
    });
  }
}

function every(clock: Clock, ms: number, run: () => void): Disposable {
  let timer = clock.after(ms, tick);
  function tick(): void {
    run();
    timer = clock.after(ms, tick);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
