import type { Configuration } from "../config/configuration.ts";
import type { CutArrivals } from "../control/cut-arrivals.ts";
import type { Chance } from "../core/chance.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { Systemd } from "../machine/systemd.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import { EventBudget } from "../outbox/event-budget.ts";
import { answerStatus } from "./answer-status.ts";
import { wireArrivals } from "./arrivals.ts";
import { deliveryNow } from "./delivery.ts";
import { keepPace } from "./keep-pace.ts";
import { markCleanStop, openAgentLink } from "./open-agent-link.ts";
import type { Hardware } from "./open-hardware.ts";
import type { Operation } from "./operation.ts";
import type { OutputWatch } from "./outputs.ts";
import { countStart, keepPresence } from "./presence.ts";
import type { ReadingWay } from "./readings.ts";
import type { Reload } from "./reload.ts";
import { type RoomLife, startRoomLife } from "./room-life.ts";
import { type RunEnd, unlessEnded } from "./run-end.ts";
import { dataTarget, isAlone } from "./sending-parts.ts";
import { tellAuditHead } from "./tell-audit-head.ts";

export interface RoomParts {
  /** The one it started with. */
  readonly configuration: Configuration;
  readonly store: ControlStore;
  readonly operation: Operation;
  readonly reload: Reload;
  readonly readingLog: ReadingLog;
  readonly hardware: Hardware;
  readonly outputs: OutputWatch;
  readonly readings: ReadingWay;
  /** Makes room on a full disk, once. */
  readonly giveUpRoom: () => boolean;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: OpenLog;
  readonly systemd: Systemd;
  readonly version: string;
}

/** The half of the agent that needs a homeserver: from signing in to the end of the run, then back in reverse. */
export async function serveRoom(
  parts: RoomParts,
  end: RunEnd,
  onChanges: (take: (property: Property) => void) => void,
): Promise<void> {
  const { store, outputs, reload, clock, log, systemd } = parts;
  systemd.status("waiting for the homeserver");
  let life: RoomLife | undefined;
  let linked: MatrixLink | undefined;
  const budget = new EventBudget(clock);
  const startedAt = clock.now();
  const counts = () => ({ readings: parts.readings.recorded(), events: life?.sendCounts().sent ?? 0 });
  using pace = keepPace(clock, counts);
  const delivery = () =>
    deliveryNow({ ...parts, budget, pace, link: () => linked?.linkState(), sent: () => life?.sendCounts() });
  using _status = parts.operation.offer("status", answerStatus({ ...parts, startedAt, delivery }));
  using arrivals = wireArrivals({ ...parts, operators: () => reload.current.operators });
  const link = await unlessEnded(
    end,
    openLinkOf(parts, arrivals, end, () => life),
  );
  if (link === undefined) return;
  linked = link;

  await using opened = new AsyncDisposableStack();
  opened.defer(() => markCleanStop(store));
  opened.use(link);
  const rooms = joinedRooms(link);
  const epoch = countStart(store, link, rooms.room);
  sayWhoWeAre(parts, link, [rooms.room, ...(rooms.dataRoom === undefined ? [] : [rooms.dataRoom])], epoch);

  const { encryption } = parts.configuration.matrix;
  const isOpen = (): boolean => encryption === "off" || link.rooms.isEncrypted(rooms.room);
  const presence = opened.use(keepPresence({ link, store, room: rooms.room, epoch, isOpen, clock, log }));
  const begin = (configuration: Configuration): void => {
    life = startRoomLife({ ...parts, configuration, link, rooms, epoch, budget, delivery, startedAt });
    void link.invitePeople();
  };
  begin(reload.current);
  onChanges((property) => life?.changed(property));
  opened.defer(async () => await life?.[Symbol.asyncDispose]());
  opened.use(tellAuditHead({ store, room: dataTarget(rooms), isAlone: () => isAlone(link, dataTarget(rooms)), clock }));
  opened.defer(async () => void (await Promise.all([outputs.stop(), presence.goOffline()])));
  opened.defer(async () => await life?.endCommands());
  opened.use(
    reload.attach({
      settle: async (withinMs) => (await life?.settle(withinMs)) ?? true,
      end: async () => {
        await life?.[Symbol.asyncDispose]();
        life = undefined;
      },
      begin,
    }),
  );
  systemd.status("in the room");
  log.info("ready", { room: rooms.room, data_room: rooms.dataRoom, epoch });
  await end.ended;
}

/** What can only be woken while there is a life in the room; until then nothing happens. */
function openLinkOf(
  { reload, store, outputs, giveUpRoom, clock, log }: RoomParts,
  arrivals: CutArrivals,
  end: RunEnd,
  life: () => RoomLife | undefined,
): Promise<MatrixLink> {
  return openAgentLink({
    configuration: () => reload.current,
    store,
    clock,
    log,
    arrivals,
    giveUpRoom,
    onInbox: () => life()?.wakeCommands(),
    onLink: (state) => {
      outputs.link(state);
      if (state === "lost") log.warn("the link to the homeserver is lost; readings are kept", { code: "link-lost" });
      else log.info("the link to the homeserver is up");
      if (state === "up") life()?.retrySending();
    },
    onFatal: end.fail,
  });
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
  if (identity.kind === "replaced") log.error(identity.detail, { code: "own-identity" });
  for (const room of watched) {
    if (link.rooms.isEncrypted(room) || configuration.matrix.encryption === "off") continue;
    log.error(`${room} is not encrypted, so nothing is sent to it and nothing in it is obeyed`, {
      code: "not-encrypted",
    });
  }
}
