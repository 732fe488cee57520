import { type SnapshotContent, snapshotType } from "../../schemas/snapshot.ts";
import { stateType } from "../../schemas/state.ts";
import { type ThingContent, thingType } from "../../schemas/thing.ts";
import type { Configuration } from "../config/configuration.ts";
import type { RoomId, ThingId } from "../core/ids.ts";
import type { OutgoingEvent } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { Source } from "../outbox/classes.ts";
import { LatestSource } from "../outbox/latest-source.ts";
import { describeGone } from "../readings/describe-gone.ts";
import { describeState } from "../readings/describe-state.ts";
import { describeThing } from "../readings/describe-thing.ts";
import { snapshot, snapshotGroups } from "../readings/snapshot.ts";
import { stateKey } from "../readings/state-key.ts";
import { StatePace } from "../readings/state-pace.ts";
import type { Audience } from "../readings/visible-properties.ts";
import { clockQuality, dataTarget, isAlone, type SendingParts, timelineAudience } from "./sending-parts.ts";
import { ToldThings } from "./told-things.ts";

/** Descriptions and latest values: as state where that may be, else as snapshots in the timeline. */
export interface LatestWay {
  readonly sources: readonly Source[];
  changed(thing: ThingId, isOutput: boolean): void;
  /** Everything goes out again, for somebody who cannot read what was sent before. */
  tellAgain(): void;
}

/** Things of one snapshot that are said to be gone. */
const mostGone = 100;

/** ms between snapshots in a room that people read. */
const peopleRoomMs = 15 * 60_000;

export function wireLatest(parts: SendingParts): LatestWay {
  const { configuration, link, store, readings, clock, log, epoch } = parts;
  const room = dataTarget(parts.rooms);
  const { things } = configuration;
  const ids = things.map(({ id }) => id);
  const thing = (id: ThingId): Thing | undefined => things.find((candidate) => candidate.id === id);
  // A reload makes these sources anew in the same epoch, and a transaction that the homeserver knows is swallowed.
  const life = `${epoch}.${Math.floor(clock.monotonic())}`;
  const { asState, audience } = stateWay(configuration, link, room);
  const snapshots = snapshotWay(parts, room, life);
  const toSnapshots = (detail: string): void => {
    log.warn(`state cannot be written, latest values go as snapshots: ${detail}`, { code: "no-power" });
    descriptions.setPaused(true);
    values.setPaused(true);
    snapshots.source.setPaused(false);
    for (const id of ids) snapshots.changed(id, false);
  };
  const common = { clock, room, forbidden: (_id: ThingId, detail: string) => toSnapshots(detail) };
  const event = (type: string, id: ThingId, content: object): OutgoingEvent => ({
    room,
    type,
    content,
    stateKey: stateKey(link.userId, id),
  });
  const toldThings = new ToldThings(store, room, ids);
  const gone = toldThings.gone();
  const describe = (id: ThingId): ThingContent => {
    const present = thing(id);
    return present === undefined ? describeGone(id) : describeThing(present, audience);
  };
  const descriptionPace = new StatePace([...ids, ...gone], clock.monotonic());
  const descriptions = new LatestSource<ThingId>({
    ...common,
    name: `thing.${life}`,
    pace: descriptionPace,
    make: (id) => event(thingType, id, describe(id)),
    sent: (id, { content }) => toldThings.told(id, content),
  });
  const valuePace = new StatePace([...ids, ...gone], clock.monotonic());
  const latest = readings.latest.get.bind(readings.latest);
  const values = new LatestSource<ThingId>({
    ...common,
    name: `state.${life}`,
    pace: valuePace,
    make: (id) => event(stateType, id, describeState(thing(id), latest, audience)),
    // What is gone is forgotten with its description, so that goes last.
    sent: (id) => gone.includes(id) && descriptionPace.changed(id, false),
  });
  descriptions.setPaused(!asState);
  values.setPaused(!asState);
  snapshots.source.setPaused(asState);
  for (const id of ids) if (!toldThings.says(id, describe(id))) descriptionPace.changed(id, false);
  for (const id of gone) valuePace.changed(id, false);
  const changed = (id: ThingId, isOutput: boolean): void => {
    valuePace.changed(id, isOutput);
    snapshots.changed(id, isOutput);
  };
  // While nobody was in the room, or between two configurations, changes were told to nobody.
  const isKnown = ({ properties }: Thing): boolean => properties.some(({ path }) => latest(path) !== undefined);
  for (const known of things.filter(isKnown)) changed(known.id, false);
  // Whoever joins is told everything.
  let isHeld = isAlone(link, room);
  const inCompany = (source: Source): Source => ({
    next: (passOver) => (isHeld ? undefined : source.next(passOver)),
  });
  return {
    sources: [descriptions, values, snapshots.source].map(inCompany),
    changed,
    tellAgain: () => {
      isHeld = false;
      for (const id of ids) descriptionPace.changed(id, true);
      for (const id of ids) changed(id, true);
    },
  };
}

/** Whether latest values go as state events, and who can then read them. */
function stateWay({ matrix }: Configuration, link: MatrixLink, room: RoomId): { asState: boolean; audience: Audience } {
  if (matrix.state === "off") return { asState: false, audience: "plain" };
  if (link.rooms.isStateEncrypted(room)) return { asState: true, audience: "encrypted" };
  return { asState: matrix.state === "plain" || matrix.encryption === "off", audience: "plain" };
}

function snapshotWay(parts: SendingParts, room: RoomId, life: string) {
  const { configuration, readings, readingLog, store, clock, epoch, version, rooms, link } = parts;
  const { things } = configuration;
  const toldThings = new ToldThings(
    store,
    room,
    things.map(({ id }) => id),
    "in-snapshots",
  );
  const gone = (): readonly ThingId[] => toldThings.gone().slice(0, mostGone);
  const groups = things.length === 0 ? [[]] : snapshotGroups(things);
  const keys = groups.map((_, index) => String(index));
  const pace = new StatePace(keys, clock.monotonic(), rooms.dataRoom === undefined ? peopleRoomMs : 0);
  const audience = timelineAudience(configuration, link, room);
  const standing = () => {
    const { readings: readingsWaiting, oldestAt: oldestWaitingAt } = readingLog.backlog();
    const waiting = { readingsWaiting, oldestWaitingAt, postsWaiting: store.postsWaiting() };
    return { at: clock.now(), epoch, version, clock: clockQuality(clock), ...waiting };
  };
  const source = new LatestSource<string>({
    clock,
    room,
    name: `snapshot.${life}`,
    pace,
    make: (key) => {
      const isFirst = key === "0";
      const members = groups[Number(key)] ?? [];
      const scope = { things: members, gone: isFirst ? gone() : [], audience };
      return { room, type: snapshotType, content: snapshot(scope, (path) => readings.latest.get(path), standing()) };
    },
    sent: (key, { content }) => {
      const { descriptions = {} } = content as SnapshotContent;
      const isGone = (id: ThingId): boolean => descriptions[id]?.gone === true;
      toldThings.toldTogether(
        (groups[Number(key)] ?? []).map(({ id }) => id),
        gone().filter(isGone),
      );
      if (gone().length > 0) pace.changed("0", false);
    },
  });
  if (gone().length > 0) pace.changed("0", false);
  const changed = (id: ThingId, isOutput: boolean): void => {
    const group = groups.findIndex((members) => members.some((thing) => thing.id === id));
    pace.changed(String(group), isOutput && rooms.dataRoom !== undefined);
  };
  return { source, changed };
}
