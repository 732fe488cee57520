import { type Command, everything, isAboutAlerts } from "../core/command.ts";
import type { AffordancePath, ThingId, UserId } from "../core/ids.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import type { EmergencyStop } from "./emergency-stop.ts";
import { gone, type InvokeParts, invokeAction } from "./invoke-action.ts";
import { writeProperty } from "./write-property.ts";

/** ms a source that was asked anew may take to answer. */
const freshWithinMs = 5_000;

/** What `ack` and `mute` work on. Of `all`: what that operator may touch. */
export interface AlertDesk {
  acknowledge(thing: ThingId, by: UserId): void;
  /** 0 ms ends it. */
  mute(thing: ThingId, ms: number, by: UserId): void;
}

export interface CarryOutParts extends InvokeParts {
  readonly things: readonly Thing[];
  readonly emergency: EmergencyStop;
  readonly alerts: AlertDesk;
  readonly latest: (path: AffordancePath) => Reading | undefined;
  /** Asks the source anew; false where it cannot be asked. */
  readonly refresh: (path: AffordancePath) => boolean;
}

/** Does what an admitted command asks, and says what became of it. */
export async function carryOut(command: Command, signal: AbortSignal, parts: CarryOutParts): Promise<Outcome> {
  if (command.op === "invoke" && isAboutAlerts(command.name)) return quiet(command, parts.alerts);
  if (command.op === "invoke" && command.thing === everything) return await onEverything(command, parts.emergency);
  const thing = parts.things.find(({ id }) => id === command.thing);
  const property = thing?.properties.find(({ name }) => name === command.name);
  switch (command.op) {
    case "read":
      return property === undefined ? gone : await read(property, command.input === "fresh", parts);
    case "write": {
      const { input: value, lease: ms } = command;
      if (property === undefined || value === undefined) return gone;
      const lease = ms === undefined ? undefined : ({ ms, cause: "lease" } as const);
      return await writeProperty({ property, value, lease }, signal, parts);
    }
    case "invoke": {
      const action = thing?.actions.find(({ name }) => name === command.name);
      if (thing === undefined || action === undefined) return gone;
      return await invokeAction({ thing, action, pulse: command.pulse }, signal, parts);
    }
  }
}

async function onEverything({ name, sender }: Command, emergency: EmergencyStop): Promise<Outcome> {
  if (name === "stop") return await emergency.stop(sender, "stop");
  return name === "release" ? emergency.release(sender) : gone;
}

function quiet({ name, thing, pulse, sender }: Command, alerts: AlertDesk): Outcome {
  if (name === "ack") alerts.acknowledge(thing, sender);
  else alerts.mute(thing, pulse ?? 0, sender);
  return { status: "done", output: undefined, confirmed: "none" };
}

async function read(property: Property, fresh: boolean, parts: CarryOutParts): Promise<Outcome> {
  if (fresh) {
    using answer = parts.readBack.expect(property.path, () => true, freshWithinMs, parts.clock);
    if (parts.refresh(property.path)) await answer.seen;
  }
  const reading = parts.latest(property.path);
  if (reading?.quality === "ok" && reading.value !== undefined) {
    return { status: "done", output: reading.value, confirmed: "property" };
  }
  const isGone = reading === undefined || reading.quality === "unavailable";
  const detail = reading?.fault?.detail ?? `The value is ${reading?.quality ?? "not known yet"}.`;
  return { status: "failed", code: isGone ? "connection-down" : "driver-failed", detail };
}
