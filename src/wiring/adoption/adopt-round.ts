import type { Configuration, ConnectionSettings } from "../../config/configuration.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Machine } from "../../core/machine.ts";
import { sameData } from "../../core/same-data.ts";
import { conventions, discoverThings } from "../../discovery/discover-things.ts";
import type { DiscoveredThing } from "../../discovery/discovered-thing.ts";
import { brokerLogin } from "../../drivers/broker-login.ts";
import type { MqttConnection } from "../../drivers/mqtt-schemas.ts";
import { adoptedFile, keepAdopted } from "../../store/adopted-file.ts";
import { adoptFound } from "./adopt-found.ts";
import { keptDevices, keptText } from "./kept-devices.ts";
import { listenBroker } from "./listen-broker.ts";
import { tellRoom } from "./tell-room.ts";
import { wantedKinds } from "./wanted-kinds.ts";
import { ownPart } from "./with-adopted.ts";

export interface RoundParts {
  readonly machine: Pick<Machine, "openMqttBroker">;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
  readonly log: Log;
  /** Lets the process do other work between two devices. */
  readonly breathe: () => Promise<void>;
}

export interface RoundEnd {
  readonly isChanged: boolean;
  /** Every broker was heard, and what it said could be kept. */
  readonly isWhole: boolean;
}

/**
 * Listens at every broker that says `adopt`, and keeps what is new there. `full`: names of the connections of which it was told that
 * there is no room for all their devices. Rejects once `signal` is aborted, and keeps nothing then.
 */
export async function adoptRound(
  configuration: Configuration,
  parts: RoundParts,
  full: Set<string>,
  signal: AbortSignal,
): Promise<RoundEnd> {
  const own = ownPart(configuration);
  const heard = new Map<string, Iterable<DiscoveredThing>>();
  let isWhole = true;
  for (const connection of own.connections) {
    const chosen = conventions.filter(({ name }) => wantedKinds(connection).includes(name));
    if (chosen.length === 0) continue;
    const messages = await hear(connection, [...new Set(chosen.flatMap(({ filters }) => filters))], parts, signal);
    if (messages === undefined) isWhole = false;
    else heard.set(connection.name, discoverThings(messages, chosen));
  }
  const kept = await keepFound(own, heard, full, parts, signal);
  return { isChanged: kept === "new", isWhole: isWhole && kept !== "overtaken" };
}

/** Whether anything is new. `overtaken`: the list changed meanwhile, and nothing was kept, so that what is forgotten stays forgotten. */
async function keepFound(
  own: Configuration,
  heard: ReadonlyMap<string, Iterable<DiscoveredThing>>,
  full: Set<string>,
  { log, breathe }: Pick<RoundParts, "log" | "breathe">,
  signal: AbortSignal,
): Promise<"same" | "new" | "overtaken"> {
  const { stateDirectory } = own;
  const text = adoptedFile(stateDirectory);
  const onward = async (): Promise<void> => {
    await breathe();
    signal.throwIfAborted();
  };
  const before = keptDevices(text);
  let kept = before;
  for (const [connection, found] of heard) {
    const adopted = await adoptFound(connection, found, own, kept, onward);
    kept = adopted.kept;
    tellRoom(connection, adopted.leftOut, full, log);
  }
  if (adoptedFile(stateDirectory) !== text) return "overtaken";
  if (sameData(before, kept)) return "same";
  keepAdopted(stateDirectory, keptText(kept));
  return "new";
}

/** A broker that is away is told of by its own connection. */
async function hear(
  { name, settings }: ConnectionSettings,
  filters: readonly string[],
  { log, readSecret, ...parts }: RoundParts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const heard = await listenBroker(brokerLogin(settings as MqttConnection, readSecret), filters, 0, parts, signal);
    if (heard.ok) return heard.messages;
    log.debug("nothing could be adopted", { connection: name, reason: heard.reason });
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    log.debug("nothing could be adopted", { connection: name, reason: error.message });
  }
  return undefined;
}
