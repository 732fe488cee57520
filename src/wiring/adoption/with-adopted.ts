import type { Configuration } from "../../config/configuration.ts";
import { readConfig } from "../../config/read-config.ts";
import { foldName } from "../../core/fold-name.ts";
import type { Thing } from "../../core/thing.ts";
import { driverTable } from "../../drivers/driver-table.ts";
import type { KeptDevice } from "./kept-devices.ts";
import { onlyReadings } from "./only-readings.ts";
import { topicOwners } from "./topic-owners.ts";
import { isWanted } from "./wanted-kinds.ts";

/** Devices that are adopted, and properties of all of them. */
export const mostDevices = 100;
export const mostProperties = 1000;
export const mostOfOne = 50;

/**
 * The configuration with the Things of adopted devices behind its own. What it says itself always wins: a device whose name, title
 * or topic it has already is left out, and so is one that does not read as a Thing. So nothing that was adopted can spoil it.
 */
export function withAdopted(configuration: Configuration, kept: readonly KeptDevice[]): Configuration {
  const own = ownPart(configuration);
  if (kept.length === 0) return own;
  const taken = new Set(own.things.flatMap(({ id, title, aliases }) => [id, title, ...aliases].map(foldName)));
  const added: Thing[] = [];
  let properties = 0;
  for (const device of kept) {
    if (!isWanted(own, device)) continue;
    const thing = thingOf(device, own.language);
    if (thing === undefined || added.length >= mostDevices) continue;
    const names = [thing.id, thing.title].map(foldName);
    const owners = topicOwners(own, device.connection);
    const isOwn = thing.properties.some(({ from }) => owners.has(String(from?.settings.topic)));
    if (isOwn || names.some((name) => taken.has(name)) || properties + thing.properties.length > mostProperties)
      continue;
    properties += thing.properties.length;
    for (const name of names) taken.add(name);
    added.push(thing);
  }
  return added.length === 0 ? own : { ...own, things: [...own.things, ...added] };
}

/** Without what was adopted. */
export function ownPart(configuration: Configuration): Configuration {
  const things = configuration.things.filter(({ isAdopted }) => isAdopted !== true);
  return things.length === configuration.things.length ? configuration : { ...configuration, things };
}

/** Read as in a configuration of nothing else; whatever was kept, nothing of it can be switched. */
function thingOf({ connection, id, thing }: KeptDevice, language: Configuration["language"]): Thing | undefined {
  const heard = onlyReadings(thing, mostOfOne);
  if (heard === undefined) return undefined;
  const configuration = {
    matrix: { homeserver: "https://localhost", user: "@adopted:localhost" },
    language,
    connections: { [connection]: { type: "mqtt", url: "mqtt://localhost" } },
    things: { [id]: { ...heard, connection } },
  };
  const read = readConfig({
    file: "adopted",
    readFile: () => JSON.stringify(configuration),
    profiles: { names: () => [], read: () => undefined },
    resolvePath: (...parts) => parts.at(-1) ?? "",
    credentialsDirectory: undefined,
    drivers: driverTable,
  });
  const [built] = read.ok ? read.configuration.things : [];
  return built && { ...built, isAdopted: true };
}
