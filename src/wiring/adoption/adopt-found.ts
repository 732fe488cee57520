import type { Configuration } from "../../config/configuration.ts";
import { foldName } from "../../core/fold-name.ts";
import type { DiscoveredThing, PlainMap } from "../../discovery/discovered-thing.ts";
import { checkDraft } from "./check-draft.ts";
import { heardTopics } from "./heard-topics.ts";
import type { KeptDevice } from "./kept-devices.ts";
import { onlyReadings } from "./only-readings.ts";
import { placeThings, takenNames } from "./place-things.ts";
import { isWanted } from "./wanted-kinds.ts";
import { mostDevices, mostOfOne, mostProperties } from "./with-adopted.ts";

export interface Adopted {
  readonly kept: readonly KeptDevice[];
  /** Devices for which, or for more of which, there was no room. */
  readonly leftOut: number;
}

/**
 * What is kept once these devices were found at a connection. Who is kept already keeps its id and title; what it says is taken anew only
 * when it was renamed or says more than before, so that half of its messages take nothing away. Who is kept of a kind that is not asked
 * for any more takes no room, and is the same when it is found as one of another kind. `own`: the configuration without adopted Things.
 * `breathe` lets the process do other work between two devices: a broker can announce thousands, and finding
 * and drafting one takes up to half a second.
 */
export async function adoptFound(
  connection: string,
  found: Iterable<DiscoveredThing>,
  own: Configuration,
  before: readonly KeptDevice[],
  breathe: () => Promise<void>,
): Promise<Adopted> {
  const kept = [...before];
  const taken = takenNames(own);
  for (const { id, thing } of kept) for (const name of [id, String(thing.title)]) taken.add(foldName(name));
  let leftOut = 0;
  for (const device of found) {
    await breathe();
    const at = kept.findIndex((known) => isSame(known, connection, device));
    const known = kept[at];
    const others = kept.filter((other) => other !== known && isWanted(own, other));
    const isThere = known !== undefined && isWanted(own, known);
    if (!isThere && others.length >= mostDevices) leftOut += 1;
    else {
      const now = known ? takenAnew(known, device, isThere) : adoptOne(connection, device, own, taken);
      if (now === undefined || now === known) continue;
      if (propertiesOf([...others, now]) > mostProperties) leftOut += 1;
      else kept[at < 0 ? kept.length : at] = now;
    }
  }
  return { kept, leftOut: leftOut + withoutRoom(connection, kept, own) };
}

/** How many of those that are kept have no place among the first: their kind was taken out, others came, and it was taken in again. */
function withoutRoom(connection: string, kept: readonly KeptDevice[], own: Configuration): number {
  let [devices, properties, without] = [0, 0, 0];
  for (const device of kept.filter((known) => isWanted(own, known))) {
    const count = namesOf(device.thing).length;
    const isIn = devices < mostDevices && properties + count <= mostProperties;
    if (isIn) {
      devices += 1;
      properties += count;
    } else if (device.connection === connection) without += 1;
  }
  return without;
}

function propertiesOf(devices: readonly KeptDevice[]): number {
  return devices.reduce((sum, { thing }) => sum + namesOf(thing).length, 0);
}

function adoptOne(
  connection: string,
  found: DiscoveredThing,
  own: Configuration,
  taken: Set<string>,
): KeptDevice | undefined {
  const names = new Set(taken);
  const [placed] = placeThings(connection, [found], own, names);
  const thing = placed?.thing && onlyReadings(placed.thing, mostOfOne);
  if (placed === undefined || thing === undefined) return undefined;
  for (const name of names) taken.add(name);
  return { connection, convention: found.convention, device: deviceOf(found, thing), id: placed.id, thing };
}

function deviceOf({ device }: DiscoveredThing, thing: PlainMap): string {
  const [topic = ""] = heardTopics(thing);
  return device ?? topic;
}

function isSame(known: KeptDevice, connection: string, found: DiscoveredThing): boolean {
  if (known.connection !== connection) return false;
  if (known.convention === found.convention && known.device === found.device) return true;
  return share(heardTopics(known.thing), heardTopics({ ...found.keys }));
}

/** `isThere`: the kind as which it is kept is still asked for. */
function takenAnew(known: KeptDevice, found: DiscoveredThing, isThere: boolean): KeptDevice {
  const { thing: draft } = checkDraft(String(known.thing.title), known.connection, found);
  const thing = draft && onlyReadings(draft, mostOfOne);
  if (thing === undefined) return known;
  if (!isThere) return { ...known, convention: found.convention, device: deviceOf(found, thing), thing };
  if (known.convention !== found.convention) return known;
  const isRenamed = !share(heardTopics(known.thing), heardTopics(thing));
  const [old, now] = [namesOf(known.thing), namesOf(thing)];
  const hasGrown = now.length > old.length && old.every((name) => now.includes(name));
  return isRenamed || hasGrown ? { ...known, thing } : known;
}

function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return !a.isDisjointFrom(b);
}

function namesOf({ properties = {} }: PlainMap): readonly string[] {
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
