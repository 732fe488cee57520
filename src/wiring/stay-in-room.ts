import { flushCompileCache } from "node:module";
import type { Configuration } from "../config/configuration.ts";
import type { CutArrivals } from "../control/cut-arrivals.ts";
import type { Chance } from "../core/chance.ts";
import type { Clock } from "../core/clock.ts";
import type { Delivery } from "../core/delivery.ts";
import type { RoomId } from "../core/ids.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import { unlessAborted } from "../core/unless-aborted.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { Systemd } from "../machine/systemd.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { EventBudget } from "../outbox/event-budget.ts";
import type { Texts } from "../texts/english.ts";
import type { AlertWatch } from "./alerts.ts";
import { newcomerMemory } from "./newcomers.ts";
import { markCleanStop, openAgentLink } from "./open-agent-link.ts";
import type { Hardware } from "./open-hardware.ts";
import type { Operation } from "./operation.ts";
import type { OutputWatch } from "./outputs.ts";
import { countStart, keepPresence, type Presence } from "./presence.ts";
import type { ReadingWay } from "./readings.ts";
import type { Reload } from "./reload.ts";
import { type RoomLife, startRoomLife } from "./room-life.ts";
import { type RunEnd, unlessEnded } from "./run-end.ts";
import { dataTarget, isAlone } from "./sending-parts.ts";
import { isStoreFailure, type StoreWatch } from "./store-watch.ts";
import { tellAuditHead } from "./tell-audit-head.ts";

export interface StayParts {
  /** The one it started with. */
  readonly configuration: Configuration;
  readonly store: ControlStore;
  readonly stores: StoreWatch;
  readonly operation: Operation;
  readonly reload: Reload;
  readonly readingLog: ReadingLog;
  readonly hardware: Hardware;
  readonly outputs: OutputWatch;
  readonly alerts: AlertWatch;
  readonly readings: ReadingWay;
  /** Makes room on a full disk, once. */
  readonly giveUpRoom: () => boolean;
  readonly arrivals: CutArrivals;
  readonly budget: EventBudget;
  readonly delivery: () => Delivery;
  readonly texts: Texts;
  /** UTC ms at which the agent started; it may be in the room several times. */
  readonly startedAt: number;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: OpenLog;
  readonly systemd: Systemd;
  readonly version: string;
}

/** What there is of the room now. */
export interface InRoom {
  link: MatrixLink | undefined;
  life: RoomLife | undefined;
  presence: Presence | undefined;
}

/**
 * From signing in to the end of the run, then back in reverse. Throws when the stores cannot be written any more, the outputs
 * safe and all closed by then: what was under way is `unknown` or not begun, and the key store is to be read anew.
 */
export async function stayInRoom(parts: StayParts, end: RunEnd, now: InRoom): Promise<void> {
  const { store, stores, outputs, reload, clock, log, systemd } = parts;
  const { failed } = stores;
  // Node by itself keeps what it compiled at its end, for which a power cut or a kill does not wait. Once for each version this holds
  // the loop, half a second and more on a slow board: here, where no command can have switched anything yet.
  flushCompileCache();
  const link = await unlessEnded(end, openLinkOf(parts, end, now));
  if (link === undefined) return;

  await using opened = new AsyncDisposableStack();
  opened.defer(() => {
    if (!failed.aborted) markCleanStop(store);
  });
  opened.use(link);
  now.link = link;
  opened.defer(() => {
    now.link = undefined;
    if (failed.aborted) outputs.link("lost");
  });
  const rooms = joinedRooms(link);
  const epoch = countStart(store, link, rooms.room);
  sayWhoWeAre(parts, link, [rooms.room, ...(rooms.dataRoom === undefined ? [] : [rooms.dataRoom])], epoch);

  const { encryption } = parts.configuration.matrix;
  const isOpen = (): boolean => encryption === "off" || link.rooms.isEncrypted(rooms.room);
  const presence = opened.use(keepPresence({ link, store, room: rooms.room, epoch, isOpen, clock, log }));
  now.presence = presence;
  const newcomers = { data: newcomerMemory(), people: newcomerMemory(), panel: newcomerMemory() };
  const begin = (configuration: Configuration): void => {
    now.life = startRoomLife({ ...parts, configuration, link, rooms, epoch, newcomers, farewell: presence.farewell });
    void link.invitePeople();
  };
  const endLife = async (): Promise<void> => {
    await now.life?.[Symbol.asyncDispose]();
    now.life = undefined;
  };
  begin(reload.current);
  opened.defer(endLife);
  opened.use(
    tellAuditHead({ store, room: dataTarget(rooms), isAlone: () => isAlone(link, dataTarget(rooms)), clock, log }),
  );
  const restOutputs = () => (failed.aborted ? outputs.makeSafe("no-store") : outputs.stop());
  opened.defer(async () => void (await Promise.all([restOutputs(), presence.goOffline()])));
  opened.defer(async () => await now.life?.endCommands());
  const settle = async (withinMs: number): Promise<boolean> => (await now.life?.settle(withinMs)) ?? true;
  opened.use(reload.attach({ settle, end: endLife, begin }));
  systemd.status("in the room");
  log.info("ready", { room: rooms.room, data_room: rooms.dataRoom, epoch });
  await unlessAborted(end.ended, failed);
}

/** What can only be woken while there is a life in the room; until then nothing happens. */
function openLinkOf(parts: StayParts, end: RunEnd, now: InRoom): Promise<MatrixLink> {
  const { reload, stores, outputs, alerts, log } = parts;
  return openAgentLink({
    ...parts,
    configuration: () => reload.current,
    onInbox: () => now.life?.wakeCommands(),
    onLink: (state) => {
      outputs.link(state);
      alerts.link(state);
      if (state === "lost") log.warn("the link to the homeserver is lost; readings are kept", { code: "link-lost" });
      else log.info("the link to the homeserver is up");
      if (state === "up") now.life?.retrySending();
    },
    givenUp: stores.failed,
    onFatal: (fault) => (isStoreFailure(fault) ? stores.fail(fault) : end.fail(fault)),
  });
}

function joinedRooms(link: MatrixLink): { room: RoomId; dataRoom: RoomId | undefined } {
  if (link.joined === undefined) throw new TypeError("an agent's link has joined its rooms");
  return link.joined;
}

function sayWhoWeAre(
  { configuration, log }: StayParts,
  link: MatrixLink,
  watched: readonly RoomId[],
  epoch: number,
): void {
  const { identity } = link;
  log.info(`signed in as ${link.userId}`, { device: link.deviceId, epoch });
  if (identity.kind === "unsigned") log.error(`this device is not signed, so nobody will read it: ${identity.detail}`);
  if (identity.kind === "replaced") log.error(identity.detail, { code: "own-identity" });
  for (const room of watched) {
    if (link.rooms.isEncrypted(room) || configuration.matrix.encryption === "off") continue;
    log.error(`${room} is not encrypted, so nothing is sent to it and nothing in it is obeyed`, {
      code: "not-encrypted",
    });
  }
}
