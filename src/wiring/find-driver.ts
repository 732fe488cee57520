import type { Configuration, ConnectionSettings } from "../config/configuration.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Driver } from "../drivers/define-driver.ts";

/** Both passed the check of the configuration. */
export function connectionSettings({ connections }: Configuration, name: string): ConnectionSettings {
  const found = connections.find((connection) => connection.name === name);
  if (found === undefined) throw new AgentFault("internal", `connection ${name} passed the check but is not there`);
  return found;
}

export function findDriver(drivers: readonly Driver[], type: string, as: string): Driver {
  const found = drivers.find((driver) => driver.type === type && driver.as === as);
  if (found === undefined) throw new AgentFault("internal", `no driver for type ${type} as ${as}`);
  return found;
}
