import { sameData } from "../core/same-data.ts";
import type { ConnectionTypes } from "./build-context.ts";
import { flowText } from "./flow-text.ts";
import type { Findings } from "./problem.ts";
import type { Profile } from "./read-profile.ts";
import { child, childText, type MapNode } from "./source-node.ts";

/** Warns where a Thing's connection is not as its profile needs it: the device may be set up otherwise, so it is no problem. */
export function checkNeeds(profile: Profile, thing: MapNode, types: ConnectionTypes, findings: Findings): void {
  const name = childText(thing, "connection");
  const connection = name === undefined ? undefined : types.get(name);
  if (name === undefined || connection?.settings === undefined) return;
  const said: Readonly<Record<string, unknown>> = { ...connection.settings, type: connection.type };
  const missed = Object.entries(profile.needs).filter(([key, value]) => !sameData(said[key], value));
  if (missed.length === 0) return;
  const wanted = missed.map(([key, value]) => `${key}: ${flowText(value)}`).join(", ");
  const place = child(thing, "connection")?.place ?? thing.place;
  findings.warning(place, `${profile.name} is read with ${wanted}, and connection ${name} does not say so`);
}
