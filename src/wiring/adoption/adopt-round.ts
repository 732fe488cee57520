import type { Configuration, ConnectionSettings } from "../../config/configuration.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Machine } from "../../core/machine.ts";
import { sameData } from "../../core/same-data.ts";
import { conventions, discoverThings } from "../../discovery/discover-things.ts";
import { brokerLogin } from "../../drivers/broker-login.ts";
import type { MqttConnection } from "../../drivers/mqtt-schemas.ts";
import { adoptedFile, keepAdopted } from "../../store/adopted-file.ts";
import { adoptFound } from "./adopt-found.ts";
import { keptDevices, keptText } from "./kept-devices.ts";
import { listenBroker } from "./listen-broker.ts";
import { wantedKinds } from "./wanted-kinds.ts";
import { mostDevices, ownPart } from "./with-adopted.ts";

export interface RoundParts {
  readonly machine: Pick<Machine, "openMqttBroker">;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
  readonly log: Log;
}

export interface RoundEnd {
  readonly isChanged: boolean;
  /** Every broker was heard. */
  readonly isWhole: boolean;
}

/** Listens at every broker that says `adopt`, and keeps what is new there. */
export async function adoptRound(
  configuration: Configuration,
  parts: RoundParts,
  signal: AbortSignal,
): Promise<RoundEnd> {
  const own = ownPart(configuration);
  const before = keptDevices(adoptedFile(own.stateDirectory));
  let [kept, isWhole] = [before, true];
  for (const connection of own.connections) {
    const chosen = conventions.filter(({ name }) => wantedKinds(connection).includes(name));
    if (chosen.length === 0) continue;
    const messages = await hear(connection, [...new Set(chosen.flatMap(({ filters }) => filters))], parts, signal);
    if (messages === undefined) isWhole = false;
    if (messages === undefined || signal.aborted) continue;
    const adopted = adoptFound(connection.name, discoverThings(messages, chosen), own, kept);
    kept = adopted.kept;
    if (adopted.leftOut > 0) {
      const { leftOut } = adopted;
      parts.log.warn(`more than ${mostDevices} devices to adopt`, { connection: connection.name, left_out: leftOut });
    }
  }
  const isChanged = !sameData(before, kept) && !signal.aborted;
  if (isChanged) keepAdopted(own.stateDirectory, keptText(kept));
  return { isChanged, isWhole };
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
