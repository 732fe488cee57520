import { sameData } from "../core/same-data.ts";
import type { ConnectionSettings } from "./configuration.ts";

/** What a connection says that its bus never hears of. */
const besideTheBus: ReadonlySet<string> = new Set(["adopt"]);

/** Whether what is open for one connection serves the other: nothing that its bus is opened with differs. */
export function sameBus(one: ConnectionSettings | undefined, other: ConnectionSettings | undefined): boolean {
  return sameData(one && busPart(one), other && busPart(other));
}

function busPart({ settings, ...connection }: ConnectionSettings): object {
  return {
    ...connection,
    settings: Object.fromEntries(Object.entries(settings).filter(([key]) => !besideTheBus.has(key))),
  };
}
