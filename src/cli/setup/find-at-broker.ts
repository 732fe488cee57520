import type { Clock } from "../../core/clock.ts";
import type { Machine } from "../../core/machine.ts";
import { visible } from "../../core/visible.ts";
import { discoverThings, discoveryFilters } from "../../discovery/discover-things.ts";
import type { DiscoveredThing } from "../../discovery/discovered-thing.ts";
import { listenBroker } from "../../wiring/adoption/listen-broker.ts";
import { count } from "../count.ts";
import type { FoundHardware } from "./found-hardware.ts";

export interface FindAtBrokerParts {
  readonly machine: Pick<Machine, "openMqttBroker">;
  readonly clock: Clock;
}

/** Devices that are named one by one above the connection. */
const mostNamed = 20;

/**
 * What says at a broker what it is, adopted by its kind: it can be read, and nothing of it switched. undefined where no broker answers, or where it
 * lets nobody in without a login.
 */
export async function findAtBroker(url: string, parts: FindAtBrokerParts): Promise<FoundHardware | undefined> {
  const heard = await listenBroker({ url }, discoveryFilters, 0, parts);
  if (!heard.ok) return undefined;
  const found = [...discoverThings(heard.messages)];
  const kinds = [...new Set(found.map(({ convention }) => convention))];
  const settings = `type: mqtt, url: ${JSON.stringify(url)}`;
  if (kinds.length === 0) {
    return {
      what: `There is a broker at ${url}, at which no device says what it is.`,
      hasThings: false,
      connections: `  broker: { ${settings} }   # docs/mqtt.md; later: \`roomwire discover\`\n`,
      things: "",
    };
  }
  const more = found.length > mostNamed ? [`  # and ${found.length - mostNamed} more\n`] : [];
  return {
    what: `${count(found.length, "device")} at ${url} can be read (${kinds.join(", ")}). To switch one: roomwire discover`,
    hasThings: true,
    connections: [
      "  # Found here, and read, never switched; `roomwire discover` drafts what can switch them (docs/mqtt.md):\n",
      ...found.slice(0, mostNamed).map(commentOf),
      ...more,
      `  broker: { ${settings}, adopt: [${kinds.join(", ")}] }\n`,
    ].join(""),
    things: "",
  };
}

function commentOf({ name, model }: DiscoveredThing): string {
  return `  #   ${visible(`${name}${model === "" ? "" : ` (${model})`}`)}\n`;
}
